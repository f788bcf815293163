"""The wanted rows of an output, one after the other."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from itertools import islice

from pipeline.errors import RunError
from schemas.arrow import arrow_schema
from schemas.article import Article
from schemas.reject import Reason, Unusable
from transforms.base.parquet import BATCH, Row, parquet_files, stored_rows
from transforms.base.partitions import HIVE_NO_DATE, partition_of
from transforms.base.sandbox import isolated
from transforms.select.selection import Described, Selection, matches


def rows(output: str, selection: Selection, limit: int | None = None) -> Iterator[Row]:
    """The rows, day after day, `limit` of them at most, each with `date`, the day of its partition.

    Memory does not grow with the output. There are none if no run wrote any.
    RunError for a damaged file, and for a pattern that takes too long.
    """
    wanted = (row for path in parquet_files(f"{output}/articles") for row in _wanted(path, selection))
    return islice(wanted, limit)


def batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows, some at a time."""
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch


def _wanted(path: str, selection: Selection) -> Iterator[Row]:
    for batch in batches(_rows(path)):
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


def _rows(path: str) -> Iterator[Row]:
    """The rows of a file; a column that it lacks is None."""
    empty: Row = {"date": _day(path), **dict.fromkeys(arrow_schema(Article).names)}
    try:
        for row in stored_rows(path):
            yield empty | row
    except (OSError, ValueError) as error:
        raise RunError(
            f"{path} is not a complete Parquet file ({error}); remove it and run its inputs again"
        ) from error


def _day(path: str) -> date | None:
    """The partition of a file; None for the name that version 0.1.0 gave to rows without any time."""
    name = partition_of(path)
    return None if name == HIVE_NO_DATE else date.fromisoformat(name)


def _described(row: Row) -> Described:
    return Described(*(row[name] for name in Described._fields))
