"""What a feed says, whatever its format, and the captures that its entries are."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import quote, urlsplit

from schemas.article import digest
from schemas.capture import Announcement, Capture, Media
from schemas.reject import Reason, Unusable
from transforms.base.address import article_key
from transforms.read.feed.dates import parse_date

MAX_ENTRIES = 50_000
"""Of a feed, as of a sitemap (https://www.sitemaps.org/protocol.html); each takes about a kilobyte of memory."""
MAX_FRAGMENT = 200
"""Characters of the longest fragment that is a GUID as it is; a longer one is cut and gets its digest."""

_MARKUP = re.compile(r"<[a-zA-Z/!?]|&(?:#\d|#[xX]|[a-zA-Z])")
_TAGS = re.compile(r"<[^<>]*+>")
_HEAD, _HEAD_END = re.compile(r"<head[\s>]", re.IGNORECASE), re.compile(r"</head", re.IGNORECASE)
_AROUND = re.compile(r"<!doctype[^<>]*>|</?(?:html|head|body|title|meta)(?![\w-])[^<>]*>", re.IGNORECASE)
"""The frame of a page."""
_BLOCKS = "p|div|ul|ol|h[1-6]|blockquote|table"
_ESCAPED = re.compile(rf"\A&lt;(?:{_BLOCKS}|img|a)(?=[\s&/])|&lt;(?:/(?:{_BLOCKS})|br\s?/?)&gt;", re.IGNORECASE)
_UNESCAPED = re.compile(rf"\A<(?:{_BLOCKS}|img|a)(?=[\s>/])|<(?:/(?:{_BLOCKS})|br\s?/?)>", re.IGNORECASE)
"""Tags of a text that somebody took for HTML: escaped once more than HTML, or plain text that has its tags."""
_CUT_OFF = re.compile(r"(?<!\W)(?=\W*+\Z)\W*?(?:…|\.\.\.|→|»)")


class FeedFormat(StrEnum):
    """The format of a feed."""

    RSS = "rss"
    ATOM = "atom"
    JSON = "json"
    NEWS_SITEMAP = "news-sitemap"
    SITEMAP_INDEX = "sitemap-index"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry. `content` is its content, else its summary; `content_is_full` says that it looks like all of it.

    The title, like all of `announcement`, is as long as the feed has it.
    """

    announcement: Announcement
    content: str | None = None
    media: Media = Media.HTML
    content_is_full: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """An entry that could not be read: its position in the feed, from 0, and what was found."""

    position: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed as read. Every item of the document is in `entries` or in `problems`.

    The entries of a SITEMAP_INDEX are the sitemaps that it lists: addresses of feeds, not of pages. `ttl` and
    `update_period` are what the feed asks for between two polls. `recovered`: the document was not well formed.
    """

    kind: FeedFormat
    entries: tuple[Entry, ...]
    title: str | None = None
    url: str | None = None
    site_url: str | None = None
    language: str | None = None
    updated_at: datetime | None = None
    ttl: timedelta | None = None
    update_period: timedelta | None = None
    recovered: bool = False
    problems: tuple[Problem, ...] = ()


def check_number(entries: int) -> None:
    """Unusable(TOO_LARGE) for a feed of more entries than are read."""
    if entries > MAX_ENTRIES:
        message = f"a feed of {entries:,} entries, more than {MAX_ENTRIES:,}; split it, or name a feed of its newest"
        raise Unusable(Reason.TOO_LARGE, message)


def captures(feed: Feed, uri: str) -> Iterator[Capture]:
    """One capture an entry, none for a sitemap index. An entry without content has an empty body.

    The fragment of its uri is the entry's GUID, else its link, else its position; where one repeats, `~n` follows.
    """
    if feed.kind is FeedFormat.SITEMAP_INDEX:
        return
    seen: dict[str, int] = {}
    for position, entry in enumerate(feed.entries):
        fragment = _fragment(entry.announcement, position)
        seen[fragment] = count = seen.get(fragment, 0) + 1
        yield Capture(
            uri=f"{uri}#{fragment}" + (f"~{count}" if count > 1 else ""),
            body=_page(entry),
            media=entry.media,
            url=entry.announcement.url,
            charset="utf-8",
            captured_at=feed.updated_at,
            announcement=entry.announcement,
        )


def tell_apart(feed: Feed) -> Feed:
    """The feed with the entries marked that share an address: each is an article by itself, its GUID says which.

    A live ticker links to one page from all its entries. What differs in the fragment alone is one address, too.
    """
    keys = [article_key(each.announcement.url or "") for each in feed.entries]
    guids: dict[str, set[str | None]] = {}
    for key, each in zip(keys, feed.entries, strict=True):
        if key:
            guids.setdefault(key, set()).add(each.announcement.entry_id)
    if all(len(ids) == 1 for ids in guids.values()):
        return feed
    entries = (
        replace(each, announcement=replace(each.announcement, shares_url=True))
        if key and len(guids[key]) > 1 and each.announcement.entry_id
        else each
        for key, each in zip(keys, feed.entries, strict=True)
    )
    return replace(feed, entries=tuple(entries))


def entry(
    announcement: Announcement,
    content: str,
    summary: str,
    *,
    media: Media = Media.HTML,
    summary_media: Media = Media.HTML,
) -> Entry:
    """An entry with the content, or the summary where that has more text; each of its media type.

    HTML without any markup is plain text, which keeps its lines. HTML that is escaped once too often, or that is said
    to be plain text, is HTML.
    """
    content, summary = content.strip(), summary.strip()
    chosen, is_content = content, True
    if summary and not _has_as_much_text(content, len(_TAGS.sub("", summary))):
        chosen, is_content, media = summary, False, summary_media
    if media is Media.HTML and "&lt;" in chosen and not _TAGS.search(chosen) and _ESCAPED.search(chosen):
        chosen = html.unescape(chosen)
    if media is Media.HTML and not _MARKUP.search(chosen):
        media = Media.TEXT
    elif media is Media.TEXT and _UNESCAPED.search(chosen):
        media = Media.HTML
    full = is_content and content != "" and not _CUT_OFF.search(html.unescape(_TAGS.sub("", chosen[-400:])))
    return Entry(announcement=announcement, content=chosen or None, media=media, content_is_full=full)


def _has_as_much_text(content: str, size: int) -> bool:
    """Whether a content has this many characters beside its tags; looks at its beginning first."""
    beginning = content[: 2 * size + 500]
    beginning = beginning[: beginning.rfind("<")]
    return len(_TAGS.sub("", beginning)) >= size or len(_TAGS.sub("", content)) >= size


def plain(text: str | None) -> str | None:
    """A title or name without markup: entities read, tags dropped, white space folded; None if nothing is left."""
    if not text:
        return None
    if _MARKUP.search(text):
        text = html.unescape(_TAGS.sub("", text) if "<" in text else text)
    return " ".join(encodable(text).split()) or None


def encodable(text: str) -> str:
    """The text without lone surrogates, which no file can hold."""
    return text.encode("utf-8", "replace").decode() if not text.isascii() else text


@dataclass(frozen=True, slots=True)
class Place:
    """What a feed says of where it is at home: its language (ISO 639) and country (ISO 3166)."""

    language: str | None = None
    country: str | None = None

    @classmethod
    def of(cls, language: str | None, site: str | None) -> "Place":
        """From a BCP 47 tag, and the domain of the country in the site's address where the tag names none."""
        tag = (language or "").split("-")
        region = next((part for part in tag[1:] if len(part) == 2), None)
        last = (urlsplit(site or "").hostname or "").rpartition(".")[2].upper()
        return cls(tag[0] or None, region or ({"UK": "GB"}.get(last, last) if len(last) == 2 else None))

    def date(self, *texts: object) -> datetime | None:
        """The first of these that is a date, as it is written here."""
        found = (parse_date(text, self.language, self.country) for text in texts)
        return next(filter(None, found), None)


def _fragment(announcement: Announcement, position: int) -> str:
    name = announcement.entry_id or announcement.url
    if not name:
        return f"~{position}"
    # A tilde in a GUID is escaped, so that what follows one is always ours.
    quoted = quote(name, safe="", errors="replace").replace("~", "%7E")
    return quoted if len(quoted) <= MAX_FRAGMENT else f"{quoted[: MAX_FRAGMENT - 33]}~{digest(name)}"


def _page(entry: Entry) -> bytes:
    """The content as a piece of a page, also where a feed carries a whole one: an entry is all article."""
    content = encodable(entry.content or "")
    if entry.media is not Media.HTML:
        return content.encode()
    start = _HEAD.search(content)
    end = _HEAD_END.search(content, start.end()) if start else None
    if start and end:
        content = content[: start.start()] + content[end.start() :]
    return _AROUND.sub("", content).encode()
