"""What of an output is older than a time: a function of the names of its files, which say when they were captured."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import BinaryIO

import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms.base.window_names import window_of

_DAY = re.compile(r"/date=(\d{4}-\d{2}-\d{2})/")


def old_archives(paths: Iterable[str], before: datetime) -> list[str]:
    """Archives whose day, window or round began two days before that.

    What is in one may be a day younger, and by as much as its last round took.
    """
    return sorted(path for path in paths if (start := window_of(path)) and start + timedelta(days=2) <= before)


def maybe_old_articles(paths: Iterable[str], before: datetime) -> list[str]:
    """Files of articles whose window of capture began before that. Undated ones are never old."""
    return sorted(path for path in paths if (start := window_of(path)) and start < before)


def last_capture(file: BinaryIO) -> datetime | None:
    """When the youngest row of a file of articles was captured; None if a row does not say."""
    captured = pq.read_table(file, columns=["captured_at"]).column("captured_at")
    latest: datetime | None = None if captured.null_count else pc.max(captured).as_py()
    return latest


def old_index(paths: Iterable[str], before: datetime) -> list[str]:
    """Files of the index whose day of capture was over before that."""
    return sorted(path for path in paths if (day := _DAY.search(path)) and _end_of(day[1]) <= before)


def _end_of(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day) + timedelta(days=1), time(), UTC)
