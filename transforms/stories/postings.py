"""Which earlier documents have features in common with a document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transforms.stories.columns import Ragged

CHUNK = 256
"""Documents that are asked for at a time: it bounds memory."""


@dataclass(frozen=True, slots=True)
class Search:
    """Which documents count as candidates, and how many of them.

    Of those that have a feature only some are asked: what thousands have in common says little, and must not cost a
    thousand comparisons each.
    """

    asked: int
    """Documents that have a feature, of which no more are asked."""
    common: int
    """Features that a candidate has in common with a document, at least."""
    most: int
    """Candidates of a document, at most."""
    latest: bool
    """Whether the latest documents are asked rather than the first, and come first among equals."""


def candidates(features: Sequence[Ragged], first: int, search: Search) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """For each document from `first` on, the earlier ones that have features in common with it, the likest first.

    Documents are in order of time, in parts, and are numbered consecutively.
    """
    documents = sum(map(len, features))
    every, owners = _asked(features, first)
    if not len(every):
        return
    by_feature = np.argsort(every, kind="stable")
    every, owners = every[by_feature], owners[by_feature]
    begins = np.flatnonzero(np.concatenate(([True], every[1:] != every[:-1])))
    start = np.repeat(begins, np.diff(np.append(begins, len(every)))).astype(np.int32)
    asking = np.flatnonzero((owners >= first) & (np.arange(len(every)) > start))
    asking = asking[np.argsort(owners[asking], kind="stable")]
    for low in range(first, documents, CHUNK):
        bounds = np.searchsorted(owners[asking], (low, low + CHUNK))
        yield from _answers(owners, start, asking[slice(*bounds)], documents, search)


def _asked(features: Sequence[Ragged], first: int) -> tuple[NDArray[np.unsignedinteger[Any]], NDArray[np.int32]]:
    """The features that documents from `first` on have, each as often as documents have it, and these documents."""
    parts = list(zip(accumulate(map(len, features), initial=0), features, strict=False))
    asked = np.unique(
        np.concatenate([part.values[part.bounds[min(max(first - at, 0), len(part))] :] for at, part in parts])
    )
    every, owners = [asked[:0]], [np.zeros(0, np.int32)]
    if len(asked):
        for at, part in parts:
            there = asked[np.minimum(np.searchsorted(asked, part.values), len(asked) - 1)] == part.values
            every.append(part.values[there])
            owners.append(part.owners()[there] + np.int32(at))
    return np.concatenate(every), np.concatenate(owners)


def _answers(
    owners: NDArray[np.int32],
    start: NDArray[np.int32],
    asking: NDArray[np.int64],
    documents: int,
    search: Search,
) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """The candidates of the documents that ask: `asking` are the places among `owners` of their features.

    `owners` are the documents that have each feature, feature by feature; `start` is where those of the same one begin.
    """
    if not len(asking):
        return
    many = np.minimum(asking - start[asking], search.asked)
    begin = asking - many if search.latest else start[asking]
    ends = np.cumsum(many)
    places = np.arange(ends[-1]) + np.repeat(begin - (ends - many), many)
    pairs, counts = np.unique(
        np.repeat(owners[asking].astype(np.int64), many) * documents + owners[places], return_counts=True
    )
    is_common = counts >= search.common
    pairs, counts = pairs[is_common], counts[is_common]
    asker, answer = np.divmod(pairs, documents)
    best = np.lexsort((-answer if search.latest else answer, -counts, asker))
    asker, answer = asker[best], answer[best]
    askers, heads = np.unique(asker, return_index=True)
    for document, head, tail in zip(askers, heads, [*heads[1:], len(asker)][: len(heads)], strict=True):
        yield int(document), answer[head : min(tail, head + search.most)]
