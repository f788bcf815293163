"""The news agency that a page names where it says who wrote the article."""

from collections.abc import Iterator
from itertools import islice

from transforms.base.agencies import agency_of
from transforms.extract import authors, byline_elements
from transforms.extract.parsed_page import ParsedPage

_BYLINES = 3
"""Bylines of the page that are looked at: what comes later belongs to other articles."""


def agency(page: ParsedPage) -> str | None:
    """Its name, or None: in the data of the article, in meta elements, in the bylines that the page shows."""
    return next(filter(None, map(agency_of, _signatures(page))), None)


def _signatures(page: ParsedPage) -> Iterator[str]:
    if page.article is not None:
        for key in ("author", "creator", "sourceOrganization"):
            yield from authors.named(page.graph, page.article.get(key))
    yield from authors.in_meta_as_written(page.meta)
    yield from map(byline_elements.line_of, islice(byline_elements.of_article(page.bylines), _BYLINES))
    creators = (element for element in page.properties.get("creator", ()) if element.get("itemprop"))
    for creator in islice(creators, _BYLINES):
        yield from filter(None, map(str.strip, creator.itertext()))
