"""A page as a sequence of blocks of text."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from schemas.article import RemovedKind
from transforms.extract.anchors import Anchor as Anchor
from transforms.extract.anchors import placed
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
    found = _read(root, wrappers)
    while len(wrappers) < _MAX_WRAPPERS and (wrapper := _wrapper(found)) is not None:
        wrappers.append(wrapper)
        found = _read(root, wrappers)
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


def _read(root: HtmlElement, wrappers: Sequence[etree._Element]) -> list[PageBlock]:
    blocks: list[PageBlock] = []
    node = Node(root, str(root.tag), None, 0, False)
    box: etree._Element | None = None
    kind: RemovedKind | None = None
    silent: etree._Element | None = None
    link: etree._Element | None = None
    post: etree._Element | None = None
    card_link: etree._Element | None = None
    inline: list[etree._Element] = []
    verbatim = 0
    pieces: list[str] = []
    linking: list[tuple[int, int, etree._Element]] = []
    link_from = 0
    linked = bold = italic = 0
    strong = slanted = 0
    card = False

    def flush() -> None:
        nonlocal linked, bold, italic, link_from
        if not pieces:
            return
        if link is not None:
            linking.append((link_from, len(pieces), link))
        text = "".join(pieces)
        if verbatim and "\n" in text:
            lines = (" ".join(line.split()).strip(" |") for line in text.split("\n"))
            text = "\n".join(line for line in lines if line)
        else:
            text = " ".join(text.split()).strip(" |")
        if text:
            block = PageBlock(text, squash(text), node, box, kind, linked, bold, italic, card, post is not None)
            if linking:
                block.pieces, block.linking = tuple(pieces), tuple(linking)
            blocks.append(block)
        pieces.clear()
        linking.clear()
        linked = bold = italic = link_from = 0

    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if event == "start":
            if silent is not None:
                continue
            if tag in SILENT:
                silent = element
                continue
            if tag in CELLS and not _is_layout(element):
                pieces.append(" | " if element.getprevious() is not None else " ")
            elif tag in BREAKING or tag in CELLS:
                if tag in _CONTROLS and _in_sentence(element, pieces):
                    inline.append(element)
                else:
                    flush()
                    if tag != "br" and tag not in CELLS and element is not root:
                        node.children += 1
                        node = Node(element, tag, node, node.depth + 1, node.hidden or is_hidden(element))
                        verbatim += tag == "pre"
                    if link is not None and link is not card_link and tag not in ("br", "hr"):
                        card_link = link
                        if _is_post(link, element):
                            link, post = None, link
                    if box is None and element is not root and element not in wrappers:
                        kind = kind_of(element)
                        card = kind is None and link is not None and tag not in ("br", "hr")
                        if card:
                            # A link around whole blocks is a card that leads elsewhere.
                            kind = RemovedKind.RELATED_LINKS
                        box = element if kind is not None else None
            elif tag == "a":
                before = element.getprevious()
                if before is not None and before.tag == "a" and not before.tail:
                    pieces.append(" ")
                if link is None:
                    link, link_from = element, len(pieces)
            elif tag in _BOLD:
                strong += 1
            elif tag in _ITALIC:
                slanted += 1
            elif is_hidden(element) or _is_spoken(element):
                silent = element
                continue
            if element.text:
                pieces.append(element.text)
                size = len(element.text)
                linked += size if link is not None else 0
                bold += size if strong else 0
                italic += size if slanted else 0
            continue
        if silent is element:
            silent = None
        elif silent is not None:
            continue
        elif inline and inline[-1] is element:
            inline.pop()
        elif tag in BREAKING:
            flush()
            if tag != "br" and node.parent is not None and node.element is element:
                verbatim -= tag == "pre"
                node = node.parent
            if box is element:
                box, kind, card = None, None, False
        elif link is element:
            if link_from < len(pieces):
                linking.append((link_from, len(pieces), link))
            link = None
        elif post is element:
            post = None
        elif tag in _BOLD:
            strong -= 1
        elif tag in _ITALIC:
            slanted -= 1
        if element.tail and element is not root:
            pieces.append(element.tail)
            size = len(element.tail)
            linked += size if link is not None else 0
            bold += size if strong else 0
            italic += size if slanted else 0
    flush()
    return blocks


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
        each is not None and each.tag == "td" and len(each.findall("br")) >= _COLUMN for each in (before, cell)
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
