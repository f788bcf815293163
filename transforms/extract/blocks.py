"""A page as a sequence of blocks of text."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from schemas.article import RemovedKind
from transforms.extract.anchors import Anchor, placed
from transforms.extract.boxes import kind_of
from transforms.extract.markup import BREAKING, CELLS, SILENT
from transforms.extract.names import squash

_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# What screen readers alone say: "opens in a new tab", a formula that is drawn beside.
_SPOKEN = re.compile(
    r"(?<![\w-])(?:sr-only|visually-?hidden|screen-reader(?:-text|-only)?|u-?visually-?hidden|a11y-(?:text|hidden)|"
    r"katex-mathml|mjx_assistive_mathml)(?![\w-])"
)
_PROSE, _TEXT = 80, 1_500
"""Code points of the shortest block that is running text, and of the shortest text that is one without a headline."""
_LONGER = frozenset((RemovedKind.COOKIE_BANNER, RemovedKind.COMMENTS))
"""What may be much longer than the article itself."""
_MAX_WRAPPERS = 3
_COLUMN = 3
"""Broken lines in a cell of a table that lays out the page."""
_BOLD, _ITALIC = frozenset(("b", "strong")), frozenset(("i", "em"))
_CONTROLS = frozenset(("button", "label"))
_RUNNING = frozenset(("p", "li", "td", "dd", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"))
"""Elements whose controls are words of a sentence where more of it follows."""
# What people post stands on their page and is quoted here; a link to it is no card that leads to another article.
_POST = re.compile(
    r"/status(?:es)?/\d|(?<![\w-])(?:tweet|toot|instagram-media|fb-post|bluesky-embed|twitter-\w+)(?![a-z])"
)


@dataclass(slots=True, eq=False)
class Node:
    """An element that breaks lines, and those around it."""

    element: etree._Element
    tag: str
    parent: "Node | None"
    depth: int
    hidden: bool
    """Whether it, or one around it, is not shown before a script does."""
    children: int = 0
    """How many elements that break lines stand directly in it."""
    names: tuple[str, ...] | None = None
    """The words in its class, id and the like, once somebody has asked."""


@dataclass(slots=True, eq=False)
class PageBlock:
    """Text of one block. `node` is what it stands in, `box` the element around it that is not the article."""

    text: str
    key: str
    node: Node
    box: etree._Element | None
    kind: RemovedKind | None
    linked: int
    bold: int
    italic: int
    card: bool = False
    posted: bool = False
    """Whether a link to where somebody posted it is around it."""
    chosen: bool = False
    pieces: tuple[str, ...] = ()
    """What it was put together from, where there are links in it."""
    linking: tuple[tuple[int, int, etree._Element], ...] = ()
    """Each link with the pieces that are its words."""

    @property
    def anchors(self) -> Iterator[Anchor]:
        """The links in it."""
        return placed(self.pieces, self.linking)

    @property
    def owner(self) -> etree._Element:
        """The element that it stands in."""
        return self.node.element


def read(root: HtmlElement) -> list[PageBlock]:
    """All blocks below an element in the order of the page; `pre` is one, its lines kept."""
    wrappers: list[etree._Element] = []
    found = _Reader(root, wrappers).read()
    while len(wrappers) < _MAX_WRAPPERS and (wrapper := _wrapper(found)) is not None:
        wrappers.append(wrapper)
        found = _Reader(root, wrappers).read()
    return found


def _wrapper(blocks: Sequence[PageBlock]) -> etree._Element | None:
    """A box that is none, by what is in it: the headline and most of the prose, or all of it.

    Templates put tags into the names of an `article`, a page into a `form`, and forget to close a `nav`.
    """
    boxes: Counter[etree._Element | None] = Counter()
    for block in blocks:
        if len(block.text) >= _PROSE and 2 * block.linked < len(block.text):
            boxes[None if block.card else block.box] += len(block.text)
    box, size = max(boxes.items(), key=lambda item: item[1], default=(None, 0))
    if box is None or 10 * size < 6 * boxes.total():
        return None
    inside = [block for block in blocks if block.box is box]
    if inside[0].kind in _LONGER and box.tag != "article":
        return None
    whole = size >= _TEXT and 10 * size >= 8 * boxes.total()
    return box if whole or any(block.node.tag == "h1" for block in inside) else None


class _Reader:
    """Walks over a page once, and cuts what it says into blocks."""

    def __init__(self, root: HtmlElement, wrappers: Sequence[etree._Element]) -> None:
        self._root = root
        self._wrappers = wrappers
        self._blocks: list[PageBlock] = []
        # Where the walk stands: what breaks lines, what is not the article, and what is not read, around the element.
        self._node = Node(root, str(root.tag), None, 0, False)
        self._box: etree._Element | None = None
        self._kind: RemovedKind | None = None
        self._card = False
        self._silent: etree._Element | None = None
        self._link: etree._Element | None = None
        self._card_link: etree._Element | None = None
        self._post: etree._Element | None = None
        self._inline: list[etree._Element] = []
        self._verbatim = self._strong = self._slanted = 0
        # The block that has begun.
        self._pieces: list[str] = []
        self._linking: list[tuple[int, int, etree._Element]] = []
        self._link_from = 0
        self._linked = self._bold = self._italic = 0

    def read(self) -> list[PageBlock]:
        """All blocks of the page."""
        walk = etree.iterwalk(self._root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                self._start(element, element.tag)
                if self._silent is not None:
                    walk.skip_subtree()
            else:
                self._end(element, element.tag)
        if self._pieces:
            self._flush()
        return self._blocks

    def _start(self, element: etree._Element, tag: str) -> None:
        if tag in CELLS and not _is_layout(element):
            self._pieces.append(" | " if element.getprevious() is not None else " ")
        elif tag in BREAKING or tag in CELLS:
            if tag in _CONTROLS and _in_sentence(element, self._pieces):
                self._inline.append(element)
            else:
                if self._pieces:
                    self._flush()
                self._enter(element, tag)
        elif tag == "a":
            before = element.getprevious()
            if before is not None and before.tag == "a" and not before.tail:
                self._pieces.append(" ")
            if self._link is None:
                self._link, self._link_from = element, len(self._pieces)
        elif tag in _BOLD:
            self._strong += 1
        elif tag in _ITALIC:
            self._slanted += 1
        elif tag in SILENT or is_hidden(element) or _is_spoken(element):
            self._silent = element
            return
        if element.text:
            self._take(element.text)

    def _enter(self, element: etree._Element, tag: str) -> None:
        """Goes into an element that breaks lines."""
        if tag != "br" and tag not in CELLS and element is not self._root:
            self._node.children += 1
            hidden = self._node.hidden or is_hidden(element)
            self._node = Node(element, tag, self._node, self._node.depth + 1, hidden)
            self._verbatim += tag == "pre"
        is_block = tag not in ("br", "hr")
        if is_block and self._link is not None and self._link is not self._card_link:
            self._card_link = self._link
            if _is_post(self._link, element):
                self._link, self._post = None, self._link
        if self._box is None and element is not self._root and element not in self._wrappers:
            self._kind = kind_of(element)
            self._card = is_block and self._kind is None and self._link is not None
            if self._card:
                # A link around whole blocks is a card that leads elsewhere.
                self._kind = RemovedKind.RELATED_LINKS
            self._box = element if self._kind is not None else None

    def _end(self, element: etree._Element, tag: str) -> None:
        if self._silent is element:
            self._silent = None
        elif self._inline and self._inline[-1] is element:
            self._inline.pop()
        elif tag in BREAKING:
            if self._pieces:
                self._flush()
            if tag != "br" and self._node.parent is not None and self._node.element is element:
                self._verbatim -= tag == "pre"
                self._node = self._node.parent
            if self._box is element:
                self._box, self._kind, self._card = None, None, False
        elif self._link is element:
            if self._link_from < len(self._pieces):
                self._linking.append((self._link_from, len(self._pieces), element))
            self._link = None
        elif self._post is element:
            self._post = None
        elif tag in _BOLD:
            self._strong -= 1
        elif tag in _ITALIC:
            self._slanted -= 1
        if element.tail and element is not self._root:
            self._take(element.tail)

    def _take(self, text: str) -> None:
        """Takes a piece of text into the block."""
        marked = self._link is not None or self._strong or self._slanted
        if not self._pieces and not marked and text.isspace():
            # Most ends of blocks have nothing but the source's indentation before them: a tenth of the time.
            return
        self._pieces.append(text)
        if not marked:
            return
        size = len(text)
        self._linked += size if self._link is not None else 0
        self._bold += size if self._strong else 0
        self._italic += size if self._slanted else 0

    def _flush(self) -> None:
        """Ends the block that has begun, and begins another."""
        if self._link is not None:
            self._linking.append((self._link_from, len(self._pieces), self._link))
        if text := self._text():
            counts = self._linked, self._bold, self._italic
            block = PageBlock(text, squash(text), self._node, self._box, self._kind, *counts, self._card)
            block.posted = self._post is not None
            if self._linking:
                block.pieces, block.linking = tuple(self._pieces), tuple(self._linking)
            self._blocks.append(block)
        self._pieces.clear()
        self._linking.clear()
        self._linked = self._bold = self._italic = self._link_from = 0

    def _text(self) -> str:
        text = "".join(self._pieces)
        if not (self._verbatim and "\n" in text):
            return " ".join(text.split()).strip(" |")
        lines = (" ".join(line.split()).strip(" |") for line in text.split("\n"))
        return "\n".join(line for line in lines if line)


def is_hidden(element: etree._Element) -> bool:
    """Whether the element itself says that it is not shown."""
    style = element.get("style")
    return (style is not None and _HIDDEN.search(style) is not None) or element.get("hidden") is not None


def _is_spoken(element: etree._Element) -> bool:
    names = element.get("class")
    return names is not None and _names_spoken(names)


@lru_cache(maxsize=4096)
def _names_spoken(names: str) -> bool:
    return _SPOKEN.search(names.lower()) is not None


def _is_layout(cell: etree._Element) -> bool:
    """Whether a cell is a column of the page rather than of data: many lines are broken in it or in the one before."""
    before = cell.getprevious()
    return cell.tag == "td" and any(
        column is not None and column.tag == "td" and len(column.findall("br")) >= _COLUMN for column in (before, cell)
    )


def _in_sentence(control: etree._Element, pieces: list[str]) -> bool:
    """Whether a button or label is a word of a sentence: more of it follows, and it began before."""
    if not (control.tail and control.tail.strip()) or any(child.tag in BREAKING for child in control.iterdescendants()):
        return False
    parent = control.getparent()
    return (parent is not None and parent.tag in _RUNNING) or any(piece.strip() for piece in pieces)


def _is_post(link: etree._Element, element: etree._Element) -> bool:
    """Whether a link is around what somebody posted elsewhere."""
    around = link.getparent()
    names = [e.get("class") or "" for e in (link, element, around) if e is not None]
    return any(_POST.search(name.lower()) for name in (link.get("href") or "", *names))
