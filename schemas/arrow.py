"""The Arrow form of the record types, and records as Arrow tables."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

import pyarrow as pa

from schemas.columns import Column, columns

_TYPES = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    bytes: pa.binary(),
    datetime: pa.timestamp("us", tz="UTC"),
}


@cache
def arrow_schema(record: type) -> pa.Schema:
    """The Arrow schema of a record type; descriptions travel as field metadata."""
    return pa.schema([_field(column) for column in columns(record)])


def _field(column: Column) -> pa.Field:
    kind = pa.struct([_field(c) for c in columns(column.kind)]) if column.is_struct else _TYPES[column.kind]
    if column.repeated:
        kind = pa.list_(pa.field("element", kind, nullable=False))
    return pa.field(column.name, kind, nullable=column.nullable, metadata={"description": column.description})


def to_table(record: type, rows: Sequence[Any]) -> pa.Table:
    """Records as one table."""
    schema = arrow_schema(record)
    return pa.table([pa.array([getattr(row, f.name) for row in rows], f.type) for f in schema], schema=schema)
