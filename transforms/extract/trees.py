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
_AT_ONCE = 128
"""Rows whose way through the trees fits the cache of a processor."""


@dataclass(frozen=True, slots=True)
class Trees:
    """All inner nodes, a column for each tree; a smaller tree is filled up with nodes that rule out nothing.

    A row of the table goes right where `row[feature] > threshold`. Leaves are numbered from the left; where a row goes
    right, the leaves below the node's left branch are out: `out` has a bit for each of them. The first leaf that no
    node has ruled out is the row's (QuickScorer, Lucchese et al., SIGIR 2015). Values of leaves are whole numbers, so
    that their sum is the same in any order, on any machine.

    feature, threshold, out   (nodes, trees)  column, float32, uint32
    value                     (trees, leaves) log-odds times `SCALE`
    """

    feature: npt.NDArray[np.int32]
    threshold: npt.NDArray[np.float32]
    out: npt.NDArray[np.uint32]
    value: npt.NDArray[np.int32]
    vocabulary: tuple[str, ...]
    """Words of class names that have a column of their own, after all others."""
    words: tuple[str, ...]
    """Words of the text that have one, after those."""

    def score(self, table: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
        """For each row of (rows, columns) the sum of its leaves: above zero means yes."""
        columns = np.ascontiguousarray(table.T)
        parts = [self._score(columns[:, at : at + _AT_ONCE]) for at in range(0, max(1, len(table)), _AT_ONCE)]
        return np.concatenate(parts)

    def _score(self, columns: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
        shape = self.feature.shape[1], columns.shape[1]
        out, ruled, values = np.zeros(shape, np.uint32), np.empty(shape, np.uint32), np.empty(shape, np.float32)
        for feature, threshold, leaves in zip(self.feature, self.threshold, self.out, strict=True):
            # Any mode but "raise" writes straight into `values`; features are columns that there are.
            columns.take(feature, axis=0, out=values, mode="clip")
            np.multiply(values > threshold[:, None], leaves[:, None], out=ruled)
            out |= ruled
        first = ~out & (out + np.uint32(1))
        leaf = np.frexp(first)[1] - 1
        return np.asarray(np.take_along_axis(self.value, leaf, axis=1).sum(axis=0, dtype=np.int64))


SCALE = 10_000


@lru_cache(maxsize=2)
def load(path: Path) -> Trees:
    """The trees of the package, read once a process."""
    with np.load(path, allow_pickle=False) as stored:
        return Trees(
            stored["feature"],
            stored["threshold"],
            stored["out"],
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
        out=trees.out,
        value=trees.value,
        vocabulary=np.array(" ".join(trees.vocabulary)),
        words=np.array(" ".join(trees.words)),
    )


def from_lightgbm(dumped: Sequence[dict[str, Any]], vocabulary: Sequence[str], words: Sequence[str]) -> Trees:
    """The trees of `Booster.dump_model()["tree_info"]`: numbers compared with `<=`, no categories, none missing."""
    size = max(1, *(_inner_nodes(info["tree_structure"]) for info in dumped))
    feature, out = np.zeros((size, len(dumped)), np.int32), np.zeros((size, len(dumped)), np.uint32)
    threshold = np.full((size, len(dumped)), np.inf, np.float32)
    value = np.zeros((len(dumped), MAX_LEAVES), np.int32)

    def walk(node: dict[str, Any], tree: int, at: int, leaf: int) -> tuple[int, int]:
        """Writes down a node and those below it, from these numbers on; returns the next free ones."""
        if "split_feature" not in node:
            value[tree, leaf] = round(float(node["leaf_value"]) * SCALE)
            return at, leaf + 1
        limit = np.float32(node["threshold"])
        if float(limit) > float(node["threshold"]):
            limit = np.nextafter(limit, np.float32(-np.inf))
        feature[at, tree], threshold[at, tree] = int(node["split_feature"]), limit
        behind, middle = walk(node["left_child"], tree, at + 1, leaf)
        out[at, tree] = ((1 << (middle - leaf)) - 1) << leaf
        return walk(node["right_child"], tree, behind, middle)

    for tree, info in enumerate(dumped):
        walk(info["tree_structure"], tree, 0, 0)
    return Trees(
        feature,
        threshold,
        out,
        value,
        tuple(vocabulary),
        tuple(words),
    )


def _inner_nodes(node: dict[str, Any]) -> int:
    return 1 + sum(_inner_nodes(node[side]) for side in ("left_child", "right_child")) if "split_feature" in node else 0
