"""How rows travel between stages: as bytes that no runner takes apart, compact and quick to make."""

import pickle
from operator import attrgetter
from typing import Any

from schemas.article import Article, Entity, Gone, Mention, Removed, Row
from schemas.columns import columns

_NAMES = tuple(column.name for column in columns(Article))
_VALUES = attrgetter(*_NAMES)
_ENTITIES, _REMOVED = _NAMES.index("entities"), _NAMES.index("removed")


def encode(row: Row) -> bytes:
    """A row as bytes. Pickles plain values: a tenth of the time that pickling the records takes."""
    if isinstance(row, Gone):
        return pickle.dumps((row.capture_uri, row.capture_digest), protocol=5)
    values = list(_VALUES(row))
    if values[_ENTITIES] is not None:
        values[_ENTITIES] = [(e.name, e.label, [tuple(m) for m in e.mentions]) for e in values[_ENTITIES]]
    values[_REMOVED] = [tuple(piece) for piece in values[_REMOVED]]
    return pickle.dumps(values, protocol=5)


def decode(encoded: bytes) -> Row:
    """The row that `encode` took."""
    values: Any = pickle.loads(encoded)
    if isinstance(values, tuple):
        return Gone(*values)
    if values[_ENTITIES] is not None:
        values[_ENTITIES] = tuple(
            Entity(name, label, len(mentions), tuple(map(Mention._make, mentions)))
            for name, label, mentions in values[_ENTITIES]
        )
    values[_REMOVED] = tuple(map(Removed._make, values[_REMOVED]))
    return Article(**dict(zip(_NAMES, values, strict=True)))
