"""RSS, RDF and Atom, by feedparser."""

import io
import re
import threading
from typing import Any

import feedparser

from schemas.capture import Announcement, Media
from schemas.reject import Reason, Unusable
from transforms.base.address import absolute_url
from transforms.base.language import language_tag
from transforms.read.feed.dates import ttl, update_period
from transforms.read.feed.model import Entry, Feed, FeedFormat, Place, entry, plain
from transforms.read.feed.wellformed import well_formed

_HTML = ("text/html", "application/xhtml+xml", "application/xml", "text/xml")
_EMAIL = re.compile(r"\S+@\S+\Z")
_warm = threading.Lock()
_is_warm = False


def parse_syndication(text: str, *, url: str | None) -> Feed:
    """The feed in an XML text that begins with its root element. Raises Unusable(MALFORMED) where there is none."""
    parsed = _parse(well_formed(text))
    feed = parsed["feed"]
    if not parsed["version"] and not parsed["entries"]:
        raise Unusable(Reason.MALFORMED, "no feed could be read; look at what the server sends")
    language = language_tag(feed.get("language"))
    site = absolute_url(feed.get("link") or "", url)
    address = url or _self_link(feed)
    atom = parsed["version"].startswith("atom")
    # Nothing says what a relative link of RSS is relative to; the site works also where another host serves the feed.
    base = (address or site) if atom else (site or address)
    authors = _authors(feed)
    place = Place.of(language, site)
    return Feed(
        kind=FeedFormat.ATOM if atom else FeedFormat.RSS,
        entries=tuple(_entry(found, address, base, authors, language, place) for found in parsed["entries"]),
        title=_text(feed, "title"),
        url=address,
        site_url=site,
        language=language,
        updated_at=_date(feed, "updated", place) or _date(feed, "published", place),
        ttl=ttl(feed.get("ttl")),
        update_period=update_period(feed.get("sy_updateperiod"), feed.get("sy_updatefrequency")),
        recovered=bool(parsed["bozo"]),
    )


def _parse(text: str) -> Any:
    """feedparser on bytes alone: a stream is never taken for an address or a path.

    Sanitizing and resolving links inside the HTML are off: they cost twice the parsing, and extraction reads the HTML
    with a real parser and keeps no link of it. It is not told the feed's address: it would resolve GUIDs too.
    """
    _warm_up()
    headers = {"content-type": "application/xml; charset=utf-8"}
    stream = io.BytesIO(text.encode("utf-8", "replace"))
    try:
        return feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:
        raise Unusable(Reason.MALFORMED, f"feedparser gave up ({type(error).__name__}: {error})") from error


def _warm_up() -> None:
    """feedparser's parsers share a table that the first one fills: one in another thread would read it half full."""
    global _is_warm
    if not _is_warm:
        with _warm:
            feedparser.parse(io.BytesIO(b"<rss/>"))
            _is_warm = True


def _entry(
    found: Any, url: str | None, base: str | None, authors: tuple[str, ...], language: str | None, place: Place
) -> Entry:
    contents = [part for part in found.get("content", ()) if _media(part) is not None and part.get("value")]
    content: dict[str, Any] = max(contents, key=lambda part: len(part["value"]), default={})
    detail = found.get("summary_detail") or {}
    summary = found.get("summary") or ""
    chosen = content if len(content.get("value", "")) >= len(summary) else detail
    original = found.get("feedburner_origlink")
    announcement = Announcement(
        feed_url=url,
        entry_id=(found.get("id") or "").strip() or None,
        url=absolute_url(original or "") or _link(found, base),
        title=_text(found, "title"),
        authors=_authors(found) or authors,
        tags=_tags(found),
        published_at=_date(found, "published", place) or _date(found, "created", place),
        modified_at=_date(found, "updated", place),
        language=language_tag(content.get("language") or detail.get("language")) or language,
    )
    return entry(announcement, content.get("value", ""), summary, media=_media(chosen) or Media.HTML)


def _link(found: Any, base: str | None) -> str | None:
    """The page of an entry. A GUID counts as link by default, and often is none: so only when it is whole."""
    link = found.get("link") or ""
    is_guid = "links" not in found and link == found.get("id")
    return absolute_url(link, None if is_guid else base)


def _media(part: Any) -> Media | None:
    """How a part of an entry is read; None for sound, pictures and what only refers to something."""
    kind = part.get("type") or "text/html"
    if part.get("src"):
        return None
    return Media.TEXT if kind == "text/plain" else Media.HTML if kind in _HTML else None


def _text(found: Any, name: str) -> str | None:
    """A line of text; feedparser leaves entities in what is HTML."""
    value = found.get(name)
    if not isinstance(value, str):
        return None
    if (found.get(f"{name}_detail") or {}).get("type") == "text/plain":
        return " ".join(value.split()) or None
    return plain(value)


def _authors(found: Any) -> tuple[str, ...]:
    names = (plain(author.get("name")) for author in found.get("authors", ()))
    return tuple(dict.fromkeys(name for name in names if name and not _EMAIL.match(name)))


def _tags(found: Any) -> tuple[str, ...]:
    """What a person reads; terms that are addresses are for machines."""
    names = (plain(tag.get("label") or tag.get("term")) for tag in found.get("tags", ()))
    return tuple(dict.fromkeys(name for name in names if name and "://" not in name))


def _date(found: Any, name: str, place: Place) -> Any:
    # `in` and not get(): for a missing "updated" feedparser would give what was published.
    return place.date(found[name]) if name in found else None


def _self_link(feed: Any) -> str | None:
    links = (link.get("href") or "" for link in feed.get("links", ()) if link.get("rel") == "self")
    return next(filter(None, map(absolute_url, links)), None)
