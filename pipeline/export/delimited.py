"""CSV (RFC 4180) with a header, UTF-8; lists and structs as JSON.

Spreadsheets run a cell that begins like a formula, and titles come from outside: such a text gets an apostrophe in
front, as OWASP's page on CSV injection recommends. The other formats keep every text as it is.
"""

import csv
from collections.abc import Iterable
from io import TextIOWrapper
from typing import Any, BinaryIO

from pipeline.export.jsonl import json_text
from pipeline.export.shapes import SHAPES, Shape
from schemas.arrow import arrow_schema
from schemas.article import Article
from transforms.base.parquet import Row

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(rows: Iterable[Row], shape: Shape, file: BinaryIO) -> int:
    """Writes rows in a shape of fixed fields; returns how many."""
    stream = TextIOWrapper(file, "utf-8", newline="", write_through=True)
    writer = csv.DictWriter(stream, names(shape), lineterminator="\r\n")
    writer.writeheader()
    count = 0
    for row in rows:
        writer.writerow({name: cell(value) for name, value in shape(row).items()})
        count += 1
    stream.detach()
    return count


def names(shape: Shape) -> list[str]:
    """The fields of a shape that has the same ones in every row."""
    columns = ["date", *arrow_schema(Article).names]
    return columns if shape is SHAPES["record"] else list(shape(dict.fromkeys(columns)))


def cell(value: Any) -> Any:
    """A value as a cell; a text that a spreadsheet would run is made harmless."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return value if value is None or isinstance(value, int | float) else json_text(value).strip('"')
