"""What can be seen of each block of a page: the columns that the judge of blocks reads.

Every value is a whole number or one division of two: the same on every machine, so that the verdict is.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from schemas.article import RemovedKind as Kind
from transforms.extract import wording
from transforms.extract.blocks import Node, PageBlock
from transforms.extract.names import squash
from transforms.extract.surroundings import AROUND, Surroundings, tuple_of
from transforms.extract.wording import Said, Wording, word_columns

Matrix = npt.NDArray[np.float32]

WHOLE = 2
"""What a quick extractor says of a block that it took as it stands; 1: with something left out."""
_FAR = 99
_NEAR_PROSE = 10
_LONG = 120
"""Characters of a paragraph that is surely one."""

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
_PLACE = tuple_of(
    """
    copies kind card hidden tag0 tag1 tag2 depth siblings level place mass_before mass_after chars_before blocks mass
    from_top mass_since_top from_long to_long next_long prev_long skipped_before skipped_after
    """
)
_ALIKE = tuple_of("alike alike_mass alike_link alike_told")
_HELD = tuple_of("in_main held0 held1 held2 held3 held4 held_link1 held_link2 held_link3")
_TOLD = tuple_of("told told_first told_last told_next told_prev told_mass")
_BASE = (*wording.COLUMNS, *_PLACE, *_ALIKE, *_HELD, *_TOLD, *(f"in_{tag}" for tag in AROUND))
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
    told                       what a quick extractor says of each block, once `hear` was told: 2 (`WHOLE`), 1 or 0
    """

    def __init__(self, blocks: Sequence[PageBlock], said: Said) -> None:
        self.blocks, self.wording = blocks, Wording(said)
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
        self._hold()
        self._sign()
        self.picked = self._pick()

    def of_picked(self, values: Sequence[int]) -> list[int]:
        """Of one value a block those of the picked ones."""
        return [values[index] for index in self.picked]

    def hear(self, quick: Sequence[str]) -> None:
        """Take in what a quick extractor took for the article, one block a line."""
        self.told = _told(self.blocks, quick)
        for sig, told in zip(self.sig, self.told, strict=True):
            self.alike_told[sig] += told > 0

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

    def _sign(self) -> None:
        """How blocks fare that stand in elements alike: of the same tag and class, in such a one."""
        names: dict[Node, tuple[str, str]] = {}
        ids: dict[object, int] = {}
        of_node: dict[Node, int] = {}
        self.sig: list[int] = []
        for block in self.blocks:
            node = block.node
            if node not in of_node:
                both = []
                for each in (node, node.parent):
                    if each is not None:
                        if each not in names:
                            names[each] = (each.tag, each.element.get("class") or "")
                        both.append(names[each])
                of_node[node] = ids.setdefault(tuple(both), len(ids))
            self.sig.append(of_node[node])
        count = len(ids)
        self.alike, self.alike_mass, self.alike_link, self.alike_told = ([0] * count for _ in range(4))
        for sig, mass, link in zip(self.sig, self.mass, self.link, strict=True):
            self.alike[sig] += 1
            self.alike_mass[sig] += mass
            self.alike_link[sig] += link > 0.5

    def _pick(self) -> list[int]:
        """All blocks but links among links, and scraps far from any prose in elements that hold none."""
        prose = [index for index, mass in enumerate(self.mass) if mass]
        picked = []
        for index, (block, sig, link) in enumerate(zip(self.blocks, self.sig, self.link, strict=True)):
            if not block.key or (link > 0.9 and 2 * self.alike_link[sig] > self.alike[sig]):
                continue
            if not self.alike_mass[sig]:
                at = bisect_left(prose, index)
                after = prose[at] - index if at < len(prose) else _FAR
                before = index - prose[at - 1] if at else _FAR
                if min(before, after) > _NEAR_PROSE:
                    continue
            picked.append(index)
        return picked

    def rows(self, vocabulary: Sequence[str], words: Sequence[str]) -> Matrix:
        """One row for each picked block, the columns as named by `columns`."""
        place, told, around = _Places(self), _Steps([at for at, value in enumerate(self.told) if value]), Surroundings()
        told_mass = sum(self.mass[index] for index in told.at) / self.total
        rows = [
            (
                *self.wording.columns(self.blocks[index], self.chars[index], self.words[index], self.stop[index]),
                *place.columns(index, at),
                *self._alike(index),
                around.is_in(self.blocks[index].node, self.main),
                *self._held(self.blocks[index].node),
                *(self.told[index], *told.columns(index), told_mass),
                *around.distances(self.blocks[index].node),
            )
            for at, index in enumerate(self.picked)
        ]
        base = np.fromiter(chain.from_iterable(rows), np.float32, len(rows) * len(_BASE)).reshape(len(rows), len(_BASE))
        parts = [base, *self._near(base)]
        if vocabulary:
            column = {name: at for at, name in enumerate(vocabulary)}
            parts.append(np.array([around.named(self.blocks[index].node, column) for index in self.picked]))
        if words:
            parts.append(word_columns(self.bags(), words))
        return np.hstack(parts)

    def bags(self) -> list[set[str]]:
        """For each picked block its words, where it is short."""
        short = wording.SHORT
        return [self.wording.bag(self.blocks[at])[0] if self.words[at] <= short else set() for at in self.picked]

    def _alike(self, index: int) -> tuple[float, ...]:
        sig = self.sig[index]
        alike = self.alike[sig]
        return alike, self.alike_mass[sig] / self.total, self.alike_link[sig] / alike, self.alike_told[sig] / alike

    def _held(self, node: Node) -> tuple[float, ...]:
        """The share of the prose in the element and the four around it; the share of linked text in the first three."""
        held, sums = self.held, [self.held[node]]
        for _ in range(4):
            node = node.parent or node
            sums.append(held[node])
        return (*(part[0] / self.total for part in sums), *(part[2] / max(1, part[1]) for part in sums[1:4]))

    def _near(self, base: Matrix) -> Iterator[Matrix]:
        """For each row what stands in the rows around it, -1 where there is none."""
        ids: dict[Node | None, int] = {}
        parents = np.array([ids.setdefault(self.blocks[index].node.parent, len(ids)) for index in self.picked])
        sigs = np.array([self.sig[index] for index in self.picked])
        some = base[:, [_BASE.index(name) for name in _NEAR_COLUMNS]]
        count = len(base)
        for shift in _NEAR:
            near = np.full((count, len(_NEAR_COLUMNS) + 2), -1, np.float32)
            if abs(shift) < count:
                here = slice(max(0, -shift), min(count, count - shift))
                there = slice(max(0, shift), min(count, count + shift))
                near[here, :-2] = some[there]
                near[here, -2] = parents[here] == parents[there]
                near[here, -1] = sigs[here] == sigs[there]
            yield near


