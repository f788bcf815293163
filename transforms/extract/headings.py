"""Headings of a page, and how they stand there: what may be the headline, and what is a logo, a menu or a kicker."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from lxml import etree

from transforms.extract.blocks import Node, PageBlock
from transforms.extract.markup import BREAKING, SILENT
from transforms.extract.parsed_page import HEADING_LEVELS, ParsedPage

MAX_TITLE = 1_000
"""Code points; what is longer is not a headline."""
_MAX_HEADINGS = 60
_MAX_DEPTH = 20
_REACH = 25
"""Blocks below a heading in which its text is sought."""
_PARAGRAPH = 80
"""Code points of the shortest block that is running text."""
_UNNAMED = 6
"""Headings of the second and third level that are looked at though nothing names them a headline."""
_NEAR = 2
"""Elements around a heading whose names, and links, are its own."""

_ESCAPES = 3
"""How many times over a headline may be escaped."""
_BREAK = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)
_MARKUP = re.compile(r"</?(?:em|i|b|strong|span|sup|sub|u|mark|small|wbr)\b[^<>]{0,200}>", re.IGNORECASE)
_UNSEEN = {ord(sign): None for sign in "\u00ad\u200b\ufeff"}
# Parts of a heading that are not the headline: what stands above it in small letters.
_KICKER = re.compile(
    r"(?<![a-z])(?:kicker|eyebrow|over-?line|top-?line|roof-?line|category|label|rubri\w*|section|tag|badge|flag|topic|"
    r"vorzeile|dachzeile|pre-?(?:heading|title)|sup(?:er)?-?title|surtitre|sub-?(?:title|line|headline)|"
    r"visually-hidden|sr-only|screen-reader(?:-text)?|icon|premium)(?![a-z])",
    re.IGNORECASE,
)
_HEADLINE = re.compile(
    r"headline|(?:entry|article|post|story|page|content|news|node|single|main)[-_]{0,2}(?:title|head(?:ing|er|line)?)"
    r"|(?<![a-z])(?:h1|title|titulo|titre|titel|titolo|heading)(?![a-z])",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"logo|site-?(?:title|name|header|branding)|brand|menu|(?<![a-z])nav(?:igation|bar)?(?![a-z])|breadcrumb|"
    r"sidebar|footer|modal|popup|cookie|consent|newsletter|subscri|related|comments?(?![a-z])|search|sr-only|visually-hidden|"
    r"screen-reader|login|recommend|skiptranslate",
    re.IGNORECASE,
)
_NO_TEXT = SILENT | {"button"}
_BESIDE = frozenset(("nav", "aside", "footer", "dialog"))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the page, and how it stands there. `below` is code points of running text under it."""

    text: str
    level: str
    named: bool
    """Whether its class or id says that it is a headline."""
    elsewhere: bool
    linked: bool
    below: int
    bare: bool
    """Whether a kicker inside it was left out."""


def clean_title(value: object) -> str | None:
    """A headline on one line, or None if it is not one."""
    if not isinstance(value, str) or len(value) > 20 * MAX_TITLE:
        return None
    # What a system stored escaped, its template escaped again.
    for _ in range(_ESCAPES):
        if "&" in value:
            value = unescape(value)
    text = " ".join(_MARKUP.sub("", _BREAK.sub(" ", value)).translate(_UNSEEN).split())
    return text if 0 < len(text) <= MAX_TITLE else None


def headings(page: ParsedPage) -> Iterator[Heading]:
    """The headings that may be the headline, in order; one with a kicker inside once whole and once without it."""
    places = _places(page.blocks)
    below_h1 = 0
    for element in page.headings[:_MAX_HEADINGS]:
        names = _names(element)
        named = bool(_HEADLINE.search(names))
        if element.tag in ("h2", "h3"):
            below_h1 += 1
            if not named and below_h1 > _UNNAMED:
                continue
        whole = clean_title(_spaced(element))
        if not whole:
            continue
        around = list(element.iterancestors())
        level = str(element.tag) if element.tag in HEADING_LEVELS else "marked"
        elsewhere = (
            bool(_ELSEWHERE.search(names))
            or any(ancestor.tag in _BESIDE for ancestor in around)
            or any(_ELSEWHERE.search(_names(ancestor)) for ancestor in around[:_NEAR])
        )
        linked = element.find(".//a") is not None or any(ancestor.tag == "a" for ancestor in around[:_NEAR])
        below = _below(page.blocks, places.get(element))
        bare = clean_title(_spaced(element, without_kicker=True))
        yield Heading(whole, level, named, elsewhere, linked, below, False)
        if bare and bare != whole:
            yield Heading(bare, level, named, elsewhere, linked, below, True)


def _places(blocks: Sequence[PageBlock]) -> dict[etree._Element, int]:
    """The first block in each element that holds one itself, and in each heading around one."""
    found: dict[etree._Element, int] = {}
    around: dict[Node | None, etree._Element | None] = {None: None}

    def heading(node: Node | None) -> etree._Element | None:
        if node not in around and node is not None:
            around[node] = node.element if node.tag in HEADING_LEVELS else heading(node.parent)
        return around[node]

    for index, block in enumerate(blocks):
        found.setdefault(block.owner, index)
        if (outer := heading(block.node.parent)) is not None:
            found.setdefault(outer, index)
    return found


def _below(blocks: Sequence[PageBlock], index: int | None) -> int:
    """Code points of running text between a heading and the next h1."""
    mass = 0
    for block in blocks[index + 1 : index + _REACH] if index is not None else ():
        if block.node.tag == "h1":
            break
        if len(block.text) >= _PARAGRAPH and block.kind is None and 2 * block.linked < len(block.text):
            mass += len(block.text)
    return mass


def _spaced(element: etree._Element, depth: int = 0, *, without_kicker: bool = False) -> str:
    """The text of a heading, its parts apart."""
    pieces = [element.text or ""]
    for child in element:
        name = child.get("class") or ""
        if child.tag not in _NO_TEXT and depth < _MAX_DEPTH and not (without_kicker and name and _KICKER.search(name)):
            apart = " " if child.tag in BREAKING or (child.tag == "span" and name) else ""
            pieces += (apart, _spaced(child, depth + 1, without_kicker=without_kicker), apart)
        pieces.append(child.tail or "")
    return "".join(pieces)


def _names(element: etree._Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"[:500]
