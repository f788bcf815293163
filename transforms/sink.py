"""Rows into Parquet files that are merged into what is there: indifferent to reruns and repeated or reordered panes."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, NamedTuple

import apache_beam as beam
import pyarrow as pa
import pyarrow.parquet as pq

from schemas.arrow import arrow_schema, to_table
from schemas.article import Article
from schemas.ledger import Count, Outcome, Tally
from schemas.reject import Reject
from transforms.layout import article_file, reject_file
from transforms.ledger import tally
from transforms.storage import read_if_present, replace

ROW_GROUP = 4096


class Merged(NamedTuple):
    """A file's rows, and for each new row whether it is among them."""

    table: pa.Table
    kept: list[bool]


def merge(
    new: pa.Table, old: pa.Table | None, *, capture: tuple[str, ...], key: tuple[str, ...], order: tuple[str, ...]
) -> Merged:
    """The union of two tables by `key`, sorted by `order`; the first row in that order wins, nulls sort last.

    Old rows of a capture that is among the new ones are left out: the capture was read again, maybe by a newer
    program.
    """
    both = new
    if old is not None and old.num_rows:
        again = set(_tuples(new, capture))
        both = pa.concat_tables([new, old.filter(pa.array((row not in again for row in _tuples(old, capture)), pa.bool_()))])
    ranks = [tuple((value is None, value) for value in row) for row in _tuples(both, order)]
    keys = _tuples(both, key)
    first: dict[tuple[Any, ...], int] = {}
    for index in sorted(range(both.num_rows), key=ranks.__getitem__):
        first.setdefault(keys[index], index)
    chosen = set(first.values())
    return Merged(both.take(pa.array(first.values(), pa.int64())), [index in chosen for index in range(new.num_rows)])


def _tuples(table: pa.Table, names: tuple[str, ...]) -> list[tuple[Any, ...]]:
    return list(zip(*(table.column(name).to_pylist() for name in names), strict=True))


def to_parquet(table: pa.Table) -> bytes:
    """The bytes of a file: the same rows give the same bytes."""
    buffer = BytesIO()
    pq.write_table(table.combine_chunks(), buffer, compression="zstd", row_group_size=ROW_GROUP)
    return buffer.getvalue()


def from_parquet(data: bytes, record: type) -> pa.Table:
    """A file's rows in the present schema; a column that the file lacks is null."""
    table, schema = pq.read_table(BytesIO(data)), arrow_schema(record)
    return table if table.schema.equals(schema) else pa.Table.from_pylist(table.to_pylist(), schema=schema)


@dataclass
class WriteArticles(beam.PTransform[Any, Any]):
    """Article -> OUTPUT/articles/…, and the tallies of what was written."""

    output: str
    window: int
    shards: int

    def expand(self, articles: beam.PCollection[Article]) -> beam.PCollection[tuple[Tally, int]]:
        """Groups by file; `window` is in seconds."""
        keyed = articles | beam.WithKeys(lambda row: article_file(row, self.window, self.shards))
        counts: beam.PCollection[tuple[Tally, int]] = (
            keyed | "By file" >> beam.GroupByKey() | beam.FlatMap(_write_articles, f"{self.output}/articles")
        )
        return counts


@dataclass
class WriteRejects(beam.PTransform[Any, Any]):
    """Reject -> OUTPUT/rejects/<run>/…, and the tallies of what was written."""

    output: str
    window: int
    run: str

    def expand(self, rejects: beam.PCollection[Reject]) -> beam.PCollection[tuple[Tally, int]]:
        """Groups by file; `window` is in seconds."""
        keyed = rejects | beam.WithKeys(lambda row: reject_file(row, self.window))
        counts: beam.PCollection[tuple[Tally, int]] = (
            keyed | "By file" >> beam.GroupByKey() | beam.FlatMap(_write_rejects, rejects_folder(self.output, self.run))
        )
        return counts


def rejects_folder(output: str, run: str) -> str:
    """Where a run's rejects are."""
    return f"{output}/rejects/{run}"


def _write_articles(group: tuple[str, Iterable[Article]], folder: str) -> Iterator[tuple[Tally, int]]:
    file, rows = group[0], list(group[1])
    counts: Counter[Tally] = Counter()
    for row, kept in zip(rows, put(f"{folder}/{file}", Article, rows), strict=True):
        outcome = Outcome.WRITTEN if kept else Outcome.UNCHANGED
        counts[tally(outcome, row.url, row.capture_uri)[0]] += 1
        if kept:
            counts.update((Count.REMOVED.value, str(piece.kind), "") for piece in row.removed)
            counts.update((Count.ENTITIES.value, entity.label, "") for entity in row.entities or ())
    yield from counts.items()


def _write_rejects(group: tuple[str, Iterable[Reject]], folder: str) -> Iterator[tuple[Tally, int]]:
    file, rows = group[0], list(group[1])
    put(f"{folder}/{file}", Reject, rows)
    for row in rows:
        outcome = Outcome.REJECTED if row.reason.is_article else Outcome.NOT_ARTICLE
        yield tally(outcome, row.url, row.capture_uri, row.reason)


ORDER = {
    Article: {
        "capture": ("capture_uri", "capture_digest"),
        "key": ("article_id", "revision_id"),
        "order": ("article_id", "captured_at", "revision_id", "capture_uri"),
    },
    Reject: {
        "capture": ("capture_uri",),
        "key": ("capture_uri", "stage"),
        "order": ("capture_uri", "stage"),
    },
}


def put(path: str, record: type, rows: list[Any]) -> list[bool]:
    """Merges rows into the file at `path`; says of each row whether it is in the file."""
    there = read_if_present(path)
    old = from_parquet(there, record) if there is not None else None
    merged = merge(to_table(record, rows), old, **ORDER[record])
    data = to_parquet(merged.table)
    if data != there:
        replace(path, data)
    return merged.kept
