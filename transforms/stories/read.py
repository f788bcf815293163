"""Articles of a day, as they are compared."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from sys import intern
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from transforms.base.parquet import Row
from transforms.base.storage import open_raw
from transforms.stories.columns import Columns
from transforms.stories.sketch import About, Sketch, sketch
from transforms.stories.wire import agency

BATCH = 256
COLUMNS = (
    "article_id",
    "revision_id",
    "source",
    "title",
    "text",
    "authors",
    "language",
    "published_at",
    "captured_at",
    "removed",
    "agency",
)


def sketches(day: date | None, paths: Iterable[str]) -> Columns:
    """The articles in some files of a day, in order of time, each once: as its first revision."""
    first: dict[str, tuple[Any, Sketch]] = {}
    for path in paths:
        for row in _rows(path):
            about = _about(row, day)
            rank = (*about.order, row["captured_at"] is None, row["captured_at"], about.revision_id)
            if about.article_id not in first or rank < first[about.article_id][0]:
                first[about.article_id] = rank, sketch(about, row["title"], row["text"], row["language"])
    return Columns.of(sorted((each for _, each in first.values()), key=lambda each: each.about.order))


def _rows(path: str) -> Iterator[Row]:
    with open_raw(path) as stored:
        data = pa.BufferReader(stored.read())
    file = pq.ParquetFile(data)
    columns = [name for name in COLUMNS if name in file.schema_arrow.names]
    for batch in file.iter_batches(BATCH, columns=columns, use_threads=False):
        yield from batch.to_pylist()


def _about(row: Row, day: date | None) -> About:
    removed = [(piece["kind"], piece["text"]) for piece in row["removed"] or ()]
    return About(
        article_id=row["article_id"],
        revision_id=row["revision_id"],
        at=_time(row["published_at"], row["captured_at"], day),
        source=intern(row["source"]) if row["source"] else None,
        wire=agency(row["text"], row["authors"] or (), removed) or row.get("agency"),
    )


def _time(published: datetime | None, captured: datetime | None, day: date | None) -> datetime | None:
    """When an article appeared: the time that puts it into its day, so an implausible one counts for nothing."""
    return next((at for at in (published, captured) if at is not None and at.date() == day), None)
