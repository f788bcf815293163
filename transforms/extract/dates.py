"""When an article was published and changed, and where that was read."""

import re
from collections.abc import Sequence
from copy import copy
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit

from htmldate import find_date
from lxml.html import HtmlElement

from schemas.article import DateOrigin
from transforms.base.months import month
from transforms.extract import visible_dates, written_dates
from transforms.extract.blocks import PageBlock
from transforms.extract.data_dates import (
    CREATED,
    EARLIEST,
    MODIFIED,
    PUBLISHED,
    VAGUE,
    Found,
    best,
    is_worded,
    named,
    others,
    parse,
    properties,
    same_day,
    stated,
)
from transforms.extract.header import Header
from transforms.extract.jsonld import Graph, Node

_LATEST = datetime(2100, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=2)
"""How far after its capture a page may date itself: clocks, zones and embargoes."""
_URL = re.compile(
    r"/((?:19|20)\d\d)(?:[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|\b(?!\d))"
    r"|/(\d{1,2}|[a-z]{3,9})/(\d{1,2})(?=/))",
    re.IGNORECASE,
)
_URL_DAY_FIRST = re.compile(r"/(1[3-9]|2\d|3[01])-(0?[1-9]|1[0-2])-((?:19|20)\d\d)(?=[/_.-]|\b(?!\d))")


def read(
    tree: HtmlElement,
    blocks: Sequence[PageBlock],
    header: Header,
    graph: Graph,
    article: Node | None,
    meta: dict[str, list[str]],
    url: str | None,
    at: datetime | None,
    language: str | None,
) -> tuple[Found | None, datetime | None]:
    """First publication and last change, each or neither, in the order of trust: data, headline, address, text.

    `at` is the time of capture: what is dated after it, or before the web, is neither.
    """
    latest = min(at, _LATEST) + _AHEAD if at else _LATEST
    marked = properties(tree)
    clear = list(stated(graph, article, meta, marked, "datePublished", PUBLISHED))
    # A day in words is what a template printed, often the one of the last change.
    worded = [one for one in clear if is_worded(one[0])]
    clear = [one for one in clear if not is_worded(one[0])]
    vague = [*worded, *named(meta, VAGUE), *stated(graph, article, meta, marked, "dateCreated", CREATED)]
    # What is vague may name the offset of what is not.
    published = best(clear, latest) and best([*clear, *vague], latest)
    modified = best(stated(graph, article, meta, marked, "dateModified", MODIFIED), latest)
    rivals = list(others(clear, published[0], latest)) if published else []
    if published is not None and modified is not None and not rivals:
        return published, modified[0]
    suffix = (urlsplit(url or "").hostname or "").rpartition(".")[2]
    month_first = written_dates.is_month_first(language, suffix)
    shown = visible_dates.read(tree, blocks, header, latest, language, month_first=month_first)
    if published is None:
        published = _unstated(tree, shown, best(vague, latest), modified, url, latest)
    elif shown.published and not same_day(published[0], shown.published):
        # Where data contradicts itself, what readers see decides.
        published = next((rival for rival in rivals if same_day(rival[0], shown.published)), published)
    return published, modified[0] if modified else shown.updated


def _unstated(
    tree: HtmlElement,
    shown: visible_dates.Shown,
    vague: Found | None,
    modified: Found | None,
    url: str | None,
    latest: datetime,
) -> Found | None:
    """The first publication of a page whose data does not say it, or says it under a `vague` name.

    Where nothing else is said, the last change stands for it.
    """
    if vague is not None and (shown.published is None or same_day(vague[0], shown.published)):
        is_day = shown.published is not None and vague[0].time() == time.min
        return (shown.published, DateOrigin.TEXT) if is_day and shown.published else vague
    day = _in_url(url)
    if day is not None and EARLIEST <= day <= latest:
        # The address has the day, the page may have the hour of it.
        for hour in (shown.published, visible_dates.marked(tree, latest)):
            if hour is not None and same_day(hour, day):
                return hour, DateOrigin.TEXT
        return day, DateOrigin.URL
    found = shown.published or shown.elsewhere or visible_dates.marked(tree, latest) or shown.updated
    return (found, DateOrigin.TEXT) if found else modified or _anywhere(tree, latest)


def _in_url(url: str | None) -> datetime | None:
    """The day in a path: /2024/03/05/, /20240305, /2024/3/5/, /2024/mar/05/, /29-10-2021."""
    path = urlsplit(url).path if url else ""
    if match := _URL.search(path):
        year, month_, day = match[1], match[2] or match[4], match[3] or match[5]
    elif match := _URL_DAY_FIRST.search(path):
        day, month_, year = match[1], match[2], match[3]
    else:
        return None
    number = int(month_) if month_.isdecimal() else (month((month_,), "en") or (0,))[0]
    try:
        return datetime(int(year), number, int(day), tzinfo=UTC)
    except ValueError:
        return None


def _anywhere(tree: HtmlElement, latest: datetime) -> Found | None:
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
