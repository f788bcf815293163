"""Articles on like subjects: the cosine of their weighted terms, less for the time between them."""

from collections.abc import Sequence
from datetime import timedelta
from math import exp

import numpy as np
from numpy.typing import NDArray

from transforms.stories.postings import candidates
from transforms.stories.sketch import BUCKETS, Sketch

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


def related(sketches: Sequence[Sketch], first: int) -> dict[int, list[tuple[int, float]]]:
    """For each article from `first` on, the earlier ones most like it, and how alike. Articles are in order of time.

    Weights are TF-IDF, with the frequencies of terms in just these articles (Salton and Buckley 1988).
    """
    frequency = _frequencies(sketches)
    vectors = [_vector(sketch, frequency, len(sketches)) for sketch in sketches]
    keys = [_keys(sketch, vector, frequency) for sketch, vector in zip(sketches, vectors, strict=True)]
    space = np.zeros(BUCKETS, np.float32)
    found = {}
    for asker, answers in candidates(keys, first, HOT, COMMON, MOST, latest=True):
        space[sketches[asker].terms] = vectors[asker]
        alike = []
        for answer in answers.tolist():
            cosine = float(space[sketches[answer].terms] @ vectors[answer])
            score = round(cosine * exp(-FADES * _days(sketches[answer], sketches[asker])), DIGITS)
            if score >= LEAST:
                alike.append((answer, score))
        space[sketches[asker].terms] = 0
        found[asker] = sorted(alike, key=lambda pair: (-pair[1], pair[0]))[:KEPT]
    return found


def _days(earlier: Sketch, later: Sketch) -> float:
    return (later.at - earlier.at) / DAY if later.at and earlier.at else 0.0


def _frequencies(sketches: Sequence[Sketch]) -> NDArray[np.int32]:
    """By term, how many articles have it."""
    frequency = np.zeros(BUCKETS, np.int32)
    for sketch in sketches:
        frequency[sketch.terms] += 1
    return frequency


def _vector(sketch: Sketch, frequency: NDArray[np.int32], articles: int) -> NDArray[np.float32]:
    """An article's terms, weighted, at length 1."""
    rarity = np.log((articles + UNSEEN + 1) / (frequency[sketch.terms] + 0.5))
    vector = (sketch.weights * rarity).astype(np.float32)
    return vector / np.float32(max(float(np.sqrt(vector @ vector)), 1e-9))


def _keys(sketch: Sketch, vector: NDArray[np.float32], frequency: NDArray[np.int32]) -> NDArray[np.uint32]:
    """An article's heaviest terms among those that others have."""
    known = frequency[sketch.terms] > 1
    terms, weights = sketch.terms[known], vector[known]
    return terms[np.argsort(-weights, kind="stable")[:KEYS]]
