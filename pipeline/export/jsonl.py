"""JSON Lines: one object per line, UTF-8, times in ISO 8601 (https://jsonlines.org)."""

import base64
import json
from collections.abc import Iterable
from datetime import date
from typing import Any, BinaryIO

from pipeline.export.shapes import Shape
from transforms.base.parquet import Row


def write(rows: Iterable[Row], shape: Shape, file: BinaryIO) -> int:
    """Writes rows in a shape; returns how many."""
    count = 0
    for row in rows:
        file.write(json_text(shape(row)).encode() + b"\n")
        count += 1
    return count


def json_text(value: Any) -> str:
    """A value as JSON; bytes in base64."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: Any) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, date):  # A datetime is one.
        return value.isoformat().replace("+00:00", "Z")
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
