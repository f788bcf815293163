"""How articles travel between stages: compact and quick to take apart."""

import pickle
from operator import attrgetter
from typing import Any

from apache_beam.coders import Coder, registry

from schemas.article import Article, Entity, Mention, Removed
from schemas.columns import columns

_NAMES = tuple(column.name for column in columns(Article))
_VALUES = attrgetter(*_NAMES)
_ENTITIES, _REMOVED = _NAMES.index("entities"), _NAMES.index("removed")


class ArticleCoder(Coder):
    """Pickles plain tuples: a tenth of the time that pickling the records takes."""

    def encode(self, article: Article) -> bytes:
        """An article as bytes."""
        values = list(_VALUES(article))
        if values[_ENTITIES] is not None:
            values[_ENTITIES] = [(e.name, e.label, [tuple(m) for m in e.mentions]) for e in values[_ENTITIES]]
        values[_REMOVED] = [tuple(piece) for piece in values[_REMOVED]]
        return pickle.dumps(values, protocol=5)

    def decode(self, encoded: bytes) -> Article:
        """The article that `encode` took."""
        values: list[Any] = pickle.loads(encoded)
        if values[_ENTITIES] is not None:
            values[_ENTITIES] = tuple(
                Entity(name, label, len(mentions), tuple(map(Mention._make, mentions)))
                for name, label, mentions in values[_ENTITIES]
            )
        values[_REMOVED] = tuple(map(Removed._make, values[_REMOVED]))
        return Article(**dict(zip(_NAMES, values, strict=True)))

    def to_type_hint(self) -> type:
        """What it codes."""
        return Article


registry.register_coder(Article, ArticleCoder)
