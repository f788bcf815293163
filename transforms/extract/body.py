"""Which blocks of a page are the article."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

from schemas.article import Removed, RemovedKind
from transforms.extract import groups, trees
from transforms.extract.blocks import Node, PageBlock
from transforms.extract.features import WHOLE, Table
from transforms.extract.names import squash
from transforms.extract.wording import PageFacts

Scores = npt.NDArray[np.int64]

_CHROME = frozenset((RemovedKind.NAVIGATION, RemovedKind.WIDGET))
_IN_FEEDS = frozenset((RemovedKind.CAPTION, RemovedKind.TAGS, RemovedKind.NAVIGATION, RemovedKind.WIDGET))
"""Kinds that in a feed's own text are told from the article by their words, not by their names."""
_WRITTEN_LIKE_ARTICLES = frozenset((RemovedKind.COMMENTS, RemovedKind.PROMO))
"""Boxes of prose that is not the article's: what is in them must be surely chosen."""
_WRAPPER = 0.3
_PIECE = 4_000
"""Code points of a box beside the article that are kept, at most."""
_DOUBT = 0.3
"""The share of what the quick extractor took below which the judge is not believed: it loses no page."""
_REPORT = 140
"""Characters of prose that are worth it to overrule the judge: a copyright line is no article."""
_SENTENCE = 30
"""Letters and digits of the shortest text that stands only once in an article; a Chinese character counts as three."""
_PIECES = 3
"""Blocks of an article that do not stand in one block by chance."""
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_NEARLY = -2 * trees.SCALE
_SURELY = 2 * trees.SCALE
_UNSURE = 13 * trees.SCALE // 10
"""Log-odds: 12 % and 88 %, and 21 to 79 %."""
_MAX_BLOCKS = 5_000
"""Of a page that are judged, its first ones."""


def article(
    blocks: list[PageBlock], quick: Callable[[], list[str]], facts: PageFacts
) -> tuple[list[PageBlock], list[Removed]]:
    """The blocks of the article and what was cut around them, both in the order of the page.

    `quick` gives what a quick extractor takes for the article, a block a line; it is asked if the judge is in doubt.
    What it took and the judge did not, or what the judge nearly chose, is kept beside the text.
    """
    near = judge(blocks, quick, facts)
    title = squash(facts.title or "")
    return put_together(blocks, title), _cut(blocks, near, title)


def put_together(blocks: Sequence[PageBlock], title: str) -> list[PageBlock]:
    """The chosen blocks without menus above the headline, with what was posted between them, each once.

    `title` is the headline squashed.
    """
    _drop_menu(blocks, title)
    inside = [index for index, block in enumerate(blocks) if block.chosen]
    for block in blocks[inside[0] : inside[-1]] if inside else ():
        block.chosen = block.chosen or block.posted
    for block in list(groups.linked_headings(blocks)):
        block.chosen = True
    _drop_copies(blocks)
    _drop_copies_in_one_piece(blocks)
    return [block for block in blocks if block.chosen]


def _drop_menu(blocks: Sequence[PageBlock], title: str) -> None:
    """Lines above the headline that are links and nothing else are no text, whatever their markup is like."""
    at = next((index for index, block in enumerate(blocks) if title and block.key == title), 0)
    for block in blocks[:at]:
        if block.chosen and len(block.key) < _SENTENCE and 5 * block.linked >= 4 * len(block.text):
            block.chosen = False


