"""Rights in live rounds: what a site says is archived beside its pages, asked for sparingly, and replayed alike."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.conftest import digests, rows
from tests.newsserver import NewsServer, answer
from tests.rounds import follow, listed, replay

WELL_KNOWN = "/.well-known/tdmrep.json"
FILES = (WELL_KNOWN, "/license.xml")
ROUNDS = 5
STEP = timedelta(hours=6, minutes=30)
RESERVES = '[{"location": "/", "tdm-reservation": 1}]'
LICENCE = (
    '<rsl xmlns="https://rslstandard.org/rsl"><content url="/"><license>'
    '<permits type="usage">search</permits></license></content></rsl>'
)


class Lived(NamedTuple):
    server: NewsServer
    output: Path
    rows: list[dict[str, Any]]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """A simulated day of 16 hosts; four of them say something, in robots.txt, tdmrep.json or a licence."""
    folder = tmp_path_factory.mktemp("lived")
    with NewsServer(feeds=16) as server:
        for feed in server.feeds:
            feed.interval = timedelta(hours=5)
        server.feeds[0].robots = "User-agent: *\nContent-Signal: ai-train=no, search=yes\n"
        server.routes["news-1", WELL_KNOWN] = answer(RESERVES)
        server.feeds[2].robots = f"User-agent: *\nAllow: /\nLicense: {server.url('news-2', '/license.xml')}\n"
        server.routes["news-2", "/license.xml"] = answer(LICENCE, "application/rsl+xml")
        server.feeds[4].robots = server.feeds[0].robots
        output, feeds = folder / "out", listed(server, folder)
        for _ in range(ROUNDS):
            follow(server, feeds, output)
            server.now += STEP
        yield Lived(server, output, rows(output / "articles"))


def said(lived: Lived, host: str) -> set[tuple[str, ...]]:
    found = [row["usage"] for row in lived.rows if row["feed_url"].startswith(lived.server.url(host))]
    return {(usage["train_ai"], usage["search"], usage["tdm"]) for usage in found}


def test_a_record_says_what_its_site_said(lived: Lived) -> None:
    assert said(lived, "news-0") == {("reserved", "allowed", "unknown")}
    assert said(lived, "news-1") == {("reserved", "unknown", "reserved")}
    assert said(lived, "news-2") == {("reserved", "allowed", "unknown")}
    assert said(lived, "news-4") == {("reserved", "allowed", "unknown")}, "its feed has the full text"
    assert said(lived, "news-3") == {("unknown", "unknown", "unknown")}


def test_a_replay_says_the_same(lived: Lived, tmp_path: Path) -> None:
    replay(lived.output / "archive", tmp_path / "again")
    assert digests(tmp_path / "again" / "articles") == digests(lived.output / "articles")


def test_a_site_is_asked_once_a_day_for_each_file_and_once_an_hour_for_any(lived: Lived) -> None:
    asked: dict[tuple[str, str], list[datetime]] = {}
    for seen in lived.server.seen:
        if seen.path in FILES:
            asked.setdefault((seen.host, seen.path), []).append(seen.now)
    assert len(asked) > 10
    for times in asked.values():
        assert all(later - earlier >= timedelta(days=1) for earlier, later in pairwise(times))
    of_licensed = sorted(asked["news-2", "/license.xml"] + asked["news-2", WELL_KNOWN])
    assert len(of_licensed) >= 2
    assert all(later - earlier >= timedelta(hours=1) for earlier, later in pairwise(of_licensed))


def test_a_page_that_names_many_licences_waits_for_few_of_them(tmp_path: Path) -> None:
    with NewsServer(feeds=1) as server:
        feed = server.feeds[0]
        feed.length = 1
        named = "\n".join(f"License: {server.url(f'licence-{n}', '/rsl.xml')}" for n in range(40))
        feed.robots = f"User-agent: *\nAllow: /\n{named}\n"
        ledger = follow(server, listed(server, tmp_path), tmp_path / "out")
        assert ledger["fetches"] == {"fetched": 1}
        assert 0 < len({seen.host for seen in server.asked(path="/rsl.xml")}) < 10
