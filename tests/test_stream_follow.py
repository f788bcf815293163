"""Feeds as a stream, on runners that have one: the records, the limits, the replay, and rounds before and after."""

import json
import subprocess
import time
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.conftest import digests, rows
from tests.newsserver import Feed, Item, NewsServer, answer
from tests.rounds import assert_even, by_command, listed
from tests.streams import WINDOW, living, needs, stream
from transforms.crawl.store import FEED_SHARDS, read_states

RUNNERS = ("PrismRunner", pytest.param("FlinkRunner", marks=pytest.mark.long))


def announced(server: NewsServer, feed: Feed) -> Counter[tuple[str, bool]]:
    """Address and whether it is edited, of every version that the feed's polls have shown."""
    seen: dict[tuple[str, str], Item] = {}
    for poll in server.asked(feed.host, feed.path):
        for item in server.items(feed, poll.now)[-feed.length :]:
            # An entry of RSS with a summary says nothing of an edit further down.
            version = str(item) if feed.form != "rss" or feed.full_text else ""
            seen.setdefault((item.url, version), item)
    return Counter((item.url, item.modified > item.published) for item in seen.values())


def edited(row: dict[str, Any]) -> bool:
    return "This report was completed later" in row["text"]


def ledgers(output: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text()) for path in (output / "_ledger").glob("*.json")]


def written(folder: Path) -> list[Path]:
    return list(folder.rglob("*.parquet"))


def left(output: Path) -> list[str]:
    return [path.name for path in (output / "_state" / "stream").rglob("*") if path.is_file()]


@pytest.mark.parametrize("runner", RUNNERS)
def test_a_stream_writes_what_feeds_announce_and_a_replay_writes_the_same(runner: str, tmp_path: Path) -> None:
    needs(runner)
    output = tmp_path / "out"
    with living(feeds=12, speed=600) as server:
        command = stream(runner, listed(server, tmp_path), output, "--run-for=45s", "--stories")
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            while process.poll() is None and not (told := written(output / "stories") and left(output)):
                time.sleep(0.5)
            said = process.communicate(timeout=240)
        assert process.returncode == 0, said[1]
        assert told, "no stories before the stream ended"

        found = rows(output / "articles")
        expected = sum((announced(server, feed) for feed in server.feeds), Counter[tuple[str, bool]]())
        assert Counter((row["url"], edited(row)) for row in found) == expected
        assert min(len(server.asked(feed.host, feed.path)) for feed in server.feeds) > 1
        assert max(Counter((one.host, one.path) for one in server.seen if "/story-" in one.path).values()) <= 2
        assert max(count for host, count in server.most.items() if host) == 2
    assert left(output) == []
    (ledger,) = ledgers(output)
    assert_even(ledger)
    assert ledger["outcomes"]["written"] == len(found)
    by_command("replay", str(output / "archive"), "--output", str(tmp_path / "again"), "--models=", *WINDOW)
    assert digests(tmp_path / "again" / "articles") == digests(output / "articles")


@pytest.mark.long
def test_a_stream_that_is_started_again_asks_no_site_again(tmp_path: Path) -> None:
    needs("PrismRunner")
    output = tmp_path / "out"
    with living(feeds=4, speed=1200) as server:
        server.feeds[0].robots = "User-agent: *\nContent-Signal: ai-train=no\n"
        server.routes["news-1", "/.well-known/tdmrep.json"] = answer('[{"location": "/", "tdm-reservation": 1}]')
        feeds = listed(server, tmp_path)
        for _ in range(2):
            began = len(server.seen)
            command = stream("PrismRunner", feeds, output, "--run-for=15s")
            done = subprocess.run(command, capture_output=True, text=True, timeout=240)
            assert done.returncode == 0, done.stderr
            assert len({one.host for one in server.seen[began:] if "/story-" in one.path}) > 1
            asked = Counter(one.host for one in server.seen if one.path == "/.well-known/tdmrep.json")
            assert max(asked.values()) == 1
    said = {(urlsplit(row["url"]).hostname, row["usage"]["train_ai"]) for row in rows(output / "articles")}
    assert said == {
        ("news-0.localhost", "reserved"),
        ("news-1.localhost", "reserved"),
        ("news-2.localhost", "unknown"),
        ("news-3.localhost", "unknown"),
    }
    by_command("replay", str(output / "archive"), "--output", str(tmp_path / "again"), "--models=", *WINDOW)
    assert digests(tmp_path / "again" / "articles") == digests(output / "articles")


@pytest.mark.long
def test_a_round_goes_on_where_a_stream_ended_and_a_stream_where_a_round_did(tmp_path: Path) -> None:
    needs("PrismRunner")
    output = tmp_path / "out"
    with living(feeds=6, speed=60) as server:
        feeds = listed(server, tmp_path)
        by_round = ("run", str(feeds), "--output", str(output), *stream("", "", Path())[7:])
        by_command(*by_round)
        polls = {feed.host: len(server.asked(feed.host, feed.path)) for feed in server.feeds}
        assert set(polls.values()) == {1}
        done = subprocess.run(
            stream("PrismRunner", feeds, output, "--run-for=15s"), capture_output=True, text=True, timeout=240
        )
        assert done.returncode == 0, done.stderr
        by_command(*by_round)

        requests = Counter((one.host, one.path) for one in server.seen if "/story-" in one.path)
        changed = {url for feed in server.feeds for url, is_edit in announced(server, feed) if is_edit}
        assert {path for (_, path), count in requests.items() if count > 1} <= {
            url[url.index("/2") :] for url in changed
        }
        states = {u: s for shard in range(FEED_SHARDS) for u, s in read_states(str(output), shard).items()}
        assert {url: state.polls for url, state in states.items()} == {
            server.feed_url(feed): len(server.asked(feed.host, feed.path)) for feed in server.feeds
        }
        expected = sum((announced(server, feed) for feed in server.feeds), Counter[tuple[str, bool]]())
        assert Counter((row["url"], edited(row)) for row in rows(output / "articles")) == expected
    by_command("replay", str(output / "archive"), "--output", str(tmp_path / "again"), "--models=", *WINDOW)
    assert digests(tmp_path / "again" / "articles") == digests(output / "articles")