def judge(blocks: list[PageBlock], quick: Callable[[], list[str]], facts: PageFacts) -> set[PageBlock]:
    """Marks the blocks that are the article as chosen; gives those that it nearly is, or is to somebody else."""
    seen = blocks[:_MAX_BLOCKS]
    table = Table(seen, facts)
    scores = settle(seen, table.picked, table.mass, _score(table, trees.load(trees.ALONE)))
    if not is_sure(scores, table.of_picked(table.chars), table.of_picked(table.mass), table.total):
        table.hear(quick())
        scores = settle(seen, table.picked, table.mass, _score(table, trees.load(trees.BESIDE)))
        rescue(seen, table.picked, table.mass, scores)
    near = {seen[index] for index, score in zip(table.picked, scores, strict=True) if score > _NEARLY}
    told = {block for block, value in zip(seen, table.told, strict=True) if value == WHOLE}
    believed = {block for block in told if block.kind is None}
    prose = sum(mass for block, mass in zip(seen, table.mass, strict=True) if block in believed)
    if prose >= _REPORT and _mass(block for block in blocks if block.chosen) < _DOUBT * _mass(believed):
        for block in blocks:
            block.chosen = block in believed
    return near | told


def is_sure(scores: Scores, sizes: Sequence[int], masses: Sequence[int], prose: int) -> bool:
    """Whether few blocks are nearly chosen or nearly not, and the chosen ones are a good part of the prose.

    One score, size in characters and mass of prose a judged block; `prose` is that of the whole page.
    """
    size, chosen = np.array(sizes, np.int64), scores > 0
    unsure = size[np.abs(scores) < _UNSURE].sum()
    return bool(10 * unsure <= size[chosen].sum() and 5 * np.array(masses, np.int64)[chosen].sum() >= 2 * prose)


def _score(table: Table, model: trees.Trees) -> Scores:
    return model.score(table.rows(model.vocabulary, model.words)) if table.picked else np.zeros(0, np.int64)


def settle(blocks: Sequence[PageBlock], picked: Sequence[int], mass: Sequence[int], scores: Scores) -> Scores:
    """Marks blocks as chosen by the scores of the picked ones; gives the scores that count.

    `mass` is each block's characters of prose, as in `Table`.
    """
    counted, tables = groups.judge_as_one(blocks, picked, mass, scores)
    doubted = [blocks[index].kind in _WRITTEN_LIKE_ARTICLES for index in picked]
    # Where all prose is in such a box, its name is that of the wrong thing.
    beside = any(
        score > 0 and mass[index] and not doubt for index, score, doubt in zip(picked, counted, doubted, strict=True)
    )
    if beside:
        groups.average_boxes(blocks, picked, doubted, counted)
    for index, score, doubt in zip(picked, counted, doubted, strict=True):
        blocks[index].chosen = bool(score > (_SURELY if doubt and beside else 0))
    tables |= groups.between(blocks, mass)
    for block, prose in zip(blocks, mass, strict=True):
        # Rows far from any prose are not judged themselves.
        if block.node.parent in tables and groups.is_figures(block, prose):
            block.chosen = True
    return counted


def rescue(blocks: Sequence[PageBlock], picked: Sequence[int], mass: Sequence[int], scores: Scores) -> None:
    """Chooses all blocks that nearly are if they hold most of the prose outside of boxes, and the chosen ones little.

    On a page of an unusual build each block alone looks unlikely; the page has an article all the same.
    """
    outside = [(index, score) for index, score in zip(picked, scores, strict=True) if blocks[index].kind is None]
    near = [index for index, score in outside if score > _NEARLY]
    prose = sum(mass[index] for index, _ in outside)
    chosen = sum(size for block, size in zip(blocks, mass, strict=True) if block.chosen)
    nearly = sum(mass[index] for index in near)
    if nearly >= _REPORT and 10 * chosen < 3 * prose and 10 * nearly > 6 * prose:
        for index in near:
            blocks[index].chosen = True


def _mass(blocks: Iterable[PageBlock]) -> int:
    return sum(len(block.text) for block in blocks)


def whole(blocks: list[PageBlock]) -> tuple[list[PageBlock], list[Removed]]:
    """All blocks of a piece of a page, as a feed carries it, but for the boxes that are plainly something else."""
    _open_main_boxes(blocks)
    for block in blocks:
        if block.card or block.kind in _IN_FEEDS:
            block.box = block.kind = None
        block.chosen = block.kind is None
    return [block for block in blocks if block.chosen], _cut(blocks, set(blocks), "")


