"""What is kept of an article while others are compared with it."""

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from transforms.stories.words import Hashes, hashed, runs, split, stop_words

WORDS = 800
"""Of a text, the most that are compared."""
TERM_WORDS, TERMS = 400, 160
"""Of a text, the words that say what it is about, and the most terms that are made of them."""
SHINGLE, SAMPLE = 5, 16
"""Candidates for copies have words in common by fives, of which one in sixteen is kept, chosen by its hash."""
BUCKETS = 1 << 22
"""Terms are hashed into so many."""
LEAD = 60
"""Words at the start of a text that count twice, for news says first what it is about."""


HASH = np.uint16
"""Of a hashed word what is kept: runs of twelve of them are as good as unique, and half as large as with 32 bits."""


class About(NamedTuple):
    """Which article it is."""

    article_id: str
    revision_id: str
    at: datetime | None
    source: str | None
    wire: str | None

    @property
    def order(self) -> tuple[bool, datetime | None, str]:
        """Sorts by time, then by name; undated ones among themselves."""
        return self.at is None, self.at, self.article_id


class Sketch(NamedTuple):
    """An article as it is compared: hashed words in order, a sample of their shingles, and terms by hash, weighted."""

    about: About
    words: NDArray[np.uint16]
    shingles: Hashes
    terms: NDArray[np.uint32]
    weights: NDArray[np.float16]


def sketch(about: About, title: str | None, text: str, language: str | None) -> Sketch:
    """The sketch of an article."""
    words = words_of(text)
    return Sketch(about, words.astype(HASH), shingles_of(words), *terms_of(title, text, language))


def words_of(text: str) -> NDArray[np.uint32]:
    """Hashes of the first words of a text, lower case."""
    return np.fromiter(map(hashed, map(str.lower, split(text, WORDS))), np.uint32)


def shingles_of(words: NDArray[np.uint32]) -> Hashes:
    """The shingles by which candidates for copies are found."""
    shingles = runs(words, SHINGLE)
    return np.unique(shingles[shingles % np.uint64(SAMPLE) == 0])


def terms_of(title: str | None, text: str, language: str | None) -> tuple[NDArray[np.uint32], NDArray[np.float16]]:
    """Terms in order of their hashes, and how much the article is about each: words, and names of two words.

    The weight is 1 + log of the count. Counted twice: words of the lead, of the title, and with a capital; names and
    places are what tells two events of a kind apart.
    """
    stop, counts = stop_words(language), defaultdict[str, int](int)
    before = ""
    for place, word in enumerate(split(text, TERM_WORDS)):
        lower, capital = word.lower(), word[0].isupper()
        if len(lower) > 1 and lower not in stop:
            counts[lower] += (2 if place < LEAD else 1) * (2 if capital else 1)
        if capital and before:
            counts[f"{before} {lower}"] += 1
        before = lower if capital else ""
    for word in map(str.lower, split(title or "", LEAD)):
        if len(word) > 1 and word not in stop:
            counts[word] += 2
    chosen = list(counts.items())
    if len(chosen) > TERMS:
        chosen = sorted(chosen, key=lambda pair: (-pair[1], pair[0]))[:TERMS]
    terms, places = np.unique(np.fromiter((hashed(term) for term, _ in chosen), np.uint32) % BUCKETS, return_index=True)
    weights = 1 + np.log(np.fromiter((count for _, count in chosen), np.float32))
    return terms, weights[places].astype(np.float16)
