"""Which articles a report lists, and of which it holds the text."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, zip_longest

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.report.rows import NO_SOURCE, Batch, Place, Rows
from transforms.base.parquet import Row

COLUMNS = ("article_id", "revision_id", "capture_uri", "captured_at")
HEAD = ("article_id", "revision_id", "title", "source", "url", "language", "published_at", "captured_at", "capture_uri")
LISTED = 10_000
"""Articles that are listed at most: the newest ones."""
_ORDER = [
    (name, way, "at_end")
    for name, way in (("captured_at", "descending"), ("revision_id", "ascending"), ("capture_uri", "ascending"))
]


@dataclass
class Newest:
    """The rows that were captured last. Holds four times `limit` at most."""

    limit: int
    _table: pa.Table | None = None

    def add(self, batch: Batch) -> None:
        """Looks at the rows of a batch."""
        size = batch.table.num_rows
        new = batch.table.select([name for name, *_ in _ORDER])
        new = new.append_column("file", pa.repeat(pa.scalar(batch.first.file, pa.int64()), size))
        new = new.append_column("row", pa.array(range(batch.first.row, batch.first.row + size), pa.int64()))
        self._table = pa.concat_tables([self._table, new]) if self._table else new
        if self._table.num_rows > 4 * self.limit:
            self._table = self._newest()

    def _newest(self) -> pa.Table | None:
        if self._table is None:
            return None
        return self._table.take(pc.sort_indices(self._table, _ORDER)[: self.limit])

    def places(self) -> list[Place]:
        """Their places, the newest first; those without a time of capture last."""
        newest = self._newest()
        if newest is None:
            return []
        return [Place(*pair) for pair in zip(*(newest.column(name).to_pylist() for name in Place._fields), strict=True)]


@dataclass
class Named:
    """The places of the articles with some ids: the first revision of each that comes."""

    ids: frozenset[str]
    places: dict[str, Place] = field(default_factory=dict)

    def add(self, batch: Batch) -> None:
        """Looks at the rows of a batch."""
        if not self.ids:
            return
        column = batch.table.column("article_id")
        for row in pc.indices_nonzero(pc.is_in(column, pa.array(sorted(self.ids)))).to_pylist():
            self.places.setdefault(column[row].as_py(), Place(batch.first.file, batch.first.row + row))


def heads(rows: Rows, places: Iterable[Place]) -> dict[Place, Row]:
    """What a list says of the articles at these places, in their order."""
    ordered = list(places)
    found = dict(rows.at(ordered, HEAD))
    return {place: found[place] for place in ordered if place in found}


def by_turns(listed: Mapping[Place, Row], first: Iterable[Place]) -> Iterator[Place]:
    """In what order texts are taken while there is room: those of `first`, then the newest article of each source.

    The second newest of each source follow, and so on. Revisions of an article follow each other.
    """
    revisions: dict[str, list[Place]] = {}
    for place, head in listed.items():
        revisions.setdefault(head["article_id"], []).append(place)
    sources: dict[str, list[str]] = {}
    for article, places in revisions.items():
        sources.setdefault(listed[places[0]]["source"] or NO_SOURCE, []).append(article)
    turns = chain.from_iterable(zip_longest(*(sources[name] for name in sorted(sources))))
    early = [listed[place]["article_id"] for place in first if place in listed]
    for article in dict.fromkeys([*early, *filter(None, turns)]):
        yield from revisions[article]
