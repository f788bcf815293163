"""A page as a sequence of blocks of text."""

import re
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from schemas.article import RemovedKind
from transforms.extract.boxes import kind_of
from transforms.extract.markup import BREAKING, CELLS, SILENT
from transforms.extract.names import squash

_SPACE = re.compile(r"\s+")


@dataclass(slots=True, eq=False)
class PageBlock:
    """Text of one block. `owner` is the element that it stands in, `box` the box around it that is not the article."""

    text: str
    key: str
    owner: etree._Element
    box: etree._Element | None
    kind: RemovedKind | None
    linked: int
    card: bool = False
    chosen: bool = False
    after: list[str] = field(default_factory=list)


def read(root: HtmlElement) -> list[PageBlock]:
    """All blocks below an element in the order of the page."""
    blocks: list[PageBlock] = []
    owners = [root]
    box: etree._Element | None = None
    kind: RemovedKind | None = None
    silent: etree._Element | None = None
    link: etree._Element | None = None
    pieces: list[str] = []
    linked = 0
    card = False

    def flush() -> None:
        nonlocal linked
        text = _SPACE.sub(" ", "".join(pieces)).strip(" |")
        if text:
            blocks.append(PageBlock(text, squash(text), owners[-1], box, kind, linked, card))
        pieces.clear()
        linked = 0

    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if event == "start":
            if silent is not None:
                continue
            if tag in SILENT:
                silent = element
                continue
            if tag in CELLS:
                pieces.append(" | " if element.getprevious() is not None else " ")
            elif tag in BREAKING:
                flush()
                if tag != "br":
                    owners.append(element)
                if box is None and element is not root:
                    kind = kind_of(element)
                    card = kind is None and link is not None and tag not in ("br", "hr")
                    if card:
                        # A link around whole blocks is a card that leads elsewhere.
                        kind = RemovedKind.RELATED_LINKS
                    box = element if kind is not None else None
            elif tag == "a":
                link = element if link is None else link
                before = element.getprevious()
                if before is not None and before.tag == "a" and not before.tail:
                    pieces.append(" ")
            if element.text:
                pieces.append(element.text)
                linked += len(element.text) if link is not None else 0
            continue
        if silent is element:
            silent = None
        elif silent is not None:
            continue
        elif tag in BREAKING:
            flush()
            if tag != "br" and len(owners) > 1:
                owners.pop()
            if box is element:
                box, kind, card = None, None, False
        elif link is element:
            link = None
        if element.tail and element is not root:
            pieces.append(element.tail)
            linked += len(element.tail) if link is not None else 0
    flush()
    return blocks
