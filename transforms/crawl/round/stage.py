"""Follows feeds for one round: what is due is polled, what is new is fetched and archived, and it ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import apache_beam as beam

from schemas.ledger import Tally
from schemas.reference import FileKind, Reference
from transforms.base.beam_internals import several_outputs
from transforms.crawl.archive.days import archive_uri
from transforms.crawl.polling import Polling, Wanted
from transforms.crawl.round.fetch import FetchPages
from transforms.crawl.round.journal import RoundJournal
from transforms.crawl.round.poll import Poll
from transforms.crawl.schedule import FeedResponse, forget, network_down
from transforms.crawl.state import from_json
from transforms.crawl.store import write_states
from transforms.read.feed.opml import FeedSource


class Followed(NamedTuple):
    """What was archived, to be read like any archive; tallies of polls and fetches."""

    archived: beam.PCollection[Reference]
    tallies: beam.PCollection[tuple[Tally, int]]


@dataclass
class Follow(beam.PTransform[Any, Any]):
    """FeedSource -> references to the archives of the round. The state of a feed is written when its pages are."""

    polling: Polling
    round: RoundJournal
    left: tuple[Wanted, ...] = ()
    """Pages that a stream was told of and did not fetch."""

    @several_outputs
    def expand(self, sources: beam.PCollection[FeedSource]) -> Followed:
        """Polls, fetches, and remembers."""
        polled = sources | "Poll" >> Poll(self.polling, self.round)
        left = sources.pipeline | "Left by a stream" >> beam.Create(self.left)
        crawled = (
            (polled.wanted, left) | "Wanted" >> beam.Flatten() | "Crawl" >> FetchPages(self.polling.client, self.round)
        )
        statuses = polled.statuses | "Statuses" >> beam.combiners.ToList()
        remembered = (
            {"states": polled.states, "again": crawled.again}
            | "By file" >> beam.CoGroupByKey()
            | "Remember" >> beam.FlatMap(_remember, self.round.output, beam.pvalue.AsSingleton(statuses))
        )
        archived = (polled.archived, crawled.archived) | "Archived" >> beam.Flatten() | beam.Map(_reference)
        tallies = (polled.tallies, crawled.tallies, remembered) | "Tallies" >> beam.Flatten()
        return Followed(archived, tallies)


def _remember(
    group: tuple[int, dict[str, Iterable[Any]]], output: str, statuses: list[int | None]
) -> Iterable[tuple[Tally, int]]:
    """Writes the states, unless our own network was down; returns nothing, but the ledger waits for it."""
    if network_down(FeedResponse(status=status) for status in statuses):
        return ()
    shard, values = group
    states = {state.url: state for state in map(from_json, values["states"])}
    again: dict[str, list[str]] = {}
    for feed, key in values["again"]:
        again.setdefault(feed, []).append(key)
    write_states(output, shard, states | {url: forget(states[url], keys) for url, keys in again.items()})
    return ()


def _reference(archived: tuple[str, int]) -> Reference:
    path, size = archived
    return Reference(path, archive_uri(path) or path, FileKind.WARC, 0, size)
