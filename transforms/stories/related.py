"""Articles on like subjects: the cosine of their weighted terms, less for the time between them."""

from collections.abc import Sequence
from datetime import timedelta
from math import exp

import numpy as np
from numpy.typing import NDArray

from transforms.stories.columns import Columns, Joined, Ragged
from transforms.stories.postings import candidates
from transforms.stories.sketch import BUCKETS, About

UNSEEN = 200
"""Articles that are thought to stand beside those at hand and have none of their terms, so that a term that all of a
few articles have still counts."""
KEYS = 24
"""The heaviest terms of an article, by which candidates are found."""
HOT, COMMON, MOST = 20, 1, 40
"""Of documents that have a key, the latest that are asked; keys in common at least; candidates that are compared."""
KEPT, LEAST = 20, 0.05
"""Related articles that are remembered, and the likeness that they have at least."""
FADES = 0.2
"""A day between two articles makes them so much less alike: news of one event comes close together."""
DAY = timedelta(days=1)
DIGITS = 4
"""Of a score: processors add the last bits up in different orders."""


def related(days: Sequence[Columns], first: int) -> dict[int, list[tuple[int, float]]]:
    """For each article from `first` on, the earlier ones most like it, and how alike.

    Articles are in order of time, and numbered through. Weights are TF-IDF, with the frequencies of terms in just these
    articles (Salton and Buckley 1988).
    """
    about = [each for day in days for each in day.about]
    frequency = _frequencies(days)
    weighted = [_vectors(day, frequency, len(about)) for day in days]
    keys = [_keys(day.terms, vectors, frequency) for day, vectors in zip(days, weighted, strict=True)]
    terms, vectors = Joined([day.terms for day in days]), Joined(weighted)
    space = np.zeros(BUCKETS, np.float32)
    found = {}
    for asker, answers in candidates(keys, first, HOT, COMMON, MOST, latest=True):
        space[terms[asker]] = vectors[asker]
        alike = []
        for answer in answers.tolist():
            cosine = float(space[terms[answer]] @ vectors[answer])
            score = round(cosine * exp(-FADES * _days(about[answer], about[asker])), DIGITS)
            if score >= LEAST:
                alike.append((answer, score))
        space[terms[asker]] = 0
        found[asker] = sorted(alike, key=lambda pair: (-pair[1], pair[0]))[:KEPT]
    return found


def _days(earlier: About, later: About) -> float:
    return (later.at - earlier.at) / DAY if later.at and earlier.at else 0.0


def _frequencies(days: Sequence[Columns]) -> NDArray[np.int32]:
    """By term, how many articles have it."""
    frequency = np.zeros(BUCKETS, np.int32)
    for day in days:
        np.add.at(frequency, day.terms.values, 1)
    return frequency


def _vectors(day: Columns, frequency: NDArray[np.int32], articles: int) -> Ragged:
    """The terms of each article, weighted, at length 1."""
    vectors = Ragged(np.empty(len(day.terms.values), np.float32), day.terms.bounds)
    for terms, weights, vector in zip(day.terms, day.weights, vectors, strict=True):
        vector[:] = weights * np.log((articles + UNSEEN + 1) / (frequency[terms] + 0.5))
        vector /= np.float32(max(float(np.sqrt(vector @ vector)), 1e-9))
    return vectors


def _keys(terms: Ragged, vectors: Ragged, frequency: NDArray[np.int32]) -> Ragged:
    """The heaviest terms of each article among those that others have."""

    def heaviest(own: NDArray[np.uint32], vector: NDArray[np.float32]) -> NDArray[np.uint32]:
        known = frequency[own] > 1
        return own[known][np.argsort(-vector[known], kind="stable")[:KEYS]]

    return Ragged.of([heaviest(own, vector) for own, vector in zip(terms, vectors, strict=True)], np.uint32)
