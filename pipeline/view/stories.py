"""What a person sees of stories."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from statistics import median

from rich.console import Console
from rich.table import Table

from transforms.base.parquet import Row, parquet_files, stored_rows
from transforms.base.partitions import NO_DATE, day_of, partition_of

SHOWN = 10


def print_stories(console: Console, output: str) -> None:
    """How many articles are copies or wire, and the last day's largest stories; nothing where none were sought."""
    paths = parquet_files(f"{output}/stories")
    if not paths:
        return
    articles = copies = wire = stories = 0
    for row in _rows(paths, ["article_id", "story_id", "copy_of", "wire"]):
        articles += 1
        copies += row["copy_of"] is not None
        wire += row["wire"] is not None
        stories += row["article_id"] == row["story_id"]
    console.print(
        f"[bold]Stories[/]      {stories:,} in {articles:,} articles, "
        f"of which {copies:,} copies, {wire:,} from agencies",
        markup=True,
    )
    largest = _largest(_rows(paths[-1:]))
    if largest:
        console.print()
        console.print(_table(output, largest, day_of(paths[-1])))


def _largest(rows: Iterable[Row]) -> list[tuple[Row, list[int]]]:
    """The stories with most articles: a row of each, and the lags of its articles in seconds."""
    by_story: dict[str, tuple[Row, list[int]]] = {}
    for row in rows:
        if row["members"] > 1:
            _, lags = by_story.setdefault(row["story_id"], (row, []))
            if row["lag_seconds"]:
                lags.append(row["lag_seconds"])
    return sorted(by_story.values(), key=lambda pair: (-pair[0]["members"], pair[0]["story_id"]))[:SHOWN]


def _table(output: str, largest: Sequence[tuple[Row, list[int]]], day: str | None) -> Table:
    firsts = _firsts(output, [row for row, _ in largest])
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", expand=True)
    for heading in ("Articles", "Outlets"):
        table.add_column(heading, justify="right")
    table.add_column("First", no_wrap=True)
    table.add_column("Lag", justify="right", no_wrap=True)
    table.add_column("First outlet", overflow="ellipsis", no_wrap=True, ratio=2)
    table.add_column(f"Title ({day})" if day else "Title", overflow="ellipsis", no_wrap=True, ratio=5)
    for row, lags in largest:
        first = firsts.get(row["story_id"], {})
        began: datetime | None = row["first_published_at"]
        table.add_row(
            f"{row['members']:,}",
            f"{row['outlets']:,}",
            f"{began:%Y-%m-%d %H:%M}" if began else "",
            str(timedelta(seconds=round(median(lags)))) if lags else "",
            first.get("source") or "",
            first.get("title") or "",
        )
    return table


def _firsts(output: str, rows: Iterable[Row]) -> dict[str, Row]:
    """Source and title of the first articles, by their id."""
    wanted = {row["story_id"] for row in rows}
    days = {row["first_published_at"].date().isoformat() if row["first_published_at"] else NO_DATE for row in rows}
    found: dict[str, Row] = {}
    for path in parquet_files(f"{output}/articles"):
        if partition_of(path) in days:
            for row in _rows([path], ["article_id", "source", "title"]):
                if row["article_id"] in wanted:
                    found.setdefault(row["article_id"], row)
    return found


def _rows(paths: Iterable[str], columns: list[str] | None = None) -> Iterator[Row]:
    for path in paths:
        yield from stored_rows(path, columns)
