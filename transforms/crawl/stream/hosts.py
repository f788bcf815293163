"""What is asked of one group of hosts in a stream: its feeds when they are due, its pages in the order announced.

Decisions are those of a round (`crawl/schedule.py`, `crawl/polling.py`); here is what is done when, and what a stop
leaves: an archive is staged before the frontier and the feeds' states forget what led to it, so a stop loses nothing
and asks again for the pages of the steps that were under way, at most.
"""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from transforms.base.attention import ATTENTION
from transforms.crawl.counts import CrawlCounts
from transforms.crawl.due import due
from transforms.crawl.fetch.fetcher import Fetcher
from transforms.crawl.fetch.politeness import host_of
from transforms.crawl.health import attend
from transforms.crawl.pages import by_url, fetch_pages, hosts_in_turn
from transforms.crawl.polling import Wanted
from transforms.crawl.schedule import FeedResponse, forget, network_down
from transforms.crawl.site import SiteFiles, read_records, write_records
from transforms.crawl.state import FeedState, from_json, to_json
from transforms.crawl.store import append_states, feed_shard, merge_states, read_lines
from transforms.crawl.stream.frontier import Again, Frontier, drop
from transforms.crawl.stream.settings import CrawlSettings
from transforms.crawl.stream.staging import FEEDS, PAGES
from transforms.read.feed.opml import FeedSource

POLLS = 64
"""Feeds of a turn."""
STEP, STEP_OF_HOST, UNDER_WAY = 256, 16, 2
"""Pages of a step, those of them of one host, and steps at once: what is fetched again after a stop, at most."""
MERGE_AFTER = 64
"""Turns after which the changes of feeds are merged into their file."""
OFFLINE = 60.0
"""Seconds between two turns while nothing answers."""
ENDING = 120.0
"""Seconds that are given to what is under way when the stream ends."""
_offline: set[int] = set()
"""The groups of this process that no server answers: it is said once."""


