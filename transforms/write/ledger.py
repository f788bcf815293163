"""Counts every capture in and every outcome out, and fails the run when they do not add up."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import apache_beam as beam

from schemas.ledger import Count, Ledger, Tally
from transforms.base.apply import Outputs
from transforms.base.beam_internals import several_outputs
from transforms.base.storage import write_whole
from transforms.base.tally import ledger_path, tally


class LedgerError(Exception):
    """The run lost or doubled a capture."""


@dataclass
class CountCaptures(beam.PTransform[Any, Any]):
    """The outputs of Read -> a tally of each capture that came in, within the stage that reads."""

    @several_outputs
    def expand(self, captures: Outputs) -> beam.PCollection[tuple[Tally, int]]:
        """Counts the captures that could be read, and those that could not."""
        ok = captures.ok | "Ok" >> beam.Map(lambda pair: tally(Count.CAPTURED, pair[0].url, pair[0].uri))
        rejected = captures.rejected | "Rejected" >> beam.Map(
            lambda row: tally(Count.CAPTURED, row.url, row.capture_uri)
        )
        both: beam.PCollection[tuple[Tally, int]] = (ok, rejected) | beam.Flatten()
        return both


@dataclass
class WriteLedger(beam.PTransform[Any, Any]):
    """(Tally, count) pairs -> OUTPUT/_ledger/<run>.json, written once; LedgerError if it does not add up."""

    output: str
    run: str

    def expand(self, counts: beam.PCollection[tuple[Tally, int]]) -> beam.PCollection[None]:
        """Adds up, writes, checks."""
        sums = counts | "Add up" >> beam.CombinePerKey(sum) | "To one" >> beam.combiners.ToList()
        closed: beam.PCollection[None] = sums | "Close" >> beam.Map(_close, self.output, self.run)
        return closed


def _close(counts: Iterable[tuple[Tally, int]], output: str, run: str) -> None:
    ledger = Ledger.of(run, counts)
    write_whole(ledger_path(output, run), ledger.to_json().encode())
    if wrong := ledger.imbalance():
        raise LedgerError(f"the ledger does not add up; {'; '.join(wrong[:5])}; see {ledger_path(output, run)}")
