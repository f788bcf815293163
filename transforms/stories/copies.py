"""Copies: texts that share most of their passages.

An edited copy keeps passages of its original word by word, however much is trimmed, put in front or written between.
So two texts are compared by their runs of common words, and by the share of the shorter text that these cover: measures
of the whole, such as Jaccard's, take a short copy for another text and two weather reports for copies.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from transforms.stories.columns import Columns, Joined
from transforms.stories.postings import Search, candidates
from transforms.stories.words import runs

RUN = 12
"""Words in a run: what two reporters write alike is shorter."""
SHARE = 0.4
"""Of the shorter text that runs must cover."""
ONE_PASSAGE = 0.6
"""Of the shorter text that a single run must cover: less may be a quotation, or a paragraph that stands below many."""

SEARCH = Search(asked=20, common=2, most=10, latest=False)
"""For shingles in common; the candidates are verified."""


class Shared(NamedTuple):
    """What two texts have in common: the share of the shorter one that runs cover, and how many runs there are."""

    share: float
    passages: int

    @property
    def copies(self) -> bool:
        """Whether one is a copy of the other."""
        return self.share >= (SHARE if self.passages > 1 else ONE_PASSAGE)


def shared(a: NDArray[np.unsignedinteger[Any]], b: NDArray[np.unsignedinteger[Any]]) -> Shared:
    """Compares two texts, given as hashed words. Texts of fewer than RUN words share nothing unless they are equal."""
    shorter, longer = (a, b) if len(a) <= len(b) else (b, a)
    if len(shorter) < RUN:
        return Shared(float(len(a) > 0 and np.array_equal(a, b)), 1)
    places, known = runs(shorter, RUN), np.sort(runs(longer, RUN))
    return _covered(known[np.minimum(np.searchsorted(known, places), len(known) - 1)] == places)


def _covered(common: NDArray[np.bool_]) -> Shared:
    """What the runs cover that begin at the places in common."""
    change = np.zeros(len(common) + RUN, np.int32)
    begins = np.flatnonzero(common)
    change[begins] += 1
    change[begins + RUN] -= 1
    inside = np.cumsum(change)[:-1] > 0
    passages = int(inside[0]) + int(np.count_nonzero(inside[1:] & ~inside[:-1]))
    return Shared(float(np.count_nonzero(inside) / len(inside)), passages)


def copies(days: Sequence[Columns], first: int) -> Iterator[tuple[int, list[tuple[int, float]]]]:
    """For articles from `first` on, in order, the earlier ones that each shares its text with, and the share.

    Articles are in order of time, and numbered consecutively.
    """
    words = Joined([day.words for day in days])
    for asker, answers in candidates([day.shingles for day in days], first, SEARCH):
        both = ((answer, shared(words[asker], words[answer])) for answer in answers.tolist())
        if found := [(answer, each.share) for answer, each in both if each.copies]:
            yield asker, found
