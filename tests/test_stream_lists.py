"""Lists of feeds that change while a stream follows them."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from schemas.fetch import FetchLimits
from tests.newsserver import NewsServer
from transforms.crawl.due import Policy
from transforms.crawl.fetch.client import Client
from transforms.crawl.fetch.fetcher import user_agent
from transforms.crawl.polling import Pages, Polling
from transforms.crawl.store import FEED_SHARDS
from transforms.crawl.stream.crawler import Crawler, FeedLists
from transforms.crawl.stream.settings import CrawlSettings
from transforms.read.feed.opml import FeedSource

READ_AGAIN = 0.2
TICK = 0.05
PATIENCE = 8.0
OFTEN = timedelta(milliseconds=1)


@pytest.fixture
def server() -> Iterator[NewsServer]:
    with NewsServer(3) as server:
        yield server


class Ticking:
    """A crawler that gets a tick for every group of hosts, again and again, from a thread of its own."""

    def __init__(self, output: Path, lists: FeedLists) -> None:
        client = Client(agent=user_agent("0", "test@example.org"), limits=FetchLimits(), private=True)
        polling = Polling(client=client, pages=Pages.NEVER, policy=Policy(shortest=OFTEN, longest=OFTEN))
        crawling = CrawlSettings(output=str(output), window=600, tick=TICK, expiry=86400, polling=polling)
        self._crawler = Crawler(crawling, lists)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        self._crawler.close()

    def _run(self) -> None:
        while not self._ended.wait(TICK):
            for shard in range(FEED_SHARDS):
                self._crawler.tick(shard, ending=False)


def polls(server: NewsServer, number: int) -> int:
    feed = server.feeds[number]
    return len(server.asked(feed.host, feed.path))


def until(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end, "did not come about"
        time.sleep(0.02)


def polled_again(server: NewsServer, number: int, times: int = 2) -> None:
    before = polls(server, number)
    until(lambda: polls(server, number) >= before + times)


def write(path: Path, *urls: str) -> None:
    path.write_text("\n".join(urls))


def test_a_feed_that_is_added_is_polled_and_one_that_is_taken_out_is_not(server: NewsServer, tmp_path: Path) -> None:
    listed = tmp_path / "feeds.txt"
    write(listed, *server.feed_urls[:2])
    with Ticking(tmp_path / "out", FeedLists((), [str(listed)], READ_AGAIN)):
        polled_again(server, 0)
        polled_again(server, 1)
        assert polls(server, 2) == 0

        write(listed, *server.feed_urls[1:])
        polled_again(server, 2)

        # One poll of it may have been under way; then there are none.
        polled_again(server, 1)
        gone = polls(server, 0)
        polled_again(server, 1, times=10)
        assert polls(server, 0) == gone


@pytest.mark.parametrize("broken", ["", "<opml><body></body></opml>", None])
def test_a_list_that_is_broken_for_a_moment_keeps_its_feeds(
    server: NewsServer, tmp_path: Path, broken: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    listed = tmp_path / "feeds.txt"
    write(listed, server.feed_urls[0])
    with Ticking(tmp_path / "out", FeedLists((), [str(listed)], READ_AGAIN)):
        polled_again(server, 0)
        if broken is None:
            listed.unlink()
        else:
            listed.write_text(broken)
        until(lambda: "the feeds that it named before are still followed" in caplog.text)
        polled_again(server, 0, times=5)

        write(listed, server.feed_urls[1])
        polled_again(server, 1)


def test_a_feed_that_is_named_itself_is_followed_whatever_the_lists_say(server: NewsServer, tmp_path: Path) -> None:
    listed = tmp_path / "feeds.txt"
    write(listed, *server.feed_urls[:2])
    lists = FeedLists([FeedSource(url=server.feed_urls[0])], [str(listed)], READ_AGAIN)
    with Ticking(tmp_path / "out", lists):
        polled_again(server, 1)

        write(listed, server.feed_urls[2])
        polled_again(server, 2)
        polled_again(server, 0)
