"""A stream that is killed and started again over the same output: nothing is lost, little is asked twice."""

import os
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from tests.conftest import digests, rows
from tests.newsserver import NewsServer
from tests.rounds import by_command, listed
from tests.streams import WINDOW, living, needs, stream
from tests.test_stream_follow import announced, edited, left

pytestmark = pytest.mark.long

KILLS = 3
AT_ONCE = 2
"""Requests of a host at once: what is under way for a feed's host when the stream is killed, at most."""


def killed(command: list[str], server: NewsServer, pages: int) -> None:
    """Starts a stream, and kills it with all that it started once the server was asked for so many pages more."""
    before = fetches(server).total()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        end = time.monotonic() + 120
        while fetches(server).total() < before + pages and time.monotonic() < end:
            assert process.poll() is None
            time.sleep(0.02)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def fetches(server: NewsServer) -> Counter[tuple[str, str]]:
    return Counter((one.host, one.path) for one in server.seen if "/story-" in one.path)


def test_a_stream_that_is_killed_goes_on_over_the_same_output(tmp_path: Path) -> None:
    needs("PrismRunner")
    output, dice = tmp_path / "out", Random(5)
    with living(feeds=12, speed=900, delay=0.05) as server:
        feeds = listed(server, tmp_path)
        for _ in range(KILLS):
            killed(stream("PrismRunner", feeds, output), server, dice.randrange(20, 90))
        done = subprocess.run(
            stream("PrismRunner", feeds, output, "--run-for=25s"), capture_output=True, text=True, timeout=240
        )
        assert done.returncode == 0, done.stderr

        expected = sum((announced(server, feed) for feed in server.feeds), Counter[tuple[str, bool]]())
        found = Counter((row["url"], edited(row)) for row in rows(output / "articles"))
        # A page that was announced before a kill and fetched after it may have been edited meanwhile.
        assert {url for url, _ in found} == {url for url, _ in expected}
        assert {url for url, is_edit in found if is_edit} >= {url for url, is_edit in expected if is_edit}
        assert max(found.values()) == 1
        # An article is edited at most once, so each version is one page to fetch, and one more for each kill.
        pages = fetches(server)
        versions = Counter(url[url.index("/2") :] for url, _ in expected)
        assert all(count <= versions[path] + KILLS for (_, path), count in pages.items())
        assert sum(pages.values()) - sum(versions[path] for _, path in pages) <= KILLS * 16 * len(server.feeds)
    assert left(output) == []
    assert not list(output.rglob("._staged-*"))
    by_command("replay", str(output / "archive"), "--output", str(tmp_path / "again"), "--models=", *WINDOW)
    assert digests(tmp_path / "again" / "articles") == digests(output / "articles")
