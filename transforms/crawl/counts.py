"""What was done online, for the ledger."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from schemas.ledger import Count, Tally


@dataclass
class CrawlCounts:
    """What a step did, as plain values that a journal can hold.

    `archived` has the path and size of each archive of pages; `polls` and `fetches` count outcomes by name.
    """

    archived: list[tuple[str, int]] = field(default_factory=list)
    polls: Counter[str] = field(default_factory=Counter)
    fetches: Counter[str] = field(default_factory=Counter)

    def tallies(self) -> Iterator[tuple[Tally, int]]:
        """The counts, for the ledger."""
        for what, counts in ((Count.POLLS, self.polls), (Count.FETCHES, self.fetches)):
            for name, count in sorted(counts.items()):
                yield (what.value, name, ""), count
