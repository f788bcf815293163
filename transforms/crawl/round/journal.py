"""The journal of a round: what is done stays done when the round is stopped and started again.

OUTPUT/_state/round.json names the round under way, OUTPUT/_state/round/<name>/ holds a file for each step that is
done. The ledger of a round says that it is complete.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from transforms.base.state import from_json, to_json
from transforms.base.storage import listed, read_if_present, remove, write_whole
from transforms.base.tally import ledger_path

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _UnderWay:
    """What round.json holds."""

    name: str
    now: datetime


@dataclass(frozen=True, slots=True)
class RoundJournal:
    """One round over the feeds: its name, and the time at which it began."""

    output: str
    name: str
    now: datetime

    def read(self, step: str, kind: type[T]) -> T | None:
        """What a step wrote when it was done; None where it is still to do. DamagedError where it is something else."""
        data = read_if_present(path := self._path(step))
        return from_json(data, kind, path) if data else None

    def write(self, step: str, content: Any) -> None:
        """Says that a step is done."""
        write_whole(self._path(step), to_json(content))

    def _path(self, step: str) -> str:
        return f"{self.output}/_state/round/{self.name}/{step}.json"


def last_round(output: str) -> RoundJournal | None:
    """The round that is under way, or the last one; None where there was none."""
    path = f"{output}/_state/round.json"
    data = read_if_present(path)
    if not data:
        return None
    last = from_json(data, _UnderWay, path)
    return RoundJournal(output, last.name, last.now)


def open_round(output: str, now: datetime) -> RoundJournal:
    """The round that was not completed, else a new one that begins now."""
    if before := last_round(output):
        if read_if_present(ledger_path(output, before.name)) is None:
            return before
        for path in listed(f"{output}/_state/round/{before.name}"):
            remove(path)
    name = base = f"round-{now:%Y%m%dT%H%M%SZ}"
    count = 1
    while read_if_present(ledger_path(output, name)) is not None:
        count += 1
        name = f"{base}-{count}"
    write_whole(f"{output}/_state/round.json", to_json(_UnderWay(name, now)))
    return RoundJournal(output, name, now)
