"""Lists of feeds: OPML, and plain lists of addresses."""

import re
from dataclasses import dataclass, replace

import listparser

from schemas.reject import Reason, Unusable
from transforms.base.address import absolute_url, port_problem
from transforms.base.decode import decode

_OPML = re.compile(r"<(?:[\w-]+:)?(opml|rss|feed|html|rdf)\b", re.IGNORECASE)
_HEAD = 1 << 16
_FEED_BEFORE = re.compile(r"(?i)\Afeed:(?://)?(?=https?:)")
_FEED_INSTEAD = re.compile(r"(?i)\Afeed:(?=//)")
_HOST = re.compile(r"(?i)[\w-]+(?:\.[\w-]+)+(?:[:/]\S*)?\Z")
_BULLET = re.compile(r"(?:[-*•+]|\d{1,4}[.)])\s{1,9}(?=\S)")
_AROUND = "\u200b\ufeff<>\"',;"
"""Marks around an address that are no part of it."""
_ADDRESS = re.compile(r"(?i)(?:feed:|https?:)\S+\Z")


_Found = tuple[str, str, str, tuple[str, ...]]
"""Address, title, place in the list, folders."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSource:
    """A feed, or a site whose feed is to be found. Where `problem` is set, `url` is no address, as it stands.

    `folders` are those of the list that it is in, each as a path like `News/Europe`. An address that somebody gave by
    itself `may_be_page`: an article.
    """

    url: str
    title: str | None = None
    problem: str | None = None
    folders: tuple[str, ...] = ()
    may_be_page: bool = False


def feed_list(body: bytes) -> tuple[FeedSource, ...]:
    """The feeds of an OPML or plain list in order, each address once.

    A plain list has an address a line, and what follows it on the line is a title; blank lines and those that begin
    with # are skipped. Of OPML the outlines with xmlUrl; those without are groups, sites or other lists and not
    followed. Raises Unusable(EMPTY) for a list without any feed.
    """
    text = _text(body)
    found = _outlines(text) if _is_opml(text) else _lines(decode(body))
    sources: dict[str, FeedSource] = {}
    for url, title, place, folders in found:
        source = _source(url, title, place, folders)
        before = sources.setdefault(source.url, source)
        if before is not source:
            # It may stand in several folders.
            folders = tuple(dict.fromkeys((*before.folders, *folders)))
            sources[source.url] = replace(before, folders=folders)
    if not sources:
        raise Unusable(Reason.EMPTY, "a list without a feed; give one address per line, or an OPML file")
    return tuple(sources.values())


def is_opml(body: bytes) -> bool:
    """Whether a document, of which the beginning is enough, is OPML."""
    return _is_opml(_text(body[:_HEAD]))


def is_feed_list(body: bytes) -> bool:
    """Whether a document is OPML, or most of its lines begin with an address, so that it is a list and no article.

    A host alone on its line is an address without its scheme. A line that is neither is one that somebody mistyped:
    `feed_list` names both.
    """
    text = _text(body)
    if _is_opml(text):
        return True
    found = _lines(text)
    addresses = sum(1 for url, title, *_ in found if _ADDRESS.match(url) or (not title and _HOST.match(url)))
    return 2 * addresses > len(found)


def _text(body: bytes) -> str:
    return decode(body).lstrip("\ufeff \t\r\n")


def _is_opml(text: str) -> bool:
    root = _OPML.search(text, 0, _HEAD) if text.startswith("<") else None
    return root is not None and root[1].lower() == "opml"


def _outlines(text: str) -> list[_Found]:
    # Only from the root on, and as the bytes that are certain: a declared charset would be believed.
    root = _OPML.search(text)
    body = text[root.start() if root else 0 :].encode("ascii", "xmlcharrefreplace")
    found = listparser.parse(body)
    return [
        (feed["url"], feed["title"], f"feed {number}", tuple(filter(None, map("/".join, feed["categories"]))))
        for number, feed in enumerate(found["feeds"], 1)
    ]


def _lines(text: str) -> list[_Found]:
    """Each line that has something."""
    found: list[_Found] = []
    for number, line in enumerate(text.splitlines(), 1):
        line = line.replace("\t", " ").strip(" \u00a0\u200b\ufeff")
        url, _, title = _BULLET.sub("", line, count=1).partition(" ")
        if url and not url.startswith("#"):
            title = title.strip()
            found.append((url.strip(_AROUND) or url, "" if title.startswith("#") else title, f"line {number}", ()))
    return found


def _source(url: str, title: str, place: str, folders: tuple[str, ...]) -> FeedSource:
    address = absolute_url(_FEED_INSTEAD.sub("http:", _FEED_BEFORE.sub("", url)))
    if address is None:
        remedy = f"write https://{url[:80]}" if _HOST.match(url) else "write its address, or # before it"
        remedy = port_problem(url if "://" in url else f"https://{url}") or remedy
        problem = f"{place}: {url[:80]!r} is not an http or https address; {remedy}"
        return FeedSource(url=url, title=title or None, problem=problem, folders=folders)
    return FeedSource(url=address, title=title or None, folders=folders)
