"""The files that speak for a site, beside each page that is fetched: robots.txt, tdmrep.json, licences.

robots.txt is fetched anyway. Of the others each is fetched once a day at most, and of one host one in an hour, as
politely as any page. A page waits for one that it is the first to name.
"""

import asyncio
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from cachetools import LRUCache

from schemas.fetch import Exchange, FetchOutcome, Request, SiteFile
from transforms.base.attention import ATTENTION
from transforms.base.state import Moment, from_json, to_json
from transforms.base.storage import read_if_present, write_whole
from transforms.crawl.fetch.client import Client
from transforms.crawl.fetch.fetcher import Fetcher
from transforms.crawl.fetch.politeness import host_of
from transforms.crawl.fetch.robots import origin
from transforms.crawl.store import FEED_SHARDS, feed_shard
from transforms.read.warc.site import LICENCE, SPEAKS_FOR, TEXT_LIMIT
from transforms.rights.licences import licences

WELL_KNOWN = "/.well-known/tdmrep.json"
HOURLY = timedelta(hours=1)
MOST = 50_000
"""Files that are known, and hosts that were asked; the least recently used are dropped."""
MOST_LICENCES = 4
"""Of those that a page names, as many are fetched: each may be at another host, for which the page waits."""
_WITH_PAGE = frozenset((FetchOutcome.FETCHED, FetchOutcome.PAYWALLED))
_NOT_THERE = frozenset((FetchOutcome.NOT_FOUND, FetchOutcome.GONE))


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """What is kept of a file: when it was asked for, and its text; "" if there is none, None without an answer."""

    asked_at: Moment
    text: str | None = None


class SiteFiles:
    """The files of sites, through a cache that may outlive the process. One event loop."""

    def __init__(self, fetcher: Fetcher, client: Client, records: Mapping[str, SiteRecord] | None = None) -> None:
        self._fetcher = fetcher
        self._now = client.clock
        self.records: MutableMapping[str, SiteRecord] = LRUCache(MOST)
        self._asked: MutableMapping[str, datetime] = LRUCache(MOST)
        for address, record in (records or {}).items():
            self._remember(address, record)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self.asked = 0
        """How many files were asked for since it was set to 0."""

    async def beside(self, exchange: Exchange) -> Exchange:
        """The exchange with the files that hold for its page, if it has one. Raises nothing but cancellation."""
        try:
            return await self._beside(exchange)
        except Exception as error:
            # The page is there all the same, and what its site says is unknown.
            ATTENTION.warning("%s: the files of its site cannot be read: %r", exchange.url, error)
            return exchange

    async def _beside(self, exchange: Exchange) -> Exchange:
        robots = self._fetcher.robots(exchange.url)
        if exchange.outcome not in _WITH_PAGE or not exchange.hops or robots is None:
            return exchange
        fields = exchange.hops[-1].response_headers
        named = licences(exchange.url, fields, robots.text, exchange.content)[:MOST_LICENCES]
        named.append(f"{origin(exchange.url)}{WELL_KNOWN}")
        for address in named:
            await self._refresh(address)
        known = [(address, self.records[address]) for address in named if address in self.records]
        files = (SiteFile(a, each.text, each.asked_at, _type(a)) for a, each in known if each.text is not None)
        return replace(exchange, site=(robots, *files))

    async def _refresh(self, address: str) -> None:
        """Asks for a file that is a day old or not known, unless its host was asked for one within the hour."""
        host = host_of(address)
        turn = self._turns.setdefault(host, asyncio.Lock())
        async with turn:
            now, record = self._now(), self.records.get(address)
            if record is not None and now - record.asked_at < (SPEAKS_FOR if record.text is not None else HOURLY):
                return
            if (asked := self._asked.get(host)) is None or now - asked >= HOURLY:
                await self._ask(address, now)

    async def _ask(self, address: str, now: datetime) -> None:
        exchange = await self._fetcher.fetch(Request(url=address))
        self.asked += 1
        text: str | None = None
        if exchange.outcome in _WITH_PAGE and len(exchange.content) <= TEXT_LIMIT:
            text = exchange.content.decode("utf-8-sig", "replace")
        elif exchange.outcome in _NOT_THERE:
            text = ""
        self._remember(address, SiteRecord(now, text))

    def _remember(self, address: str, record: SiteRecord) -> None:
        host = host_of(address)
        self.records[address] = record
        self._asked[host] = max(record.asked_at, self._asked.get(host, record.asked_at))


def _type(address: str) -> str:
    return "application/json" if address.endswith(WELL_KNOWN) else LICENCE


def read_records(output: str, shards: Sequence[int], now: datetime) -> dict[str, SiteRecord]:
    """What earlier rounds and streams know of the sites of these shards, as far as it may still hold."""
    known: dict[str, SiteRecord] = {}
    for shard in shards:
        known |= read_file(_path(output, shard))
    return {address: record for address, record in known.items() if timedelta(0) <= now - record.asked_at < SPEAKS_FOR}


def read_file(path: str) -> dict[str, SiteRecord]:
    """What a file holds of sites, by address; DamagedError if it is something else."""
    data = read_if_present(path)
    return from_json(data, dict[str, SiteRecord], path) if data else {}


def write_records(output: str, shards: Sequence[int], records: Mapping[str, SiteRecord]) -> None:
    """Keeps them for later rounds and streams. Each is in the shard of its host, else in the first."""
    by_shard: dict[int, dict[str, SiteRecord]] = {}
    for address, record in sorted(records.items()):
        shard = feed_shard(address)
        by_shard.setdefault(shard if shard in shards else shards[0], {})[address] = record
    for shard, of_shard in by_shard.items():
        write_whole(_path(output, shard), to_json(of_shard))


def _path(output: str, shard: int) -> str:
    return f"{output}/_state/sites/{shard:05}-of-{FEED_SHARDS:05}.json"
