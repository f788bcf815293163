"""The header of an article: the lines around its headline, where pages print who wrote it and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from transforms.extract.blocks import PageBlock
from transforms.extract.names import squash

_BEFORE, _AFTER = 8, 30
"""Blocks above and below the headline."""
_PARAGRAPH = 160
"""Code points of the shortest block that is a paragraph."""
_PARAGRAPHS = 2
"""Paragraphs that the header reaches into: pages sign below the first."""
_LEVELS = 4
"""Elements around the headline in which what stands above it is of this article."""


@dataclass(frozen=True, slots=True)
class Header:
    """Blocks of a page, by where they stand: below the headline, above it, and behind the text."""

    below: tuple[PageBlock, ...] = ()
    above: tuple[PageBlock, ...] = ()
    found: bool = False
    """Whether the headline stands on the page; without it, `below` is the beginning."""


def read(blocks: Sequence[PageBlock], title: str | None) -> Header:
    """The header of a page with this headline."""
    at = _headline(blocks, squash(title or ""))
    if at is None:
        return Header(below=tuple(_until_text(blocks, 0)))
    around = set(islice(blocks[at].owner.iterancestors("article", "header", "section", "div", "main"), _LEVELS))
    above = tuple(
        block
        for block in blocks[max(0, at - _BEFORE) : at]
        if any(ancestor in around for ancestor in islice(block.owner.iterancestors(), _LEVELS))
    )
    return Header(below=tuple(_until_text(blocks, at)), above=above, found=True)


def _headline(blocks: Sequence[PageBlock], key: str) -> int | None:
    """The place of the headline: where it stands several times, before most text."""
    if len(key) < 4:
        return None
    places = [
        index
        for index, block in enumerate(blocks)
        if block.key == key or (len(block.key) > 12 and block.key in key) or (key in block.key and _is_heading(block))
    ]
    exact = [index for index in places if key in blocks[index].key]
    return max(
        exact or places, key=lambda index: (_is_heading(blocks[index]), _text_below(blocks, index)), default=None
    )


def _is_heading(block: PageBlock) -> bool:
    return any(element.tag in ("h1", "h2") for element in (block.owner, *islice(block.owner.iterancestors(), 2)))


def _text_below(blocks: Sequence[PageBlock], index: int) -> int:
    return sum(len(block.text) for block in blocks[index + 1 : index + _AFTER] if _is_paragraph(block))


def _until_text(blocks: Sequence[PageBlock], start: int) -> list[PageBlock]:
    """The blocks from the headline into the first paragraphs."""
    taken: list[PageBlock] = []
    paragraphs = 0
    for block in blocks[start : start + _AFTER]:
        taken.append(block)
        paragraphs += _is_paragraph(block)
        if paragraphs == _PARAGRAPHS:
            break
    return taken


def _is_paragraph(block: PageBlock) -> bool:
    return len(block.text) >= _PARAGRAPH and 2 * block.linked < len(block.text)
