"""What a page says about its article: title, authors, tags, dates, address, language."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from schemas.article import Access
from schemas.structure import Image
from transforms.base.address import registrable_domain
from transforms.base.language import language_tag
from transforms.extract import dates, header, jsonld, page_kind
from transforms.extract.access import access
from transforms.extract.agency import agency
from transforms.extract.authors import authors
from transforms.extract.blocks import PageBlock
from transforms.extract.canonical import canonical
from transforms.extract.data_dates import Found
from transforms.extract.image import image
from transforms.extract.names import squash
from transforms.extract.parsed_page import ParsedPage, flat_text, parsed_page
from transforms.extract.title import behind_headline, title

MAX_TAGS = 50
_MAX_TAG, _MAX_KEYWORDS = 100, 5_000
"""Code points of a tag, and of the keywords in one value that are read."""
_MAX_DESCRIPTION = 5_000
_MAX_PUBLISHERS = 50
"""Objects in data of which the publisher is looked at."""

_TAG_SPLIT = re.compile(r"(?<!\s)\s*+[,;|，、]\s*+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the page itself says; nothing of the feed that announced it."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    agency: str | None = None
    tags: tuple[str, ...] = ()
    published: Found | None = None
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
    elements: Sequence[HtmlElement],
    blocks: Sequence[PageBlock],
    url: str | None,
    captured_at: datetime | None,
    announced_title: str | None,
) -> Metadata:
    """All that a page says with these elements, which are all that it has, in order.

    `blocks` are those of its body, `url` is its address, or None for a page without one.
    """
    page = parsed_page(elements, blocks, url)
    meta = page.meta
    site = _site_names(page)
    headline = title(page, site, announced_title)
    language = _language(page)
    top = header.read(blocks, headline)
    published, modified_at = dates.read(page, top, captured_at, language)
    names = authors(page, top, site)
    return Metadata(
        title=headline,
        authors=names,
        agency=agency(page),
        tags=_tags(page),
        published=published,
        modified_at=modified_at,
        canonical=canonical(page),
        language=language,
        description=_description(page),
        declared=page.declared,
        data=page.article,
        live_blog=next((node for node in page.graph.nodes if "liveBlogUpdate" in node), None),
        says_article=page.article is not None or "article" in [kind.lower() for kind in meta.get("og:type", ())],
        access=access(page),
        image=image(page),
        features=page_kind.features(page, headline, names),
    )


def _site_names(page: ParsedPage) -> frozenset[str]:
    """What the publisher calls itself, squashed."""
    meta = page.meta
    names = [*meta.get("og:site_name", ()), *meta.get("application-name", ())]
    h1s = islice((heading for heading in page.headings if heading.tag == "h1"), 3)
    names += behind_headline(page, [*meta.get("og:title", ())[:1], *map(flat_text, h1s)])
    for node in filter(None, (page.article, *page.graph.nodes[:_MAX_PUBLISHERS])):
        publisher = page.graph.resolve(node.get("publisher"))
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            names.append(publisher["name"])
    domain = registrable_domain(page.url) if page.url else None
    if domain:
        names += [domain, domain.split(".")[0]]
        host = urlsplit(page.url or "").hostname or ""
        names += [host, host.removeprefix("www.")]
    return frozenset(squash(name) for name in names) - {""}


def _tags(page: ParsedPage) -> tuple[str, ...]:
    article, meta = page.article, page.meta
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
        for tag in _TAG_SPLIT.split(" ".join(unescape(value[:_MAX_KEYWORDS]).split())):
            if 0 < len(tag) <= _MAX_TAG and len(tags) < MAX_TAGS:
                tags.setdefault(tag.casefold(), tag)
    return tuple(tags.values())


def _language(page: ParsedPage) -> str | None:
    article, meta = page.article, page.meta
    root = page.tree.getroottree().getroot()
    declared = [root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"), root.get("xml:lang")]
    declared += [*meta.get("content-language", ()), *meta.get("og:locale", ())]
    in_data = article.get("inLanguage") if article else None
    declared.append(in_data if isinstance(in_data, str) else None)
    return next((tag for value in declared if (tag := language_tag(value))), None)


def _description(page: ParsedPage) -> str | None:
    article, meta = page.article, page.meta
    in_data = article.get("description") if article else None
    values = [*meta.get("og:description", ()), *meta.get("description", ()), in_data]
    return next(
        (unescape(value) for value in values if isinstance(value, str) and len(value) <= _MAX_DESCRIPTION), None
    )
