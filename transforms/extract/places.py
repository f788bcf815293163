"""Where the blocks of a page are: among the others, in its prose, from its headline, from what others took."""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from transforms.extract.blocks import PageBlock

Columns = list[npt.NDArray[np.float64]]

FAR = 99
"""Blocks between one and the next of some, where there is none."""
_LONG = 120
"""Characters of a paragraph that is surely one."""
_NOWHERE = 1_000_000
_BEFORE, _AFTER = -60, 200
"""Further steps than these are counted as these."""


def places(
    blocks: Sequence[PageBlock], picked: Sequence[int], chars: Sequence[int], mass: Sequence[int], title: str
) -> Columns:
    """For each picked block how often its text occurs on the page, and where it stands by count, text and prose.

    `chars` and `mass` are the characters of each block, and those of its prose; `title` is the headline squashed.
    """
    at, count, total = np.array(picked, np.int64), len(blocks), max(1, sum(mass))
    before, texts = np.array([0, *accumulate(mass)]), np.array([0, *accumulate(chars)])
    top = _top(blocks, mass, title)
    copies = Counter(block.key for block in blocks)
    edges = np.array([-1, *picked, count])
    return [
        np.array([copies[blocks[index].key] for index in picked]),
        at / count,
        before[at] / total,
        (total - before[at + 1]) / total,
        texts[at] / max(1, texts[-1]),
        np.full(len(at), count),
        np.full(len(at), total),
        np.clip(at - top, _BEFORE, _AFTER),
        (before[at] - before[top]) / total,
        *steps(at, [index for index, prose in enumerate(mass) if prose >= _LONG]),
        at - edges[:-2] - 1,
        edges[2:] - at - 1,
    ]


def steps(at: npt.NDArray[np.int64], some: Sequence[int] | npt.NDArray[np.int64]) -> Columns:
    """How many blocks it is from each of `at` to the first, the last, the next and the previous of some."""
    if not len(some):
        return [np.full(len(at), distance) for distance in (-FAR, -FAR, FAR, FAR)]
    there = np.array([-_NOWHERE, *some, _NOWHERE])
    return [
        np.clip(at - some[0], _BEFORE, _AFTER),
        np.clip(some[-1] - at, _BEFORE, _AFTER),
        np.minimum(FAR, there[np.searchsorted(there, at, "right")] - at),
        np.minimum(FAR, at - there[np.searchsorted(there, at, "left") - 1]),
    ]


def _top(blocks: Sequence[PageBlock], mass: Sequence[int], title: str) -> int:
    """The headline: of the blocks that may be it the one with most prose below."""
    found = [
        index
        for index, block in enumerate(blocks)
        if (len(title) > 8 and (block.key == title or (len(block.key) > 15 and block.key in title)))
        or block.node.tag == "h1"
        or (block.node.parent is not None and block.node.parent.tag == "h1")
    ]
    return max(found, key=lambda index: (sum(mass[index : index + 12]), index), default=0)
