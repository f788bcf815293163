"""Which blocks of a page are the article."""

import re
from collections import Counter
from itertools import islice, pairwise

from lxml import etree

from schemas.article import Removed, RemovedKind
from transforms.extract.blocks import PageBlock
from transforms.extract.names import squash

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_")
_PROSE = frozenset(("p", "h2", "h3", "h4", "h5", "h6"))
_SUBHEAD = re.compile(
    r"(?<![a-z])(?:sub-?head(?:line|ing)?|cross-?head(?:ing)?|heading|zwischentitel|intertitre)(?![a-z])"
)
_CHROME = frozenset((RemovedKind.NAVIGATION, RemovedKind.WIDGET))
_IN_FEEDS = frozenset((RemovedKind.CAPTION, RemovedKind.TAGS, RemovedKind.NAVIGATION, RemovedKind.WIDGET))
"""Kinds that in a feed's own text are told from the article by their words, not by their names."""
_WRAPPER = 0.3
_MAX_SEARCHED = 200_000
_RESCUE = 500
"""Code points of paragraphs, a short report, below which an extractor is not contradicted."""
_PIECE = 4_000
"""Code points of a box beside the article that are kept."""
_LEAD = re.compile(
    r"(?<![a-z])(?:lead|lede|standfirst|intro(?:duction)?|excerpt|sub-?title|sub-?head(?:line|ing)?|deck?|dek|abstract|"
    r"preface|summary|teaser-?text|vorspann|chapo|chapeau|entradilla|bajada|sommario|description|ingress|manchet)(?![a-z])"
)


def article(blocks: list[PageBlock], lines: list[str], description: str | None) -> tuple[list[str], list[Removed]]:
    """The lines of the article and the boxes cut out of the page, both in its order.

    `lines` is what an extractor took for the article. The page decides on their order, boxes named as something else
    are cut, and what the extractor missed between two paragraphs and in the lead comes back.
    """
    _choose(blocks, lines)
    _open_main_boxes(blocks)
    if _rescue(blocks):
        lines = [block.text for block in blocks if block.chosen]
    else:
        _add_twins(blocks)
    _drop_copies(blocks, lines)
    missing = _unmatched(blocks, lines)
    if sum(map(len, missing)) > 0.3 * sum(map(len, lines)):
        return lines, []
    taken = [index for index, block in enumerate(blocks) if block.chosen and block.kind is None]
    if not taken:
        return lines, []
    _fill(blocks, taken)
    _add_lead(blocks, next((index for index in taken if not _is_headline(blocks[index])), taken[0]), description)
    text: list[str] = []
    for block in blocks:
        if block.chosen and block.kind is None:
            text.append(block.text)
            text.extend(block.after)
    return text, _cut(blocks)


def whole(blocks: list[PageBlock]) -> tuple[list[str], list[Removed]]:
    """All lines of a piece of a page, as a feed carries it, but for the boxes that are plainly something else."""
    for block in blocks:
        block.chosen = True
    _open_main_boxes(blocks)
    for block in blocks:
        if block.card or block.kind in _IN_FEEDS:
            block.box = block.kind = None
    return [block.text for block in blocks if block.kind is None], _cut(blocks)


def is_index(blocks: list[PageBlock]) -> bool:
    """Whether what was chosen is a list of other pages: linked headings between the paragraphs all along."""
    chosen = [index for index, block in enumerate(blocks) if block.chosen]
    span = blocks[chosen[0] : chosen[-1] + 1] if chosen else []
    headings = sum(1 for block in span if _in_heading(block) and 5 * block.linked > 4 * len(block.text))
    prose = sum(1 for block in span if block.chosen and _is_paragraph(block) and _is_sentence(block))
    return headings >= 4 and headings * 2 >= prose


def _in_heading(block: PageBlock) -> bool:
    return block.owner.tag in ("h2", "h3", "h4")


def _choose(blocks: list[PageBlock], lines: list[str]) -> None:
    keys = {squash(line) for line in lines} - {""}
    joined = "\0".join(sorted(keys)) if sum(map(len, keys)) < _MAX_SEARCHED else ""
    for block in blocks:
        key = block.key
        block.chosen = bool(key) and (key in keys or (len(key) >= 30 and key in joined))


