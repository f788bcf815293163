"""Revisions across windows: what is known of an article in keyed state, until it expires."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, cast

import apache_beam as beam
from apache_beam.coders import BytesCoder, VarIntCoder
from apache_beam.pvalue import TaggedOutput
from apache_beam.transforms.timeutil import TimeDomain
from apache_beam.transforms.userstate import (
    ReadModifyWriteStateSpec,
    TimerSpec,
    on_timer,
)
from apache_beam.transforms.window import TimestampedValue
from apache_beam.utils.timestamp import Duration, Timestamp

from schemas.article import Article, Gone
from schemas.coder import decode, encode
from schemas.reject import Reason, Reject
from schemas.revision import Revision
from transforms.base.beam_internals import several_outputs
from transforms.base.timers import wake_at_last
from transforms.base.windows import Windows, timestamp
from transforms.write.index import Index, index_files, remembered
from transforms.write.layout import article_file
from transforms.write.revise import REVISIONS, TALLIES, Draft, Revised, Verdicts, revise


@dataclass
class ReviseStream(beam.PTransform[Any, Any]):
    """Articles and rejects -> what is written to which file, as `Revise` gives it. `file_window` is in seconds."""

    output: str
    file_window: int
    shards: int
    windows: Windows
    expiry: timedelta
    start: datetime

    @several_outputs
    def expand(self, both: tuple[beam.PCollection[Article], beam.PCollection[Reject]]) -> Revised:
        """Decides on each capture when it comes. What was written before `start` is read from the index."""
        articles, rejects = both
        keyed = articles | "By article" >> beam.Map(lambda row: (row.article_id, encode(row))).with_output_types(
            tuple[str, bytes]
        )
        rejected = rejects | "Rejected" >> beam.ParDo(_Ask(self.output, self.start)).with_output_types(
            tuple[str, bytes]
        )
        done = (
            (keyed, rejected)
            | "Both" >> beam.Flatten()
            | "Known" >> beam.Map(lambda pair: pair).with_output_types(tuple[str, bytes])
            | "Revisions"
            >> beam.ParDo(
                _Revise(self.output, self.file_window, self.shards, self.windows, self.expiry, self.start)
            ).with_outputs(TALLIES, REVISIONS, main="by_file")
        )
        return Revised(done.by_file, done[REVISIONS], done[TALLIES])


@dataclass
class _Ask(beam.DoFn):
    """Rejects of captures whose rows stand. What this run wrote it would write again: only what is older is asked."""

    output: str
    start: datetime

    def setup(self) -> None:
        self.index: Index | None = None

    def process(self, reject: Reject) -> Iterator[tuple[str, bytes]]:
        if reject.reason == Reason.UNCHANGED or (reject.captured_at and reject.captured_at >= self.start):
            return
        self.index = self.index or Index(self.output)
        for file in index_files(reject.captured_at):
            if file in self.index:
                for article_id in self.index.captures(file).get(reject.capture, ()):
                    yield article_id, encode(Gone(*reject.capture, article_id))


@dataclass
class _Revise(beam.DoFn):
    output: str
    file_window: int
    shards: int
    windows: Windows
    expiry: timedelta
    start: datetime

    KNOWN: ClassVar = ReadModifyWriteStateSpec("known", BytesCoder())
    UNTIL: ClassVar = ReadModifyWriteStateSpec("until", VarIntCoder())
    EXPIRY: ClassVar = TimerSpec("expiry", TimeDomain.WATERMARK)

    def setup(self) -> None:
        self.index: Index | None = None

    def process(
        self,
        pair: tuple[str, bytes],
        at: Any = beam.DoFn.TimestampParam,
        known: Any = beam.DoFn.StateParam(KNOWN),
        until: Any = beam.DoFn.StateParam(UNTIL),
        expires: Any = beam.DoFn.TimerParam(EXPIRY),
    ) -> Iterator[Any]:
        row = cast(Article | Gone, decode(pair[1]))
        captured_at = row.captured_at if isinstance(row, Article) else None
        stored = known.read()
        if stored is not None:
            revisions = from_json(stored)
        else:
            self.index = self.index or Index(self.output)
            revisions = self.index.find(pair[0], [captured_at, self.start], self.expiry)
        if isinstance(row, Article):
            file = article_file(row, self.file_window, self.shards)
            verdicts = revise([Draft(remembered(row, file), pair[1])], revisions, self.expiry)
        else:
            verdicts = revise([], revisions, self.expiry, [row.capture])
        yield from self._at_their_windows(verdicts, at)
        away = {revision.capture for revision in verdicts.gone}
        written = [draft.revision for draft in verdicts.written]
        away |= {revision.capture for revision in written}
        kept = [*(revision for revision in revisions if revision.capture not in away), *written]
        kept_for = Duration(self.expiry.total_seconds() + self.windows.lateness)
        known.write(to_json(_since(kept, at - kept_for)))
        # What comes late, or was there before the start, must not shorten how long the others are known.
        wake_at_last(self.windows.end(max(at, timestamp(self.start))) + kept_for, until, expires)

    def _at_their_windows(self, verdicts: Verdicts, at: Timestamp) -> Iterator[Any]:
        """A row that goes stands in the window of its capture, so that its pane does not come before the row's own."""
        captured = {revision.capture: revision.captured_at for revision in verdicts.gone}
        for output in verdicts.outputs():
            tag, value = (output.tag, output.value) if isinstance(output, TaggedOutput) else (None, output)
            time = at
            if isinstance(value[1], Gone) and (captured_at := captured[value[1].capture]):
                window = timestamp(captured_at)
                time = window if at < window < at + Duration(self.windows.lateness) else at
            stamped = TimestampedValue(value, time)
            yield TaggedOutput(tag, stamped) if tag else stamped

    @on_timer(EXPIRY)
    def expire(self, known: Any = beam.DoFn.StateParam(KNOWN), until: Any = beam.DoFn.StateParam(UNTIL)) -> None:
        known.clear()
        until.clear()


def _since(revisions: list[Revision], time: Timestamp) -> list[Revision]:
    return [revision for revision in revisions if not revision.captured_at or timestamp(revision.captured_at) >= time]


def to_json(revisions: list[Revision]) -> bytes:
    """Revisions as they are kept in state. Fields by name, so that they may grow."""
    return json.dumps([asdict(revision) for revision in revisions], default=datetime.isoformat).encode()


def from_json(data: bytes) -> list[Revision]:
    """The revisions that `to_json` wrote."""
    return [
        Revision(**(each | {"captured_at": each["captured_at"] and datetime.fromisoformat(each["captured_at"])}))
        for each in json.loads(data)
    ]
