"""Blocks: the lines of a text, and what can be seen of each without knowing a language."""

import re
from functools import cached_property

from transforms.base.lexicon.phrases import WORD

# Rules read no further than this into a line: a line of a megabyte costs what a long paragraph does.
READ = 2_000

_BULLETS = frozenset("-*•·●▪▫■□‣◦○►▶▸»›→–—")
_STOPS = frozenset(".!?…。！？｡؟۔।॥։")
_CLOSERS = frozenset("\"'”’»›)]）】」』*_ 0123456789²³¹⁰⁴⁵⁶⁷⁸⁹")
_QUOTES = frozenset('"“”„«»「」『』‟')
# Scripts written without spaces: two characters count as a word.
_DENSE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\u00ad"


class Line:
    """One line that is not blank.

    raw     as it stood, without the white space around it
    text    as it is published: white space made plain
    head    the start of the text, its bullet aside, case folded, apostrophes straight
    size    length in words; in scripts without spaces, in pairs of characters
    bullet  whether it is an item of a list
    cell    whether it is a row of a table
    last    its last character that is not a closing quote, bracket or number of a note
    stops   whether it ends as a sentence does
    prose   whether it looks like running text: a sentence of some length, or anything long
    """

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.text = text = " ".join(raw.split()).strip(_INVISIBLE)
        start = text[:READ]
        self.bullet = len(text) > 2 and text[1] == " " and text[0] in _BULLETS
        self.head = (start[2:] if self.bullet else start).replace("’", "'").casefold()
        self.size = text.count(" ") + 1 - self.bullet
        if not start.isascii():
            self.size += len(_DENSE.findall(start)) * len(text) // len(start) // 2
        self.cell = text[:1] == "|" and text[-1:] == "|"
        self.last = next((char for char in reversed(text[-12:]) if char not in _CLOSERS), text[-1:])
        self.stops = self.last in _STOPS
        self.prose = not self.cell and (self.size >= 25 or (self.stops and self.size >= 8 and not self.shouts))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of `head`."""
        return tuple(WORD.findall(self.head))

    @cached_property
    def bag(self) -> frozenset[str]:
        """The words, without order."""
        return frozenset(self.words)

    @cached_property
    def label(self) -> str:
        """The words of a short line without numbers: what a label like "Comments (3)" says."""
        return " ".join(word for word in self.words if not word.isdigit()) if self.size < 16 else ""

    @cached_property
    def quoted(self) -> bool:
        """Whether there is a quotation mark in it."""
        return not _QUOTES.isdisjoint(self.text[:READ])

    @cached_property
    def shouts(self) -> bool:
        """Whether it is all in capitals, in a script that has them."""
        return self.text[:READ].isupper()

    @cached_property
    def capitals(self) -> float:
        """The share of words that begin with a capital; if there are any of more than three letters, of those."""
        every = [word for word in WORD.findall(self.text[:READ]) if not word[0].isdigit()]
        long = [word for word in every if len(word) > 3] or every
        return sum(word[0].isupper() for word in long) / len(long) if long else 0.0


def blocks(text: str) -> list[tuple[int, Line]]:
    """The lines of the text that hold anything visible, each with the offset at which it starts."""
    found: list[tuple[int, Line]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        block = Line(line.strip())
        if block.text:
            found.append((at + len(line) - len(line.lstrip()), block))
        at += len(line)
    return found


def words(text: str) -> tuple[str, ...]:
    """The words of a text, case folded, as `Line.words` has them."""
    return tuple(WORD.findall(text[:READ].replace("’", "'").casefold()))
