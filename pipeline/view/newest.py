"""The newest articles of an output, as a person sees them and as JSON."""

from collections.abc import Iterable, Iterator
from heapq import nlargest
from itertools import groupby

from rich.console import Console
from rich.table import Table

from pipeline.view.plain import json_line
from transforms.base.parquet import Row, stored_rows
from transforms.base.partitions import day_of

COLUMNS = ("article_id", "revision_id", "published_at", "captured_at", "source", "url", "canonical_url", "language")
TOP = 3
"""Entities of an article that are shown."""


def newest(paths: Iterable[str], limit: int) -> Iterator[Row]:
    """The rows that were published last, or captured if nothing says when; those without any time come last.

    Partitions are days of that time, so no more of them are read than the limit needs. An article without a title
    has the first line of its text. OSError and ValueError if a file is damaged.
    """
    for _, files in groupby(sorted(paths, key=_day, reverse=True), _day):
        if limit <= 0:
            return
        found = nlargest(limit, (row for path in sorted(files) for row in _rows(path)), key=_order)
        limit -= len(found)
        yield from found


def print_newest(console: Console, articles: Iterable[Row]) -> None:
    """Three lines an article: time and title, address, names. No address is cut, on a narrow terminal either."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for row in articles:
        time = row["published_at"] or row["captured_at"]
        table.add_row(f"{time:%Y-%m-%d %H:%M}" if time else "", row["title"])
        if address := row["canonical_url"] or row["url"] or row["source"]:
            table.add_row("", address, style="cyan")
        if row["entities"]:
            table.add_row(
                "", ", ".join(f"{entity['name']} ({entity['count']})" for entity in row["entities"]), style="dim"
            )
    if table.rows:
        console.print(table)


def print_json(articles: Iterable[Row]) -> None:
    """Prints one JSON object per line; times in ISO 8601."""
    for row in articles:
        print(json_line(row))


def _rows(path: str) -> Iterator[Row]:
    for row in stored_rows(path, (*COLUMNS, "title", "text", "entities")):
        top = sorted(row["entities"] or (), key=lambda entity: (-entity["count"], entity["name"]))[:TOP]
        names = [{"name": entity["name"], "label": entity["label"], "count": entity["count"]} for entity in top]
        title = row["title"] or row["text"].partition("\n")[0]
        yield {name: row[name] for name in COLUMNS} | {"title": title, "entities": names}


def _day(path: str) -> str:
    return day_of(path) or ""


def _order(row: Row) -> tuple[float, str]:
    time = row["published_at"] or row["captured_at"]
    return time.timestamp() if time else float("-inf"), row["article_id"]
