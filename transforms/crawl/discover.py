"""Feed discovery: the feeds that a site's page names (https://html.spec.whatwg.org/#rel-alternate)."""

import re
from typing import Any

from lxml import etree

from transforms.base.address import absolute_url
from transforms.base.decode import decode
from transforms.base.http import media_type

MAX_BYTES = 1 << 20
"""The part of the page that is read; the links are in its head."""

_TYPES = {
    "application/atom+xml": 0,
    "application/rss+xml": 0,
    "application/feed+json": 1,
    "application/rdf+xml": 2,
    "application/json": 3,
    "application/xml": 3,
    "text/xml": 3,
}
_ARTICLE = re.compile(r'"@type"\s{0,9}:\s{0,9}(?:\[\s{0,9})?"[A-Za-z]{0,20}(?:Article|BlogPosting)"')
# A site's machine interfaces use the same element and type.
_NO_FEEDS = ("/wp-json/", "/oembed", "/manifest")


def discover_feeds(html: bytes, url: str, charset: str | None = None) -> tuple[str, ...]:
    """Addresses of the feeds that a page links to, the likeliest first; empty if there is none. Never raises.

    RSS and Atom go before JSON, and the main feed before that of the comments; then the page's order counts.
    """
    root = _parsed(html, charset)
    if root is None:
        return ()
    bases = (element.get("href") for element in root.iter("base"))
    base = next(filter(None, (absolute_url(href, url) for href in bases if href)), url)
    ranked: dict[str, int] = {}
    for link in root.iter("link", "a"):
        rank = _rank(link)
        address = absolute_url(link.get("href") or "", base) if rank is not None else None
        if rank is not None and address is not None and not any(part in address for part in _NO_FEEDS):
            ranked.setdefault(address, rank + 10 * ("comment" in f"{address} {link.get('title')}".lower()))
    return tuple(sorted(ranked, key=ranked.__getitem__))


def is_article(html: bytes, charset: str | None = None) -> bool | None:
    """Whether a page says that it is an article: by og:type or schema.org. None if it may be: it has one <article>.

    https://ogp.me/#types, https://schema.org/Article. Never raises.
    """
    root = _parsed(html, charset)
    if root is None:
        return False
    kinds = (meta.get("content") or "" for meta in root.iter("meta") if meta.get("property") == "og:type")
    if any(kind.strip().lower() == "article" for kind in kinds):
        return True
    scripts = (script for script in root.iter("script") if media_type(script.get("type")) == "application/ld+json")
    if any(_ARTICLE.search(script.text or "") for script in scripts):
        return True
    return None if len(list(root.iter("article"))) == 1 else False


def _parsed(html: bytes, charset: str | None) -> Any:
    text = decode(html[:MAX_BYTES], charset)
    parser = etree.HTMLParser(recover=True, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(text.encode("ascii", "xmlcharrefreplace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _rank(link: Any) -> int | None:
    relations = (link.get("rel") or "").lower().split()
    if "alternate" not in relations and "feed" not in relations:
        return None
    kind = media_type(link.get("type"))
    return 0 if "feed" in relations and not kind else _TYPES.get(kind)
