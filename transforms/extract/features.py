"""What can be seen of each block of a page: the columns that the judge of blocks reads.

Every value is a whole number or one division of two: the same on every machine, so that the verdict is.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain

import numpy as np
import numpy.typing as npt

from schemas.article import RemovedKind as Kind
from transforms.extract import wording
from transforms.extract.blocks import Node, PageBlock
from transforms.extract.names import squash
from transforms.extract.places import FAR, Columns, places, steps
from transforms.extract.surroundings import AROUND, Surroundings, named, tuple_of
from transforms.extract.wording import PageFacts, Wording, word_columns

Matrix = npt.NDArray[np.float32]

WHOLE = 2
"""What a quick extractor says of a block that it took as it stands; 1: with something left out."""
_NEAR_PROSE = 10
_UP = 5
"""Elements of which it is known how much prose they hold: the one of the block and those around it."""

# What the arrays of the package were trained with: an entry may be added at the end, none moved.
_TAGS = tuple_of(
    """
    other p div li h1 h2 h3 h4 h5 h6 tr figcaption blockquote pre section article dd dt ul ol body main header footer
    aside nav figure form table button label center td
    """
)
_TAG = {tag: index for index, tag in enumerate(_TAGS)}
_KINDS = (
    *(None, Kind.COOKIE_BANNER, Kind.COMMENTS, Kind.NEWSLETTER, Kind.SHARE, Kind.RELATED_LINKS, Kind.AUTHOR_BOX),
    *(Kind.TAGS, Kind.ADVERTISEMENT, Kind.PROMO, Kind.CAPTION, Kind.NAVIGATION, Kind.WIDGET),
)
_KIND = {kind: index for index, kind in enumerate(_KINDS)}
_STANDS = tuple_of("kind card hidden tag0 tag1 tag2 depth siblings level")
_PLACE = tuple_of(
    """
    copies place mass_before mass_after chars_before blocks mass from_top mass_since_top
    from_long to_long next_long prev_long skipped_before skipped_after
    """
)
_ALIKE = tuple_of("alike alike_mass alike_link")
_HELD = tuple_of("inside held0 held1 held2 held3 held4 held_link1 held_link2 held_link3")
_TOLD = tuple_of("told alike_told told_first told_last told_next told_prev told_mass")
_BY_BLOCK = (*wording.COLUMNS, *_STANDS, *_HELD, *(f"in_{tag}" for tag in AROUND))
_BASE = (*_BY_BLOCK, *_PLACE, *_ALIKE, *_TOLD)
_NEAR = (-3, -2, -1, 1, 2, 3)
_NEAR_COLUMNS = ("chars", "link", "stop", "capitals", "told", "tag0", "title_share", "alike_told", "held1", "kind")


def columns(vocabulary: Sequence[str], words: Sequence[str] = ()) -> list[str]:
    """The names of the columns of `Table.rows`."""
    near = [f"{at:+}_{name}" for at in _NEAR for name in (*_NEAR_COLUMNS, "same_parent", "same_alike")]
    return [*_BASE, *near, *(f"name_{token}" for token in vocabulary), *(f"word_{word}" for word in words)]


class Table:
    """What is known of a page's blocks, and the rows of those that may be its article.

    chars, words, link, stop   of each block; `mass` its characters where it is prose, else 0
    picked                     indices of the blocks that get a row
    family                     of each block the number of its kind of element; `alike` counts the blocks of a kind
    told                       what a quick extractor says of each block, once `hear` was told: 2 (`WHOLE`), 1 or 0
    """

    def __init__(self, blocks: Sequence[PageBlock], facts: PageFacts) -> None:
        self.blocks, self.wording = blocks, Wording(facts)
        sizes = [wording.size(block.text) for block in blocks]
        self.chars = [chars for chars, _ in sizes]
        self.words = [words for _, words in sizes]
        self.link = [block.linked / len(block.text) for block in blocks]
        self.stop = [wording.stops(block.text) for block in blocks]
        self.mass = [
            chars if (words >= 20 or (words >= 8 and stop)) and link < 0.5 else 0
            for chars, words, link, stop in zip(self.chars, self.words, self.link, self.stop, strict=True)
        ]
        self.total = max(1, sum(self.mass))
        self.told = [0] * len(blocks)
        self._around = Surroundings()
        self._shared: dict[Node, tuple[tuple[float, ...], tuple[float, ...]]] = {}
        self._hold()
        self._find_families()
        self.picked = self._pick()

    def of_picked(self, values: Sequence[int]) -> list[int]:
        """Of one value a block those of the picked ones."""
        return [values[index] for index in self.picked]

    def hear(self, quick: Sequence[str]) -> None:
        """Take in what a quick extractor took for the article, one block a line."""
        self.told = _told(self.blocks, quick)
        for family, told in zip(self.family, self.told, strict=True):
            self.alike_told[family] += told > 0

    def _hold(self) -> None:
        """How much prose, text and linked text each element holds."""
        held: dict[Node, list[int]] = {}
        for block, mass, chars in zip(self.blocks, self.mass, self.chars, strict=True):
            node: Node | None = block.node
            sums = held.get(block.node)
            if sums is None:
                while node is not None and node not in held:
                    held[node] = [0, 0, 0]
                    node = node.parent
                sums = held[block.node]
            sums[0] += mass
            sums[1] += chars
            sums[2] += block.linked
        for node in sorted(held, key=lambda node: -node.depth):
            if node.parent is not None:
                sums, above = held[node], held[node.parent]
                above[0] += sums[0]
                above[1] += sums[1]
                above[2] += sums[2]
        self.held = held
        most = [node for node, sums in held.items() if 10 * sums[0] >= 6 * self.total]
        self.main = max(most, key=lambda node: node.depth, default=None)
        self._level = self.main.depth if self.main else 0

    def _find_families(self) -> None:
        """How blocks fare that stand in elements alike: of the same tag and class, in such a one."""
        names: dict[Node, tuple[str, str]] = {}
        ids: dict[object, int] = {}
        of_node: dict[Node, int] = {}
        self.family: list[int] = []
        for block in self.blocks:
            node = block.node
            if node not in of_node:
                both = []
                for around in filter(None, (node, node.parent)):
                    if around not in names:
                        names[around] = (around.tag, around.element.get("class") or "")
                    both.append(names[around])
                of_node[node] = ids.setdefault(tuple(both), len(ids))
            self.family.append(of_node[node])
        count = len(ids)
        self.alike, self.alike_mass, self.alike_link, self.alike_told = ([0] * count for _ in range(4))
        for family, mass, link in zip(self.family, self.mass, self.link, strict=True):
            self.alike[family] += 1
            self.alike_mass[family] += mass
            self.alike_link[family] += link > 0.5

    def _pick(self) -> list[int]:
        """All blocks but links among links, and scraps far from any prose in elements that hold none."""
        prose = [index for index, mass in enumerate(self.mass) if mass]
        picked = []
        for index, (block, family, link) in enumerate(zip(self.blocks, self.family, self.link, strict=True)):
            if not block.key or (link > 0.9 and 2 * self.alike_link[family] > self.alike[family]):
                continue
            if not self.alike_mass[family]:
                at = bisect_left(prose, index)
                after = prose[at] - index if at < len(prose) else FAR
                before = index - prose[at - 1] if at else FAR
                if min(before, after) > _NEAR_PROSE:
                    continue
            picked.append(index)
        return picked

    def rows(self, vocabulary: Sequence[str], words: Sequence[str]) -> Matrix:
        """One row for each picked block, the columns as named by `columns`."""
        base = np.hstack([self._seen, np.stack(self._heard(), axis=1).astype(np.float32)])
        parts = [base, *self._near(base)]
        if vocabulary:
            parts.append(named([self.blocks[index].node for index in self.picked], vocabulary))
        if words:
            parts.append(word_columns(self.bags(), words))
        return np.hstack(parts)

    @cached_property
    def _seen(self) -> Matrix:
        """The columns before `_TOLD`: what the page alone tells."""
        rows = [
            (
                *self.wording.columns(self.blocks[index], self.chars[index], self.words[index], self.stop[index]),
                *self._stands(self.blocks[index]),
                self._around.is_in(self.blocks[index].node, self.main),
                *self._held(self.blocks[index].node),
                *self._around.distances(self.blocks[index].node),
            )
            for index in self.picked
        ]
        by_block = np.fromiter(chain.from_iterable(rows), np.float32, len(rows) * len(_BY_BLOCK))
        columns = places(self.blocks, self.picked, self.chars, self.mass, self.wording.title)
        family, alike = np.array(self.of_picked(self.family), np.int64), np.array(self.alike)
        columns += [
            alike[family],
            np.array(self.alike_mass)[family] / self.total,
            (np.array(self.alike_link) / alike)[family],
        ]
        return np.hstack([by_block.reshape(len(rows), len(_BY_BLOCK)), np.stack(columns, axis=1).astype(np.float32)])

    def _heard(self) -> Columns:
        """The columns of `_TOLD`."""
        at, told = np.array(self.picked, np.int64), np.array(self.told)
        family, some = np.array(self.of_picked(self.family), np.int64), np.flatnonzero(told)
        alike = (np.array(self.alike_told) / np.array(self.alike))[family]
        share = np.array(self.mass)[some].sum() / self.total
        return [told[at], alike, *steps(at, some), np.full(len(at), share)]

    def bags(self) -> list[set[str]]:
        """For each picked block its words, where it is short."""
        short = wording.SHORT
        return [self.wording.bag(self.blocks[at])[0] if self.words[at] <= short else set() for at in self.picked]

    def _stands(self, block: PageBlock) -> tuple[int, ...]:
        """The values of `_STANDS`: what the block stands in."""
        node = block.node
        up1 = node.parent or node
        up2 = up1.parent or up1
        return (
            *(_KIND.get(block.kind, 0), block.card, node.hidden),
            *(_TAG.get(node.tag, 0), _TAG.get(up1.tag, 0), _TAG.get(up2.tag, 0)),
            *(node.depth, up1.children, node.depth - self._level),
        )

    def _held(self, node: Node) -> tuple[float, ...]:
        """The share of the prose in the element and the four around it; the share of linked text in the first three."""
        prose, link = self._shares(node)
        return *prose, *link[1:4]

    def _shares(self, node: Node) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Of the element and those around it, each once: the share of the page's prose, the share of linked text."""
        found = self._shared.get(node)
        if found is None:
            mass, chars, linked = self.held[node]
            prose, link = mass / self.total, linked / max(1, chars)
            above = self._shares(node.parent) if node.parent is not None else ((prose,) * _UP, (link,) * _UP)
            found = self._shared[node] = (prose, *above[0][: _UP - 1]), (link, *above[1][: _UP - 1])
        return found

    def _near(self, base: Matrix) -> Iterator[Matrix]:
        """For each row what stands in the rows around it, -1 if there is none."""
        ids: dict[Node | None, int] = {}
        parents = np.array([ids.setdefault(self.blocks[index].node.parent, len(ids)) for index in self.picked])
        families = np.array([self.family[index] for index in self.picked])
        some = base[:, [_BASE.index(name) for name in _NEAR_COLUMNS]]
        count = len(base)
        for shift in _NEAR:
            near = np.full((count, len(_NEAR_COLUMNS) + 2), -1, np.float32)
            if abs(shift) < count:
                here = slice(max(0, -shift), min(count, count - shift))
                there = slice(max(0, shift), min(count, count + shift))
                near[here, :-2] = some[there]
                near[here, -2] = parents[here] == parents[there]
                near[here, -1] = families[here] == families[there]
            yield near


def _told(blocks: Sequence[PageBlock], lines: Sequence[str]) -> list[int]:
    """For each block whether the extractor took it: 2 whole, 1 where it left something out in the middle."""
    keys = {squash(line) for line in lines} - {""}
    joined = "\0".join(sorted(keys)) if sum(map(len, keys)) < 200_000 else ""
    told = []
    for block in blocks:
        key = block.key
        if key in keys or (len(key) >= 30 and key in joined):
            told.append(WHOLE)
        else:
            told.append(int(len(key) >= 60 and (key[:24] in joined or key[-24:] in joined)))
    return told
