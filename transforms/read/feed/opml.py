"""Lists of feeds: OPML, and plain lists of addresses."""

import re
from dataclasses import dataclass

import listparser

from schemas.reject import Reason, Unusable
from transforms.base.address import absolute_url
from transforms.base.decode import decode

_OPML = re.compile(r"<(?:[\w-]+:)?(opml|rss|feed|html|rdf)\b", re.IGNORECASE)
_HEAD = 1 << 16
_FEED_BEFORE = re.compile(r"(?i)\Afeed:(?://)?(?=https?:)")
_FEED_INSTEAD = re.compile(r"(?i)\Afeed:(?=//)")
_ADDRESS = re.compile(r"(?i)(?:feed:|https?:)\S+\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSource:
    """A feed, or a site whose feed is to be found. Where `problem` is set, `url` is no address, as it stands."""

    url: str
    title: str | None = None
    problem: str | None = None


def feed_list(body: bytes) -> tuple[FeedSource, ...]:
    """The feeds of an OPML or plain list in order, each address once.

    A plain list has an address a line, and what follows it on the line is a title; blank lines and those that begin
    with # are skipped. Of OPML the outlines with xmlUrl; those without are groups, sites or other lists and not
    followed. Raises Unusable(EMPTY) for a list without any feed.
    """
    text = _text(body)
    found = _outlines(text) if _is_opml(text) else _lines(text)
    sources: dict[str, FeedSource] = {}
    for url, title in found:
        source = _source(url, title)
        sources.setdefault(source.url, source)
    if not sources:
        raise Unusable(Reason.EMPTY, "a list without a feed; name a feed's address a line, or an OPML file")
    return tuple(sources.values())


def is_opml(body: bytes) -> bool:
    """Whether a document, of which the beginning is enough, is OPML."""
    return _is_opml(_text(body[:_HEAD]))


def is_feed_list(body: bytes) -> bool:
    """Whether a document is OPML or has nothing but addresses, so that it is a list and no article."""
    text = _text(body)
    if _is_opml(text):
        return True
    found = _lines(text)
    return bool(found) and all(_ADDRESS.match(url) for url, _ in found)


def _text(body: bytes) -> str:
    return decode(body).lstrip("\ufeff \t\r\n")


def _is_opml(text: str) -> bool:
    root = _OPML.search(text, 0, _HEAD) if text.startswith("<") else None
    return root is not None and root[1].lower() == "opml"


def _outlines(text: str) -> list[tuple[str, str]]:
    # Only from the root on, and as the bytes that are certain: a declared charset would be believed.
    root = _OPML.search(text)
    body = text[root.start() if root else 0 :].encode("ascii", "xmlcharrefreplace")
    found = listparser.parse(body)
    return [(feed["url"], feed["title"]) for feed in found["feeds"]]


def _lines(text: str) -> list[tuple[str, str]]:
    lines = (line.strip() for line in text.splitlines())
    split = (line.partition(" ") for line in (line.replace("\t", " ") for line in lines) if line and line[0] != "#")
    return [(url, "" if title.strip().startswith("#") else title.strip()) for url, _, title in split]


def _source(url: str, title: str) -> FeedSource:
    address = absolute_url(_FEED_INSTEAD.sub("http:", _FEED_BEFORE.sub("", url)))
    if address is None:
        return FeedSource(url=url, title=title or None, problem=f"{url[:80]!r} is not an http or https address")
    return FeedSource(url=address, title=title or None)
