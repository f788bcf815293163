"""Blocks that are in an article, or out of it, together: items of a list, rows of a table, headings of its sections."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from transforms.extract.blocks import Node, PageBlock

_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_MAX_HEADING = 120
"""Characters of the longest heading within an article; those of teasers may be longer."""
_LIST = 3
"""Items that make a list, rows that make a table."""


def judge_as_one(
    blocks: Sequence[PageBlock], picked: Sequence[int], mass: Sequence[int], scores: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], set[Node | None]]:
    """Items of a list, rows of figures, and headings alike have the mean of their scores: they stand or fall together.

    Headings are alike that stand between the first and the last block of the article, at one depth of the page.

    Returns the scores, and the elements whose rows stand.
    """
    together: dict[tuple[Node | None, str], list[int]] = {}
    for at, index in enumerate(picked):
        block = blocks[index]
        if block.node.tag == "li" or is_figures(block, mass[index]):
            together.setdefault((_outermost(block.node), block.node.tag), []).append(at)
    counted, tables = scores.copy(), set()
    for (parent, tag), rows in together.items():
        if len(rows) >= _LIST:
            counted[rows] = scores[rows].sum() // len(rows)
            if tag == "tr" and counted[rows[0]] > 0:
                tables.add(parent)
    for headings in _alike(blocks, picked, counted):
        counted[headings] = counted[headings].sum() // len(headings)
    return counted, tables


def _alike(blocks: Sequence[PageBlock], picked: Sequence[int], scores: npt.NDArray[np.int64]) -> Iterable[list[int]]:
    inside = np.flatnonzero(scores > 0)
    found: dict[tuple[str, int, str], list[int]] = {}
    for at in range(inside[0], inside[-1] + 1) if len(inside) else ():
        node = blocks[picked[at]].node
        if node.tag in _HEADINGS and node.parent is not None:
            found.setdefault((node.tag, node.depth, node.parent.tag), []).append(at)
    return found.values()


def average_boxes(
    blocks: Sequence[PageBlock], picked: Sequence[int], doubted: Sequence[bool], scores: npt.NDArray[np.int64]
) -> None:
    """Gives the doubted blocks of a box the mean of their scores: a comment that reads like the article goes with those
    around it."""
    boxes: dict[object, list[int]] = {}
    for at, index in enumerate(picked):
        if doubted[at]:
            boxes.setdefault(blocks[index].box, []).append(at)
    for inside in boxes.values():
        scores[inside] = scores[inside].sum() // len(inside)


def _outermost(node: Node) -> Node | None:
    """The list or table that an item or a row is in: of lists in lists the one around all."""
    around = node.parent
    while node.tag == "li" and around is not None and around.parent is not None and around.parent.tag == "li":
        around = around.parent.parent
    return around


def linked_headings(blocks: Sequence[PageBlock]) -> Iterator[PageBlock]:
    """Headings that are links beside chosen text of the same element: the name of a product, a book, a place.

    Links are what teasers look like, so the judge takes such a heading for one; beside a teaser's stands no text of the
    article.
    """
    chosen = [index for index, block in enumerate(blocks) if block.chosen]
    for index in range(chosen[0] + 1, chosen[-1]) if chosen else ():
        block = blocks[index]
        if block.chosen or block.kind is not None or block.node.tag not in _HEADINGS or len(block.text) > _MAX_HEADING:
            continue
        beside = (blocks[index - 1], blocks[index + 1])
        if 2 * block.linked > len(block.text) and any(
            other.chosen and other.node.parent is block.node.parent for other in beside
        ):
            yield block


def is_figures(block: PageBlock, mass: int) -> bool:
    """Whether it is a row of a table without prose."""
    return block.node.tag == "tr" and not mass


def between(blocks: Sequence[PageBlock], mass: Sequence[int]) -> set[Node | None]:
    """The elements of the rows of figures that stand between two chosen blocks, in the element that the table is in."""
    found: set[Node | None] = set()
    above: PageBlock | None = None
    rows: list[PageBlock] = []
    for block, prose in zip(blocks, mass, strict=True):
        if is_figures(block, prose):
            rows.append(block)
            continue
        if rows and above is not None and above.chosen and block.chosen:
            for row in rows:
                around = _around_table(row.node)
                if row.kind is None and not row.linked and _is_in(above.node, around) and _is_in(block.node, around):
                    found.add(row.node.parent)
        above, rows = block, []
    return found


def _around_table(node: Node) -> Node | None:
    around: Node | None = node
    while around is not None and around.tag != "table":
        around = around.parent
    return around.parent if around is not None else None


def _is_in(node: Node, other: Node | None) -> bool:
    around: Node | None = node
    while around is not None and around is not other:
        around = around.parent
    return around is not None
