"""Shows how far a local run is, on standard error."""

import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from transforms.progress import done

PLAIN_EVERY = 10.0


@contextmanager
def shown(total_bytes: int) -> Iterator[str]:
    """Shows progress while the block runs: a bar on a terminal, else plain lines. Gives the file to append to."""
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        path = f"{folder}/progress"
        Path(path).touch()
        ended = threading.Event()
        draw = _bar if sys.stderr.isatty() else _lines
        thread = threading.Thread(target=draw, args=(path, total_bytes, ended), daemon=True)
        thread.start()
        try:
            yield path
        finally:
            ended.set()
            thread.join()


def _bar(path: str, total: int, ended: threading.Event) -> None:
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
            now = done(path)
            elapsed = bar.tasks[0].elapsed or 1.0
            bar.update(task, completed=now.bytes, captures=now.captures, rate=now.captures / elapsed)
            if last:
                return


def _lines(path: str, total: int, ended: threading.Event) -> None:
    while not ended.wait(PLAIN_EVERY):
        now = done(path)
        share = f", {now.bytes / total:.0%} of the input" if total else ""
        print(f"{now.captures:,} documents read{share}", file=sys.stderr, flush=True)
