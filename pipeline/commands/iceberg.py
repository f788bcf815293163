"""`dateline iceberg DIR --catalog URI`."""

import argparse
import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from pipeline.commands.base import DONE, Commands, add_wait, command, existing, waited
from pipeline.errors import NO_ARTICLES, UsageError
from pipeline.options import Options
from pipeline.values import named, time

HELP = """\
Updates an Apache Iceberg table from the articles of an output, in one snapshot, or none if nothing changed. A file is
loaded once the day (or --file-window) of its captures is over; files that change later are replaced, and pruned files
are removed. The table has its own files, with `date` as a column. Java is not needed.
"""
WINDOW = Options.specs()["file-window"]


def add(commands: Commands) -> None:
    """Describes the command."""
    parser = command(commands, "iceberg", main, "load the articles into an Apache Iceberg table", HELP)
    parser.add_argument("output", metavar="DIR", help="the folder that --output named")
    parser.add_argument(
        "--catalog",
        metavar="URI",
        required=True,
        help="address of a catalog, as in sqlite:////srv/news/catalog.db or https://…, or its name in .pyiceberg.yaml",
    )
    parser.add_argument("--warehouse", metavar="DIR", help="where the catalog puts the files of new tables")
    parser.add_argument(
        "--table", metavar="NAME", default="news.articles", help="namespace and table (default news.articles)"
    )
    parser.add_argument(
        "--file-window", metavar="TIME", default=WINDOW.default, help="as given to `dateline run` (default 1d)"
    )
    parser.add_argument("--now", metavar="TIME", default="", help="the time by which files are closed or open")
    add_wait(parser)


def main(parsed: argparse.Namespace, _: Sequence[str]) -> int:
    """Loads, and says what changed."""
    window = timedelta(seconds=named("--file-window", WINDOW.parse, parsed.file_window))
    now = named("--now", time, parsed.now) or datetime.now(UTC)
    if "." not in parsed.table:
        raise UsageError(f"--table: {parsed.table!r} has no namespace; give NAMESPACE.TABLE, as in news.articles")
    output = existing(parsed.output, "articles", NO_ARTICLES)
    from pipeline.run.iceberg import load

    # It warns of every column without statistics, once a file.
    logging.getLogger("pyiceberg").setLevel(logging.ERROR)
    done = load(output, parsed.catalog, parsed.table, parsed.warehouse, window, now, waited(parsed))
    print(f"{parsed.table}  {done.rows:,} rows; {done.added:,} files added, {done.removed:,} removed", end="")
    print(f"; {done.still_open:,} still open" if done.still_open else "")
    print(done.metadata)
    return DONE
