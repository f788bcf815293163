"""Rows into the files of an output, each file a function of its rows."""

import pickle
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import apache_beam as beam

from schemas.article import Article, Gone, Row
from schemas.coder import decode, encode
from schemas.ledger import Count, Outcome, Tally
from schemas.reject import Reason, Reject
from transforms.base import metrics
from transforms.base.parquet import PART
from transforms.base.progress import ARTICLES, append
from transforms.base.spill import Parcels, Spill
from transforms.base.tally import tally
from transforms.write.layout import reject_file
from transforms.write.table import merge_rows


@dataclass
class WriteArticles(beam.PTransform[Any, Any]):
    """(file, Article or its parcel or Gone) -> OUTPUT/articles/<file>, and the tallies of what was written.

    `group` gathers what belongs to a file: all of a run, or in a stream a pane of a window.
    """

    output: str
    group: beam.PTransform[Any, Any] = field(default_factory=beam.GroupByKey)
    progress: str | None = None

    def expand(self, by_file: beam.PCollection[tuple[str, Row | bytes]]) -> beam.PCollection[tuple[Tally, int]]:
        """Groups by file and merges."""
        folder = f"{self.output}/articles"
        keyed = by_file | beam.MapTuple(
            lambda file, row: (file, row if isinstance(row, bytes) else encode(row))
        ).with_output_types(tuple[str, bytes])
        counts: beam.PCollection[tuple[Tally, int]] = (
            keyed | "By file" >> self.group | beam.FlatMap(_write_articles, folder, self.progress)
        )
        return counts


@dataclass
class WriteRejects(beam.PTransform[Any, Any]):
    """Reject -> OUTPUT/rejects/<run>/…, and the tallies of what was written. `spill` as for `Revise`."""

    output: str
    window: int
    run: str
    group: beam.PTransform[Any, Any] = field(default_factory=beam.GroupByKey)
    spill: str | None = None

    def expand(self, rejects: beam.PCollection[Reject]) -> beam.PCollection[tuple[Tally, int]]:
        """Groups by file; `window` is in seconds."""
        folder = rejects_folder(self.output, self.run)
        keyed = rejects | "Keep" >> beam.ParDo(_Keep(self.window, self.spill)).with_output_types(tuple[str, bytes])
        counts: beam.PCollection[tuple[Tally, int]] = (
            keyed | "By file" >> self.group | beam.FlatMap(_write_rejects, folder)
        )
        return counts


@dataclass
class _Keep(beam.DoFn):
    """Keeps a reject with the file that it goes to."""

    window: int
    spill: str | None

    def start_bundle(self) -> None:
        self.kept = Spill(self.spill)

    def process(self, row: Reject) -> Iterator[tuple[str, bytes]]:
        yield reject_file(row, self.window), self.kept.parcel(pickle.dumps(row))

    def finish_bundle(self) -> None:
        self.kept.close()


def rejects_folder(output: str, run: str) -> str:
    """Where a run's rejects are."""
    return f"{output}/rejects/{run}"


def _write_articles(
    group: tuple[str, Iterable[bytes]], folder: str, progress: str | None
) -> Iterator[tuple[Tally, int]]:
    file, parcels = group[0], list(group[1])
    counts: Counter[Tally] = Counter()
    lag = metrics.distribution(metrics.LAG)
    with Parcels(parcels, decode) as items:
        gone = [item for item in items if isinstance(item, Gone)]
        rows: Sequence[Row] = items.where(lambda item: isinstance(item, Article)) if gone else items
        if len(rows) <= PART:
            # As many are held at a time in any case: they are made once, and not whenever they are asked for.
            rows = list(rows)
        kept = merge_rows(f"{folder}/{file}", Article, rows, gone)
        for row, written in zip(rows, kept, strict=True):
            assert isinstance(row, Article)
            outcome = Outcome.WRITTEN if written else Outcome.UNCHANGED
            counts[tally(outcome, row.url, row.capture_uri)[0]] += 1
            if written:
                counts.update((Count.REMOVED.value, str(piece.kind), "") for piece in row.removed)
                counts.update((Count.ENTITIES.value, entity.label, "") for entity in row.entities or ())
                if row.published_at:
                    lag.update(max(0, round(time.time() - row.published_at.timestamp())))
    metrics.counter(metrics.ARTICLES).inc(sum(kept))
    append(progress, ARTICLES, sum(kept))
    yield from counts.items()


def _write_rejects(group: tuple[str, Iterable[bytes]], folder: str) -> Iterator[tuple[Tally, int]]:
    file, parcels = group[0], list(group[1])
    with Parcels(parcels, _reject) as rows:
        # A record that says that nothing changed is an outcome and holds nothing to try again.
        merge_rows(f"{folder}/{file}", Reject, rows.where(lambda row: row.reason != Reason.UNCHANGED))
        for row in rows:
            metrics.counter(metrics.rejects(row.reason)).inc()
            yield tally(row.reason.outcome, row.url, row.capture_uri, row.reason)


def _reject(data: bytes) -> Reject:
    return cast(Reject, pickle.loads(data))
