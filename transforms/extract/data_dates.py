"""Dates in a page's data: JSON-LD, meta elements, microdata, RDFa."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from schemas.article import DateOrigin
from transforms.base.zones import find_zone
from transforms.extract import written_dates
from transforms.extract.parsed_page import ParsedPage


class Statement(NamedTuple):
    """What data says under a name for a date, read or not."""

    value: object
    origin: DateOrigin


class Parsed(NamedTuple):
    """A moment in UTC, and whether its offset was written beside it."""

    moment: datetime
    has_offset: bool


class Found(NamedTuple):
    """A plausible date of a page."""

    moment: datetime
    origin: DateOrigin


EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""No page is older, so an older date on one is of its subject. Announcements are believed as they are."""
A_DAY = timedelta(hours=38)
"""As long as it is the same day somewhere on earth: 24 hours, and the 14 by which a clock may be off UTC."""
PUBLISHED = (
    "article:published_time og:article:published_time article:published datepublished og:published_time",
    "parsely-pub-date cxenseparse:recs:publishtime cxenseparse:publishtime sailthru.date article.published",
    "publish-date publishdate publish_date pub_date pub-date published_time published_at pubdate publication_date",
    "dc.date.issued dcterms.issued published",
    "article_date_original original-publish-date originalpublicationdate ptime rnews:datepublished",
    "iso-8601-publish-date bt:pubdate vr:published_time dc:issued dcterms:issued",
    "article:published_date article:publicationdate article:post_date og:pubdate og:publish_date og:datepublished",
    "published-date published_date date_published publisheddate publish_time dateposted mediator_published_time",
    "shareaholic:article_published_time twt-published-at rbpubdate citation_online_date",
)
CREATED = (
    "dcterms.created dcterms:created dc.date.created dc.created dc:created article.created article:created datecreated",
    "date_created content_create_date date.created created",
)
"""When the article was begun; as vague for when it was published."""
VAGUE = ("dc.date dcterms.date dc:date date",)
"""What may be the day of the publication, of a change, or of an event."""
MODIFIED = (
    "article:modified_time og:updated_time datemodified article:modified og:modified_time dcterms.modified",
    "dc.date.modified lastmod last-modified modified_time",
)

_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:(?:T|\s+|\s*,\s*)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*((?:UTC|GMT)?\s?[+-]\d{1,2}:?\d{0,2}|[A-Z]{1,5}\b)?)?",
    re.IGNORECASE,
)
# JavaScript prints "GMT-0500", which e-mail knows as "-0500".
_BEFORE_OFFSET = re.compile(r"\b(?:GMT|UTC)(?=[+-]\d)")
_MAX_LENGTH = 100
_HALF_OF_DAY = re.compile(r"\d\s?[ap]\.?m\b", re.IGNORECASE)
_QUARTER = 15 * 60
"""Seconds by which zones differ, at the least."""
_MINUTE = 60
MOST_OFFSET = timedelta(hours=14)
"""The clock that is furthest from UTC: that of Kiribati."""


def parse(value: object) -> Parsed | None:
    """A date as pages write it in data, and whether it names its offset; without one it is taken as UTC.

    Formats: ISO 8601 and its sloppy relatives, RFC 5322, seconds or milliseconds since 1970, and as people write it.
    """
    if isinstance(value, dict):
        value = value.get("@value")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(int(value)) if abs(value) < 1e15 else ""
    if not isinstance(value, str) or not value.strip() or len(value) > _MAX_LENGTH:
        return None
    text = value.strip()
    try:
        if text.isascii() and text.isdigit() and len(text) in (10, 13):
            return Parsed(datetime.fromtimestamp(int(text[:10]), UTC), True)
        if _HALF_OF_DAY.search(text):
            return _as_written(text)
        if match := _ISO.match(text):
            return _from_parts(match)
        return _utc(
            datetime.fromisoformat(text) if text[0].isdigit() else parsedate_to_datetime(_BEFORE_OFFSET.sub("", text))
        )
    except (ValueError, TypeError, OverflowError, IndexError):
        return _as_written(text)


def _as_written(text: str) -> Parsed | None:
    """A date in the words of people; not 3/5/2024, which may be in March or in May."""
    found = written_dates.find(text, "en")
    if (
        len(found) != 1
        or found[0].start > len("Wednesday, ")
        or found != written_dates.find(text, "en", month_first=True)
    ):
        return None
    return Parsed(found[0].moment, False)


def _from_parts(match: re.Match[str]) -> Parsed:
    year, month, day, hour, minute, second, zone = match.groups()
    moment = datetime(
        int(year), int(month), int(day), int(hour or 0) % 24, int(minute or 0), min(int(second or 0), 59), tzinfo=UTC
    )
    found = find_zone(zone.strip().upper()) if zone else None
    return Parsed(moment.replace(tzinfo=found or UTC).astimezone(UTC), found is not None)


def _utc(moment: datetime) -> Parsed:
    if moment.tzinfo is None:
        return Parsed(moment.replace(tzinfo=UTC), False)
    return Parsed(moment.astimezone(UTC), True)


def is_worded(value: object) -> bool:
    """Whether a value of data is a day in the words of people: "May 14, 2024"."""
    return isinstance(value, str) and value.strip()[:1].isalpha() and ":" not in value


def stated(page: ParsedPage, key: str, names: Iterable[str]) -> Iterator[Statement]:
    """What the data says under schema.org's name `key`, and under the `names` that meta elements have for it."""
    for node in [page.article, *page.graph.articles(), *page.graph.pages()]:
        if node is not None:
            value = node.get(key)
            yield from (Statement(v, DateOrigin.JSON_LD) for v in (value if isinstance(value, list) else [value]))
    yield from named(page.meta, names)
    for element in page.properties.get(key, ()):
        # Those in meta elements are among the names above.
        if element.tag != "meta":
            yield Statement(element.get("datetime") or element.get("content") or element.text, DateOrigin.META)


def named(meta: Mapping[str, list[str]], names: Iterable[str]) -> Iterator[Statement]:
    """What meta elements of these names say."""
    for name in " ".join(names).split():
        yield from (Statement(value, DateOrigin.META) for value in meta.get(name, ()))


def others(statements: Iterable[Statement], than: datetime, latest: datetime) -> Iterator[Found]:
    """Plausible ones that name another day."""
    for value, origin in statements:
        parsed = parse(value)
        if parsed and EARLIEST <= parsed.moment <= latest and not same_day(parsed.moment, than):
            yield Found(parsed.moment, origin)


def same_day(one: datetime, other: datetime) -> bool:
    """Whether two moments are on the same day somewhere on earth."""
    return abs(one - other) <= A_DAY


def best(statements: Iterable[Statement], latest: datetime) -> Found | None:
    """The first plausible one; where it names no offset, one with the same clock time and an offset is better."""
    first: Found | None = None
    for value, origin in statements:
        parsed = parse(value)
        if parsed is None or not EARLIEST <= parsed.moment <= latest:
            continue
        found = Found(parsed.moment, origin)
        if first is None:
            if parsed.has_offset:
                return found
            first = found
        elif parsed.has_offset and abs(found.moment - first.moment) <= MOST_OFFSET:
            shift = abs(found.moment - first.moment)
            # A bare day agrees with any time of it; a time agrees when it is whole quarters of an hour off.
            if first.moment.time() == time.min or shift.total_seconds() % _QUARTER < _MINUTE:
                return found
    return first
