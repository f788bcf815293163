"""Reads an existing output for `dateline show`."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

import pyarrow.parquet as pq
from apache_beam.io.filesystems import FileSystems
from rich.console import Console

from pipeline.errors import UsageError
from pipeline.view.feeds import print_feeds
from pipeline.view.rights import COLUMNS as RIGHTS
from pipeline.view.rights import print_rights
from pipeline.view.stories import print_stories
from pipeline.view.summary import print_articles, print_summary
from schemas.ledger import Ledger
from transforms.base.storage import open_raw, read_if_present

SHOWN = 20
COLUMNS = ["published_at", "captured_at", "source", "title", "text", "entities"]


def show(console: Console, output: str, now: datetime) -> None:
    """Prints the summary of all runs of an output, its feeds that are not well, and its first articles.

    UsageError where there is no output. `now` is the time by which a feed is silent.
    """
    damaged: list[str] = []
    runs = list(ledgers(output, damaged))
    if not runs and not damaged:
        raise UsageError(f"{output}: no output of dateline is there; give the folder that --output named")
    print_summary(console, output, runs)
    print_feeds(console, output, now)
    print_stories(console, output)
    print_rights(console, _rows(f"{output}/articles/**", RIGHTS))
    console.print()
    articles: list[dict[str, Any]] = []
    total = 0
    for path in _paths(f"{output}/articles/**"):
        if not path.endswith(".parquet"):
            continue
        try:
            with open_raw(path) as file:
                parquet = pq.ParquetFile(file)
                total += parquet.metadata.num_rows
                for batch in _batches(parquet, SHOWN - len(articles)):
                    articles += batch
        except (OSError, ValueError) as error:
            damaged.append(f"{path} is no whole Parquet file ({error})")
    print_articles(console, articles, total)
    for what in damaged:
        console.print(f"Damaged: {what}; `dateline check {output} --repair` puts it in order")


def ledgers(output: str, damaged: list[str]) -> Iterator[Ledger]:
    """The ledgers that can be read; adds the others to what is damaged."""
    for path in _paths(f"{output}/_ledger/*.json"):
        try:
            yield Ledger.from_json((read_if_present(path) or b"").decode())
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            damaged.append(f"{path} is no ledger ({type(error).__name__}: {error})")


def _rows(pattern: str, columns: list[str]) -> Iterator[dict[str, Any]]:
    """The rows of all files that have these columns."""
    for path in _paths(pattern):
        if path.endswith(".parquet"):
            with suppress(OSError, ValueError), open_raw(path) as file:
                parquet = pq.ParquetFile(file)
                if set(columns) <= set(parquet.schema_arrow.names):
                    for batch in parquet.iter_batches(columns=columns):
                        yield from batch.to_pylist()


def _batches(parquet: pq.ParquetFile, wanted: int) -> Iterator[list[dict[str, Any]]]:
    if wanted > 0:
        yield next(parquet.iter_batches(wanted, columns=COLUMNS)).to_pylist()


def _paths(pattern: str) -> list[str]:
    return sorted(file.path for file in FileSystems.match([pattern])[0].metadata_list)
