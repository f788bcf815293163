"""Polls the feeds of a round that are due."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

import apache_beam as beam
from apache_beam.pvalue import TaggedOutput

from schemas.ledger import Tally
from transforms.base.beam_internals import several_outputs
from transforms.crawl.archive.files import archive
from transforms.crawl.due import due
from transforms.crawl.fetch.fetcher import Fetcher
from transforms.crawl.polling import Polling, PollResult, Wanted
from transforms.crawl.round.journal import RoundJournal
from transforms.crawl.round.online import Online
from transforms.crawl.state import FeedState
from transforms.crawl.store import feed_shard, read_states
from transforms.read.feed.opml import FeedSource

STATES, STATUSES, ARCHIVED, TALLIES = "states", "statuses", "archived", "tallies"


class Polled(NamedTuple):
    """Pages to fetch; (shard, state) of each feed that was polled; the status, if any, of each; archives; tallies."""

    wanted: beam.PCollection[Wanted]
    states: beam.PCollection[tuple[int, str]]
    statuses: beam.PCollection[int | None]
    archived: beam.PCollection[tuple[str, int]]
    tallies: beam.PCollection[tuple[Tally, int]]


@dataclass
class Poll(beam.PTransform[Any, Any]):
    """FeedSource -> what the polls of the feeds that are due led to."""

    polling: Polling
    round: RoundJournal

    @several_outputs
    def expand(self, sources: beam.PCollection[FeedSource]) -> Polled:
        """Polls the feeds of a shard together."""
        done = (
            sources
            | beam.WithKeys(lambda source: feed_shard(source.url)).with_output_types(tuple[int, FeedSource])
            | beam.GroupByKey()
            | beam.ParDo(_Poll(self.polling.client, self.round, self.polling)).with_outputs(
                STATES, STATUSES, ARCHIVED, TALLIES, main="wanted"
            )
        )
        return Polled(done.wanted, done[STATES], done[STATUSES], done[ARCHIVED], done[TALLIES])


@dataclass
class _Poll(Online):
    polling: Polling

    async def work(self, fetcher: Fetcher, key: int, values: list[FeedSource]) -> PollResult:
        step = f"poll-{key:05}"
        if (before := self.round.read(step, PollResult)) is not None:
            return before
        result = await self._poll(fetcher, key, values)
        self.round.write(step, result)
        return result

    def outputs(self, key: int, values: list[FeedSource], result: PollResult) -> Iterator[Any]:
        yield from result.wanted
        yield from (TaggedOutput(STATES, (key, state)) for state in result.states)
        yield from (TaggedOutput(STATUSES, status) for status in result.statuses)
        yield from (TaggedOutput(ARCHIVED, archived) for archived in result.archived)
        yield from (TaggedOutput(TALLIES, counted) for counted in result.tallies())

    def _is_due(self, state: FeedState, now: datetime) -> bool:
        return self.polling.poll_now or due(state, now, self.polling.policy)

    async def _poll(self, fetcher: Fetcher, shard: int, sources: list[FeedSource]) -> PollResult:
        states, now = read_states(self.round.output, shard), self.client.clock()
        feeds = {
            source.url: replace(states.get(source.url, FeedState(url=source.url)), folders=source.folders)
            for source in sources
        }
        wrong = [self.polling.wrong(feeds.pop(source.url), source.problem) for source in sources if source.problem]
        pending = {url: state for url, state in feeds.items() if self._is_due(state, now)}
        with ExitStack() as files:
            name = f"{self.round.name}-{shard:05}"
            polls = files.enter_context(archive(self.round.archive("feeds", shard, name), self.client))
            entries = files.enter_context(archive(self.round.archive("pages", shard, f"{name}-entries"), self.client))
            pages = {source.url for source in sources if source.may_be_page}
            result = await self.polling.poll(fetcher, pending, polls, entries, self.round.progress, pages)
        result.states += wrong
        result.archived = entries.files
        return result
