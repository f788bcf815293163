"""The picture that a page gives its article, with its caption and credit."""

import re
from collections.abc import Iterable
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from schemas.structure import Image
from transforms.base.address import absolute_url
from transforms.base.decode import clean_characters
from transforms.extract.jsonld import Graph, Node
from transforms.extract.parsed_page import ParsedPage

_IN_META = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
_CREDIT = re.compile(r"(?<![a-z])(?:credits?|copyright|photographer|photo-?by|source)(?![a-z])", re.IGNORECASE)
_LONGEST = 2_000
_FIGURES = 50
_LEAST_NAME = 5


def image(page: ParsedPage) -> Image | None:
    """The image of the article in data, else that of the page for cards; caption and credit as the data says, else as
    the figure on the page that shows it. None without an address.
    """
    graph = page.graph
    stated = _in_data(graph, page.article.get("image") if page.article else None)
    addresses = [*filter(None, [_text(stated.get("url")) or _text(stated.get("contentUrl"))])]
    addresses += [value for name in _IN_META for value in page.meta.get(name, ())]
    address = next((found for value in addresses if (found := absolute_url(value, page.url))), None)
    if address is None:
        return None
    caption, credit = _beside(page.tree, address)
    holder = graph.resolve(stated.get("copyrightHolder") or stated.get("creator") or stated.get("author"))
    named = holder.get("name") if isinstance(holder, dict) else holder
    return Image(
        address,
        _text(stated.get("caption")) or caption,
        _text(stated.get("creditText")) or _text(named) or credit,
    )


def _in_data(graph: Graph, value: Any) -> Node:
    """The image object; an address alone is one."""
    first = next(iter(value), None) if isinstance(value, list) else value
    found = graph.resolve(first)
    return found if isinstance(found, dict) else {"url": found}


def _text(value: Any) -> str | None:
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    return clean_characters(" ".join(unescape(value).split())) or None


def _beside(tree: HtmlElement, address: str) -> tuple[str | None, str | None]:
    """Caption and credit of the figure that shows the picture, known by the name of its file."""
    name = urlsplit(address).path.rpartition("/")[2]
    if len(name) < _LEAST_NAME:
        return None, None
    for figure, _ in zip(tree.iter("figure"), range(_FIGURES), strict=False):
        if any(name in value for shown in figure.iter("img", "source") for value in shown.attrib.values()):
            caption = figure.find(".//figcaption")
            return _split(caption) if caption is not None else (None, None)
    return None, None


def _split(caption: etree._Element) -> tuple[str | None, str | None]:
    """A caption without the elements in it that name themselves a credit, and those."""
    credits = [inner for inner in caption.iterdescendants() if _CREDIT.search(inner.get("class") or "")]
    outer = [credit for credit in credits if credit.getparent() not in credits]
    whole = _joined([caption])
    for credit in outer:
        whole = whole.replace(_joined([credit]), "", 1)
    return _text(whole), _text(_joined(outer))


def _joined(elements: Iterable[etree._Element]) -> str:
    return " ".join(" ".join(str(text) for text in element.itertext()) for element in elements)
