"""When an article was published and changed, and where that was read."""

import re
from copy import copy
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit

from htmldate import find_date
from lxml.html import HtmlElement

from schemas.article import DateOrigin
from transforms.base.months import month
from transforms.extract import visible_dates, written_dates
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
    same_day,
    stated,
)
from transforms.extract.header import Header
from transforms.extract.parsed_page import ParsedPage

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
    page: ParsedPage, header: Header, captured_at: datetime | None, language: str | None
) -> tuple[Found | None, datetime | None]:
    """First publication and last change, each or neither, in the order of trust: data, headline, address, text.

    What is dated after the capture, or before the web, is neither.
    """
    latest = min(captured_at, _LATEST) + _AHEAD if captured_at else _LATEST
    clear = list(stated(page, "datePublished", PUBLISHED))
    # A day in words is what a template printed, often the one of the last change.
    worded = [statement for statement in clear if is_worded(statement.value)]
    clear = [statement for statement in clear if not is_worded(statement.value)]
    vague = [*worded, *named(page.meta, VAGUE), *stated(page, "dateCreated", CREATED)]
    # What is vague may name the offset of what is not.
    published = best(clear, latest) and best([*clear, *vague], latest)
    modified = best(stated(page, "dateModified", MODIFIED), latest)
    rivals = list(others(clear, published.moment, latest)) if published else []
    if published is not None and modified is not None and not rivals:
        return published, modified.moment
    suffix = (urlsplit(page.url or "").hostname or "").rpartition(".")[2]
    month_first = written_dates.is_month_first(language, suffix)
    shown = visible_dates.read(page, header, latest, language, month_first=month_first)
    if published is None:
        published = _unstated(page, shown, best(vague, latest), modified, latest)
        if published is None and (found := _anywhere(page.tree, latest)):
            neither = visible_dates.of_something_else(page.blocks, language, month_first=month_first)
            published = found if found.moment not in neither else None
    elif shown.published and not same_day(published.moment, shown.published):
        # Where data contradicts itself, what readers see decides.
        published = next((rival for rival in rivals if same_day(rival.moment, shown.published)), published)
    return published, modified.moment if modified else shown.updated


def _unstated(
    page: ParsedPage,
    shown: visible_dates.Shown,
    vague: Found | None,
    modified: Found | None,
    latest: datetime,
) -> Found | None:
    """The first publication of a page whose data does not say it, or says it under a `vague` name.

    Where nothing else is said, the last change stands for it; None where the page does not say that either.
    """
    if vague is not None and (shown.published is None or same_day(vague.moment, shown.published)):
        is_day = shown.published is not None and vague.moment.time() == time.min
        return Found(shown.published, DateOrigin.TEXT) if is_day and shown.published else vague
    day = _in_url(page.url)
    if day is not None and EARLIEST <= day <= latest:
        # The address has the day, the page may have the hour of it.
        for hour in (shown.published, visible_dates.marked(page.tree, latest)):
            if hour is not None and same_day(hour, day):
                return Found(hour, DateOrigin.TEXT)
        return Found(day, DateOrigin.URL)
    found = shown.published or shown.elsewhere or visible_dates.marked(page.tree, latest) or shown.updated
    return Found(found, DateOrigin.TEXT) if found else modified


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
    parsed = parse(day)
    return Found(parsed.moment, DateOrigin.TEXT) if parsed else None
