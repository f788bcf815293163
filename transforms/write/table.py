"""Tables in Parquet files that are merged into what is there: indifferent to reruns, repeated and reordered panes.

What is merged may be larger than memory: which rows stand is decided by a few columns, and the rows themselves go from
file to file some at a time.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from functools import partial
from itertools import accumulate, chain, pairwise
from typing import Any, BinaryIO, Generic, NamedTuple, TypeVar

import pyarrow as pa

from schemas.arrow import arrow_schema, columns_to_table, to_table
from schemas.article import Article, Gone
from schemas.reject import Reject
from schemas.revision import Revision
from transforms.base.parquet import PART, read_columns, read_parts, write_parquet
from transforms.base.rewrite import rewrite
from transforms.base.state import DamagedError

Row = TypeVar("Row", bound=Hashable)
"""A record: what a row of a file is made from."""


class Merging(NamedTuple):
    """How rows of a type are merged.

    `capture` tells of which capture a row is, with `address` of which where two files have one name; a `key` has one
    row, the first by `order`; rows stand in that order. With `by_place`, a row without a source has one of its own:
    nothing says that two files are one document. `largest` is the column that can be large.
    """

    capture: tuple[str, ...]
    key: tuple[str, ...]
    order: tuple[str, ...]
    address: tuple[str, ...] = ()
    by_place: bool = False
    largest: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns by which it is decided which rows stand."""
        places = ("source", "capture_uri") if self.by_place else ()
        return tuple(dict.fromkeys((*self.capture, *self.key, *self.order, *self.address, *places)))


_CAPTURE = ("capture_uri", "capture_digest")
_REVISION = ("article_id", "revision_id")
_BY_TIME = ("article_id", "captured_at", "revision_id", "capture_uri")
MERGING = {
    Article: Merging(_CAPTURE, _REVISION, _BY_TIME, ("url",), by_place=True, largest="text"),
    Revision: Merging(_CAPTURE, _REVISION, _BY_TIME, ("url",), by_place=True),
    Reject: Merging(_CAPTURE, (*_CAPTURE, "stage"), ("capture_uri", "stage", "capture_digest"), largest="payload"),
}


class Chosen(NamedTuple):
    """The rows of a file in their order, new ones counted before old ones; and of each new row whether it is there."""

    rows: list[int]
    kept: list[bool]


def merge_rows(path: str, record: type[Row], rows: Sequence[Row], gone: Collection[Gone] = ()) -> list[bool]:
    """Merges rows into the file at `path`, and takes out those that are `gone`; safe beside other writers.

    Says of each row whether it is in the file. A file without rows is removed. A row is asked for when it is needed,
    and let go.
    """
    how = MERGING[record]
    new, kept = columns_to_table(record, how.columns, rows), [False] * len(rows)

    def change(there: BinaryIO | None) -> Callable[[BinaryIO], None] | None:
        old = read_columns(there, record, how.columns) if there is not None else None
        chosen = choose(new, old, how, gone)
        kept[:] = chosen.kept
        return partial(_write, record, rows, there, chosen.rows) if chosen.rows else None

    try:
        rewrite(path, change)
    except pa.ArrowInvalid as error:
        raise DamagedError(
            f"{path} is not a complete Parquet file ({error}); `dateline check OUTPUT --repair` repairs it"
        ) from error
    return kept


def choose(new: pa.Table, old: pa.Table | None, how: Merging, gone: Collection[Gone] = ()) -> Chosen:
    """Which rows of two tables stand, by the columns of `how`; nulls sort last.

    Old rows of a capture that is among the new ones are left out: it was read again, maybe by a newer program.
    """
    both = pa.concat_tables([new, old]) if old is not None else new
    size, captures = new.num_rows, _tuples(both, how.capture)
    addressed = _tuples(both, (*how.capture, *how.address))
    again = set(addressed[:size])
    leaving = _leaving(both, captures, gone)
    out = {i for i in range(both.num_rows) if (i >= size and addressed[i] in again) or i in leaving}
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
    return Chosen(list(first.values()), [index in chosen for index in range(size)])


