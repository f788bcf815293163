"""Streams over a server of news whose clock runs."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.runners import local as runners
from tests.newsserver import NewsServer
from tests.rounds import COMMAND, OPTIONS

WINDOW = ("--window=10s",)
PACE = ("--tick=2s", "--shortest-interval=5s", "--longest-interval=8s")


@contextmanager
def living(feeds: int, speed: float, delay: float = 0.01) -> Iterator[NewsServer]:
    """A server whose clock is `speed` times as fast as ours, from two hours ago on."""
    ended = threading.Event()
    with NewsServer(feeds=feeds, delay=delay, start=datetime.now(UTC) - timedelta(hours=2)) as server:
        begun, base = time.monotonic(), server.now

        def live() -> None:
            while not ended.wait(0.2):
                server.now = base + timedelta(seconds=(time.monotonic() - begun) * speed)

        thread = threading.Thread(target=live, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            ended.set()
            thread.join()


def stream(runner: str, source: Path | str, output: Path, *options: str) -> list[str]:
    """The command of a stream."""
    command = [COMMAND, "run", str(source), "--output", str(output), "--streaming", f"--runner={runner}"]
    return [*command, *OPTIONS, *WINDOW, *PACE, *options]


def needs(runner: str) -> None:
    """Skips where a runner is missing."""
    if remedy := runners.missing_runner(runner):
        pytest.skip(remedy)
