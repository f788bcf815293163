"""The ledger of a run: what came in and what became of it, per source. It must add up."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """Every capture ends in exactly one of these."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    NOT_ARTICLE = "not-article"
    REJECTED = "rejected"
    RESERVED = "reserved"
    """Its publisher does not allow the purpose of the run."""
    FILTERED = "filtered"
    """It is not among what was asked for."""


OTHER_TIME = "other-time"
"""Why a document is filtered that was not captured in the time that was asked for."""


class Count(StrEnum):
    """What is counted beside outcomes."""

    CAPTURED = "captured"
    REMOVED = "removed"
    ENTITIES = "entities"
    POLLS = "polls"
    FETCHES = "fetches"
    RESERVED_BY = "reserved_by"


# What is counted, its source (captures, outcomes, reserved_by) or kind (removed, entities), and the reason of a reject
# or the mechanism that reserves.
Tally = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The counts of one run. `outcomes` maps a source to its captures by outcome, `reserved_by` to those by mechanism.

    What several mechanisms reserve is counted for each of them.
    """

    run: str
    captured: Counter[str] = field(default_factory=Counter)
    outcomes: dict[str, Counter[str]] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    entities: Counter[str] = field(default_factory=Counter)
    polls: Counter[str] = field(default_factory=Counter)
    fetches: Counter[str] = field(default_factory=Counter)
    reserved_by: dict[str, Counter[str]] = field(default_factory=dict)
    rounds: tuple[str, ...] = ()
    """Of a day's ledger: the rounds that it is the sum of."""

    @classmethod
    def of(cls, run: str, counts: Iterable[tuple[Tally, int]]) -> "Ledger":
        """Sorts tallies into a ledger."""
        ledger = cls(run)
        for (what, name, reason), count in counts:
            if what == Count.CAPTURED:
                ledger.captured[name] += count
            elif what in (Count.REMOVED, Count.ENTITIES, Count.POLLS, Count.FETCHES):
                getattr(ledger, what)[name] += count
            elif what == Count.RESERVED_BY:
                ledger.reserved_by.setdefault(name, Counter())[reason] += count
            else:
                ledger.outcomes.setdefault(name, Counter())[Outcome(what)] += count
                if reason:
                    ledger.reasons[reason] += count
        return ledger

    @property
    def totals(self) -> Counter[str]:
        """Captures by outcome, over all sources."""
        return sum(self.outcomes.values(), Counter())

    @property
    def read(self) -> int:
        """Captures that were read, but for those of another time."""
        return self.captured.total() - self.reasons[OTHER_TIME]

    @classmethod
    def merged(cls, run: str, ledgers: Iterable["Ledger"], rounds: tuple[str, ...] = ()) -> "Ledger":
        """The sum of several, under a name of its own."""
        whole = cls(run, rounds=rounds)
        for ledger in ledgers:
            for name in ("captured", "reasons", Count.REMOVED, Count.ENTITIES, Count.POLLS, Count.FETCHES):
                getattr(whole, name).update(getattr(ledger, name))
            for source, outcomes in ledger.outcomes.items():
                whole.outcomes.setdefault(source, Counter()).update(outcomes)
            for source, mechanisms in ledger.reserved_by.items():
                whole.reserved_by.setdefault(source, Counter()).update(mechanisms)
        return whole

    def imbalance(self) -> list[str]:
        """A line for each source whose outcomes are not as many as its captures."""
        return [
            f"{source}: {self.captured[source]:,} captures, {outcomes.total():,} outcomes"
            for source in sorted(self.captured.keys() | self.outcomes.keys())
            if (outcomes := self.outcomes.get(source, Counter())).total() != self.captured[source]
        ]

    def to_json(self) -> str:
        """The ledger as it is written below OUTPUT/_ledger; the same counts give the same text."""
        sources = {
            source: {Count.CAPTURED: self.captured[source], **self.outcomes.get(source, {})}
            for source in self.captured.keys() | self.outcomes.keys()
        }
        content = {
            "run": self.run,
            Count.CAPTURED: self.captured.total(),
            "outcomes": self.totals,
            "reasons": self.reasons,
            Count.REMOVED: self.removed,
            Count.ENTITIES: self.entities,
            Count.POLLS: self.polls,
            Count.FETCHES: self.fetches,
            Count.RESERVED_BY: self.reserved_by,
            "rounds": self.rounds,
            "sources": sources,
        }
        return json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Ledger":
        """Reads what `to_json` wrote."""
        content = json.loads(text)
        captured = Counter({source: counts.pop(Count.CAPTURED) for source, counts in content["sources"].items()})
        return cls(
            content["run"],
            captured,
            {source: Counter(counts) for source, counts in content["sources"].items()},
            Counter(content["reasons"]),
            Counter(content[Count.REMOVED]),
            Counter(content[Count.ENTITIES]),
            Counter(content[Count.POLLS]),
            Counter(content[Count.FETCHES]),
            {source: Counter(counts) for source, counts in content.get(Count.RESERVED_BY, {}).items()},
            tuple(content.get("rounds", ())),
        )


def unjoined(ledgers: Iterable[Ledger]) -> list[Ledger]:
    """Those that are in no other's sum: a stop may leave a round's ledger beside that of its day."""
    found = list(ledgers)
    joined = {name for ledger in found for name in ledger.rounds}
    return [ledger for ledger in found if ledger.run not in joined]
