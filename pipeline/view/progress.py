"""Shows how far a local run is, on standard error."""

import logging
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from transforms.base.attention import ATTENTION
from transforms.base.progress import ARTICLES, BYTES, CAPTURES, DUE, FETCHES, POLLS, WANTED, Watch
from transforms.base.temporary import temporary_folder

PLAIN_EVERY = 10.0
STREAM_EVERY = 60.0
"""Seconds between two lines where there is no terminal."""
LINE_EVERY = 0.5


@contextmanager
def shown(total_bytes: int) -> Iterator[str]:
    """Shows progress while the block runs: a bar on a terminal, else plain lines. Gives the file to append to."""
    draw = _bar if sys.stderr.isatty() else _lines
    with _watched(lambda watch, ended: draw(watch, total_bytes, ended)) as path:
        yield path


@contextmanager
def shown_round() -> Iterator[str]:
    """Shows a round while the block runs: one line on a terminal, else plain lines."""
    draw, every = (_line, LINE_EVERY) if sys.stderr.isatty() else (_plain_lines, PLAIN_EVERY)
    with _watched(lambda watch, ended: draw(lambda: round_status(watch.sums()), every, ended)) as path:
        yield path


@contextmanager
def shown_stream(until: datetime | None) -> Iterator[str]:
    """Shows a stream while the block runs: one line, and lines above it for what needs attention."""
    draw, every = (_line, LINE_EVERY) if sys.stderr.isatty() else (_plain_lines, STREAM_EVERY)
    attention = _Attention()
    ATTENTION.addHandler(attention)
    ATTENTION.propagate = False
    try:
        with _watched(lambda watch, ended: draw(lambda: _status(watch, until), every, ended)) as path:
            yield path
    finally:
        ATTENTION.removeHandler(attention)
        ATTENTION.propagate = True


@contextmanager
def _watched(draw: Callable[[Watch, threading.Event], None]) -> Iterator[str]:
    with temporary_folder() as folder:
        path = f"{folder}/progress"
        Path(path).touch()
        ended = threading.Event()
        thread = threading.Thread(target=draw, args=(Watch(path), ended), daemon=True)
        thread.start()
        try:
            yield path
        finally:
            ended.set()
            thread.join()


def _bar(watch: Watch, total: int, ended: threading.Event) -> None:
    parts = (
        TextColumn("Reading"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %  {task.fields[captures]:,} documents  {task.fields[rate]:.1f}/s"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*parts, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total or None, captures=0, rate=0.0)
        while True:
            last = ended.wait(0.2)
            now = watch.sums()
            elapsed = bar.tasks[0].elapsed or 1.0
            bar.update(task, completed=now[BYTES], captures=now[CAPTURES], rate=now[CAPTURES] / elapsed)
            if last:
                return


def _lines(watch: Watch, total: int, ended: threading.Event) -> None:
    while not ended.wait(PLAIN_EVERY):
        now = watch.sums()
        share = f", {now[BYTES] / total:.0%} of the input" if total else ""
        print(f"{now[CAPTURES]:,} documents read{share}", file=sys.stderr, flush=True)


def _line(status: Callable[[], str], every: float, ended: threading.Event) -> None:
    parts = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*parts, console=Console(stderr=True), transient=True, refresh_per_second=2) as bar:
        task = bar.add_task("")
        while not ended.wait(every):
            bar.update(task, description=status())


def _plain_lines(status: Callable[[], str], every: float, ended: threading.Event) -> None:
    while not ended.wait(every):
        print(status(), file=sys.stderr, flush=True)


def round_status(now: Counter[str]) -> str:
    """How far a round is: `polled 40 of 1,000, fetched 312 of 500, 120 documents read`."""
    if not now[DUE]:
        return "looking for feeds that are due"
    parts = [f"polled {now[POLLS]:,} of {now[DUE]:,}"]
    if now[WANTED]:
        parts.append(f"fetched {now[FETCHES]:,} of {now[WANTED]:,}")
    if now[CAPTURES]:
        parts.append(f"{now[CAPTURES]:,} documents read")
    return ", ".join(parts)


def _status(watch: Watch, until: datetime | None) -> str:
    now = watch.sums()
    parts = [f"{now[POLLS]:,} polls", f"{now[FETCHES]:,} fetches", f"{now[CAPTURES]:,} documents"]
    end = f"; ends at {until.astimezone():%H:%M:%S}" if until else ""
    return f"Streaming: {', '.join(parts)}, {now[ARTICLES]:,} articles written{end}"


class _Attention(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        print(f"{time.strftime('%H:%M:%S')} {record.getMessage()}", file=sys.stderr, flush=True)
