"""The wanted rows of an output, one after the other."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from itertools import islice
from typing import Any

import pyarrow.parquet as pq

from pipeline.errors import RunError
from schemas.arrow import arrow_schema
from schemas.article import Article
from schemas.reject import Reason, Unusable
from transforms.base.sandbox import isolated
from transforms.base.storage import listed, open_raw
from transforms.select.selection import Described, Selection, matches

Row = dict[str, Any]
"""A row as Python values, by column, and `date`, the day of its partition."""
BATCH = 256


def rows(output: str, selection: Selection, limit: int | None = None) -> Iterator[Row]:
    """The rows, day after day, `limit` of them at most; memory does not grow with the output.

    None if no run wrote any; RunError for a damaged file, and for a pattern that takes too long.
    """
    folder = f"{output}/articles/"
    files = sorted(path for path in listed(f"{output}/articles") if path.endswith(".parquet"))
    wanted = (row for path in files for row in _wanted(path, path.rpartition(folder)[2], selection))
    return islice(wanted, limit)


def batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows, some at a time."""
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch


def _wanted(path: str, name: str, selection: Selection) -> Iterator[Row]:
    for batch in _batches(path, _day(name)):
        chosen = [row for row in batch if selection.refusal(_described(row)) is None]
        if selection.match and chosen:
            texts = [(row["title"], row["text"]) for row in chosen]
            found = _matched(selection.match, texts)
            chosen = [row for row, is_match in zip(chosen, found, strict=True) if is_match]
        yield from chosen


def _matched(pattern: str, texts: list[tuple[str | None, str]]) -> list[bool]:
    try:
        return isolated(partial(matches, pattern), texts)
    except Unusable as error:
        if error.reason is not Reason.TOO_SLOW:
            raise
        raise RunError(
            f"--match {pattern!r} took too long over {len(texts)} articles; write a simpler pattern"
        ) from error


def _batches(path: str, day: date | None) -> Iterator[list[Row]]:
    """The rows of a file; a column that it lacks is None."""
    names = arrow_schema(Article).names
    try:
        with open_raw(path) as file:
            for batch in pq.ParquetFile(file).iter_batches(BATCH):
                empty: Row = dict.fromkeys(names)
                yield [{"date": day, **empty, **row} for row in batch.to_pylist()]
    except (OSError, ValueError) as error:
        raise RunError(
            f"{path} is not a complete Parquet file ({error}); remove it and run its inputs again"
        ) from error


def _day(name: str) -> date | None:
    """The partition of a file, from the name of its folder; none in the form that version 0.1.0 had for no date."""
    try:
        return date.fromisoformat(name.removeprefix("date=")[:10])
    except ValueError:
        return None


def _described(row: Row) -> Described:
    return Described(*(row[name] for name in Described._fields))
