"""Counts every capture in and every outcome out, and fails the run when they do not add up."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import apache_beam as beam

from schemas.ledger import Ledger, Outcome, Tally
from schemas.reject import Reject
from transforms.address import registrable_domain
from transforms.storage import replace


class LedgerError(Exception):
    """The run lost or doubled a capture."""


def source_of(url: str | None, capture_uri: str) -> str:
    """The ledger's name of a source: the registrable domain, else the folder that the capture is in."""
    return (registrable_domain(url) if url else None) or capture_uri.partition("/")[0]


def reject_tally(reject: Reject) -> Tally:
    """The tally of a reject."""
    outcome = Outcome.REJECTED if reject.reason.is_article else Outcome.NOT_ARTICLE
    return outcome, source_of(reject.url, reject.capture_uri), reject.reason


@dataclass
class WriteLedger(beam.PTransform[Any, Any]):
    """(Tally, count) pairs -> OUTPUT/_ledger/<run>.json, written once; LedgerError where it does not add up."""

    output: str
    run: str

    def expand(self, counts: beam.PCollection[tuple[Tally, int]]) -> beam.PCollection[None]:
        """Adds up, writes, checks."""
        return (
            counts
            | "Add up" >> beam.CombinePerKey(sum)
            | "To one" >> beam.combiners.ToList()
            | "Close" >> beam.Map(_close, self.output, self.run)
        )


def ledger_path(output: str, run: str) -> str:
    """Where a run's ledger is."""
    return f"{output}/_ledger/{run}.json"


def _close(counts: Iterable[tuple[Tally, int]], output: str, run: str) -> None:
    ledger = Ledger.of(run, counts)
    replace(ledger_path(output, run), ledger.to_json().encode())
    if wrong := ledger.imbalance():
        raise LedgerError(f"the ledger does not add up; {'; '.join(wrong[:5])}; see {ledger_path(output, run)}")
