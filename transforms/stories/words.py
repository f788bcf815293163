"""Texts as hashed words: what copies and stories are compared by."""

import re
import zlib
from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

# Scripts without spaces count by the character. Accents and vowel signs by themselves are no letters to `re`.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_SIGNS = "\u0300-\u036f\u0900-\u0eff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}](?:[^\W{_UNSPACED}]|[{_SIGNS}])*")
_SIMPLE, _NOT_SIMPLE = re.compile(r"\w+"), re.compile(f"[{_UNSPACED}{_SIGNS}]")
LONGEST = 16
"""Characters of a word with what follows it, about: of a text so many times the words that are wanted are looked at."""
_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio: Fibonacci hashing, Knuth vol. 3, 6.4.
_SHIFT = np.uint64(29)


def split(text: str, most: int) -> list[str]:
    """The first words of a text, in order, as they are written: at most so many."""
    start = text[: most * LONGEST]
    return (_WORD if _NOT_SIMPLE.search(start) else _SIMPLE).findall(start)[:most]


def hashed(words: Sequence[str]) -> NDArray[np.uint32]:
    """Hashes of words, which bear no line ends: the same in every process."""
    # Encoded all at once: one by one takes three times as long.
    encoded = "\n".join(words).encode("utf-8", "surrogatepass").split(b"\n")
    return np.fromiter(map(zlib.crc32, encoded), np.uint32, len(words))


def runs(words: NDArray[np.uint32], length: int) -> Hashes:
    """Hashes of every `length` consecutive words, in order: one for each place where such a run begins."""
    if len(words) < length:
        return np.zeros(0, np.uint64)
    level, size = words.astype(np.uint64), 1
    result: Hashes | None = None
    taken = 0
    # By binary powers: runs of 12 are made of runs of 4 and of 8, with six steps instead of twelve.
    while True:
        if length & size:
            part = level[taken : taken + len(words) - length + 1]
            result = part if result is None else _mixed(result, part)
            taken += size
        if taken == length:
            break
        level, size = _mixed(level[:-size], level[size:]), size * 2
    assert result is not None
    return result * _FACTOR if length == 1 else result


def _mixed(a: Hashes, b: Hashes) -> Hashes:
    both = (a * _FACTOR) ^ b
    both *= _FACTOR
    mixed: Hashes = both ^ (both >> _SHIFT)
    return mixed


@lru_cache(maxsize=64)
def stop_words(language: str | None) -> frozenset[str]:
    """Stop words, as spaCy lists them; none for a language that it does not know."""
    try:
        return frozenset(import_module(f"spacy.lang.{(language or '-').partition('-')[0]}.stop_words").STOP_WORDS)
    except ModuleNotFoundError:
        return frozenset()
