"""What is kept of an article while others are compared with it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
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
"""Number of values that terms are hashed into."""
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
    written = split(text, WORDS)
    words = words_of(written)
    return Sketch(about, words.astype(HASH), shingles_of(words), *terms_of(title, written[:TERM_WORDS], language))


def words_of(written: Sequence[str]) -> NDArray[np.uint32]:
    """Hashes of words, lower case."""
    return hashed([word.lower() for word in written])


def shingles_of(words: NDArray[np.uint32]) -> Hashes:
    """The shingles by which candidates for copies are found."""
    shingles = runs(words, SHINGLE)
    return np.unique(shingles[shingles % np.uint64(SAMPLE) == 0])


def terms_of(
    title: str | None, written: Sequence[str], language: str | None
) -> tuple[NDArray[np.uint32], NDArray[np.float16]]:
    """Terms in order of their hashes, and how much the article is about each: words, and names of two words.

    The weight is 1 + log of the count. Counted twice: words of the lead, of the title, and with a capital; names and
    places are what tells two events of a kind apart.
    """
    lower, stop = list(map(str.lower, written)), stop_words(language)
    named = [place for place, word in enumerate(written) if word[0].isupper()]
    # Counted whole lists at a time: word by word it takes three times as long.
    counts = Counter(lower)
    counts.update(lower[:LEAD])
    counts.update([lower[place] for place in named])
    counts.update([lower[place] for place in named if place < LEAD])
    counts.update(2 * list(map(str.lower, split(title or "", LEAD))))
    for word in [word for word in counts if len(word) < 2 or word in stop]:
        del counts[word]
    counts.update([f"{lower[one]} {lower[next_]}" for one, next_ in pairwise(named) if next_ == one + 1])
    # By weight, then by name.
    chosen = sorted(counts)
    chosen.sort(key=counts.__getitem__, reverse=True)
    chosen = chosen[:TERMS]
    terms, places = np.unique(hashed(chosen) % BUCKETS, return_index=True)
    weights = 1 + np.log(np.fromiter(map(counts.__getitem__, chosen), np.float32, len(chosen)))
    return terms, weights[places].astype(np.float16)
