"""Articles of a day in columns: as an object, an article would take twice the memory."""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from transforms.stories.sketch import HASH, About, Sketch


@dataclass(frozen=True, eq=False)
class Ragged:
    """Arrays of many lengths, end to end: that of row n is `values` from `bounds[n]` to `bounds[n + 1]`."""

    values: NDArray[Any]
    bounds: NDArray[np.int64]

    @classmethod
    def of(cls, rows: Sequence[NDArray[Any]], dtype: DTypeLike) -> "Ragged":
        """The rows, one after the other."""
        bounds = np.fromiter(accumulate(map(len, rows), initial=0), np.int64, len(rows) + 1)
        return cls(np.concatenate([np.zeros(0, dtype), *rows]), bounds)

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def __getitem__(self, row: int) -> NDArray[Any]:
        return self.values[self.bounds[row] : self.bounds[row + 1]]

    def __iter__(self) -> Iterator[NDArray[Any]]:
        return (self[row] for row in range(len(self)))

    def places(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the values of some rows are, one row after the other, and where each row begins among these."""
        lengths = self.bounds[rows + 1] - self.bounds[rows]
        begins = np.cumsum(lengths) - lengths
        return np.arange(lengths.sum()) + np.repeat(self.bounds[rows] - begins, lengths), begins

    def owners(self) -> NDArray[np.int32]:
        """The row of each value."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.bounds))


class Joined:
    """Rows of several days, numbered consecutively."""

    def __init__(self, parts: Sequence[Ragged]) -> None:
        self._parts = parts
        self._starts = list(accumulate(map(len, parts), initial=0))

    def __getitem__(self, row: int) -> NDArray[Any]:
        part = bisect_right(self._starts, row) - 1
        return self._parts[part][row - self._starts[part]]


@dataclass(frozen=True, eq=False)
class Columns:
    """The sketches of a day, in order of time."""

    about: Sequence[About]
    words: Ragged
    shingles: Ragged
    terms: Ragged
    weights: Ragged

    @classmethod
    def of(cls, sketches: Sequence[Sketch]) -> "Columns":
        """Puts sketches into columns."""
        about, words, shingles, terms, weights = zip(*sketches, strict=True) if sketches else ((),) * 5
        return cls(
            about,
            Ragged.of(words, HASH),
            Ragged.of(shingles, np.uint64),
            Ragged.of(terms, np.uint32),
            Ragged.of(weights, np.float16),
        )

    def __len__(self) -> int:
        return len(self.about)

    def without(self, names: Collection[str]) -> "Columns":
        """The articles that are not among `names`."""
        rows = zip(self.about, self.words, self.shingles, self.terms, self.weights, strict=True)
        if not any(about.article_id in names for about in self.about):
            return self
        return Columns.of([Sketch(*row) for row in rows if row[0].article_id not in names])
