"""Fetches the pages that the polls of a round led to."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import apache_beam as beam
from apache_beam.pvalue import TaggedOutput

from schemas.ledger import Tally
from transforms.base.address import host_shard
from transforms.base.beam_internals import several_outputs
from transforms.base.progress import WANTED, append
from transforms.crawl.archive.files import archive
from transforms.crawl.fetch.client import Client
from transforms.crawl.fetch.fetcher import Fetcher
from transforms.crawl.pages import Step, by_url, fetch_pages, hosts_in_turn
from transforms.crawl.polling import Wanted
from transforms.crawl.round.journal import RoundJournal
from transforms.crawl.round.online import Online
from transforms.crawl.site import SiteFiles, read_records, write_records
from transforms.crawl.store import FEED_SHARDS, feed_shard

AGAIN, TALLIES = "again", "tallies"
SHARDS = 4
STEP = 256
"""Pages of a step."""
UNDER_WAY = 2
"""Steps of a shard at once, so that no host waits for the slowest of a step: a round that is stopped fetches the pages
of so many steps again, at most, for each shard."""


_Plain = tuple[str, str, str, str]


class FetchedPages(NamedTuple):
    """Archives of pages; (shard, (feed, key)) of each entry to announce again at the next poll; tallies."""

    archived: beam.PCollection[tuple[str, int]]
    again: beam.PCollection[tuple[int, tuple[str, str]]]
    tallies: beam.PCollection[tuple[Tally, int]]


@dataclass
class FetchPages(beam.PTransform[Any, Any]):
    """Wanted -> archives of what was fetched. A host is in one shard, so its limits hold with any number of workers."""

    client: Client
    round: RoundJournal

    @several_outputs
    def expand(self, wanted: beam.PCollection[Wanted]) -> FetchedPages:
        """Fetches the pages of a shard's hosts together."""
        done = (
            wanted
            # As plain strings: Beam would pickle a class of ours, which costs a tenth of fetching the page.
            | beam.Map(lambda page: (host_shard(page.url, SHARDS), tuple(page))).with_output_types(tuple[int, _Plain])
            | beam.GroupByKey()
            | beam.ParDo(_FetchPages(self.client, self.round)).with_outputs(AGAIN, TALLIES, main="archived")
        )
        return FetchedPages(done.archived, done[AGAIN], done[TALLIES])


@dataclass
class _FetchPages(Online):
    async def work(self, fetcher: Fetcher, key: int, values: list[_Plain]) -> list[Step]:
        wanted = by_url(Wanted(*value) for value in values)
        urls = hosts_in_turn(wanted)
        append(self.round.progress, WANTED, len(urls))
        under_way = asyncio.Semaphore(UNDER_WAY)
        shards = range(key, FEED_SHARDS, SHARDS)
        sites = SiteFiles(fetcher, self.client, read_records(self.round.output, shards, self.client.clock()))

        async def step(start: int) -> Step:
            async with under_way:
                name = f"{key:05}-{start // STEP:05}"
                return await self._step(fetcher, key, name, urls[start : start + STEP], wanted, sites)

        steps = await asyncio.gather(*map(step, range(0, len(urls), STEP)))
        write_records(self.round.output, shards, sites.records)
        return steps

    def outputs(self, key: int, values: list[_Plain], result: list[Step]) -> Iterator[Any]:
        for step in result:
            yield from step.archived
            for feed, entry in step.again:
                yield TaggedOutput(AGAIN, (feed_shard(feed), (feed, entry)))
            yield from (TaggedOutput(TALLIES, counted) for counted in step.tallies())

    async def _step(
        self, fetcher: Fetcher, key: int, name: str, urls: list[str], wanted: dict[str, list[Wanted]], sites: SiteFiles
    ) -> Step:
        if (before := self.round.read(f"fetch-{name}", Step)) is not None:
            return before
        with archive(self.round.archive("pages", key, f"{self.round.name}-{name}"), self.client) as pages:
            step = await fetch_pages(fetcher, urls, wanted, pages, sites, self.round.progress)
        step.archived = pages.files
        self.round.write(f"fetch-{name}", step)
        return step
