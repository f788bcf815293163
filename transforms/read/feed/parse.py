"""Which format a document is, and its reader."""

import re

from schemas.reject import Reason, Unusable
from transforms.base.decode import decode
from transforms.base.http import charset
from transforms.read.feed.jsonfeed import parse_json_feed
from transforms.read.feed.model import Feed, tell_apart
from transforms.read.feed.sitemap import parse_sitemap
from transforms.read.feed.syndication import parse_syndication

_HEAD = 1 << 16
_ROOT = re.compile(r"<(?:[A-Za-z][\w-]*:)?(rss|rdf|feed|channel|urlset|sitemapindex|html|!doctype\s+html)[\s>/]", re.I)
_PAGE = ("html", "!doctype")
_DECLARATION = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([-\w:.+]{2,40})""")
_JSON_FEED = re.compile(rb"""jsonfeed\.org\\?/version""")


def parse_feed(body: bytes, *, url: str | None, content_type: str | None = None) -> Feed:
    """The feed in a document. `url` is where it was found, for relative links; `content_type` the HTTP header.

    Raises Unusable: EMPTY for nothing, MALFORMED for what is no feed.
    """
    text = _text(body, content_type)
    if not text:
        raise Unusable(Reason.EMPTY, "the feed is empty; check what the server sends")
    if text[0] in "{[":
        return tell_apart(parse_json_feed(text, url=url))
    root = _ROOT.search(text, 0, _HEAD)
    if root is None:
        raise Unusable(
            Reason.MALFORMED, f"not a feed: it begins with {text[:60]!r}; give the address of an RSS or Atom feed"
        )
    name = root[1].lower()
    if name.startswith(_PAGE):
        raise Unusable(Reason.MALFORMED, "an HTML page where a feed was expected; name the feed that the page links to")
    # What stands before the root element is left out: a DOCTYPE with its entities, a PHP warning, blank lines.
    text = text[root.start() :]
    if name in ("urlset", "sitemapindex"):
        return parse_sitemap(text, url=url)
    return tell_apart(parse_syndication(text, url=url))


def looks_like_feed(body: bytes) -> bool:
    """Whether a document, of which the beginning is enough for XML, is a feed by its root element or version."""
    head = _text(body[:_HEAD], None)
    if head[:1] == "{":
        return _JSON_FEED.search(body) is not None
    root = _ROOT.search(head)
    return root is not None and not root[1].lower().startswith(_PAGE)


def _text(body: bytes, content_type: str | None) -> str:
    declared = _DECLARATION.match(body)
    label = charset(content_type) or (declared[1].decode() if declared else None)
    return decode(body, label).lstrip("\ufeff \t\r\n\0")
