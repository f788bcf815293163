"""Blocks: the lines of a text, and what can be seen of each without knowing a language."""

import re
from dataclasses import dataclass, field
from functools import cached_property

# Rules read no further than this into a line: a line of a megabyte costs what a long paragraph does.
READ = 2_000

_WORD = re.compile(r"[^\W_]+")
_BULLETS = frozenset("-*•·●▪▫■□‣◦○►▶▸»›→–—")
_STOPS = frozenset(".!?…。！？｡؟۔।॥։።")
_CLOSERS = frozenset("\"'”’»›)]）】」』”*_ 0123456789²³¹⁰⁴⁵⁶⁷⁸⁹")
_OPENERS = frozenset("\"'“‘„«‹「『（([¿¡")
_QUOTES = frozenset('"“”„«»「」『』‟')
# Scripts written without spaces: two characters count as a word.
_DENSE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\u00ad"


@dataclass(slots=False, eq=False)
class Block:
    """One line that is not blank. `raw` is as it stood, `text` has its white space made plain."""

    raw: str
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = " ".join(self.raw.split()).strip(_INVISIBLE)

    @cached_property
    def head(self) -> str:
        """The start of the text, bullet aside, case folded, curly apostrophes made straight."""
        start = self.text[:READ]
        if self.bullet:
            start = start[1:].lstrip()
        return start.replace("’", "'").casefold()

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of `head`."""
        return tuple(_WORD.findall(self.head))

    @cached_property
    def bag(self) -> frozenset[str]:
        """The words, without order."""
        return frozenset(self.words)

    @cached_property
    def label(self) -> str:
        """The words without numbers, as one string: what a label like "Comments (3)" says."""
        return " ".join(word for word in self.words if not word.isdigit()) if len(self.words) < 20 else ""

    @cached_property
    def size(self) -> int:
        """Length in words; in scripts without spaces, in pairs of characters."""
        if len(self.text) > READ:
            return len(self.text) // 6
        if self.text.isascii():
            return len(self.words)
        return len(self.words) + len(_DENSE.findall(self.text)) // 2

    @cached_property
    def bullet(self) -> bool:
        """Whether it is an item of a list."""
        return len(self.text) > 2 and self.text[0] in _BULLETS and self.text[1] == " "

    @cached_property
    def cell(self) -> bool:
        """Whether it is a row of a table."""
        return self.text[0] == "|" and self.text[-1] == "|"

    @cached_property
    def last(self) -> str:
        """The last character that is no closing quote, bracket or note number."""
        for char in reversed(self.text[-12:]):
            if char not in _CLOSERS:
                return char
        return self.text[-1]

    @cached_property
    def stops(self) -> bool:
        """Whether it ends as a sentence does."""
        return self.last in _STOPS

    @cached_property
    def quoted(self) -> bool:
        """Whether there is a quotation mark in it."""
        return not _QUOTES.isdisjoint(self.text[:READ])

    @cached_property
    def prose(self) -> bool:
        """Whether it looks like running text: a sentence of some length, or anything long."""
        if self.cell:
            return False
        return self.size >= 25 or (self.stops and self.size >= 8 and not self.shouts)

    @cached_property
    def shouts(self) -> bool:
        """Whether it is all in capitals (in scripts that have them)."""
        text = self.text[:READ]
        return text.isupper() and not any(char.islower() for char in text)

    @cached_property
    def capitals(self) -> float:
        """The share of words of more than three letters that begin with a capital."""
        long = [word for word in _WORD.findall(self.text[:READ]) if len(word) > 3 and not word[0].isdigit()]
        return sum(word[0].isupper() for word in long) / len(long) if long else 0.0

    @cached_property
    def lowercase(self) -> bool:
        """Whether its first letter is a small one."""
        for char in self.text[:40]:
            if char.isalpha():
                return char.islower()
        return False


def blocks(text: str) -> list[Block]:
    """The lines of the text that hold anything visible."""
    return [block for line in text.splitlines() if (block := Block(line.strip())).text]


@dataclass(slots=False, eq=False)
class Page:
    """Blocks in their order with the title, and where running text begins and ends.

    Head is what comes before the first block of prose, tail what comes after the last one; a page
    without prose (a poem, a table) is all body.
    """

    blocks: list[Block]
    title: str | None = None

    @cached_property
    def first(self) -> int:
        """Index of the first block of prose."""
        return next((i for i, block in enumerate(self.blocks) if block.prose), 0)

    @cached_property
    def last(self) -> int:
        """Index of the last block of prose."""
        count = len(self.blocks)
        return next((count - 1 - i for i, block in enumerate(reversed(self.blocks)) if block.prose), count - 1)

    @cached_property
    def before(self) -> list[int]:
        """For each block, how many blocks of prose come before it."""
        seen, counts = 0, []
        for block in self.blocks:
            counts.append(seen)
            seen += block.prose
        return counts

    @cached_property
    def title_words(self) -> tuple[str, ...]:
        """The words of the title."""
        return title_words(self.title or "")

    def in_head(self, index: int) -> bool:
        """Whether the block comes before the running text."""
        return index < self.first

    def in_tail(self, index: int) -> bool:
        """Whether the block comes after the running text."""
        return index > self.last

    def at(self, index: int) -> Block | None:
        """The block at an index, or None outside."""
        return self.blocks[index] if 0 <= index < len(self.blocks) else None


def title_words(title: str) -> tuple[str, ...]:
    """The words of a title, case folded."""
    return tuple(_WORD.findall(title[:READ].replace("’", "'").casefold()))