class HostGroup:
    """One group of hosts, within one event loop. Whoever does not tick for a while has left it to another worker."""

    def __init__(self, crawling: CrawlSettings, shard: int, fetcher: Fetcher) -> None:
        self._crawling = crawling
        self._output = crawling.output
        self._polling = crawling.polling
        self._shard = shard
        self._fetcher = fetcher
        self._sites = SiteFiles(fetcher, crawling.polling.client)
        self._frontier = Frontier(crawling.output, shard)
        self._under_way: set[Wanted] = set()
        self._feeds: dict[str, str] = {}
        self._due: dict[str, FeedState] = {}
        self._pages = set[str]()  # Addresses among the feeds that were found to be articles: nothing is due there.
        self._turns = 0
        self._rests_until = 0.0
        self._ticked: float | None = None
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._done = CrawlCounts()

    async def tick(self, sources: Iterable[FeedSource], ending: bool) -> CrawlCounts:
        """Begins what is to do, and returns what was done since. At the end waits for it, and begins nothing."""
        await self._belongs_here()
        if ending:
            await self._end({source.url for source in sources})
        else:
            self._begin("poll", lambda: self._poll(tuple(sources)))
            self._begin_fetches()
        for task in self._tasks.values():
            if task.done():
                task.result()
        done, self._done = self._done, CrawlCounts()
        return done

    async def fetch_now(self) -> CrawlCounts:
        """Fetches what waits, to the end."""
        await self._belongs_here()
        await self._frontier.absorb()
        await self._frontier.absorbed()
        await asyncio.gather(*(self._fetch() for _ in range(UNDER_WAY)))
        done, self._done = self._done, CrawlCounts()
        return done

    @property
    def queue(self) -> Counter[str]:
        """Pages that wait, by host."""
        return self._frontier.queue

    async def _end(self, listed: set[str]) -> None:
        """Waits for what is under way, and fetches what it was told of."""
        if poll := self._tasks.get("poll"):
            await asyncio.wait([poll], timeout=ENDING)
        await self._take_in()
        self._begin_fetches()
        await asyncio.wait(self._tasks.values(), timeout=ENDING)
        if self._turns:
            await self._merge(listed)

    async def _take_in(self) -> None:
        """Takes in what others left. What came back is announced again between two polls: one would forget it."""
        await self._announce_again(await self._frontier.absorb())
        await self._frontier.absorbed()

    def _begin_fetches(self) -> None:
        for number in range(UNDER_WAY):
            self._begin(f"fetch-{number}", self._fetch)

    def _begin(self, name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        task = self._tasks.get(name)
        if task is None or task.done():
            if task is not None:
                task.result()
            self._tasks[name] = asyncio.create_task(work())

    async def _belongs_here(self) -> None:
        """Reads the group's files, unless it has been this worker's without a break."""
        if self._ticked is None or self._left():
            if self._tasks:
                await asyncio.wait(self._tasks.values())
            self._tasks = {}
            self._feeds = await asyncio.to_thread(read_lines, self._output, self._shard)
            self._due = {url: _schedule(line) for url, line in self._feeds.items()}
            self._frontier = Frontier(self._output, self._shard)
            now = self._polling.client.clock()
            known = await asyncio.to_thread(read_records, self._output, (self._shard,), now)
            self._sites = SiteFiles(self._fetcher, self._polling.client, known)
        self._ticked = time.monotonic()

    def _left(self) -> bool:
        return self._ticked is not None and time.monotonic() - self._ticked > max(30.0, 5 * self._crawling.tick)

    # Feeds

    async def _poll(self, sources: tuple[FeedSource, ...]) -> None:
        await self._take_in()
        now = self._polling.client.clock()
        wrong = [source for source in sources if source.problem and source.url not in self._feeds]
        if wrong:
            await self._remember(
                [self._polling.wrong(FeedState(url=source.url), str(source.problem)) for source in wrong]
            )
        pending = [source.url for source in sources if not source.problem and self._is_due(source.url, now)]
        maybe_pages = {source.url for source in sources if source.may_be_page}
        pending.sort(key=lambda url: (self._next(url), url))
        for start in range(0, len(pending), POLLS):
            if self._left() or time.monotonic() < self._rests_until:
                return
            await self._turn(
                pending[start : start + POLLS], {source.url: source.folders for source in sources}, maybe_pages
            )
        if self._turns >= MERGE_AFTER:
            await self._merge({each.url for each in sources})

    async def _turn(self, urls: list[str], folders: Mapping[str, tuple[str, ...]], maybe_pages: set[str]) -> None:
        """Polls some feeds. What they lead to is stored before their states say that it is known."""
        states = {url: from_json(self._feeds[url]) if url in self._feeds else FeedState(url=url) for url in urls}
        states = {url: replace(state, folders=folders.get(url, ())) for url, state in states.items()}
        step = _name()
        with ExitStack() as files:
            polls = files.enter_context(self._crawling.archive(self._shard, FEEDS, step))
            entries = files.enter_context(self._crawling.archive(self._shard, PAGES, f"{step}-entries"))
            polled = await self._polling.poll(self._fetcher, states, polls, entries, maybe_pages=maybe_pages)
        self._done.polls += polled.polls
        if network_down(FeedResponse(status=status) for status in polled.statuses):
            self._rests_until = time.monotonic() + OFFLINE
            if not _offline:
                ATTENTION.warning("%s and others do not answer: the network seems to be down; retrying", urls[0])
            _offline.add(self._shard)
            return
        if any(polled.statuses) and _offline:
            ATTENTION.warning("%s answers: the network is back", urls[0])
            _offline.clear()
        by_shard: dict[int, list[Wanted]] = {}
        for wanted in polled.wanted:
            by_shard.setdefault(feed_shard(wanted.url), []).append(wanted)
        await self._frontier.add(by_shard.pop(self._shard, []))
        self._pages.update(wanted.url for wanted in polled.wanted if not wanted.feed)
        for shard, pages in sorted(by_shard.items()):
            await asyncio.to_thread(drop, self._output, shard, f"{self._shard:05}-{step}", pages)
        for line in polled.states:
            attend(states[json.loads(line)["url"]], from_json(line), self._polling.client.clock())
        await self._remember(polled.states)

    async def _remember(self, lines: list[str]) -> None:
        await asyncio.to_thread(append_states, self._output, self._shard, lines, _name())
        for line in lines:
            state = _schedule(line)
            self._feeds[state.url], self._due[state.url] = line, state
        self._turns += 1

    async def _merge(self, listed: set[str]) -> None:
        """Merges changes; the state of a feed that is no longer listed expires."""
        old = self._polling.client.clock() - timedelta(seconds=self._crawling.expiry)
        gone = [url for url, state in self._due.items() if url not in listed and (state.last_poll or old) <= old]
        for url in gone:
            del self._feeds[url], self._due[url]
        await asyncio.to_thread(merge_states, self._output, self._shard, forgotten=frozenset(gone))
        self._turns = 0

    async def _announce_again(self, again: Iterable[Again]) -> None:
        keys: dict[str, list[str]] = {}
        elsewhere: dict[int, list[Again]] = {}
        for feed, key in again:
            if feed in self._feeds:
                keys.setdefault(feed, []).append(key)
            elif (shard := feed_shard(feed)) != self._shard:
                elsewhere.setdefault(shard, []).append((feed, key))
        if keys:
            states = {feed: from_json(self._feeds[feed]) for feed in keys}
            await self._remember([to_json(forget(states[feed], found)) for feed, found in keys.items()])
        for shard, pairs in sorted(elsewhere.items()):
            await asyncio.to_thread(drop, self._output, shard, f"{self._shard:05}-{_name()}", (), pairs)

    def _is_due(self, url: str, now: datetime) -> bool:
        return url not in self._pages and (url not in self._due or due(self._due[url], now, self._polling.policy))

    def _next(self, url: str) -> datetime:
        state = self._due.get(url)
        return (state and state.next_due) or datetime.min.replace(tzinfo=UTC)

    # Pages

    async def _fetch(self) -> None:
        while not self._left() and (pages := self._take()):
            try:
                wanted = by_url(pages)
                with self._crawling.archive(self._shard, PAGES, _name()) as archived:
                    step = await fetch_pages(self._fetcher, hosts_in_turn(wanted), wanted, archived, self._sites)
                await self._keep_sites()
                self._done.fetches += step.fetches
                if again := [(feed, key) for feed, key in step.again if feed]:
                    await asyncio.to_thread(drop, self._output, self._shard, _name(), (), again)
                for key in (key for feed, key in step.again if not feed):
                    name = key if key in self._pages else f"message {key}"
                    ATTENTION.warning("%s: its page cannot be fetched at present; give it again", name)
                await self._frontier.done(pages)
            finally:
                self._under_way.difference_update(pages)

    async def _keep_sites(self) -> None:
        if self._sites.asked:
            self._sites.asked = 0
            await asyncio.to_thread(write_records, self._output, (self._shard,), dict(self._sites.records))

    def _take(self) -> list[Wanted]:
        """The first pages that wait, not too many of one host."""
        taken: list[Wanted] = []
        hosts: Counter[str] = Counter()
        for page in self._frontier.pending:
            host = host_of(page.url)
            if page not in self._under_way and hosts[host] < STEP_OF_HOST:
                hosts[host] += 1
                taken.append(page)
                if len(taken) == STEP:
                    break
        self._under_way.update(taken)
        return taken


def _schedule(line: str) -> FeedState:
    """What says when a feed is due, without its entries."""
    values = json.loads(line)
    due, retired, polled = (
        values[name] and datetime.fromisoformat(values[name]) for name in ("next_due", "retired_since", "last_poll")
    )
    return FeedState(url=values["url"], next_due=due, retired_since=retired, last_poll=polled)


def _name() -> str:
    return f"{time.time_ns():020}"
