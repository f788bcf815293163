"""Rows into Parquet files that are merged into what is there: indifferent to reruns and repeated or reordered panes."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
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
from transforms.ledger import source_of
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
        both = pa.concat_tables([new, old.filter(pa.array([row not in again for row in _tuples(old, capture)]))])
    ranks = [tuple((value is None, value) for value in row) for row in _tuples(both, order)]
    keys = _tuples(both, key)
    first: dict[tuple[Any, ...], int] = {}
    for index in sorted(range(both.num_rows), key=ranks.__getitem__):
        first.setdefault(keys[index], index)
    chosen = set(first.values())
    return Merged(both.take(list(first.values())), [index in chosen for index in range(new.num_rows)])


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
