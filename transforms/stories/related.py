"""Articles on like subjects: the cosine of their weighted terms, less for the time between them."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from transforms.stories.columns import Columns, Ragged
from transforms.stories.postings import Search, candidates
from transforms.stories.sketch import BUCKETS

UNSEEN = 200
"""Articles that are imagined beside those at hand and have none of their terms, so that a term that all of a few
articles share still counts."""
KEYS = 24
"""The heaviest terms of an article, by which candidates are found."""
SEARCH = Search(asked=20, common=1, most=40, latest=True)
"""For keys in common; the candidates are compared."""
KEPT, LEAST = 20, 0.05
"""Related articles that are remembered, and the likeness that they have at least."""
FADES = 0.2
"""A day between two articles makes them so much less alike: news of one event comes close together."""
DAY = 24 * 60 * 60
DIGITS = 4
"""Of a score: processors add the last bits up in different orders."""


def related(days: Sequence[Columns], first: int) -> Iterator[tuple[int, list[tuple[int, float]]]]:
    """For articles from `first` on, in order, the earlier ones most like each, and how alike.

    Articles are in order of time, and numbered consecutively. Weights are TF-IDF, with the frequencies of terms in just
    these articles (Salton and Buckley 1988).
    """
    space = _Space(days)
    for asker, answers in candidates(space.keys(), first, SEARCH):
        near = np.sort(answers)
        scores = np.round(space.cosines(asker, near) * space.faded(asker, near), DIGITS)
        best = np.argsort(-scores, kind="stable")[:KEPT]
        best = best[scores[best] >= LEAST]
        yield asker, list(zip(near[best].tolist(), scores[best].tolist(), strict=True))


class _Space:
    """Articles as vectors of weighted terms. Only their lengths are kept: the rest is quickly made again."""

    def __init__(self, days: Sequence[Columns]) -> None:
        self._days = days
        self._starts = list(accumulate(map(len, days), initial=0))
        self._frequency = np.zeros(BUCKETS, np.int32)
        for day in days:
            np.add.at(self._frequency, day.terms.values, 1)
        self._lengths = [self._lengths_of(day) for day in days]
        self._times = np.array([about.at.timestamp() if about.at else 0.0 for day in days for about in day.about])
        self._asked = np.zeros(BUCKETS, np.float32)

    def keys(self) -> list[Ragged]:
        """The heaviest terms of each article among those that others have."""
        return [
            Ragged.of(
                [self._heaviest(terms, weights) for terms, weights in zip(day.terms, day.weights, strict=True)],
                np.uint32,
            )
            for day in self._days
        ]

    def cosines(self, asker: int, near: NDArray[np.int64]) -> NDArray[np.float64]:
        """How alike an article and others are, which are in order and have a term each."""
        part = bisect_right(self._starts, asker) - 1
        row = asker - self._starts[part]
        terms = self._days[part].terms[row]
        rarity = self._rarity(terms)
        self._asked[terms] = self._days[part].weights[row] * rarity * rarity / self._lengths[part][row]
        cuts = np.searchsorted(near, self._starts).tolist()
        found = [
            self._products(part, near[low:high] - self._starts[part])
            for part, (low, high) in enumerate(pairwise(cuts))
            if low < high
        ]
        self._asked[terms] = 0
        return np.concatenate(found)

    def faded(self, asker: int, near: NDArray[np.int64]) -> NDArray[np.float64]:
        """What the time between an article and others leaves of their similarity."""
        faded: NDArray[np.float64] = np.exp(-FADES / DAY * (self._times[asker] - self._times[near]))
        return faded

    def _products(self, part: int, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Of the asked article's vector with others of a day."""
        day = self._days[part]
        places, begins = day.terms.places(rows)
        # Added up one after the other: in any other order, processors differ in the last bits.
        sums = np.cumsum(self._asked[day.terms.values[places]] * day.weights.values[places], dtype=np.float64)
        products: NDArray[np.float64] = np.diff(sums[np.append(begins[1:], len(places)) - 1], prepend=0.0)
        return products / self._lengths[part][rows]

    def _lengths_of(self, day: Columns) -> NDArray[np.float64]:
        sums = np.cumsum((day.weights.values * self._rarity(day.terms.values)) ** 2)
        squares = np.diff(np.append(0.0, sums)[day.terms.bounds])
        return np.maximum(np.sqrt(squares), 1e-9)

    def _rarity(self, terms: NDArray[np.uint32]) -> NDArray[np.float64]:
        rarity: NDArray[np.float64] = np.log((self._starts[-1] + UNSEEN + 1) / (self._frequency[terms] + 0.5))
        return rarity

    def _heaviest(self, terms: NDArray[np.uint32], weights: NDArray[np.float16]) -> NDArray[np.uint32]:
        known = self._frequency[terms] > 1
        terms, weights = terms[known], weights[known]
        return terms[np.argsort(-(weights * self._rarity(terms)), kind="stable")[:KEYS]]
