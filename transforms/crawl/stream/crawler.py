"""The client of a stream: one for a process, in an event loop of its own, for all groups of hosts that are here."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from schemas.reject import Unusable
from transforms.base.attention import ATTENTION
from transforms.base.storage import read_bounded
from transforms.crawl.counts import CrawlCounts
from transforms.crawl.fetch.fetcher import Fetcher
from transforms.crawl.store import FEED_SHARDS, feed_shard
from transforms.crawl.stream.hosts import HostGroup
from transforms.crawl.stream.settings import CrawlSettings
from transforms.crawl.stream.staging import staged
from transforms.read.feed.opml import LIST_LIMIT, FeedSource, feed_list

T = TypeVar("T")
READ_AGAIN = 60.0
"""Seconds after which a list of feeds is read again."""
THREADS = 16


class FeedLists:
    """The feeds that are followed: those given, and those that the lists name now."""

    def __init__(self, given: Iterable[FeedSource], lists: Iterable[str], read_again: float = READ_AGAIN) -> None:
        self._given = tuple(given)
        self._lists: dict[str, tuple[FeedSource, ...]] = dict.fromkeys(lists, ())
        self._bodies: dict[str, bytes] = {}
        self._read_again = read_again
        self._read_at: float | None = None
        self._by_shard: dict[int, list[FeedSource]] = {}
        self._turn = threading.Lock()

    def of(self, shard: int) -> list[FeedSource]:
        """The feeds of a group of hosts. A list that cannot be read stays as it was."""
        with self._turn:
            if self._read_at is None:
                self._read()
                self._sort()
            elif time.monotonic() - self._read_at > self._read_again and self._read():
                self._sort()
            return self._by_shard.get(shard, [])

    def _read(self) -> bool:
        """Whether a list is not what it was."""
        self._read_at = time.monotonic()
        changed = False
        for path in self._lists:
            try:
                body = read_bounded(path, LIST_LIMIT)
                if body != self._bodies.get(path):
                    self._lists[path], self._bodies[path] = feed_list(body), body
                    changed = True
            except Unusable as error:
                ATTENTION.warning("%s: %s; the feeds that it named before are still followed", path, error.message)
        return changed

    def _sort(self) -> None:
        found = {source.url: source for source in (*self._given, *(s for each in self._lists.values() for s in each))}
        self._by_shard = {}
        for source in found.values():
            self._by_shard.setdefault(feed_shard(source.url), []).append(source)


class Crawler:
    """Ticks come from any thread; what they lead to goes on between them."""

    def __init__(self, crawling: CrawlSettings, lists: FeedLists) -> None:
        self._crawling = crawling
        self._lists = lists
        self._groups: dict[int, HostGroup] = {}
        self._given = {shard: staged(crawling.output, shard) for shard in range(FEED_SHARDS)}
        self._giving = threading.Lock()
        self._loop = asyncio.new_event_loop()
        # Names are looked up and files written in threads: a name that nobody knows must not keep files waiting.
        self._loop.set_default_executor(ThreadPoolExecutor(THREADS, thread_name_prefix="crawler"))
        self._thread = threading.Thread(target=self._loop.run_forever, name="crawler", daemon=True)
        self._thread.start()
        self._fetcher = self._call(self._opened())

    def tick(self, shard: int, ending: bool) -> CrawlCounts:
        """Begins what is to do for a group of hosts, and returns what was done since the last tick."""
        return self._call(self._tick(shard, ending))

    def fetch_now(self, shards: Iterable[int]) -> CrawlCounts:
        """Fetches all pages of these groups that wait, and returns what was done."""
        return self._call(self._fetch_now(shards))

    def new(self, shards: Iterable[int]) -> list[tuple[str, int]]:
        """The staged archives of these groups, and their sizes, that were not there at an earlier call."""
        found: list[tuple[str, int]] = []
        for shard in shards:
            with self._giving:
                there, given = staged(self._crawling.output, shard), self._given[shard]
                self._given[shard] = there
            found += (pair for pair in there.items() if pair[0] not in given)
        return found

    def queue(self, shard: int) -> dict[str, int]:
        """Pages of a group that wait, by host."""
        return self._call(self._queue(shard))

    def close(self) -> None:
        """Ends what is under way, as a stop would."""
        self._call(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _call(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _opened(self) -> Fetcher:
        return await self._crawling.polling.client.open().__aenter__()

    async def _tick(self, shard: int, ending: bool) -> CrawlCounts:
        group = self._groups.get(shard)
        if group is None:
            group = self._groups[shard] = HostGroup(self._crawling, shard, self._fetcher)
        sources = await asyncio.to_thread(self._lists.of, shard)
        return await group.tick(sources, ending)

    async def _fetch_now(self, shards: Iterable[int]) -> CrawlCounts:
        dones = await asyncio.gather(*(self._finish(shard) for shard in shards))
        return CrawlCounts(
            polls=sum((d.polls for d in dones), Counter()), fetches=sum((d.fetches for d in dones), Counter())
        )

    async def _finish(self, shard: int) -> CrawlCounts:
        group = self._groups.get(shard)
        if group is None:
            group = self._groups[shard] = HostGroup(self._crawling, shard, self._fetcher)
        return await group.fetch_now()

    async def _queue(self, shard: int) -> dict[str, int]:
        return dict(self._groups[shard].queue) if shard in self._groups else {}

    async def _end(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._fetcher.__aexit__(None, None, None)
