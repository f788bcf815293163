"""Record types as Parquet files: the same rows give the same bytes."""

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.arrow import arrow_schema

ROW_GROUP = 4096
SEARCHED = frozenset({"article_id", "story_id", "source", "language"})
"""Columns of text that have statistics."""


def to_parquet(table: pa.Table) -> bytes:
    """The bytes of a file: the same rows give the same bytes."""
    buffer = pa.BufferOutputStream()
    pq.write_table(
        table.combine_chunks(),
        buffer,
        compression="zstd",
        row_group_size=ROW_GROUP,
        # A footer is read for every file of a query: what nobody looks for in it took 17 KB of a file of two rows.
        store_schema=False,
        write_statistics=[field.name for field in table.schema if _is_searched(field)],
    )
    data: bytes = buffer.getvalue().to_pybytes()
    return data


def _is_searched(field: pa.Field) -> bool:
    """Whether readers skip rows by the column: times, counts, and what names an article or where it is from."""
    return pa.types.is_temporal(field.type) or pa.types.is_integer(field.type) or field.name in SEARCHED


def from_parquet(data: bytes, record: type) -> pa.Table:
    """A file's rows in the present schema; a column that the file lacks is null."""
    table, schema = pq.read_table(pa.BufferReader(data)), arrow_schema(record)
    return table if table.schema.equals(schema) else pa.Table.from_pylist(table.to_pylist(), schema=schema)
