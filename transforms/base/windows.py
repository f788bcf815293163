"""Windows in event time, which is the time of capture."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apache_beam.utils.timestamp import MAX_TIMESTAMP, MIN_TIMESTAMP, Duration, Timestamp

UNDATED = "undated"
"""The window of what has no time of capture."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROS = 1_000_000


@dataclass(frozen=True, slots=True)
class Windows:
    """Fixed windows in event time, which is the time of capture. Lengths in seconds.

    A pane comes `grace` after the end of its window: what is captured at its end arrives a moment later. A capture
    older than `lateness` when it arrives belongs to the window of its arrival.
    """

    length: int
    grace: float
    lateness: float

    def end(self, at: Timestamp) -> Timestamp:
        """The end of the window that holds a time: its last moment, for no element lies behind the watermark's end."""
        if at <= MIN_TIMESTAMP:
            return at
        span = self.length * MICROS
        return min(Timestamp(micros=(at.micros // span + 1) * span - 1), _LAST)

    def pane(self, at: Timestamp) -> Timestamp:
        """When the pane of the window that holds a time is given."""
        return min(self.end(at) + Duration(self.grace), _LAST)

    def event_time(self, captured_at: datetime | None, arrived: Timestamp) -> Timestamp:
        """The time of a capture; of its arrival, where it is unknown, too old, or lies ahead."""
        if captured_at is None or arrived <= MIN_TIMESTAMP:
            return arrived
        captured = timestamp(captured_at)
        return captured if arrived - Duration(self.lateness) <= captured <= arrived else arrived


def timestamp(at: datetime) -> Timestamp:
    """A time as Beam has it. Beam knows UTC under two names only, and pyarrow gives it a third."""
    return Timestamp.from_utc_datetime(at.astimezone(UTC))


_LAST = MAX_TIMESTAMP - Duration(seconds=2 * 86400)


def capture_window(captured_at: datetime | None, seconds: int) -> str:
    """The start of the fixed window that holds the time of capture, counted from 1970, as in 20240216T093000Z."""
    if captured_at is None:
        return UNDATED
    try:
        start = captured_at - (captured_at - EPOCH) % timedelta(seconds=seconds)
    except OverflowError:
        start = datetime.min
    return f"{start.year:04}{start:%m%dT%H%M%SZ}"
