"""Tables in Parquet files that are merged into what is there: indifferent to reruns, repeated and reordered panes."""

from collections.abc import Collection
from typing import Any, NamedTuple

import pyarrow as pa

from schemas.arrow import to_table
from schemas.article import Article
from schemas.reject import Reject
from schemas.revision import Revision
from transforms.base.parquet import from_parquet, to_parquet
from transforms.base.state import DamagedError
from transforms.base.storage import update


class Merging(NamedTuple):
    """How rows of a type are merged.

    `capture` tells of which capture a row is, with `address` of which where two files have one name; a `key` has one
    row, the first by `order`; rows stand in that order. With `by_place`, a row without a source has one of its own:
    nothing says that two files are one document.
    """

    capture: tuple[str, ...]
    key: tuple[str, ...]
    order: tuple[str, ...]
    address: tuple[str, ...] = ()
    by_place: bool = False


_CAPTURE = ("capture_uri", "capture_digest")
_REVISION = ("article_id", "revision_id")
_BY_TIME = ("article_id", "captured_at", "revision_id", "capture_uri")
MERGING = {
    Article: Merging(_CAPTURE, _REVISION, _BY_TIME, ("url",), by_place=True),
    Revision: Merging(_CAPTURE, _REVISION, _BY_TIME, ("url",), by_place=True),
    Reject: Merging(_CAPTURE, (*_CAPTURE, "stage"), ("capture_uri", "stage", "capture_digest")),
}


class Merged(NamedTuple):
    """A file's rows, and for each new row whether it is among them."""

    table: pa.Table
    kept: list[bool]


def merge_rows(path: str, record: type, rows: list[Any], gone: Collection[tuple[str, ...]] = ()) -> list[bool]:
    """Merges rows into the file at `path`, and takes out those of the captures `gone`; safe beside other writers.

    Says of each row whether it is in the file. A file without rows is taken away.
    """
    new, kept = to_table(record, rows), [False] * len(rows)

    def change(there: bytes | None) -> bytes | None:
        try:
            old = from_parquet(there, record) if there is not None else None
        except ValueError as error:
            raise DamagedError(f"{path} is no whole Parquet file ({error}); take it away and run again") from error
        merged = merge(new, old, MERGING[record], gone)
        kept[:] = merged.kept
        return to_parquet(merged.table) if merged.table.num_rows else None

    update(path, change)
    return kept


def merge(new: pa.Table, old: pa.Table | None, how: Merging, gone: Collection[tuple[str, ...]] = ()) -> Merged:
    """The union of two tables; nulls sort last.

    Old rows of a capture that is among the new ones are left out: it was read again, maybe by a newer program.
    """
    both = pa.concat_tables([new, old]) if old is not None else new
    size, captures = new.num_rows, _tuples(both, how.capture)
    addressed = _tuples(both, (*how.capture, *how.address))
    again = set(addressed[:size])
    out = {i for i in range(both.num_rows) if (i >= size and addressed[i] in again) or captures[i] in gone}
    ranks = [tuple((value is None, value) for value in row) for row in _tuples(both, how.order)]
    keys = _tuples(both, how.key)
    if how.by_place:
        places = _tuples(both, ("source", "capture_uri"))
        keys = [(*key, None if source else uri) for key, (source, uri) in zip(keys, places, strict=True)]
    first: dict[tuple[Any, ...], int] = {}
    for index in sorted(range(both.num_rows), key=ranks.__getitem__):
        if index not in out:
            first.setdefault(keys[index], index)
    chosen = set(first.values())
    return Merged(both.take(pa.array(first.values(), pa.int64())), [index in chosen for index in range(size)])


def _tuples(table: pa.Table, names: tuple[str, ...]) -> list[tuple[Any, ...]]:
    return list(zip(*(_values(table.column(name)) for name in names), strict=True))


def _values(column: pa.ChunkedArray) -> list[Any]:
    """Times as microseconds: a hundred times as quick as datetimes, and in the same order."""
    times = pa.types.is_timestamp(column.type)
    values: list[Any] = (column.cast(pa.int64()) if times else column).to_pylist()
    return values
