"""A SQLite database with a table `articles`; lists and structs as JSON, times in ISO 8601."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from typing import Any

from pipeline.export.delimited import names
from pipeline.export.jsonl import json_text
from pipeline.export.rows import batches
from pipeline.export.shapes import Shape
from transforms.base.parquet import Row

_INDEXED = ("article_id", "source", "source_domain", "published_at", "date_publish", "date")


def write(rows: Iterable[Row], shape: Shape, path: str) -> int:
    """Writes rows in a shape of fixed fields to a file that does not exist yet; returns how many."""
    columns = names(shape)
    quoted = [f'"{name}"' for name in columns]
    count = 0
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"CREATE TABLE articles ({', '.join(quoted)})")
        for batch in batches(rows):
            values = ([_plain(value) for value in shape(row).values()] for row in batch)
            database.executemany(f"INSERT INTO articles VALUES ({', '.join('?' * len(columns))})", values)
            count += len(batch)
        for name in set(_INDEXED) & set(columns):
            database.execute(f'CREATE INDEX "by_{name}" ON articles ("{name}")')
        database.commit()
    return count


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float | bytes) else json_text(value).strip('"')
