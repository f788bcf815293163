"""The Arrow form of the record types, and records as Arrow tables."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from operator import attrgetter
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
    return columns_to_table(record, tuple(arrow_schema(record).names), rows)


def columns_to_table(record: type, names: tuple[str, ...], rows: Sequence[Any]) -> pa.Table:
    """Some columns of records, in the order of the schema, as one table."""
    kind, values = _part(record, names)
    # All columns by one call: of a few rows, Arrow takes longer to begin an array than to fill it.
    return pa.Table.from_struct_array(pa.array([values(row) for row in rows], kind))


@cache
def _part(record: type, names: tuple[str, ...]) -> tuple[pa.StructType, Callable[[Any], tuple[Any, ...]]]:
    """Some columns, two at least, as one type, and what takes their values from a record."""
    fields = [field for field in arrow_schema(record) if field.name in names]
    return pa.struct(fields), attrgetter(*(field.name for field in fields))
