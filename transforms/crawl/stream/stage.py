"""A stream: what comes without end, and the stateful stages that replace those of a batch run."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import apache_beam as beam

from schemas.ledger import Tally
from schemas.reference import Reference
from schemas.reject import Reject
from transforms.base.beam_internals import several_outputs
from transforms.base.windows import Windows
from transforms.crawl.stream.crawl import STAGED, CrawlHosts, give
from transforms.crawl.stream.receive import Receive
from transforms.crawl.stream.settings import CrawlSettings
from transforms.read.feed.opml import FeedSource


class StreamOutputs(NamedTuple):
    """References to what is stored now; (complete archive, staged archive); tallies; rejects."""

    archived: beam.PCollection[Reference]
    staged: beam.PCollection[tuple[str, bytes]]
    tallies: list[beam.PCollection[tuple[Tally, int]]]
    rejected: list[beam.PCollection[Reject]]


@dataclass
class StreamSource(beam.PTransform[Any, Any]):
    """Feeds that are polled when they are due, and messages of a subscription, until `end` or for ever.

    `start` and `end` are times of the clock. `ticks` says whether the runner has them: the
    DirectRunner has none, and fetches what a message names when it comes.
    """

    crawling: CrawlSettings
    windows: Windows
    start: datetime
    end: datetime | None = None
    feeds: tuple[FeedSource, ...] = ()
    lists: tuple[str, ...] = ()
    subscription: str | None = None
    buckets: tuple[str, ...] = ()
    ticks: bool = True
    left: tuple[tuple[str, int], ...] = ()
    """Staged archives, and their sizes, that an earlier stream did not finish."""
    version: str = ""
    progress: str | None = None

    @several_outputs
    def expand(self, begin: beam.pvalue.PBegin) -> StreamOutputs:
        """Polls, fetches, receives."""
        archived, staged, tallies, rejected = [], [], [], []
        if self.left:
            left = begin.pipeline | "Left" >> beam.Create(self.left, reshuffle=False)
            given = left | "Give" >> beam.FlatMap(_give, self.start.timestamp()).with_outputs(STAGED, main="archived")
            archived.append(given.archived)
            staged.append(given[STAGED])
        if self.ticks:
            end = self.end.timestamp() if self.end else None
            crawl = CrawlHosts(self.crawling, self.feeds, self.lists, self.start.timestamp(), end, self.progress)
            crawled = begin.pipeline | "Crawl" >> crawl
            archived.append(crawled.archived)
            staged.append(crawled.staged)
            tallies.append(crawled.tallies)
        if self.subscription:
            receive = Receive(
                self.subscription, self.crawling, self.windows, not self.ticks, self.version, self.buckets
            )
            received = begin.pipeline | "Receive" >> receive
            archived.append(received.stored)
            staged.append(received.staged)
            tallies.append(received.tallies)
            rejected.append(received.rejected)
        return StreamOutputs(_one(archived, "Archived"), _one(staged, "Staged"), tallies, rejected)


def _give(left: tuple[str, int], now: float) -> Iterator[Any]:
    return give([left], now)


def _one(parts: list[Any], label: str) -> Any:
    return parts[0] if len(parts) == 1 else parts | label >> beam.Flatten()
