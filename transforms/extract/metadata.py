"""What a page says about its article: title, authors, tags, dates, address, language."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from schemas.article import Access, DateOrigin
from schemas.structure import Image
from transforms.base.address import registrable_domain
from transforms.base.language import language_tag
from transforms.extract import dates, header, jsonld, markup, page_kind
from transforms.extract.access import access
from transforms.extract.agency import agency
from transforms.extract.authors import authors
from transforms.extract.blocks import PageBlock
from transforms.extract.canonical import canonical
from transforms.extract.image import image
from transforms.extract.names import squash
from transforms.extract.title import behind_headline, title

MAX_TAGS = 50
_MAX_TAG = 100

_TAG_SPLIT = re.compile(r"(?<!\s)\s*+[,;|，、]\s*+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the page itself says; nothing of the feed that announced it."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    agency: str | None = None
    tags: tuple[str, ...] = ()
    published: tuple[datetime, DateOrigin] | None = None
    modified_at: datetime | None = None
    canonical: str | None = None
    language: str | None = None
    description: str | None = None
    declared: Sequence[HtmlElement] = ()
    """The meta, link and script elements of the page."""
    data: jsonld.Node | None = None
    """The page's own article as its data has it."""
    live_blog: jsonld.Node | None = None
    """What in its data lists the posts of a live blog."""
    says_article: bool = False
    """Whether the page calls itself an article in data."""
    access: Access | None = None
    image: Image | None = None
    features: Mapping[str, float] = field(default_factory=dict)
    """What tells an article from a list of others."""


def read(
    tree: HtmlElement,
    blocks: Sequence[PageBlock],
    url: str | None,
    captured_at: datetime | None,
    announced_title: str | None,
) -> Metadata:
    """All that a page says. `blocks` are those of its body, `url` is its address, or None for a page without one."""
    declared = markup.declared(tree)
    meta = _meta(declared)
    graph = jsonld.read(declared)
    article = _article(graph, tree, meta, url)
    site = _site_names(tree, graph, article, meta, url)
    headline = title(tree, blocks, article, meta, site, announced_title, url)
    language = _language(tree, meta, article)
    top = header.read(blocks, headline)
    published, modified_at = dates.read(tree, blocks, top, graph, article, meta, url, captured_at, language)
    names = authors(tree, blocks, top, graph, article, meta, site)
    return Metadata(
        title=headline,
        authors=names,
        agency=agency(tree, graph, article, meta),
        tags=_tags(article, meta),
        published=published,
        modified_at=modified_at,
        canonical=canonical(declared, meta, url),
        language=language,
        description=_description(article, meta),
        declared=declared,
        data=article,
        live_blog=next((node for node in graph.nodes if "liveBlogUpdate" in node), None),
        says_article=article is not None or "article" in [kind.lower() for kind in meta.get("og:type", ())],
        access=access(article, graph.pages(), meta),
        image=image(tree, graph, article, meta, url),
        features=page_kind.features(tree, blocks, graph, meta, url, headline, names),
    )


def _meta(declared: Sequence[HtmlElement]) -> dict[str, list[str]]:
    """The content of meta elements by lower-case name, property or itemprop."""
    found: dict[str, list[str]] = defaultdict(list)
    for element in declared:
        content = (element.get("content") or element.get("value") or "").strip()
        if content and element.tag == "meta":
            for attribute in ("property", "name", "itemprop", "http-equiv"):
                if name := element.get(attribute):
                    found[name.strip().lower()].append(content)
    # Parse.ly takes its elements also as one object.
    for node in islice(jsonld.objects(found["parsely-page"][0]), 1) if "parsely-page" in found else ():
        for key in ("title", "pub_date", "author"):
            if isinstance(value := node.get(key), str):
                found[f"parsely-{key.replace('_', '-')}"].append(value)
    return found


def _article(graph: jsonld.Graph, tree: HtmlElement, meta: dict[str, list[str]], url: str | None) -> jsonld.Node | None:
    """The object in the page's data that is its own article, not one that it links to."""
    nodes = graph.articles()
    if len(nodes) < 2:
        return nodes[0] if nodes else None
    here = {address.split("#")[0].rstrip("/") for address in (url, *meta.get("og:url", ())) if address}
    headlines = {squash(title) for title in [*meta.get("og:title", ()), *map(_flat, tree.iter("h1"))]}

    def fit(node: jsonld.Node) -> int:
        page = node.get("mainEntityOfPage")
        addresses = [node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, dict) else page]
        same = any(isinstance(a, str) and a.split("#")[0].rstrip("/") in here for a in addresses)
        headline = node.get("headline")
        named = isinstance(headline, str) and squash(unescape(headline)) in headlines
        return 2 * same + 2 * named + ("datePublished" in node) + ("author" in node)

    return max(nodes, key=fit)


def _site_names(
    tree: HtmlElement, graph: jsonld.Graph, article: jsonld.Node | None, meta: dict[str, list[str]], url: str | None
) -> frozenset[str]:
    names = [*meta.get("og:site_name", ()), *meta.get("application-name", ())]
    names += behind_headline(tree, [*meta.get("og:title", ())[:1], *map(_flat, islice(tree.iter("h1"), 3))])
    for node in filter(None, (article, *graph.nodes[:50])):
        publisher = graph.resolve(node.get("publisher"))
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            names.append(publisher["name"])
    domain = registrable_domain(url) if url else None
    if domain:
        names += [domain, domain.split(".")[0]]
        host = urlsplit(url or "").hostname or ""
        names += [host, host.removeprefix("www.")]
    return frozenset(squash(name) for name in names) - {""}


def _tags(article: jsonld.Node | None, meta: dict[str, list[str]]) -> tuple[str, ...]:
    values: list[str] = [*meta.get("article:tag", ())]
    keywords = article.get("keywords") if article else None
    for value in keywords if isinstance(keywords, list) else [keywords]:
        if isinstance(value, str):
            values.append(value)
    values += [*meta.get("news_keywords", ()), *meta.get("article:section", ())]
    if not values:
        values = meta.get("keywords", [])
    tags: dict[str, str] = {}
    for value in values:
        for tag in _TAG_SPLIT.split(" ".join(unescape(value[:5000]).split())):
            if 0 < len(tag) <= _MAX_TAG and len(tags) < MAX_TAGS:
                tags.setdefault(tag.casefold(), tag)
    return tuple(tags.values())


def _language(tree: HtmlElement, meta: dict[str, list[str]], article: jsonld.Node | None) -> str | None:
    root = tree.getroottree().getroot()
    declared = [root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"), root.get("xml:lang")]
    declared += [*meta.get("content-language", ()), *meta.get("og:locale", ())]
    in_data = article.get("inLanguage") if article else None
    declared.append(in_data if isinstance(in_data, str) else None)
    return next((tag for value in declared if (tag := language_tag(value))), None)


def _description(article: jsonld.Node | None, meta: dict[str, list[str]]) -> str | None:
    in_data = article.get("description") if article else None
    values = [*meta.get("og:description", ()), *meta.get("description", ()), in_data]
    return next((unescape(value) for value in values if isinstance(value, str) and len(value) <= 5_000), None)


def _flat(element: HtmlElement) -> str:
    return "".join(element.itertext())