class _Steps:
    """How many blocks it is from one to the first, the last, the next and the previous of some."""

    def __init__(self, at: list[int]) -> None:
        self.at = at

    def columns(self, index: int) -> tuple[int, int, int, int]:
        at = self.at
        if not at:
            return -_FAR, -_FAR, _FAR, _FAR
        before, after = bisect_left(at, index), bisect_right(at, index)
        return (
            _between(index - at[0]),
            _between(at[-1] - index),
            min(_FAR, at[after] - index) if after < len(at) else _FAR,
            min(_FAR, index - at[before - 1]) if before else _FAR,
        )


class _Places:
    """Where blocks stand on the page."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.before, self.texts = [0], [0]
        for mass, chars in zip(table.mass, table.chars, strict=True):
            self.before.append(self.before[-1] + mass)
            self.texts.append(self.texts[-1] + chars)
        self.long = _Steps([index for index, mass in enumerate(table.mass) if mass >= _LONG])
        self.copies = Counter(block.key for block in table.blocks)
        self.top = self._top()
        self.level = table.main.depth if table.main else 0

    def _top(self) -> int:
        """The headline: of the blocks that may be it the one with most prose below."""
        title, mass = self.table.wording.title, self.table.mass
        found = [
            index
            for index, block in enumerate(self.table.blocks)
            if (len(title) > 8 and (block.key == title or (len(block.key) > 15 and block.key in title)))
            or block.node.tag == "h1"
            or (block.node.parent is not None and block.node.parent.tag == "h1")
        ]
        return max(found, key=lambda index: (sum(mass[index : index + 12]), index), default=0)

    def columns(self, index: int, at: int) -> tuple[float, ...]:
        """The values of `_PLACE` for the block of this index, `at` among the picked ones."""
        table, block = self.table, self.table.blocks[index]
        node, picked, count, total = block.node, table.picked, len(table.blocks), table.total
        up1 = node.parent or node
        up2 = up1.parent or up1
        before = self.before[index]
        return (
            *(self.copies[block.key], _KIND.get(block.kind, 0), block.card, node.hidden),
            *(_TAG.get(node.tag, 0), _TAG.get(up1.tag, 0), _TAG.get(up2.tag, 0)),
            *(node.depth, up1.children, node.depth - self.level, index / count, before / total),
            *((total - self.before[index + 1]) / total, self.texts[index] / max(1, self.texts[-1]), count, total),
            *(_between(index - self.top), (before - self.before[self.top]) / total, *self.long.columns(index)),
            index - (picked[at - 1] if at else -1) - 1,
            (picked[at + 1] if at + 1 < len(picked) else count) - index - 1,
        )


def _between(steps: int) -> int:
    return min(200, max(-60, steps))


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
