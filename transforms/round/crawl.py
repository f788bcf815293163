"""Fetches the pages that feeds announced, and archives every exchange."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import apache_beam as beam
from apache_beam.pvalue import TaggedOutput

from schemas.article import digest
from schemas.capture import Announcement
from schemas.fetch import FetchOutcome, Request
from schemas.ledger import Tally
from transforms.address import registrable_domain
from transforms.apply import several_outputs
from transforms.feed.store import feed_shard
from transforms.fetching.client import Client
from transforms.fetching.fetcher import Fetcher
from transforms.round.journal import Round
from transforms.round.online import Done, Online
from transforms.round.poll import Wanted
from transforms.warc.files import archive

AGAIN, TALLIES = "again", "tallies"
SHARDS = 4
STEP = 256
"""Pages of a step."""
UNDER_WAY = 2
"""Steps of a shard at once, so that no host waits for the slowest of a step: a round that is stopped fetches the pages
of so many steps again, at most, for each shard."""
WORTH_ANOTHER_TRY = frozenset(
    {FetchOutcome.TIMED_OUT, FetchOutcome.UNREACHABLE, FetchOutcome.SERVER_ERROR, FetchOutcome.FAILED}
)


_Plain = tuple[str, str, str, str]


class Crawled(NamedTuple):
    """Archives of pages; (shard, (feed, key)) of each entry to announce again at the next poll; tallies."""

    archived: beam.PCollection[tuple[str, int]]
    again: beam.PCollection[tuple[int, tuple[str, str]]]
    tallies: beam.PCollection[tuple[Tally, int]]


@dataclass
class Step(Done):
    """What became of some pages of a shard."""

    again: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Crawl(beam.PTransform[Any, Any]):
    """Wanted -> archives of what was fetched. A host is in one shard, so its limits hold with any number of workers."""

    client: Client
    round: Round

    @several_outputs
    def expand(self, wanted: beam.PCollection[Wanted]) -> Crawled:
        """Fetches the pages of a shard's hosts together."""
        done = (
            wanted
            # As plain strings: Beam would pickle a class of ours, which costs a tenth of fetching the page.
            | beam.Map(lambda page: (host_shard(page.url), tuple(page))).with_output_types(tuple[int, _Plain])
            | beam.GroupByKey()
            | beam.ParDo(_Crawl(self.client, self.round)).with_outputs(AGAIN, TALLIES, main="archived")
        )
        return Crawled(done.archived, done[AGAIN], done[TALLIES])


def host_shard(url: str) -> int:
    """Where the pages of a registrable domain are fetched."""
    return int(digest(registrable_domain(url) or "")[:8], 16) % SHARDS


def hosts_in_turn(urls: Iterable[str]) -> list[str]:
    """The first page of every host, the second of every host, and so on: a step then waits for no host for long."""
    count: Counter[str] = Counter()
    ranked: list[tuple[int, str]] = []
    for url in sorted(urls):
        host = urlsplit(url).netloc
        ranked.append((count[host], url))
        count[host] += 1
    return [url for _, url in sorted(ranked)]


@dataclass
class _Crawl(Online):
    async def work(self, fetcher: Fetcher, key: int, values: list[_Plain]) -> list[Step]:
        by_url: dict[str, list[Wanted]] = {}
        for page in sorted(Wanted(*value) for value in values):
            by_url.setdefault(page.url, []).append(page)
        urls = hosts_in_turn(by_url)
        under_way = asyncio.Semaphore(UNDER_WAY)

        async def step(start: int) -> Step:
            async with under_way:
                name = f"{key:05}-{start // STEP:05}"
                return await self._step(fetcher, name, urls[start : start + STEP], by_url)

        return await asyncio.gather(*map(step, range(0, len(urls), STEP)))

    def outputs(self, key: int, values: list[_Plain], result: list[Step]) -> Iterator[Any]:
        for step in result:
            yield from map(tuple, step.archived)
            for feed, entry in step.again:
                yield TaggedOutput(AGAIN, (feed_shard(feed), (feed, entry)))
            yield from (TaggedOutput(TALLIES, counted) for counted in step.tallies())

    async def _step(self, fetcher: Fetcher, name: str, urls: list[str], by_url: dict[str, list[Wanted]]) -> Step:
        if (before := self.round.read(f"fetch-{name}")) is not None:
            return Step(**before)
        step = Step()
        requests = [Request(url=url, announcement=Announcement.from_json(by_url[url][0].said)) for url in urls]
        with archive(f"{self.round.output}/archive/pages/{self.round.name}-{name}", self.client) as pages:
            async for exchange in fetcher.fetch_all(requests):
                pages.write(exchange)
                step.fetches[str(exchange.outcome)] += 1
                if exchange.outcome in WORTH_ANOTHER_TRY:
                    asked = exchange.request.announcement.url or exchange.request.url
                    step.again += [(page.feed, page.key) for page in by_url.get(asked, ())]
        step.archived = pages.files
        self.round.write(f"fetch-{name}", vars(step))
        return step
