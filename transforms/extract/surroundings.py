"""What is said of a block by the elements around it: their tags, and the words in their names."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from transforms.extract.blocks import Node


def tuple_of(words: str) -> tuple[str, ...]:
    """Names written with spaces between them."""
    return tuple(words.split())


LEVELS = 8
"""How far up elements are looked at."""
AROUND = tuple_of("article main header footer aside nav figure form ul ol table blockquote section details p li")
_AT = {tag: index for index, tag in enumerate(AROUND)}
_NAMES = ("class", "id", "itemprop", "data-component", "data-testid", "role")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TOKEN = re.compile(r"[a-z]{2,}")


class Surroundings:
    """Answers about elements; each is looked at once."""

    def __init__(self) -> None:
        self._distances: dict[Node, list[int]] = {}
        self._further: dict[Node, list[int]] = {}
        self._in: dict[Node, bool] = {}

    def is_in(self, node: Node, other: Node | None) -> bool:
        """Whether the element is the other one or inside of it; always the same other one."""
        if node not in self._in:
            self._in[node] = node is other or (node.parent is not None and self.is_in(node.parent, other))
        return self._in[node]

    def distances(self, node: Node) -> list[int]:
        """For each tag of `AROUND` how many elements up the nearest one is: 1 for the element itself, 0 for none."""
        found = self._distances.get(node)
        if found is None:
            found = self._above(node.parent) if node.parent is not None else [0] * len(AROUND)
            if node.tag in _AT:
                found = found.copy()
                found[_AT[node.tag]] = 1
            self._distances[node] = found
        return found

    def _above(self, node: Node) -> list[int]:
        """The distances of the element as those in it see them; not to be changed."""
        found = self._further.get(node)
        if found is None:
            found = self._further[node] = [min(LEVELS, up + 1) if up else 0 for up in self.distances(node)]
        return found


def named(nodes: Sequence[Node], vocabulary: Sequence[str]) -> npt.NDArray[np.float32]:
    """The rows of `name_columns` for elements; each of those around them is looked at once."""
    column = {name: index for index, name in enumerate(vocabulary)}
    known: dict[Node, dict[int, int]] = {}

    def near(node: Node) -> dict[int, int]:
        found = known.get(node)
        if found is None:
            above = near(node.parent) if node.parent is not None else {}
            found = {at: value - 1 for at, value in above.items() if value > 1}
            for name in _own_names(node):
                if name in column:
                    found[column[name]] = LEVELS
            known[node] = found
        return found

    table = np.zeros((len(nodes), len(vocabulary)), np.float32)
    for row, node in enumerate(nodes):
        for at, value in near(node).items():
            table[row, at] = value
    return table


def _own_names(node: Node) -> tuple[str, ...]:
    if node.names is None:
        names = " ".join(filter(None, map(node.element.get, _NAMES)))
        node.names = _words(names[:600]) if names else ()
    return node.names


@lru_cache(maxsize=4096)
def _words(names: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(_HUMP.sub("-", names).lower()))


def names(node: Node) -> dict[str, int]:
    """The words in the names of the element and those around it, each with how many elements up it is found first."""
    found: dict[str, int] = {}
    around: Node | None = node
    for up in range(LEVELS):
        if around is None:
            break
        for name in _own_names(around):
            found.setdefault(name, up)
        around = around.parent
    return found


def name_columns(found: Sequence[Mapping[str, int]], vocabulary: Sequence[str]) -> npt.NDArray[np.float32]:
    """A column for each word of the vocabulary: the nearer it is, the more; 0 where it is in no name around."""
    column = {name: index for index, name in enumerate(vocabulary)}
    table = np.zeros((len(found), len(vocabulary)), np.float32)
    for row, ups in enumerate(found):
        for name, up in ups.items():
            if name in column:
                table[row, column[name]] = LEVELS - up
    return table
