"""Brings a table of Apache Iceberg up to date with an output."""

from datetime import datetime, timedelta
from typing import NamedTuple

from pipeline.errors import RunError, UsageError
from pipeline.run.writing import writing
from transforms.load import iceberg
from transforms.load.plan import changes, is_closed
from transforms.load.source import article_files, digests

LOADING = "iceberg"


class Loaded(NamedTuple):
    """What a load did: files added and removed, rows that the table has, files whose window is not over."""

    added: int
    removed: int
    rows: int
    still_open: int
    metadata: str


def load(
    output: str,
    catalog: str,
    name: str,
    warehouse: str | None,
    window: timedelta,
    now: datetime,
    wait: float = 0.0,
) -> Loaded:
    """Commits the closed files of articles as one snapshot, or none if nothing changed.

    A file is closed when `window`, the length of its window of capture, is over. UsageError if the catalog cannot be
    used; RunError if another program changed the table meanwhile, or is still loading this output after `wait` seconds.
    """
    with writing(output, wait, LOADING):
        return _load(output, catalog, name, warehouse, window, now)


def _load(output: str, catalog: str, name: str, warehouse: str | None, window: timedelta, now: datetime) -> Loaded:
    stamps = article_files(output)
    closed = {file: stamp for file, stamp in stamps.items() if is_closed(file, now, window)}
    try:
        table = iceberg.open_table(catalog, name, warehouse)
    except ImportError as error:
        remedy = "in the checkout, run `.venv/bin/uv pip install -e '.[iceberg]'`"
        raise UsageError(f"{catalog}: {error}; {remedy}") from error
    except Exception as error:  # A catalog may be any service.
        raise UsageError(
            f"{catalog}: {_line(error)}; give its address with --catalog, and its folder with --warehouse"
        ) from error
    there = iceberg.files_of(table)
    to_do = changes(digests(output, closed), stamps.keys() - closed.keys(), there)
    if to_do.add or to_do.remove:
        try:
            iceberg.commit(table, output, to_do, there)
        except Exception as error:
            raise RunError(f"{name}: not changed: {_line(error)}; run the command again") from error
        there = iceberg.files_of(table)
    rows = iceberg.rows_of(there.values())
    return Loaded(len(to_do.add), len(to_do.remove), rows, len(stamps) - len(closed), table.metadata_location)


def _line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]
