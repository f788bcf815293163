"""When an article was published and changed, and where that was read."""

import re
from collections.abc import Iterable, Iterator
from copy import copy
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from htmldate import find_date
from lxml.html import HtmlElement

from schemas.article import DateOrigin
from transforms.extract.jsonld import Graph, Node

Found = tuple[datetime, DateOrigin]

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""No page is older, so an older date on one is of its subject. Announcements are believed as they are."""
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=2)
"""How far after its capture a page may date itself: clocks, zones and embargoes."""

_PUBLISHED = (
    "article:published_time og:article:published_time article:published datepublished og:published_time",
    "parsely-pub-date cxenseparse:recs:publishtime cxenseparse:publishtime sailthru.date article.published",
    "publish-date publishdate publish_date published_time published_at pubdate publication_date article_date_original",
    "dc.date.issued dcterms.created dc.date.created dcterms.issued dc.date dcterms.date date.created",
    "original-publish-date originalpublicationdate ptime rnews:datepublished iso-8601-publish-date date",
)
_MODIFIED = (
    "article:modified_time og:updated_time datemodified article:modified og:modified_time dcterms.modified",
    "dc.date.modified lastmod last-modified modified_time",
)

_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:(?:T|\s+|\s*,\s*)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{1,2}:?\d{0,2})?)?",
    re.IGNORECASE,
)
_URL = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|\b(?!\d))")
_MAX_LENGTH = 100


def parse(value: object) -> tuple[datetime, bool] | None:
    """A date as pages write it in data, and whether it names its offset; without one it is taken as UTC.

    Formats: ISO 8601 and its sloppy relatives, RFC 5322, seconds or milliseconds since 1970.
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(int(value)) if abs(value) < 1e15 else ""
    if not isinstance(value, str) or not value.strip() or len(value) > _MAX_LENGTH:
        return None
    text = value.strip()
    try:
        if text.isascii() and text.isdigit() and len(text) in (10, 13):
            return datetime.fromtimestamp(int(text[:10]), UTC), True
        if match := _ISO.match(text):
            return _from_parts(match)
        moment = datetime.fromisoformat(text) if text[0].isdigit() else parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return _utc(moment)


def _from_parts(match: re.Match[str]) -> tuple[datetime, bool]:
    year, month, day, hour, minute, second, zone = match.groups()
    moment = datetime(
        int(year), int(month), int(day), int(hour or 0) % 24, int(minute or 0), min(int(second or 0), 59), tzinfo=UTC
    )
    if zone is None:
        return moment, False
    if zone[0] in "+-":
        digits = zone[1:].replace(":", "").zfill(2)
        hours, minutes = int(digits[:-2] or 0), int(digits[-2:])
        if len(digits) <= 2:
            hours, minutes = int(digits), 0
        offset = timedelta(hours=hours, minutes=minutes)
        moment = moment - offset if zone[0] == "+" else moment + offset
    return moment, True


def _utc(moment: datetime) -> tuple[datetime, bool]:
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC), False
    return moment.astimezone(UTC), True


def published(
    tree: HtmlElement,
    graph: Graph,
    article: Node | None,
    meta: dict[str, list[str]],
    url: str | None,
    at: datetime | None,
) -> Found | None:
    """The first publication as the page says it, in the order of trust: data, address, text."""
    latest = at + _AHEAD if at else _LATEST
    stated = list(_stated(graph, article, meta, tree, "datePublished", _PUBLISHED))
    if (found := _best(stated, latest)) is not None:
        return found
    times = ((element.get("datetime"), DateOrigin.TEXT) for element in tree.iter("time"))
    if (found := _best(times, latest)) is not None and (day := _in_url(url)) is None:
        return found
    if (day := _in_url(url)) is not None and EARLIEST <= day <= latest:
        # The address has the day, the page may have the hour of it.
        if found is not None and abs(found[0] - day) <= timedelta(hours=38):
            return found
        return day, DateOrigin.URL
    return found or _in_text(tree, latest)


def modified(
    tree: HtmlElement, graph: Graph, article: Node | None, meta: dict[str, list[str]], at: datetime | None
) -> datetime | None:
    """The last change as the page says it in data."""
    latest = at + _AHEAD if at else _LATEST
    found = _best(_stated(graph, article, meta, tree, "dateModified", _MODIFIED), latest)
    return found[0] if found else None


def _stated(
    graph: Graph, article: Node | None, meta: dict[str, list[str]], tree: HtmlElement, key: str, names: Iterable[str]
) -> Iterator[tuple[object, DateOrigin]]:
    for node in [article, *graph.articles(), *graph.pages()]:
        if node is not None:
            value = node.get(key)
            yield from ((v, DateOrigin.JSON_LD) for v in (value if isinstance(value, list) else [value]))
    for name in " ".join(names).split():
        yield from ((value, DateOrigin.META) for value in meta.get(name, ()))
    for element in tree.iterfind(f".//*[@itemprop='{key}']"):
        yield element.get("datetime") or element.get("content") or element.text, DateOrigin.META


def _best(values: Iterable[tuple[object, DateOrigin]], latest: datetime) -> Found | None:
    """The first plausible one; where it names no offset, one with the same clock time and an offset is better."""
    first: Found | None = None
    for value, origin in values:
        read = parse(value)
        if read is None or not EARLIEST <= read[0] <= latest:
            continue
        moment, has_offset = read
        if first is None:
            if has_offset:
                return moment, origin
            first = moment, origin
        elif has_offset and abs(moment - first[0]) <= timedelta(hours=14):
            shift = abs(moment - first[0])
            # A bare day agrees with any time of it; a time agrees when it is whole quarters of an hour off.
            if first[0].time() == datetime.min.time() or shift.total_seconds() % 900 < 60:
                return moment, origin
    return first


def _in_url(url: str | None) -> datetime | None:
    match = _URL.search(url) if url else None
    try:
        return datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=UTC) if match else None
    except ValueError:
        return None


def _in_text(tree: HtmlElement, latest: datetime) -> Found | None:
    """What htmldate finds in the visible page."""
    try:
        day = find_date(
            copy(tree), original_date=True, extensive_search=False, min_date=EARLIEST, max_date=latest, url=None
        )
    except Exception:
        # A library's error on odd markup costs the date, not the article.
        return None
    read = parse(day)
    return (read[0], DateOrigin.TEXT) if read else None
