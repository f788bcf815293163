"""Record types as Parquet files: the same rows give the same bytes."""

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.arrow import arrow_schema

ROW_GROUP = 4096


def to_parquet(table: pa.Table) -> bytes:
    """The bytes of a file: the same rows give the same bytes."""
    buffer = pa.BufferOutputStream()
    pq.write_table(table.combine_chunks(), buffer, compression="zstd", row_group_size=ROW_GROUP)
    data: bytes = buffer.getvalue().to_pybytes()
    return data


def from_parquet(data: bytes, record: type) -> pa.Table:
    """A file's rows in the present schema; a column that the file lacks is null."""
    table, schema = pq.read_table(pa.BufferReader(data)), arrow_schema(record)
    return table if table.schema.equals(schema) else pa.Table.from_pylist(table.to_pylist(), schema=schema)
