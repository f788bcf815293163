"""A page taken apart, once for all that look for what it says about its article."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import islice

from lxml.html import HtmlElement

from transforms.extract import byline_elements, jsonld, markup
from transforms.extract.blocks import PageBlock
from transforms.extract.names import squash

HEADING_LEVELS = frozenset(("h1", "h2", "h3"))
_NAME_ATTRIBUTES = ("property", "name", "itemprop", "http-equiv")
_PARSELY_KEYS = ("title", "pub_date", "author", "authors")
_IN_SCHEMA_ORG = {
    "schema:datePublished": "datePublished",
    "schema:dateModified": "dateModified",
    "dc:date": "datePublished",
}
"""Names of RDFa, and schema.org's for them."""


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """The elements and blocks of a page, and what it declares for machines."""

    tree: HtmlElement
    blocks: Sequence[PageBlock]
    url: str | None
    """Its address; None for a page without one."""
    declared: Sequence[HtmlElement]
    """Its meta, link, base and script elements."""
    meta: Mapping[str, list[str]]
    """The content of its meta elements by lower-case name, property, itemprop or http-equiv."""
    graph: jsonld.Graph
    article: jsonld.Node | None
    """The object in its data that is its own article."""
    document_title: str | None
    """What its first `title` element holds, as it stands in the source."""
    headings: Sequence[HtmlElement]
    """Its h1, h2, h3 elements, and those that microdata marks as a headline, in order."""
    bylines: Sequence[HtmlElement]
    """Its first elements that are named as bylines, in order."""
    properties: Mapping[str, list[HtmlElement]]
    """The elements of microdata and RDFa by schema.org's name of their property."""


def parsed_page(elements: Sequence[HtmlElement], blocks: Sequence[PageBlock], url: str | None) -> ParsedPage:
    """The page of these elements, all that it has, in order.

    `blocks` are those of its body, `url` is its address, or None for a page without one.
    """
    tree = elements[0]
    declared: list[HtmlElement] = []
    headings: list[HtmlElement] = []
    properties: dict[str, list[HtmlElement]] = {}
    bylines: list[HtmlElement] = []
    title: str | None = None
    # One walk for all, in half the time of XPath, which looks at attributes slowly.
    for element in elements:
        tag, itemprop = element.tag, element.get("itemprop")
        if tag in markup.DECLARING:
            declared.append(element)
        if tag in HEADING_LEVELS or itemprop == "headline":
            headings.append(element)
        if name := itemprop or element.get("property"):
            properties.setdefault(_IN_SCHEMA_ORG.get(name, name), []).append(element)
        if tag in byline_elements.TAGS and byline_elements.is_byline(element, name):
            bylines.append(element)
        elif tag == "title" and title is None:
            title = flat_text(element)
    meta = _meta(declared)
    graph = jsonld.read(declared)
    article = _article(graph, tree, meta, url)
    bylines = bylines[: byline_elements.MOST]
    return ParsedPage(tree, blocks, url, declared, meta, graph, article, title, headings, bylines, properties)


def flat_text(element: HtmlElement) -> str:
    """All text of an element, as it stands in the source."""
    return "".join(element.itertext())


def _meta(declared: Sequence[HtmlElement]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = defaultdict(list)
    for element in declared:
        content = (element.get("content") or element.get("value") or "").strip()
        if content and element.tag == "meta":
            for attribute in _NAME_ATTRIBUTES:
                if name := element.get(attribute):
                    values[name.strip().lower()].append(content)
    # Parse.ly takes its elements also as one object.
    for node in islice(jsonld.objects(values["parsely-page"][0]), 1) if "parsely-page" in values else ():
        for key in _PARSELY_KEYS:
            value = node.get(key)
            name = f"parsely-{key.removesuffix('s').replace('_', '-')}"
            values[name] += (text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str))
    return values


def _article(
    graph: jsonld.Graph, tree: HtmlElement, meta: Mapping[str, list[str]], url: str | None
) -> jsonld.Node | None:
    """The object in the page's data that is its own article, not one that it links to."""
    nodes = graph.articles()
    if len(nodes) < 2:
        return nodes[0] if nodes else None
    here = {address.split("#")[0].rstrip("/") for address in (url, *meta.get("og:url", ())) if address}
    headlines = {squash(title) for title in [*meta.get("og:title", ()), *map(flat_text, tree.iter("h1"))]}

    def fit(node: jsonld.Node) -> int:
        page = node.get("mainEntityOfPage")
        addresses = [node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, dict) else page]
        same = any(isinstance(a, str) and a.split("#")[0].rstrip("/") in here for a in addresses)
        headline = node.get("headline")
        named = isinstance(headline, str) and squash(unescape(headline)) in headlines
        return 2 * same + 2 * named + ("datePublished" in node) + ("author" in node)

    return max(nodes, key=fit)
