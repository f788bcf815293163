"""Reads an existing output for `dateline show`."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table

from pipeline.errors import NO_OUTPUT, UsageError
from pipeline.view import newest, rejects
from pipeline.view.counted import counted
from pipeline.view.rights import COLUMNS as RIGHTS
from pipeline.view.rights import print_rights
from pipeline.view.stories import print_stories
from pipeline.view.summary import outcomes
from schemas.ledger import Ledger, unjoined
from transforms.base.parquet import Row, parquet_files
from transforms.base.partitions import day_of
from transforms.base.storage import listed, open_raw, read_if_present


class Held(NamedTuple):
    """What is there: rows of articles, how many of each source; the files; the damaged ones, with what is wrong."""

    rows: int
    sources: Counter[str]
    paths: list[str]
    damaged: list[str]


def show(console: Console, output: str, now: datetime, limit: int) -> None:
    """Prints what is in an output: rows, runs, feeds that are not well, stories, rights, rejects, newest articles.

    UsageError if there is no output. `now` is the time by which a feed is silent.
    """
    held = held_by(output)
    runs = list(ledgers(output, held.damaged))
    if not runs and not held.damaged and not held.paths:
        raise UsageError(f"{output}: {NO_OUTPUT}")
    console.print(_overview(output, held, runs))
    if listed(f"{output}/_state/feeds"):
        # It knows how feeds are polled, and takes as long to import as all else.
        from pipeline.view.feeds import print_feeds

        print_feeds(console, output, now)
    print_stories(console, output)
    print_rights(console, _rows(held.paths, RIGHTS))
    rejects.print_rejects(console, _rows(parquet_files(f"{output}/rejects"), rejects.COLUMNS))
    if held.rows and limit:
        console.print()
        newest.print_newest(console, newest.newest(held.paths, limit))
    if held.rows > limit:
        console.print(f"and {held.rows - limit:,} more; --limit N shows N, --json prints one per line")
    for what in held.damaged:
        console.print(f"Damaged: {what}; `dateline check {output} --repair` repairs it")


def held_by(output: str) -> Held:
    """The articles of an output."""
    held = Held(0, Counter(), [], [])
    rows = 0
    for path in parquet_files(f"{output}/articles"):
        try:
            with open_raw(path) as file:
                table = pq.ParquetFile(file).read(["source"])
        except (OSError, ValueError) as error:
            held.damaged.append(f"{path} is not a complete Parquet file ({error})")
            continue
        held.paths.append(path)
        rows += table.num_rows
        held.sources.update(source or "" for source in table.column("source").to_pylist())
    return held._replace(rows=rows)


def _overview(output: str, held: Held, runs: Sequence[Ledger]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold")
    grid.add_column()
    dated = sorted(_days(held.paths))
    span = f", {dated[0]} to {dated[-1]}" if dated else ""
    grid.add_row("Articles", f"{counted(held.rows, 'row')} from {counted(len(held.sources), 'source')}{span}")
    whole = Ledger.merged("", runs)
    read = f"{counted(whole.captured.total(), 'capture')} in {counted(len(runs), 'run')}"
    grid.add_row("Read", f"{read}: {outcomes(whole)}")
    grid.add_row("Output", output)
    return grid


def _days(paths: Sequence[str]) -> Iterator[str]:
    for path in paths:
        if day := day_of(path):
            yield day


def ledgers(output: str, damaged: list[str]) -> Iterator[Ledger]:
    """The ledgers that can be read, without those of rounds that are in their day's; adds the others to `damaged`."""
    return iter(unjoined(_readable(output, damaged)))


def _readable(output: str, damaged: list[str]) -> Iterator[Ledger]:
    for path in sorted(listed(f"{output}/_ledger")):
        if path.endswith(".json"):
            try:
                yield Ledger.from_json((read_if_present(path) or b"").decode())
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                damaged.append(f"{path} is no ledger ({type(error).__name__}: {error})")


def _rows(paths: Sequence[str], columns: list[str]) -> Iterator[Row]:
    """The rows of all whole files that have these columns."""
    for path in paths:
        with suppress(OSError, ValueError), open_raw(path) as file:
            parquet = pq.ParquetFile(file)
            if set(columns) <= set(parquet.schema_arrow.names):
                for batch in parquet.iter_batches(columns=columns):
                    yield from batch.to_pylist()
