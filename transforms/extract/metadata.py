"""What a page says about its article: title, authors, tags, dates, address, language."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from schemas.article import DateOrigin
from transforms.base.address import canonical_url, registrable_domain
from transforms.base.language import language_tag
from transforms.extract import dates, jsonld, markup
from transforms.extract.authors import authors, squash

MAX_TITLE = 1_000
"""Code points; what is longer is no headline."""
MAX_TAGS = 50
_MAX_TAG = 100

_SEPARATOR = re.compile(r"\s+[|–—·•»›<>/:-]{1,2}\s+|\s*[|｜_]\s*|--|：：")
_TAG_SPLIT = re.compile(r"\s*[,;|，、]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the page itself says; nothing of the feed that announced it."""

    title: str | None = None
    authors: tuple[str, ...] = ()
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
    says_article: bool = False
    """Whether the page calls itself an article in data."""


def read(tree: HtmlElement, url: str | None, captured_at: datetime | None, announced_title: str | None) -> Metadata:
    """All that a page says. `url` is its address, or None for a page without one."""
    declared = markup.declared(tree)
    meta = _meta(declared)
    graph = jsonld.read(declared)
    article = _article(graph, tree, meta, url)
    site = _site_names(graph, article, meta, url)
    return Metadata(
        title=_title(tree, article, meta, site, announced_title),
        authors=authors(tree, graph, article, meta, site),
        tags=_tags(article, meta),
        published=dates.published(tree, graph, article, meta, url, captured_at),
        modified_at=dates.modified(tree, graph, article, meta, captured_at),
        canonical=_canonical(declared, meta, url),
        language=_language(tree, meta, article),
        description=_description(article, meta),
        declared=declared,
        data=article,
        says_article=article is not None or "article" in [kind.lower() for kind in meta.get("og:type", ())],
    )


def clean_title(value: object) -> str | None:
    """A headline on one line, or None where it is none."""
    if not isinstance(value, str) or len(value) > 20 * MAX_TITLE:
        return None
    text = " ".join(unescape(value).split())
    return text if 0 < len(text) <= MAX_TITLE else None


def _meta(declared: Sequence[HtmlElement]) -> dict[str, list[str]]:
    """The content of meta elements by lower-case name, property or itemprop."""
    found: dict[str, list[str]] = defaultdict(list)
    for element in declared:
        content = (element.get("content") or "").strip()
        if content and element.tag == "meta":
            for attribute in ("property", "name", "itemprop", "http-equiv"):
                if name := element.get(attribute):
                    found[name.strip().lower()].append(content)
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
    graph: jsonld.Graph, article: jsonld.Node | None, meta: dict[str, list[str]], url: str | None
) -> set[str]:
    names = [*meta.get("og:site_name", ()), *meta.get("application-name", ())]
    for node in filter(None, (article, *graph.nodes[:50])):
        publisher = graph.resolve(node.get("publisher"))
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            names.append(publisher["name"])
    domain = registrable_domain(url) if url else None
    if domain:
        names += [domain, domain.split(".")[0]]
        host = urlsplit(url or "").hostname or ""
        names += [host, host.removeprefix("www.")]
    return {squash(name) for name in names} - {""}


def _title(
    tree: HtmlElement, article: jsonld.Node | None, meta: dict[str, list[str]], site: set[str], announced: str | None
) -> str | None:
    """The headline that most of the places agree on that may hold it; the earlier one where they do not."""
    headings = [text for h1 in tree.iter("h1") if (text := clean_title(_flat(h1)))][:20]
    candidates: list[tuple[str | None, float]] = [
        (clean_title(announced), 1.1),
        (clean_title(article.get("headline")) if article else None, 1.0),
        *((clean_title(value), 0.9) for value in meta.get("og:title", ())[:1]),
        *((text, 0.7 if len(headings) == 1 else 0.6) for text in dict.fromkeys(headings)),
        *((clean_title(value), 0.3) for value in meta.get("twitter:title", ())[:1]),
        *((clean_title(_flat(title)), 0.4) for title in list(tree.iter("title"))[:1]),
        (clean_title(article.get("name")) if article else None, 0.3),
    ]
    votes: dict[str, float] = defaultdict(float)
    spelling: dict[str, str] = {}
    known = {squash(text) for text, _ in candidates if text}
    for text, weight in candidates:
        if text:
            text = without_site(text, site, known)
            key = squash(text)
            if key and key not in site:
                votes[key] += weight
                spelling.setdefault(key, text)
    return spelling[max(votes, key=lambda key: votes[key])] if votes else None


def without_site(title: str, site: set[str], known: set[str] = frozenset()) -> str:  # type: ignore[assignment]
    """The title without the site's name and section after it; `known` are squashed titles it may be cut to."""
    splits = list(_SEPARATOR.finditer(title))
    for split in splits:
        if squash(title[: split.start()]) in known:
            return title[: split.start()]
    if splits and squash(title[splits[-1].end() :]) in site:
        return without_site(title[: splits[-1].start()].rstrip(), site)
    if splits and squash(title[: splits[0].start()]) in site:
        return title[splits[0].end() :]
    return title


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


def _canonical(declared: Sequence[HtmlElement], meta: dict[str, list[str]], url: str | None) -> str | None:
    """The address that the page gives itself, if it is plausible; else its own."""
    here = canonical_url(url) if url else None
    links = [link.get("href") for link in declared if "canonical" in (link.get("rel") or "").lower().split()]
    for value in (*links, *meta.get("og:url", ())):
        address = canonical_url(value, url) if value else None
        if address and _is_plausible(address, here):
            return address
    return here


def _is_plausible(address: str, here: str | None) -> bool:
    """A page of the same publisher, and not the home page that a careless template names everywhere."""
    if urlsplit(address).path.strip("/") == "" and not urlsplit(address).query:
        return here is not None and urlsplit(here).path.strip("/") == ""
    return here is None or registrable_domain(address) == registrable_domain(here)


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
