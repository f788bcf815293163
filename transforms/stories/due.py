"""What must be done again: days whose articles, or those of the days before them, changed."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from transforms.stories.mark import Day
from transforms.stories.store import Store, digests

RUN = 16
"""Days that one worker marks in a row: it reads those of a span before them too."""


@dataclass(frozen=True)
class Due:
    """By day, the digest of the marks that it should have; and the days that lack them, in runs for one worker each."""

    wanted: tuple[tuple[Day, str], ...]
    runs: tuple[tuple[Day, ...], ...]
    is_current: bool


def due(store: Store, span: timedelta) -> Due:
    """Compares an output's articles with the marks that are there."""
    wanted = digests(store.articles(), store.output, span)
    marked = store.marked()
    stale = [day for day, digest in wanted.items() if digest not in marked.get(day, ())]
    ordered = tuple(sorted(wanted.items(), key=lambda pair: (pair[0] is None, pair[0])))
    return Due(ordered, tuple(runs(stale)), not stale and store.folded() == wanted)


def runs(days: Collection[Day]) -> Iterator[tuple[Day, ...]]:
    """Days in runs of consecutive ones, of at most RUN; what is undated by itself."""
    dated = sorted(day for day in days if day)
    for _, group in groupby(enumerate(dated), key=lambda pair: pair[1].toordinal() - pair[0]):
        row = [day for _, day in group]
        yield from (tuple(row[start : start + RUN]) for start in range(0, len(row), RUN))
    if None in days:
        yield (None,)
