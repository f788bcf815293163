"""How many articles there are: by source, language, day and hour."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.report.rows import Batch, sources, value_counts

COLUMNS = ("source", "language", "published_at", "captured_at")
DAYS, HOURS = 120, 72
"""What is shown of the time before the newest day, and of that before the newest capture."""
_HOUR = 3_600_000_000


@dataclass
class Survey:
    """What must be known before anything is counted in detail: who there is, and which times are the newest."""

    articles: int = 0
    by_source: Counter[str] = field(default_factory=Counter)
    by_language: Counter[str] = field(default_factory=Counter)
    oldest_day: str | None = None
    newest_day: str | None = None
    newest_capture: datetime | None = None

    def add(self, batch: Batch) -> None:
        """Counts the rows of a batch."""
        self.articles += batch.table.num_rows
        for (source,), count in value_counts(pa.table({"source": sources(batch.table)}), ["source"]):
            self.by_source[source] += count
        for (language,), count in value_counts(batch.table, ["language"]):
            self.by_language[language or "unknown"] += count
        if batch.day:
            self.oldest_day = min(self.oldest_day or batch.day, batch.day)
            self.newest_day = max(self.newest_day or batch.day, batch.day)
        newest = pc.max(batch.table.column("captured_at")).as_py()
        if newest:
            self.newest_capture = max(self.newest_capture or newest, newest).astimezone(UTC)

    def largest(self, count: int) -> tuple[str, ...]:
        """The sources with most articles."""
        return tuple(name for name, _ in ranked(self.by_source)[:count])


def ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    """The largest first; equal ones by name."""
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


@dataclass
class Volume:
    """Articles by day of publication and by hour of capture, each by source; other sources are one."""

    shown: tuple[str, ...]
    last_day: date | None
    last_hour: datetime | None
    by_day: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_hour: Counter[tuple[str, int]] = field(default_factory=Counter)
    undated: int = 0
    before: int = 0
    """Articles of days before those that are shown."""

    def add(self, batch: Batch) -> None:
        """Counts the rows of a batch."""
        known = sources(batch.table, self.shown)
        self._add_day(batch, known)
        if self.last_hour:
            hour = _hours(batch.table.column("captured_at"))
            last = int(self.last_hour.timestamp()) // 3600
            table = pa.table({"source": known, "hour": hour})
            recent = table.filter(pc.greater(table.column("hour"), last - HOURS))
            for (name, at), count in value_counts(recent, ["source", "hour"]):
                self.by_hour[name, at - last + HOURS - 1] += count

    def _add_day(self, batch: Batch, known: pa.ChunkedArray) -> None:
        if batch.day is None or self.last_day is None:
            self.undated += batch.table.num_rows
        elif self.first_day and date.fromisoformat(batch.day) < self.first_day:
            self.before += batch.table.num_rows
        else:
            for (name,), count in value_counts(pa.table({"source": known}), ["source"]):
                self.by_day[name, batch.day] += count

    @property
    def first_day(self) -> date | None:
        """The first day that is shown."""
        return self.last_day and self.last_day - timedelta(days=DAYS - 1)

    def days(self) -> list[date]:
        """The days from the first that has articles to the last."""
        first = min((date.fromisoformat(day) for _, day in self.by_day), default=None)
        if first is None or self.last_day is None:
            return []
        return [first + timedelta(days=number) for number in range((self.last_day - first).days + 1)]

    def hours(self) -> list[datetime]:
        """The hours up to the newest capture."""
        if self.last_hour is None or not self.by_hour:
            return []
        return [self.last_hour - timedelta(hours=number) for number in reversed(range(HOURS))]


def _hours(times: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.divide(pc.cast(pc.cast(times, pa.timestamp("us", tz="UTC")), pa.int64()), _HOUR)
