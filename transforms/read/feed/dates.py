"""Dates in feeds, as aware UTC.

feedparser's own chain ends in an ISO 8601 reader that fills what is missing from the clock and works through the
machine's time zone, so its readers are called one by one without that one: the same text gives the same date anywhere.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import struct_time
from typing import cast

from feedparser.datetimes.asctime import _parse_date_asctime
from feedparser.datetimes.greek import _parse_date_greek
from feedparser.datetimes.hungarian import _parse_date_hungarian
from feedparser.datetimes.korean import _parse_date_nate, _parse_date_onblog
from feedparser.datetimes.rfc822 import _parse_date_rfc822
from feedparser.datetimes.w3dtf import _parse_date_w3dtf

_Reader = Callable[[str], struct_time | None]
_READERS = cast(
    tuple[_Reader, ...],
    (
        _parse_date_w3dtf,
        _parse_date_rfc822,
        _parse_date_asctime,
        _parse_date_greek,
        _parse_date_hungarian,
        _parse_date_onblog,
        _parse_date_nate,
    ),
)
_LONGEST = 100
_ZONE = re.compile(r"\s*\([^()]*\)\s*\Z")
_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}


def parse_date(text: object) -> datetime | None:
    """A date in any form that feeds use, in UTC; without a zone it counts as UTC. None for what is none."""
    if not isinstance(text, str) or not text.strip() or len(text) > _LONGEST:
        return None
    text = _ZONE.sub("", text.strip())
    for reader in _READERS:
        try:
            found = reader(text)
            if found is not None:
                return datetime(*found[:6], tzinfo=UTC)
        except (ValueError, OverflowError, KeyError, AttributeError, IndexError, TypeError):
            continue
    try:
        date = datetime.fromisoformat(text)
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def ttl(text: object) -> timedelta | None:
    """RSS 2.0 `<ttl>`, in minutes."""
    minutes = _count(text)
    return timedelta(minutes=minutes) if minutes else None


def update_period(period: object, frequency: object) -> timedelta | None:
    """sy:updatePeriod divided by sy:updateFrequency (https://web.resource.org/rss/1.0/modules/syndication/)."""
    base = _PERIODS.get(period.strip().lower()) if isinstance(period, str) else None
    return base / (_count(frequency) or 1) if base else None


def _count(text: object) -> int:
    """A whole number up to six digits; 0 for anything else."""
    match = re.match(r"\s*([0-9]{1,6})(?:\.[0-9]*)?\s*\Z", text) if isinstance(text, str) else None
    return int(match[1]) if match else 0
