"""Polls the feeds that are due, and says which pages to fetch. A feed with full text needs no page."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

import apache_beam as beam
from apache_beam.pvalue import TaggedOutput

from schemas.article import digest
from schemas.capture import Announcement, Capture
from schemas.fetch import Request
from schemas.ledger import Tally
from transforms.apply import several_outputs
from transforms.feed import captures
from transforms.feed.answer import FeedAnswer, read_answer
from transforms.feed.opml import FeedSource
from transforms.feed.schedule import Announced, Answer, after_poll, due, request_headers
from transforms.feed.state import FeedState, to_json
from transforms.feed.store import feed_shard, read_states
from transforms.fetching.client import Client
from transforms.fetching.fetcher import Fetcher
from transforms.round.journal import Round
from transforms.round.online import Done, Online
from transforms.warc.files import archive
from transforms.warc.metadata import ENTRY

STATES, STATUSES, ARCHIVED, TALLIES = "states", "statuses", "archived", "tallies"
FULL_TEXT = 800
"""Characters of content from which a feed's text stands for the page."""


class Pages(StrEnum):
    """Which entries' pages are fetched."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Wanted(NamedTuple):
    """A page to fetch, for an entry of a feed: `key` is the feed's name for the entry, `said` its announcement."""

    url: str
    said: str
    feed: str
    key: str


class Polled(NamedTuple):
    """Pages to fetch; (shard, state) of each feed that was polled; the status, if any, of each; archives; tallies."""

    wanted: beam.PCollection[Wanted]
    states: beam.PCollection[tuple[int, str]]
    statuses: beam.PCollection[int | None]
    archived: beam.PCollection[tuple[str, int]]
    tallies: beam.PCollection[tuple[Tally, int]]


@dataclass
class Plan(Done):
    """What the polls of a shard led to."""

    states: list[str] = field(default_factory=list)
    statuses: list[int | None] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)


@dataclass
class Poll(beam.PTransform[Any, Any]):
    """FeedSource -> what the polls of the feeds that are due led to."""

    client: Client
    round: Round
    pages: Pages

    @several_outputs
    def expand(self, sources: beam.PCollection[FeedSource]) -> Polled:
        """Polls the feeds of a shard together."""
        done = (
            sources
            | beam.WithKeys(lambda source: feed_shard(source.url)).with_output_types(tuple[int, FeedSource])
            | beam.GroupByKey()
            | beam.ParDo(_Poll(self.client, self.round, self.pages)).with_outputs(
                STATES, STATUSES, ARCHIVED, TALLIES, main="wanted"
            )
        )
        return Polled(done.wanted, done[STATES], done[STATUSES], done[ARCHIVED], done[TALLIES])


@dataclass
class _Poll(Online):
    pages: Pages

    async def work(self, fetcher: Fetcher, key: int, values: list[FeedSource]) -> Plan:
        step = f"poll-{key:05}"
        if (before := self.round.read(step)) is not None:
            return Plan(**before)
        plan = await self._poll(fetcher, key, values)
        self.round.write(step, vars(plan))
        return plan

    def outputs(self, key: int, values: list[FeedSource], result: Plan) -> Iterator[Any]:
        yield from (Wanted(*wanted) for wanted in result.wanted)
        yield from (TaggedOutput(STATES, (key, state)) for state in result.states)
        yield from (TaggedOutput(STATUSES, status) for status in result.statuses)
        yield from (TaggedOutput(ARCHIVED, tuple(archived)) for archived in result.archived)
        yield from (TaggedOutput(TALLIES, counted) for counted in result.tallies())

    async def _poll(self, fetcher: Fetcher, shard: int, sources: list[FeedSource]) -> Plan:
        plan, states = Plan(), read_states(self.round.output, shard)
        feeds = {source.url: states.get(source.url, FeedState(url=source.url)) for source in sources}
        plan.states += [to_json(_wrong(feeds.pop(s.url), s.problem, self.client)) for s in sources if s.problem]
        requests = [_request(state) for state in feeds.values() if due(state, self.client.clock())]
        with ExitStack() as files:
            folder, name = f"{self.round.output}/archive", f"{self.round.name}-{shard:05}"
            polls = files.enter_context(archive(f"{folder}/feeds/{name}", self.client))
            entries = files.enter_context(archive(f"{folder}/pages/{name}-entries", self.client))
            async for exchange in fetcher.fetch_all(requests):
                state = feeds[exchange.request.announcement.feed_url or ""]
                for each in (answer := await read_answer(fetcher, exchange, self.client.clock())).exchanges:
                    polls.write(each)
                plan.statuses.append(answer.answer.status)
                plan.polls[str(answer.outcome)] += 1
                for stored in self._take(plan, state, answer):
                    entries.write_entry(stored)
        plan.archived = entries.files
        return plan

    def _take(self, plan: Plan, state: FeedState, answer: FeedAnswer) -> Iterator[Capture]:
        """Adds what a poll led to; gives the entries that stand for their pages."""
        if answer.adopted:
            state = replace(state, adopted=answer.adopted)
        state, announced = after_poll(state, answer.answer, answer.feed, answer.at)
        plan.states.append(to_json(state))
        for each in announced:
            said = replace(each.entry.announcement, feed_url=state.url)
            if said.url is not None and wants_page(each, self.pages):
                plan.wanted.append(Wanted(said.url, said.to_json(), state.url, each.key))
            elif answer.feed is not None:
                (capture,) = captures(replace(answer.feed, entries=(each.entry,)), state.url)
                url = said.url or _no_address(state.url, said)
                yield replace(capture, url=url, captured_at=answer.at, announcement=said)


def wants_page(announced: Announced, pages: Pages) -> bool:
    """Whether an entry's page is fetched; if not, what the feed holds is the document."""
    entry = announced.entry
    if entry.announcement.url is None or pages is Pages.NEVER:
        return False
    return pages is Pages.ALWAYS or not entry.content_is_full or len(entry.content or "") < FULL_TEXT


def _request(state: FeedState) -> Request:
    return Request(
        url=state.address,
        headers=tuple(request_headers(state).items()),
        announcement=Announcement(feed_url=state.url),
    )


def _wrong(state: FeedState, problem: str | None, client: Client) -> FeedState:
    return after_poll(state, Answer(error=problem), None, client.clock())[0]


def _no_address(feed: str, said: Announcement) -> str:
    """What an archive calls an entry without an address; no address that could be fetched."""
    name = said.entry_id or digest(said.title or "", str(said.published_at))
    return f"{ENTRY}{urlsplit(feed).hostname or 'feed'}/{quote(name, safe='')[:500]}"
