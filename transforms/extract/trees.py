"""Boosted trees as arrays: a learned yes or no for each row of a table, without the library that grew them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

ALONE = Path(__file__).with_name("judge_alone.npz")
"""Judges by the page alone."""
BESIDE = Path(__file__).with_name("judge_beside.npz")
"""Judges with what a quick extractor says beside."""
MAX_LEAVES = 32
"""Of one tree: a bit for each fits a word."""
_ALL = np.uint32(0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class Trees:
    """All inner nodes of all trees in a row, tree by tree.

    A row of the table goes left where `row[feature] <= threshold`. Leaves are numbered from the left; where a row goes
    right, the leaves below the node's left branch are out: `mask` has a bit for each leaf that is still in. The first
    leaf that no node has ruled out is the row's (QuickScorer, Lucchese et al., SIGIR 2015). Values of leaves are whole
    numbers, so that their sum is the same in any order, on any machine.

    feature, threshold, mask   (nodes,)        column, float32, uint32
    start                      (trees,)        the first node of each tree
    value                      (trees, leaves) log-odds times `SCALE`
    """

    feature: npt.NDArray[np.int32]
    threshold: npt.NDArray[np.float32]
    mask: npt.NDArray[np.uint32]
    start: npt.NDArray[np.int32]
    value: npt.NDArray[np.int32]
    vocabulary: tuple[str, ...]
    """Words of class names that have a column of their own, after all others."""
    words: tuple[str, ...]
    """Words of the text that have one, after those."""

    def score(self, table: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
        """For each row of (rows, columns) the sum of its leaves: above zero means yes."""
        columns = np.ascontiguousarray(table.T)
        left = columns[self.feature] <= self.threshold[:, None]
        still = np.bitwise_and.reduceat(np.where(left, _ALL, self.mask[:, None]), self.start, axis=0)
        lowest = still & (~still + np.uint32(1))
        leaf = np.frexp(lowest)[1] - 1
        return np.asarray(np.take_along_axis(self.value, leaf, axis=1).sum(axis=0, dtype=np.int64))


SCALE = 10_000


@lru_cache(maxsize=2)
def load(path: Path) -> Trees:
    """The trees of the package, read once a process."""
    with np.load(path, allow_pickle=False) as stored:
        return Trees(
            stored["feature"],
            stored["threshold"],
            stored["mask"],
            stored["start"],
            stored["value"],
            vocabulary=tuple(str(stored["vocabulary"]).split()),
            words=tuple(str(stored["words"]).split()),
        )


def save(path: Path, trees: Trees) -> None:
    """Write trees so that `load` reads them; the same trees give the same bytes."""
    np.savez_compressed(
        path,
        feature=trees.feature,
        threshold=trees.threshold,
        mask=trees.mask,
        start=trees.start,
        value=trees.value,
        vocabulary=np.array(" ".join(trees.vocabulary)),
        words=np.array(" ".join(trees.words)),
    )


def from_lightgbm(dumped: Sequence[dict[str, Any]], vocabulary: Sequence[str], words: Sequence[str]) -> Trees:
    """The trees of `Booster.dump_model()["tree_info"]`: numbers compared with `<=`, no categories, none missing."""
    feature: list[int] = []
    threshold: list[np.float32] = []
    mask: list[int] = []
    start: list[int] = []
    value = np.zeros((len(dumped), MAX_LEAVES), np.int32)

    def walk(node: dict[str, Any], tree: int, leaf: int) -> int:
        """Writes down a node whose leftmost leaf has this number; returns the number after its last leaf."""
        if "leaf_value" in node and "split_feature" not in node:
            value[tree, leaf] = round(float(node["leaf_value"]) * SCALE)
            return leaf + 1
        at = len(feature)
        feature.append(int(node["split_feature"]))
        limit = np.float32(node["threshold"])
        if float(limit) > float(node["threshold"]):
            limit = np.nextafter(limit, np.float32(-np.inf))
        threshold.append(limit)
        mask.append(0)
        middle = walk(node["left_child"], tree, leaf)
        mask[at] = ~(((1 << (middle - leaf)) - 1) << leaf) & 0xFFFFFFFF
        return walk(node["right_child"], tree, middle)

    for tree, info in enumerate(dumped):
        start.append(len(feature))
        walk(info["tree_structure"], tree, 0)
        if len(feature) == start[-1]:
            raise ValueError("a tree of one leaf; train with fewer trees")
    return Trees(
        np.array(feature, np.int32),
        np.array(threshold, np.float32),
        np.array(mask, np.uint32),
        np.array(start, np.int32),
        value,
        tuple(vocabulary),
        tuple(words),
    )