def _open_main_boxes(blocks: list[PageBlock]) -> None:
    """A box with a good part of the text in it is a wrapper with an unlucky name; cards are cards all the same."""
    mass: Counter[object] = Counter()
    total = 0
    for block in blocks:
        total += len(block.text)
        mass[block.kind] += len(block.text)
        mass[block.box] += len(block.text)
    for block in blocks:
        if block.kind is not None and (
            mass[block.box] > _WRAPPER * total or (mass[block.kind] > 0.4 * total and not block.card)
        ):
            block.box = block.kind = None


def _drop_copies(blocks: Sequence[PageBlock]) -> None:
    """Of a sentence that was chosen twice the copy that stands with more of the article stays, else the first.

    Templates print text again for other widths of screen, and sentences large beside the text; what is said again in
    the same element is a refrain.
    """
    beside: Counter[Node | None] = Counter()
    places: dict[str, list[PageBlock]] = {}
    for block in blocks:
        if block.chosen:
            beside[block.node.parent] += len(block.text)
            places.setdefault(block.key, []).append(block)
    left: set[Node | None] = set()
    for key, copies in places.items():
        if len(copies) > 1 and _is_sentence(key):
            best = max(copies, key=lambda block: beside[block.node.parent]).node.parent
            for block in copies:
                block.chosen = block.node.parent is best
            left.update(block.node.parent for block in copies if not block.chosen)
    # A byline, too short to be known alone, goes with the copy in which it stands.
    left -= {block.node.parent for block in blocks if block.chosen and _is_sentence(block.key)}
    for copies in places.values() if left else ():
        if any(block.chosen and block.node.parent not in left for block in copies):
            for block in copies:
                block.chosen = block.chosen and block.node.parent not in left


def _is_sentence(key: str) -> bool:
    return len(key) >= _SENTENCE or (not key.isascii() and len(key) + 2 * len(_DENSE.findall(key)) >= _SENTENCE)


def _drop_copies_in_one_piece(blocks: Sequence[PageBlock]) -> None:
    """What holds three other chosen blocks, and little else, is the article once more: for a player, for a search."""
    chosen = [block for block in blocks if block.chosen]
    total = sum(len(block.key) for block in chosen)
    for block in chosen:
        if 4 * len(block.key) >= total:
            inside = {
                other.key for other in chosen if _SENTENCE <= len(other.key) < len(block.key) and other.key in block.key
            }
            block.chosen = len(inside) < _PIECES or 2 * sum(map(len, inside)) <= len(block.key)


def _cut(blocks: Sequence[PageBlock], near: set[PageBlock], title: str) -> list[Removed]:
    """One piece for each box, and each block outside of one that was near it; of navigation only what was near it."""
    pieces: dict[object, list[PageBlock]] = {}
    for block in blocks:
        if block.chosen:
            continue
        if block in near or (block.kind is not None and block.kind not in _CHROME):
            pieces.setdefault(block if block.box is None else block.box, []).append(block)
    kept = {block.key for block in blocks if block.chosen}
    return [
        Removed(_kind(piece[0], title), _cut_text(piece, near))
        for piece in pieces.values()
        if not all(block.key in kept for block in piece)
    ]


def _kind(block: PageBlock, title: str) -> RemovedKind:
    if block.kind is not None:
        return block.kind
    return RemovedKind.HEADLINE_REPEAT if block.key == title else RemovedKind.BOILERPLATE


def _cut_text(piece: list[PageBlock], near: set[PageBlock]) -> str:
    """Whole where any of it was nearly the article; else, as of a thousand comments, the beginning."""
    text = "\n".join(block.text for block in piece)
    return text if len(text) <= _PIECE or not near.isdisjoint(piece) else text[:_PIECE] + "…"