def _leaving(table: pa.Table, captures: list[tuple[Any, ...]], gone: Collection[Gone]) -> set[int]:
    """Which rows go: those of the same capture of the same article."""
    if not gone:
        return set()
    named = {(each.capture, each.article_id) for each in gone}
    pairs = enumerate(zip(captures, table.column("article_id").to_pylist(), strict=True))
    return {i for i, (capture, article) in pairs if (capture, article) in named or (capture, "") in named}


def union(files: Sequence[BinaryIO], record: type, out: BinaryIO) -> pa.Table:
    """Writes the rows of several files as one that merging them one after the other would have made.

    Gives the columns by which that is decided, of all rows.
    """
    keys = [read_columns(file, record, MERGING[record].columns) for file in files]
    table = pa.concat_tables(keys)
    order = choose(table, None, MERGING[record]).rows
    starts = list(accumulate((each.num_rows for each in keys), initial=0))
    sources = [
        _Stored(file, record, [row - start for row in order if start <= row < end])
        for file, (start, end) in zip(files, pairwise(starts), strict=True)
    ]
    write_parquet(out, arrow_schema(record), _tables(sources, starts, order), MERGING[record].largest)
    return table


def _write(record: type[Row], rows: Sequence[Row], there: BinaryIO | None, order: list[int], out: BinaryIO) -> None:
    sources: list[_New[Row] | _Stored] = [_New(rows, record)]
    if there is not None:
        sources.append(_Stored(there, record, [row - len(rows) for row in order if row >= len(rows)]))
    write_parquet(out, arrow_schema(record), _tables(sources, [0, len(rows)], order), MERGING[record].largest)


def _tables(sources: Sequence["_New[Row] | _Stored"], starts: list[int], order: list[int]) -> Iterator[pa.Table]:
    """Rows in an order, some at a time; those of a source are counted from its start."""
    for first in range(0, len(order), PART):
        part = order[first : first + PART]
        wanted: dict[int, list[int]] = defaultdict(list)
        for row in part:
            wanted[bisect_right(starts, row, hi=len(sources)) - 1].append(row)
        taken = [sources[source].take([row - starts[source] for row in rows]) for source, rows in wanted.items()]
        if len(taken) == 1:
            # A new file, as most are: its rows are in order, and Arrow takes as long to put one in order as to make it.
            yield taken[0]
            continue
        place = {row: number for number, row in enumerate(chain.from_iterable(wanted.values()))}
        yield pa.concat_tables(taken).take(pa.array([place[row] for row in part], pa.int64()))


class _New(Generic[Row]):
    """Rows that are made when they are asked for."""

    def __init__(self, rows: Sequence[Row], record: type[Row]) -> None:
        self._rows, self._record = rows, record

    def take(self, rows: list[int]) -> pa.Table:
        """These rows."""
        return to_table(self._record, [self._rows[row] for row in rows])


class _Stored:
    """The rows of a file, from its start to its end; all at once where they are asked for in another order."""

    def __init__(self, file: BinaryIO, record: type, asked: list[int]) -> None:
        parts = read_parts(file, record)
        in_order = all(one < other for one, other in pairwise(asked))
        self._parts = parts if in_order else iter([pa.concat_tables(parts)])
        self._part, self._start, self._end = arrow_schema(record).empty_table(), 0, 0

    def take(self, rows: list[int]) -> pa.Table:
        """These rows, which come after those that were taken before."""
        taken, at = [], 0
        while at < len(rows):
            within = at
            while within < len(rows) and rows[within] < self._end:
                within += 1
            taken.append(self._part.take(pa.array([row - self._start for row in rows[at:within]], pa.int64())))
            at = within
            if at < len(rows):
                self._part = next(self._parts)
                self._start, self._end = self._end, self._end + self._part.num_rows
        return pa.concat_tables(taken)


def _tuples(table: pa.Table, names: tuple[str, ...]) -> list[tuple[Any, ...]]:
    return list(zip(*(_values(table.column(name)) for name in names), strict=True))


def _values(column: pa.ChunkedArray) -> list[Any]:
    """Times as microseconds: a hundred times as quick as datetimes, and in the same order."""
    if pa.types.is_timestamp(column.type):
        column = pa.chunked_array([chunk.view(pa.int64()) for chunk in column.chunks], pa.int64())
    values: list[Any] = column.to_pylist()
    return values
