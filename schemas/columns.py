"""Reads a record type's columns from its annotations: the one home that every published form is made from."""

import types
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

SCALARS = (str, int, float, bool, bytes, datetime)


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `kind` is one of SCALARS, or a NamedTuple for a struct."""

    name: str
    kind: type
    nullable: bool
    repeated: bool
    description: str

    @property
    def is_struct(self) -> bool:
        """Whether the column holds records."""
        return _is_struct(self.kind)


def columns(record: type) -> tuple[Column, ...]:
    """The columns of a dataclass or NamedTuple whose fields are `Annotated[type, "description"]`."""
    return tuple(_columns(record))


def _columns(record: type) -> Iterator[Column]:
    hints = get_type_hints(record, include_extras=True)
    for name, hint in hints.items():
        kind, description = get_args(hint) if get_origin(hint) is Annotated else (hint, "")
        yield _column(name, kind, description)


def _is_struct(kind: type) -> bool:
    return issubclass(kind, tuple) and hasattr(kind, "_fields")


def _column(name: str, hint: Any, description: str) -> Column:
    nullable = get_origin(hint) in (Union, types.UnionType) and types.NoneType in get_args(hint)
    if nullable:
        (hint,) = (arm for arm in get_args(hint) if arm is not types.NoneType)
    repeated = get_origin(hint) is tuple
    if repeated:
        hint, _ = get_args(hint)
    kind = str if issubclass(hint, StrEnum) else hint
    if kind not in SCALARS and not _is_struct(kind):
        raise TypeError(f"column {name}: no published form for {hint!r}")
    return Column(name, kind, nullable, repeated, description)
