"""What belongs to a file, kept until the window of its elements is over: the panes of a stream.

Not Beam's own windows: a runner drops what comes later than the allowed lateness, without a word, and some fire a pane
twice. State is exactly once, and a late element is a pane of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

import apache_beam as beam
from apache_beam.coders import BytesCoder, VarIntCoder
from apache_beam.transforms.timeutil import TimeDomain
from apache_beam.transforms.userstate import (
    BagStateSpec,
    ReadModifyWriteStateSpec,
    TimerSpec,
    on_timer,
)
from apache_beam.transforms.window import TimestampedValue
from apache_beam.utils.timestamp import MAX_TIMESTAMP, MIN_TIMESTAMP, Duration, Timestamp

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


@dataclass
class Gather(beam.PTransform[Any, Any]):
    """(key, bytes) -> (key, [bytes]) when a window is over, at once for what is late. In the place of GroupByKey.

    What comes out stands at the end of its window.
    """

    windows: Windows

    def expand(self, keyed: beam.PCollection[tuple[str, bytes]]) -> beam.PCollection[tuple[str, list[bytes]]]:
        """One stateful step."""
        panes: beam.PCollection[tuple[str, list[bytes]]] = keyed | "Pane" >> beam.ParDo(
            _Gather(self.windows)
        ).with_output_types(tuple[str, list[bytes]])
        return panes


@dataclass
class _Gather(beam.DoFn):
    windows: Windows

    VALUES: ClassVar = BagStateSpec("values", BytesCoder())
    DUE: ClassVar = ReadModifyWriteStateSpec("due", VarIntCoder())
    PANE: ClassVar = TimerSpec("pane", TimeDomain.WATERMARK)

    def process(
        self,
        pair: tuple[str, bytes],
        at: Any = beam.DoFn.TimestampParam,
        values: Any = beam.DoFn.StateParam(VALUES),
        due: Any = beam.DoFn.StateParam(DUE),
        pane: Any = beam.DoFn.TimerParam(PANE),
    ) -> None:
        values.add(pair[1])
        wanted, set_to = self.windows.pane(at), due.read()
        if set_to is None or wanted.micros < set_to:
            # A key has one timer: a later element must not put it off.
            due.write(wanted.micros)
            pane.set(wanted)

    @on_timer(PANE)
    def give(
        self,
        key: Any = beam.DoFn.KeyParam,
        values: Any = beam.DoFn.StateParam(VALUES),
        due: Any = beam.DoFn.StateParam(DUE),
    ) -> Iterator[Any]:
        found, at = list(values.read()), due.read()
        values.clear()
        due.clear()
        if found and at is not None:
            yield TimestampedValue((key, found), Timestamp(micros=at) - Duration(self.windows.grace))
