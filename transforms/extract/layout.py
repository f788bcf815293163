"""Passages of a page as one text, and what each is on the page: headings, list items, quotes, links."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from schemas.structure import Link, Part, PartKind
from transforms.base.address import canonical_url
from transforms.base.decode import clean_characters
from transforms.extract.anchors import Anchor
from transforms.extract.blocks import Node, PageBlock

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset(("ul", "ol", "menu"))
_CELLS = frozenset(("td", "th"))


class Post(NamedTuple):
    """A post of a live blog: its number in the data or its element on the page, and when it was published."""

    key: object
    time: datetime | None


class Passage(NamedTuple):
    """A piece of the article: a block of the page, or lines from its data; and the post that it is in."""

    text: str
    block: PageBlock | None = None
    post: Post | None = None


class Laid(NamedTuple):
    """A text and what its pieces are; None if nothing is known of that."""

    text: str
    structure: tuple[Part, ...] | None = None
    links: tuple[Link, ...] | None = None


class _Mark(NamedTuple):
    kind: PartKind
    level: int | None
    time: datetime | None
    key: object


def lay(passages: Sequence[Passage], base: str | None, posts: Mapping[Node, Post] | None = None) -> Laid:
    """The text of passages, one block a line, with its structure and links. `posts` are those on the page.

    Neighbouring lines of one element are one part. Parts are in the order of the text, an outer one first; none holds
    a part of a line.
    """
    marks = _Marks(posts or {})
    lines: list[str] = []
    links: list[Link] = []
    open_parts: dict[_Mark, tuple[int, int]] = {}
    parts: list[Part] = []
    at = 0
    for passage in passages:
        cleaned = clean_characters(passage.text)
        kept = [line for piece in cleaned.split("\n") if (line := piece.strip())]
        if not kept:
            continue
        text = "\n".join(kept)
        mine = marks.of(passage)
        for mark in [mark for mark in open_parts if mark not in mine]:
            parts.append(_part(mark, *open_parts.pop(mark)))
        for mark in mine:
            open_parts[mark] = open_parts.get(mark, (at, 0))[0], at + len(text)
        if passage.block is not None:
            links += _links(passage.block, text, at, base)
        lines += kept
        at += len(text) + 1
    parts += (_part(mark, *span) for mark, span in open_parts.items())
    return Laid("\n".join(lines), tuple(sorted(parts, key=_outer_first)), tuple(links))


def _part(mark: _Mark, start: int, end: int) -> Part:
    return Part(mark.kind, mark.level, mark.time, start, end)


def _outer_first(part: Part) -> tuple[int, int, bool, str]:
    return part.start, -part.end, part.kind is not PartKind.POST, part.kind


class _Marks:
    """What the elements around a block say that it is; each is looked at once."""

    def __init__(self, posts: Mapping[Node, Post]) -> None:
        self._posts = posts
        self._known: dict[Node, tuple[tuple[_Mark, ...], int]] = {}

    def of(self, passage: Passage) -> tuple[_Mark, ...]:
        marks = self._around(passage.block.node)[0] if passage.block is not None else ()
        return (*marks, _post(passage.post)) if passage.post is not None else marks

    def _around(self, node: Node) -> tuple[tuple[_Mark, ...], int]:
        """The marks of an element, and how many lists are around it."""
        found = self._known.get(node)
        if found is None:
            marks, depth = self._around(node.parent) if node.parent is not None else ((), 0)
            if node in self._posts:
                # A list or table of posts is their layout.
                marks, depth = (_post(self._posts[node]),), 0
            elif node.tag in _LISTS:
                depth += 1
            elif mark := _mark(node, depth):
                # A list in a list item, a quotation in a quotation: the inner one counts.
                marks = (*(outer for outer in marks if outer.kind is not mark.kind), mark)
            found = self._known[node] = marks, depth
        return found


def _mark(node: Node, depth: int) -> _Mark | None:
    tag = node.tag
    if tag in _HEADINGS:
        return _Mark(PartKind.HEADING, _HEADINGS[tag], None, node)
    if tag == "li":
        return _Mark(PartKind.LIST_ITEM, max(1, depth), None, node)
    if tag == "blockquote":
        return _Mark(PartKind.QUOTE, None, None, node)
    if tag == "pre":
        return _Mark(PartKind.PREFORMATTED, None, None, node)
    # Cells of a table of figures hold words; one that holds paragraphs, or stands alone, is layout.
    if tag == "tr" and not node.children and sum(cell.tag in _CELLS for cell in node.element) > 1:
        return _Mark(PartKind.TABLE_ROW, None, None, node)
    return None


def _post(post: Post) -> _Mark:
    return _Mark(PartKind.POST, None, post.time, post.key)


def _links(block: PageBlock, text: str, at: int, base: str | None) -> Iterator[Link]:
    """The links of a block, whose text begins `at`; those without words or address are left out."""
    cursor = 0
    for anchor in block.anchors:
        label = " ".join(clean_characters(anchor.label).split())
        start = max(cursor, anchor.start)
        if not text.startswith(label, start):
            start = text.find(label, cursor)
        if start < 0 or not any(map(str.isalnum, label)) or (url := _address(anchor, base)) is None:
            continue
        cursor = start + len(label)
        yield Link(at + start, at + cursor, url)


def _address(anchor: Anchor, base: str | None) -> str | None:
    href = anchor.element.get("href")
    return canonical_url(href, base) if href and not href.startswith("#") else None
