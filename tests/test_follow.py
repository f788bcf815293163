"""Three simulated days of 24 feeds, from polls to records; then the archive replayed to the same bytes."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import digests, rows
from tests.newsserver import Feed, Item, NewsServer, atom, json_feed, rss
from tests.rounds import TWO_WORKERS, by_command, follow, listed, replay
from transforms.base.parquet import Row
from transforms.crawl.state import FeedState
from transforms.crawl.store import FEED_SHARDS, read_states

STEP = timedelta(hours=7)
ROUNDS = 11
PER_HOST = 2


class Lived(NamedTuple):
    """The server after its three days, the output, and the ledger of each round."""

    server: NewsServer
    output: Path
    ledgers: list[Row]
    rows: list[Row]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    folder = tmp_path_factory.mktemp("lived")
    output = folder / "out"
    with NewsServer(feeds=24, delay=0.01) as server:
        for feed in server.feeds:
            feed.interval = timedelta(minutes=160 + 37 * (feed.number % 17))
            feed.edited_after = timedelta(hours=6)
        feeds, ledgers = listed(server, folder), []
        for _ in range(ROUNDS):
            ledgers.append(follow(server, feeds, output))
            server.now += STEP
        yield Lived(server, output, ledgers, rows(output / "articles"))


def versions(lived: Lived, feed: Feed) -> Counter[tuple[str, bool]]:
    """Address and whether it is the edited version, of all that the feed has announced at its polls."""
    announced: dict[tuple[str, str], Item] = {}
    for poll in lived.server.asked(feed.host, feed.path):
        for item in lived.server.items(feed, poll.now)[-feed.length :]:
            # An entry of RSS with a summary says nothing of an edit further down.
            seen = str(item) if feed.form != "rss" or feed.full_text else ""
            announced.setdefault((item.url, seen), item)
    return Counter((item.url, item.modified > item.published) for item in announced.values())


def is_edited(row: Row) -> bool:
    return "This report was completed later" in row["text"]


def states(output: Path) -> dict[str, FeedState]:
    return {url: state for shard in range(FEED_SHARDS) for url, state in read_states(str(output), shard).items()}


def test_every_version_that_a_feed_announced_is_a_row_and_nothing_else_is(lived: Lived) -> None:
    expected: Counter[tuple[str, bool]] = sum((versions(lived, feed) for feed in lived.server.feeds), Counter())
    assert Counter((row["url"], is_edited(row)) for row in lived.rows) == expected
    assert sum(edited for _, edited in expected) > 50


def test_no_article_of_the_three_days_is_missed(lived: Lived) -> None:
    addresses = {row["url"] for row in lived.rows}
    for feed in lived.server.feeds:
        polls = lived.server.asked(feed.host, feed.path)
        start = len(lived.server.items(feed, polls[0].now)) - feed.length
        published = lived.server.items(feed, polls[-1].now)[max(0, start) :]
        assert addresses >= {item.url for item in published}
    assert all(state.gap_count == 0 for state in states(lived.output).values())


def test_a_row_has_the_whole_article(lived: Lived) -> None:
    items = {item.url: item for feed in lived.server.feeds for item in lived.server.items(feed)}
    for row in lived.rows:
        item = items[row["url"]]
        paragraphs = [p for p in item.paragraphs if is_edited(row) or "completed later" not in p]
        assert row["text"].splitlines() == paragraphs
        assert (row["title"], row["published_at"]) == (item.title, item.published)
        assert row["feed_url"] in lived.server.feed_urls


def test_an_edit_is_a_second_revision_of_the_same_article(lived: Lived) -> None:
    by_address: dict[str, list[Row]] = {}
    for row in lived.rows:
        by_address.setdefault(row["url"], []).append(row)
    edited = [found for found in by_address.values() if len(found) > 1]
    assert len(edited) > 5
    for found in edited:
        assert len({row["article_id"] for row in found}) == 1
        assert len({row["revision_id"] for row in found}) == 2


def test_a_page_is_fetched_once_for_each_version(lived: Lived) -> None:
    expected: Counter[str] = Counter()
    for feed in lived.server.feeds:
        if not feed.full_text or feed.form == "rss":  # A description of RSS is no full text.
            expected.update(url for url, _ in versions(lived, feed).elements())
    pages = (seen for seen in lived.server.seen if "/story-" in seen.path)
    assert Counter(lived.server.url(seen.host, seen.path) for seen in pages) == expected


def test_a_feed_that_has_not_changed_answers_304(lived: Lived) -> None:
    quiet = 0
    for feed in lived.server.feeds:
        polls = lived.server.asked(feed.host, feed.path)
        write = {"rss": rss, "atom": atom, "json": json_feed}[feed.form]
        bodies = [write(feed, lived.server.items(feed, poll.now)[-feed.length :]) for poll in polls]
        for poll, body, before in zip(polls[1:], bodies[1:], bodies, strict=False):
            assert poll.status == (304 if body == before else 200)
            quiet += body == before
    assert quiet > 5
    assert sum(ledger["polls"].get("unchanged", 0) for ledger in lived.ledgers) == quiet


def test_no_host_is_asked_more_than_its_limit_allows(lived: Lived) -> None:
    by_host = {host: most for host, most in lived.server.most.items() if host}
    assert max(by_host.values()) == PER_HOST
    assert 4 < lived.server.most[""] <= 64


def test_the_ledgers_count_what_the_server_saw(lived: Lived) -> None:
    seen = lived.server.seen
    polls = sum(sum(ledger["polls"].values()) for ledger in lived.ledgers)
    fetches = sum(sum(ledger["fetches"].values()) for ledger in lived.ledgers)
    assert polls == sum(one.path in ("/feed.xml", "/atom.xml", "/feed.json") for one in seen)
    assert fetches == sum("/story-" in one.path for one in seen)
    written = sum(ledger["outcomes"]["written"] for ledger in lived.ledgers)
    assert written == len(lived.rows) == sum(ledger["captured"] for ledger in lived.ledgers)


def test_a_replay_writes_the_same_bytes(lived: Lived, tmp_path: Path) -> None:
    replay(lived.output / "archive", tmp_path)
    assert digests(tmp_path / "articles") == digests(lived.output / "articles")


@pytest.mark.long
def test_a_replay_by_two_workers_writes_the_same_bytes(lived: Lived, tmp_path: Path) -> None:
    archive = str(lived.output / "archive")
    by_command("replay", archive, "--output", str(tmp_path), "--models=", *TWO_WORKERS)
    assert digests(tmp_path / "articles") == digests(lived.output / "articles")
