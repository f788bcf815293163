"""The ledger of a stream: one file that grows with every window, in which closed windows add up."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
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
from apache_beam.transforms.window import GlobalWindow
from apache_beam.utils.timestamp import Duration, Timestamp
from apache_beam.utils.windowed_value import WindowedValue

from schemas.ledger import Ledger, Tally
from transforms.base.storage import write_whole
from transforms.base.tally import ledger_path
from transforms.base.timers import wake_at_first
from transforms.base.windows import Windows


@dataclass
class KeepLedger(beam.PTransform[Any, Any]):
    """(Tally, count) pairs -> OUTPUT/_ledger/<run>.json, written again when a window is over."""

    output: str
    run: str
    windows: Windows

    def expand(self, counts: beam.PCollection[tuple[Tally, int]]) -> beam.PCollection[None]:
        """Adds up in each bundle, then in one place."""
        kept: beam.PCollection[None] = (
            counts
            | "In bundles" >> beam.ParDo(_AddUp(self.windows)).with_output_types(tuple[str, bytes])
            | "In one place" >> beam.ParDo(_Keep(self.output, self.run, self.windows))
        )
        return kept


@dataclass
class _AddUp(beam.DoFn):
    windows: Windows

    def start_bundle(self) -> None:
        self.sums: dict[Timestamp, Counter[Tally]] = {}

    def process(self, counted: tuple[Tally, int], at: Any = beam.DoFn.TimestampParam) -> None:
        self.sums.setdefault(self.windows.end(at), Counter())[counted[0]] += counted[1]

    def finish_bundle(self) -> Iterator[Any]:
        for end, sums in self.sums.items():
            value = "", json.dumps([end.micros, [[*what, count] for what, count in sorted(sums.items())]]).encode()
            yield WindowedValue(value, end, (GlobalWindow(),))


@dataclass
class _Keep(beam.DoFn):
    output: str
    run: str
    windows: Windows

    OPEN: ClassVar = BagStateSpec("open", BytesCoder())
    CLOSED: ClassVar = ReadModifyWriteStateSpec("closed", BytesCoder())
    DUE: ClassVar = ReadModifyWriteStateSpec("due", VarIntCoder())
    PANE: ClassVar = TimerSpec("pane", TimeDomain.WATERMARK)

    def process(
        self,
        pair: tuple[str, bytes],
        at: Any = beam.DoFn.TimestampParam,
        still_open: Any = beam.DoFn.StateParam(OPEN),
        due: Any = beam.DoFn.StateParam(DUE),
        pane: Any = beam.DoFn.TimerParam(PANE),
    ) -> None:
        still_open.add(pair[1])
        wake_at_first(self.windows.pane(at), due, pane)

    @on_timer(PANE)
    def close(
        self,
        still_open: Any = beam.DoFn.StateParam(OPEN),
        closed: Any = beam.DoFn.StateParam(CLOSED),
        due: Any = beam.DoFn.StateParam(DUE),
        pane: Any = beam.DoFn.TimerParam(PANE),
    ) -> None:
        now = due.read()
        if now is None:
            return
        due.clear()
        before = closed.read()
        ledgers = [Ledger.from_json(before.decode())] if before else []
        later: list[bytes] = []
        for counted in still_open.read():
            end, counts = json.loads(counted)
            if end + round(self.windows.grace * 1_000_000) <= now:
                ledgers.append(_ledger(self.run, counts))
            else:
                later.append(counted)
        still_open.clear()
        for counted in later:
            still_open.add(counted)
            wake_at_first(Timestamp(micros=json.loads(counted)[0]) + Duration(self.windows.grace), due, pane)
        text = Ledger.merged(self.run, ledgers).to_json().encode()
        closed.write(text)
        write_whole(ledger_path(self.output, self.run), text)


def _ledger(run: str, counts: Iterable[list[Any]]) -> Ledger:
    return Ledger.of(run, (((what, name, reason), count) for what, name, reason, count in counts))
