"""Tables in Parquet files that are merged into what is there: indifferent to reruns, repeated and reordered panes."""

from collections.abc import Collection
from io import BytesIO
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.arrow import arrow_schema, to_table
from schemas.article import Article
from schemas.reject import Reject
from schemas.revision import Revision
from transforms.storage import read_if_present, remove, replace

ROW_GROUP = 4096


class Merging(NamedTuple):
    """How rows of a type are merged.

    `capture` tells of which capture a row is; a `key` has one row, the first by `order`; rows stand in that order.
    With `by_place`, a row without a source has one of its own: nothing says that two files are one document.
    """

    capture: tuple[str, ...]
    key: tuple[str, ...]
    order: tuple[str, ...]
    by_place: bool = False


_CAPTURE = ("capture_uri", "capture_digest")
_REVISION = ("article_id", "revision_id")
_BY_TIME = ("article_id", "captured_at", "revision_id", "capture_uri")
MERGING = {
    Article: Merging(_CAPTURE, _REVISION, _BY_TIME, by_place=True),
    Revision: Merging(_CAPTURE, _REVISION, _BY_TIME, by_place=True),
    Reject: Merging(("capture_uri",), ("capture_uri", "stage"), ("capture_uri", "stage")),
}


class Merged(NamedTuple):
    """A file's rows, and for each new row whether it is among them."""

    table: pa.Table
    kept: list[bool]


def put(path: str, record: type, rows: list[Any], gone: Collection[tuple[str, ...]] = ()) -> list[bool]:
    """Merges rows into the file at `path`, and takes out those of the captures `gone`.

    Says of each row whether it is in the file. A file without rows is taken away.
    """
    there = read_if_present(path)
    old = from_parquet(there, record) if there is not None else None
    merged = merge(to_table(record, rows), old, MERGING[record], gone)
    if not merged.table.num_rows:
        remove(path)
        return merged.kept
    data = to_parquet(merged.table)
    if data != there:
        replace(path, data)
    return merged.kept


def merge(new: pa.Table, old: pa.Table | None, how: Merging, gone: Collection[tuple[str, ...]] = ()) -> Merged:
    """The union of two tables; nulls sort last.

    Old rows of a capture that is among the new ones are left out: it was read again, maybe by a newer program.
    """
    both = new
    if old is not None and old.num_rows:
        away = {*_tuples(new, how.capture), *gone}
        stays = (row not in away for row in _tuples(old, how.capture))
        both = pa.concat_tables([new, old.filter(pa.array(stays, pa.bool_()))])
    ranks = [tuple((value is None, value) for value in row) for row in _tuples(both, how.order)]
    keys = _tuples(both, how.key)
    if how.by_place:
        places = _tuples(both, ("source", "capture_uri"))
        keys = [(*key, None if source else uri) for key, (source, uri) in zip(keys, places, strict=True)]
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
