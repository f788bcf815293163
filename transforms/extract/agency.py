"""The news agency that a page names where it says who wrote the article."""

from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from transforms.base.agencies import agency_of
from transforms.extract import authors, bylines
from transforms.extract.jsonld import Graph, Node

_BYLINES = 3
"""Bylines of the page that are looked at: what comes later belongs to other articles."""


def agency(tree: HtmlElement, graph: Graph, article: Node | None, meta: dict[str, list[str]]) -> str | None:
    """Its name, or None: in the data of the article, in meta elements, in the bylines that the page shows."""
    return next(filter(None, map(agency_of, _signatures(tree, graph, article, meta))), None)


def _signatures(tree: HtmlElement, graph: Graph, article: Node | None, meta: dict[str, list[str]]) -> Iterator[str]:
    if article is not None:
        for key in ("author", "creator", "sourceOrganization"):
            yield from authors.named(graph, article.get(key))
    yield from authors.in_meta(meta)
    yield from islice(bylines.marked(tree), _BYLINES)
    for creator in islice((e for e in tree.iter() if e.get("itemprop") == "creator"), _BYLINES):
        yield from filter(None, map(str.strip, creator.itertext()))
