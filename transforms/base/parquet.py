"""Record types as Parquet files: the same rows give the same bytes."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from schemas.arrow import arrow_schema
from transforms.base.storage import listed, open_raw

ROW_GROUP = 1024
"""Rows of a group at most. Whoever writes or reads a file holds one group of it, 10 MB of articles."""
GROUP_BYTES = 16 << 20
"""Of a group at most, in the column that is the largest; a group may be one row that is larger."""
PART = 64
"""Rows that are taken from a file, or made into a table, at a time."""
BATCH = 256
"""Rows that are made into Python values at a time."""
BUFFER = 1 << 16
"""Bytes that are written at a time."""
SEARCHED = frozenset({"article_id", "story_id", "source", "language"})
"""Columns of text that have statistics."""


Row = dict[str, Any]
"""A row as Python values, by column."""


def parquet_files(folder: str) -> list[str]:
    """The Parquet files below a folder, in the order of their paths."""
    return sorted(path for path in listed(folder) if path.endswith(".parquet"))


def stored_rows(path: str, columns: Sequence[str] | None = None) -> Iterator[Row]:
    """The rows of a file as it has them, with all columns or these; OSError or ValueError if it is damaged."""
    with open_raw(path) as file:
        for batch in pq.ParquetFile(file).iter_batches(BATCH, columns=columns and list(columns)):
            yield from batch.to_pylist()


def to_parquet(table: pa.Table) -> bytes:
    """The bytes of a file: the same rows give the same bytes."""
    buffer = pa.BufferOutputStream()
    write_parquet(buffer, table.schema, [table])
    data: bytes = buffer.getvalue().to_pybytes()
    return data


def write_parquet(file: BinaryIO, schema: pa.Schema, tables: Iterable[pa.Table], largest: str | None = None) -> None:
    """Writes tables as one file, whose groups are a function of its rows.

    They may come in any parts. `largest` names the column whose bytes bound a group.
    """
    # Arrow writes a few bytes at a time: each would be a call of Python.
    buffered = pa.BufferedOutputStream(pa.PythonFile(file, "w"), BUFFER)
    with pq.ParquetWriter(
        buffered,
        schema,
        compression="zstd",
        # A footer is read for every file of a query: what nobody looks for in it took 17 KB of a file of two rows.
        store_schema=False,
        # Zstd has no checksum of its own in these files: a flipped bit would be read as another value.
        write_page_checksum=True,
        write_statistics=_searched(schema),
    ) as writer:
        for group in _groups(tables, largest):
            writer.write_table(group.combine_chunks(), row_group_size=ROW_GROUP)
    # The file stays open.
    buffered.detach()


def _groups(tables: Iterable[pa.Table], largest: str | None) -> Iterator[pa.Table]:
    group: list[pa.Table] = []
    rows = weight = 0
    for table in tables:
        sizes = pc.binary_length(table.column(largest)).to_pylist() if largest else [0] * table.num_rows
        start = 0
        for row, size in enumerate(sizes):
            if rows and (rows == ROW_GROUP or weight + (size or 0) > GROUP_BYTES):
                yield pa.concat_tables([*group, table.slice(start, row - start)])
                group, rows, weight, start = [], 0, 0, row
            rows, weight = rows + 1, weight + (size or 0)
        group.append(table.slice(start))
    if group:
        yield pa.concat_tables(group)


@lru_cache
def _searched(schema: pa.Schema) -> list[str]:
    """The columns by which readers skip rows: times, counts, and what names an article or where it is from."""
    return [
        field.name
        for field in schema
        if pa.types.is_temporal(field.type) or pa.types.is_integer(field.type) or field.name in SEARCHED
    ]


def from_parquet(data: bytes, record: type) -> pa.Table:
    """A file's rows in the present schema; a column that the file lacks is null."""
    return _present(pq.read_table(pa.BufferReader(data)), arrow_schema(record))


def read_columns(file: BinaryIO, record: type, names: Iterable[str]) -> pa.Table:
    """Some columns of all rows, in the present schema."""
    schema = pa.schema([field for field in arrow_schema(record) if field.name in set(names)])
    # A quarter of the time of `read_table`, of a small file a tenth.
    stored = pq.ParquetFile(file)
    there = [name for name in schema.names if name in stored.schema_arrow.names]
    return _present(stored.read(there, use_threads=False), schema)


def read_parts(file: BinaryIO, record: type) -> Iterator[pa.Table]:
    """The rows, PART at a time, in the present schema."""
    schema = arrow_schema(record)
    for batch in pq.ParquetFile(file).iter_batches(PART):
        yield _present(pa.Table.from_batches([batch]), schema)


def _present(table: pa.Table, schema: pa.Schema) -> pa.Table:
    return table if table.schema.equals(schema) else pa.Table.from_pylist(table.to_pylist(), schema=schema)
