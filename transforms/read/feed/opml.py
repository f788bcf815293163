"""Lists of feeds: OPML, and plain lists of addresses."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from lxml import etree

from schemas.reject import Reason, Unusable
from transforms.base.address import absolute_url, port_problem
from transforms.base.decode import decode
from transforms.read.feed.tree import name_of, parse_xml

_OPML = re.compile(r"<(?:[\w-]+:)?(opml|rss|feed|html|rdf)\b", re.IGNORECASE)
LIST_LIMIT = 16 << 20
"""Bytes of a list of feeds that are read."""
_HEAD = 1 << 16
_LONGEST_FOLDER = 1000
"""Characters of a path from which folders within it count for nothing."""
_FEED_BEFORE = re.compile(r"(?i)\Afeed:(?://)?(?=https?:)")
_FEED_INSTEAD = re.compile(r"(?i)\Afeed:(?=//)")
_HOST = re.compile(r"(?i)[\w-]+(?:\.[\w-]+)+(?:[:/]\S*)?\Z")
_BULLET = re.compile(r"(?:[-*•+]|\d{1,4}[.)])\s{1,9}(?=\S)")
_AROUND = "\u200b\ufeff<>\"',;"
"""Marks around an address that are no part of it."""
_FEEDS = frozenset(("rss", "atom", "rdf", "feed", "jsonfeed"))
"""Types of an outline that is a feed; only `rss` is in the specification (http://opml.org/spec2.opml)."""
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
    with # are skipped. Of OPML the outlines with xmlUrl, or with a url and the type of a feed; others are groups, sites
    or other lists and not followed, nor are those that the list has commented out. Raises Unusable(EMPTY) for a list
    without any feed.
    """
    text = _text(body)
    found = _outlines(text) if _is_opml(text) else _lines(decode(body))
    sources: dict[str, FeedSource] = {}
    folders: dict[str, dict[str, None]] = {}
    """It may stand in several, in this order."""
    for url, title, place, of_feed in found:
        source = _source(url, title, place)
        sources.setdefault(source.url, source)
        folders.setdefault(source.url, {}).update(dict.fromkeys(of_feed))
    if not sources:
        raise Unusable(Reason.EMPTY, "a list without a feed; give one address per line, or an OPML file")
    return tuple(replace(source, folders=tuple(folders[url])) for url, source in sources.items())


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
    """The outlines that are feeds; a group around them is a folder, and so is what their `category` names."""
    start = _OPML.search(text)
    try:
        root = parse_xml(text[start.start() if start else 0 :]).root
    except Unusable:
        return []
    found: list[_Found] = []
    numbers: dict[str, int] = {}
    paths = [""]
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, outline in walk:
        if name_of(outline) != "outline":
            continue
        if event == "end":
            paths.pop()
            continue
        attributes = {name.lower(): value.strip() for name, value in outline.attrib.items()}
        title, path = attributes.get("text") or attributes.get("title", ""), paths[-1]
        is_folder = _is_group(attributes) and len(path) < _LONGEST_FOLDER
        paths.append(f"{path}/{title}".strip("/") if is_folder else path)
        if attributes.get("iscomment", "").lower() == "true":
            walk.skip_subtree()
        elif url := _feed_address(attributes):
            place = f"feed {numbers.setdefault(url, len(numbers) + 1)}"
            found.append((url, title, place, tuple(filter(None, (*_categories(attributes), path)))))
    return found


def _feed_address(attributes: Mapping[str, str]) -> str:
    """The address of an outline that is a feed; empty if it is none."""
    kind = attributes.get("type", "").lower()
    address = attributes.get("xmlurl") or (attributes.get("url", "") if kind in _FEEDS else "")
    return address if kind != "source" else ""


def _is_group(attributes: Mapping[str, str]) -> bool:
    """Whether an outline is no feed and no other list."""
    kind = attributes.get("type", "").lower()
    return not _feed_address(attributes) and "xmlurl" not in attributes and kind not in ("link", "include")


def _categories(attributes: Mapping[str, str]) -> list[str]:
    """The folders that an outline names itself (http://opml.org/spec2.opml, category)."""
    return [
        "/".join(filter(None, map(str.strip, each.split("/")))) for each in attributes.get("category", "").split(",")
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


def _source(url: str, title: str, place: str) -> FeedSource:
    address = absolute_url(_FEED_INSTEAD.sub("http:", _FEED_BEFORE.sub("", url)))
    if address is None:
        remedy = f"write https://{url[:80]}" if _HOST.match(url) else "write its address, or # before it"
        remedy = port_problem(url if "://" in url else f"https://{url}") or remedy
        problem = f"{place}: {url[:80]!r} is not an http or https address; {remedy}"
        return FeedSource(url=url, title=title or None, problem=problem)
    return FeedSource(url=address, title=title or None)
