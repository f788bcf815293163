"""Dates in a page's data: JSON-LD, meta elements, microdata, RDFa."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from schemas.article import DateOrigin
from transforms.extract import written_dates
from transforms.extract.jsonld import Graph, Node

Found = tuple[datetime, DateOrigin]

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""No page is older, so an older date on one is of its subject. Announcements are believed as they are."""
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
    r"(?:(?:T|\s+|\s*,\s*)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{1,2}:?\d{0,2})?)?",
    re.IGNORECASE,
)
_MAX_LENGTH = 100
_HALF_OF_DAY = re.compile(r"\d\s?[ap]\.?m\b", re.IGNORECASE)
_NAMES = {"schema:datePublished": "datePublished", "schema:dateModified": "dateModified", "dc:date": "datePublished"}
"""Names of RDFa for schema.org's."""
_marked = etree.XPath(".//*[@itemprop or @property]")


def parse(value: object) -> tuple[datetime, bool] | None:
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
            return datetime.fromtimestamp(int(text[:10]), UTC), True
        if _HALF_OF_DAY.search(text):
            return _as_written(text)
        if match := _ISO.match(text):
            return _from_parts(match)
        return _utc(datetime.fromisoformat(text) if text[0].isdigit() else parsedate_to_datetime(text))
    except (ValueError, TypeError, OverflowError, IndexError):
        return _as_written(text)


def _as_written(text: str) -> tuple[datetime, bool] | None:
    """A date in the words of people; not 3/5/2024, which may be in March or in May."""
    found = written_dates.find(text, "en")
    if (
        len(found) != 1
        or found[0].start > len("Wednesday, ")
        or found != written_dates.find(text, "en", month_first=True)
    ):
        return None
    return found[0].moment, False


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


def is_worded(value: object) -> bool:
    """Whether a value of data is a day in the words of people: "May 14, 2024"."""
    return isinstance(value, str) and value.strip()[:1].isalpha() and ":" not in value


def properties(tree: HtmlElement) -> dict[str, list[HtmlElement]]:
    """The elements of microdata and RDFa by the schema.org name of their property: one walk for all."""
    found: dict[str, list[HtmlElement]] = {}
    for element in cast(list[HtmlElement], _marked(tree)):
        name = element.get("itemprop") or element.get("property") or ""
        if element.tag != "meta" and "date" in name:
            found.setdefault(_NAMES.get(name, name), []).append(element)
    return found


def stated(
    graph: Graph,
    article: Node | None,
    meta: dict[str, list[str]],
    marked: Mapping[str, Sequence[HtmlElement]],
    key: str,
    names: Iterable[str],
) -> Iterator[tuple[object, DateOrigin]]:
    """What the data says under schema.org's name `key`, and under the `names` that meta elements have for it.

    `marked` are the elements of the page with a property, see `properties`.
    """
    for node in [article, *graph.articles(), *graph.pages()]:
        if node is not None:
            value = node.get(key)
            yield from ((v, DateOrigin.JSON_LD) for v in (value if isinstance(value, list) else [value]))
    yield from named(meta, names)
    for element in marked.get(key, ()):
        yield element.get("datetime") or element.get("content") or element.text, DateOrigin.META


def named(meta: dict[str, list[str]], names: Iterable[str]) -> Iterator[tuple[object, DateOrigin]]:
    """What meta elements of these names say."""
    for name in " ".join(names).split():
        yield from ((value, DateOrigin.META) for value in meta.get(name, ()))


def others(values: Iterable[tuple[object, DateOrigin]], than: datetime, latest: datetime) -> Iterator[Found]:
    """Plausible ones that name another day."""
    for value, origin in values:
        read = parse(value)
        if read is not None and EARLIEST <= read[0] <= latest and not same_day(read[0], than):
            yield read[0], origin


def same_day(one: datetime, other: datetime) -> bool:
    """Whether two moments are on the same day somewhere on earth."""
    return abs(one - other) <= timedelta(hours=38)


def best(values: Iterable[tuple[object, DateOrigin]], latest: datetime) -> Found | None:
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
