"""The rows of an output, a row group at a time: what a file lacks is null, and a damaged file is named."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from schemas.arrow import arrow_schema
from transforms.base.parquet import Row, parquet_files
from transforms.base.partitions import day_of
from transforms.base.storage import open_raw

NO_SOURCE, OTHERS = "(no source)", ""


class Place(NamedTuple):
    """Where a row is: the number of its file, and of the row in it."""

    file: int
    row: int


class Batch(NamedTuple):
    """Some rows of a file that follow each other."""

    day: str | None
    """The partition, as in 2024-02-19; None where the rows have no time."""
    first: Place
    table: pa.Table


@dataclass
class Rows:
    """The Parquet files below a folder that hold records of a type."""

    folder: str
    record: type
    paths: list[str] = field(init=False)
    _damaged: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.paths = parquet_files(self.folder)

    @property
    def damaged(self) -> list[str]:
        """What is wrong with the files that could not be read, so far."""
        return list(self._damaged.values())

    def batches(self, columns: Sequence[str], newest_first: bool = False) -> Iterator[Batch]:
        """All rows, in the order of files, which is that of days, or in the reverse of it, with these columns."""
        files = list(enumerate(self.paths))
        for number, path in reversed(files) if newest_first else files:
            yield from self._batches(number, path, columns, None)

    def at(self, places: Iterable[Place], columns: Sequence[str]) -> Iterator[tuple[Place, Row]]:
        """The rows at these places, in the order of files; only the row groups that hold some are read."""
        wanted: dict[int, set[int]] = {}
        for place in places:
            wanted.setdefault(place.file, set()).add(place.row)
        for number, rows in sorted(wanted.items()):
            for _, first, table in self._batches(number, self.paths[number], columns, rows):
                here = sorted(row for row in rows if 0 <= row - first.row < table.num_rows)
                chosen = table.take([row - first.row for row in here]).to_pylist()
                yield from zip((Place(number, row) for row in here), chosen, strict=True)

    def _batches(self, number: int, path: str, columns: Sequence[str], rows: set[int] | None) -> Iterator[Batch]:
        try:
            with open_raw(path) as raw:
                file = pq.ParquetFile(pa.PythonFile(raw, "r"))
                present = [name for name in columns if name in file.schema_arrow.names]
                first = 0
                for group in range(file.num_row_groups):
                    size = file.metadata.row_group(group).num_rows
                    if rows is None or any(first <= row < first + size for row in rows):
                        table = file.read_row_group(group, columns=present)
                        yield Batch(day_of(path), Place(number, first), self._whole(table, columns, size))
                    first += size
        except (OSError, pa.ArrowInvalid) as error:
            self._damaged[path] = f"{path} is not a complete Parquet file ({error})"

    def _whole(self, table: pa.Table, columns: Sequence[str], size: int) -> pa.Table:
        schema = arrow_schema(self.record)
        present = set(table.column_names)
        whole = [table.column(name) if name in present else pa.nulls(size, schema.field(name).type) for name in columns]
        return pa.table(whole, names=list(columns))


def sources(table: pa.Table, shown: Sequence[str] | None = None) -> pa.ChunkedArray:
    """The sources of the articles in a table, with a name for unknown ones.

    Sources that are not `shown` count as one, OTHERS, so that counts by source do not grow with their number.
    """
    names = pc.fill_null(table.column("source"), NO_SOURCE)
    return names if shown is None else pc.if_else(pc.is_in(names, pa.array(shown, pa.string())), names, OTHERS)


def value_counts(table: pa.Table, keys: Sequence[str]) -> Iterator[tuple[tuple[Any, ...], int]]:
    """Each combination of keys in a table, and how many rows have it."""
    groups = table.group_by(list(keys)).aggregate([([], "count_all")])
    names = zip(*(groups.column(key).to_pylist() for key in keys), strict=True)
    yield from zip(names, groups.column("count_all").to_pylist(), strict=True)


def flattened(table: pa.Table, name: str) -> tuple[np.ndarray[Any, np.dtype[np.int64]], pa.Array]:
    """The elements of a column of lists, and for each the number of its row."""
    lists = table.column(name).combine_chunks()
    return pc.list_parent_indices(lists).to_numpy(zero_copy_only=False).astype(np.int64), pc.list_flatten(lists)
