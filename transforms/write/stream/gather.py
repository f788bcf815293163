"""What belongs to a file, kept until the window of its elements is over: the panes of a stream.

Not Beam's own windows: a runner drops what comes later than the allowed lateness, without a word, and some fire a pane
twice. State is exactly once, and a late element is a pane of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
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
from apache_beam.utils.timestamp import Duration, Timestamp

from transforms.base.timers import wake_at_first
from transforms.base.windows import Windows


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
        wake_at_first(self.windows.pane(at), due, pane)

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
