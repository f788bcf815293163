"""Where the links of a block are in its text."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml import etree


class Anchor(NamedTuple):
    """A link: its words, where in the block's text they should begin, and its element."""

    label: str
    start: int
    element: etree._Element


def placed(pieces: Sequence[str], spans: Sequence[tuple[int, int, etree._Element]]) -> Iterator[Anchor]:
    """The links of a block whose words are `pieces[start:end]` of those that it was put together from.

    White space is counted as the text has it, one blank for any, none around; the work is linear in the pieces.
    """
    size, blank, done = 0, False, 0
    for start, end, element in spans:
        for piece in pieces[done:start]:
            size, blank = _after(size, blank, piece)
        label = "".join(pieces[start:end])
        words = " ".join(label.split())
        yield Anchor(words, size + (size > 0 and (blank or label[:1].isspace())), element)
        for piece in pieces[start:end]:
            size, blank = _after(size, blank, piece)
        done = end


def _after(size: int, blank: bool, piece: str) -> tuple[int, bool]:
    """The length of the text behind one more piece, and whether white space is open at its end."""
    words = piece.split()
    if not words:
        return size, blank or bool(piece)
    size += size > 0 and (blank or piece[0].isspace())
    return size + sum(map(len, words)) + len(words) - 1, piece[-1].isspace()