def _open_main_boxes(blocks: list[PageBlock]) -> None:
    """A box with a good part of the article in it is a wrapper with an unlucky name; cards are cards all the same."""
    mass: Counter[object] = Counter()
    total = 0
    for block in blocks:
        if block.chosen:
            total += len(block.text)
            mass[block.kind] += len(block.text)
            mass[block.box] += len(block.text)
    for block in blocks:
        if block.kind is not None and (
            mass[block.box] > _WRAPPER * total or (mass[block.kind] > 0.4 * total and not block.card)
        ):
            block.box = block.kind = None


def _rescue(blocks: list[PageBlock]) -> bool:
    """Take the paragraphs of one element where they are far more text than what the extractor took."""
    mass: Counter[etree._Element] = Counter()
    got = sum(len(block.text) for block in blocks if block.chosen and block.kind is None)
    for block in blocks:
        if not block.chosen and _is_paragraph(block):
            for element in islice(block.owner.iterancestors(), 3):
                mass[element] += len(block.text)
    parents = (block.owner.getparent() for block in blocks if not block.chosen and _is_paragraph(block))
    homes = dict.fromkeys(parent for parent in parents if parent is not None)
    home = max(homes, key=lambda element: mass[element], default=None)
    if home is None or mass[home] < 2 * got or mass[home] < _RESCUE:
        return False
    # The paywalled part of an article has been seen in an element of its own.
    parent = home.getparent()
    if parent is not None and parent.tag in ("div", "section", "article") and mass[parent] <= 2 * mass[home]:
        home = parent
    for block in blocks:
        block.chosen = block.kind is None and block.owner.tag in _PROSE and _within(block, home)
    return True


def _add_twins(blocks: list[PageBlock]) -> None:
    """Take in paragraphs from elements that are styled as those of the chosen ones: pages cut bodies around adverts."""
    homes: Counter[tuple[object, str]] = Counter()
    holders = {element for block in blocks if block.owner.tag == "h1" for element in block.owner.iterancestors()}
    article: etree._Element | None = None
    for block in blocks:
        if block.chosen and _is_paragraph(block):
            home, name = _home(block)
            homes[home.tag, name] += len(block.text)
            article = _article_of(home, holders) if article is None else article
    total = homes.total()
    for block in blocks:
        if not block.chosen and _is_paragraph(block) and len(block.text) >= 40:
            home, name = _home(block)
            if name and 4 * homes[home.tag, name] > total and _article_of(home, holders) is article:
                block.chosen = True


def _home(block: PageBlock) -> tuple[etree._Element, str]:
    """The element that a paragraph stands in, and its class."""
    parent = block.owner.getparent()
    home = block.owner if parent is None else parent
    return home, home.get("class") or ""


def _article_of(element: etree._Element, holders: set[etree._Element]) -> etree._Element:
    """The article element around it, else the element that holds the headline too."""
    for ancestor in element.iterancestors():
        if ancestor.tag in ("article", "main", "body") or ancestor in holders:
            return ancestor
    return element


def _is_paragraph(block: PageBlock) -> bool:
    return block.kind is None and block.owner.tag == "p" and 2 * block.linked < len(block.text)


def _drop_copies(blocks: list[PageBlock], lines: list[str]) -> None:
    """Of text that stands on the page more often than in the article, the copies outside of the article."""
    wanted = Counter(squash(line) for line in lines)
    places: dict[str, list[PageBlock]] = {}
    for block in blocks:
        if block.chosen:
            places.setdefault(block.key, []).append(block)
    if all(len(copies) <= max(1, wanted[key]) for key, copies in places.items()):
        return
    inside = _container([copies[0] for copies in places.values() if len(copies) == 1])
    for key, copies in places.items():
        spare = len(copies) - max(1, wanted[key])
        order = sorted(copies, key=lambda block: (block.kind is None) + (inside is not None and _within(block, inside)))
        for block in order[: max(0, spare)]:
            block.chosen = False


def _container(blocks: list[PageBlock]) -> etree._Element | None:
    """The smallest element with most of the text of these blocks."""
    mass: Counter[etree._Element] = Counter()
    total = 0
    for block in blocks:
        total += len(block.text)
        for element in (block.owner, *block.owner.iterancestors()):
            mass[element] += len(block.text)
    held = [element for element, amount in mass.items() if amount >= 0.7 * total]
    return max(held, key=lambda element: sum(1 for _ in element.iterancestors()), default=None)


def _within(block: PageBlock, element: etree._Element) -> bool:
    return block.owner is element or any(ancestor is element for ancestor in block.owner.iterancestors())


def _unmatched(blocks: list[PageBlock], lines: list[str]) -> list[str]:
    """The lines that are no block of the page; they are hung behind the block of the line before them."""
    by_key: dict[str, PageBlock] = {}
    for block in blocks:
        if block.chosen:
            by_key.setdefault(block.key, block)
    long = [key for key in by_key if len(key) >= 30]
    missing: list[str] = []
    last: PageBlock | None = None
    for line in lines:
        key = squash(line)
        if key in by_key:
            last = by_key[key]
        elif key and not any(piece in key for piece in long):
            missing.append(line)
            if last is not None and len(missing) < 100:
                last.after.append(line)
    return missing


def _fill(blocks: list[PageBlock], taken: list[int]) -> None:
    """Take in what stands between two chosen blocks as their sibling."""
    for before, after in pairwise(taken):
        if after - before > 6:
            continue
        home = blocks[before].owner.getparent()
        if home is not blocks[after].owner.getparent():
            continue
        for block in blocks[before + 1 : after]:
            if (
                block.kind is None
                and block.owner.getparent() is home
                and block.key
                and (block.owner.tag in _PROSE or _SUBHEAD.search(_names(block.owner)))
                and 2 * block.linked < len(block.text)
            ):
                block.chosen = True


def _add_lead(blocks: list[PageBlock], first: int, description: str | None) -> None:
    """Take in the standfirst between the headline and the first paragraph."""
    headlines = [index for index in range(max(0, first - 40), first) if _is_headline(blocks[index])]
    if not headlines:
        return
    # Templates print the headline again for other widths of screen.
    start = min(index for index in headlines if blocks[index].key == blocks[headlines[-1]].key)
    described = squash(description or "")[:80]
    known = "".join(block.key for block in blocks[first : first + 4])
    for block in blocks[start + 1 : first]:
        if block.kind is not None or block.chosen or not _is_sentence(block) or 2 * block.linked > len(block.text):
            continue
        if block.key in known:
            continue
        named = any(_LEAD.search(_names(e)) for e in (block.owner, *islice(block.owner.iterancestors(), 1)))
        if named or (
            len(described) >= 25 and (block.key.startswith(described) or described.startswith(block.key[:80]))
        ):
            block.chosen = True


def _is_sentence(block: PageBlock) -> bool:
    """Long enough to be told in the text; shorter ones are second headlines. Some scripts write no spaces."""
    return len(block.text.split()) >= 12 or (
        not block.text.isascii() and " " not in block.text and len(block.key) >= 25
    )


def _is_headline(block: PageBlock) -> bool:
    return block.owner.tag == "h1" or any(e.tag == "h1" for e in islice(block.owner.iterancestors(), 3))


def _names(element: etree._Element) -> str:
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
    return _HUMP.sub("-", names[:1000]).lower()


def _cut(blocks: list[PageBlock]) -> list[Removed]:
    """One piece for each box; of navigation only what would have been in the text."""
    pieces: dict[etree._Element, list[PageBlock]] = {}
    for block in blocks:
        if block.box is not None and (block.chosen or block.kind not in _CHROME):
            pieces.setdefault(block.box, []).append(block)
    return [Removed(piece[0].kind or RemovedKind.BOILERPLATE, _cut_text(piece)) for piece in pieces.values()]


def _cut_text(piece: list[PageBlock]) -> str:
    """Whole where an extractor took any of it for the article; else, as of a thousand comments, the beginning."""
    text = "\n".join(block.text for block in piece)
    return text if len(text) <= _PIECE or any(block.chosen for block in piece) else text[:_PIECE] + "…"
