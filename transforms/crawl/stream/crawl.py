"""Follows feeds without end: ticks, each group of hosts under a key, and the archives that are staged."""

import json
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import apache_beam as beam
from apache_beam.coders import BytesCoder
from apache_beam.pvalue import TaggedOutput
from apache_beam.transforms.periodicsequence import PeriodicImpulse
from apache_beam.transforms.userstate import ReadModifyWriteStateSpec
from apache_beam.transforms.window import TimestampedValue
from apache_beam.utils.timestamp import MAX_TIMESTAMP, Timestamp

from schemas.ledger import Tally
from schemas.reference import Reference
from transforms.base import metrics
from transforms.base.beam_internals import several_outputs
from transforms.base.progress import FETCHES, POLLS, append
from transforms.base.storage import write_whole
from transforms.crawl.store import FEED_SHARDS
from transforms.crawl.stream.crawler import Crawler, FeedLists
from transforms.crawl.stream.settings import CrawlSettings
from transforms.crawl.stream.staging import complete_path, reference, staged
from transforms.read.feed.opml import FeedSource

STAGED, TALLIES = "staged", "tallies"
TICKS_EVERY = 20.0
"""Seconds between two signs that ticks come."""
LAST_TICKS = 2
"""Ticks after the end, in which what is under way comes to its end."""


class HostOutputs(NamedTuple):
    """References to what was archived; (complete archive, staged archive); tallies of polls and fetches."""

    archived: beam.PCollection[Reference]
    staged: beam.PCollection[tuple[str, bytes]]
    tallies: beam.PCollection[tuple[Tally, int]]


@dataclass
class CrawlHosts(beam.PTransform[Any, Any]):
    """Polls and fetches until `end`, in seconds since 1970, or for ever.

    A group of hosts is one key, so the limits of a host hold with any number of workers.
    """

    crawling: CrawlSettings
    feeds: tuple[FeedSource, ...]
    lists: tuple[str, ...]
    start: float
    end: float | None = None
    progress: str | None = None

    @several_outputs
    def expand(self, begin: beam.pvalue.PBegin) -> HostOutputs:
        """A tick for every group of hosts."""
        tick = self.crawling.tick
        stop = MAX_TIMESTAMP if self.end is None else Timestamp(self.end + LAST_TICKS * tick)
        done = (
            begin
            | "Ticks" >> PeriodicImpulse(start_timestamp=Timestamp(self.start), stop_timestamp=stop, fire_interval=tick)
            | "Groups" >> beam.FlatMap(_groups, self.end).with_output_types(tuple[int, bool])
            | "Hosts"
            >> beam.ParDo(_CrawlHosts(self.crawling, self.feeds, self.lists, self.progress)).with_outputs(
                STAGED, TALLIES, main="archived"
            )
        )
        return HostOutputs(done.archived, done[STAGED], done[TALLIES])


def _groups(at: float, end: float | None) -> Iterator[tuple[int, bool]]:
    """(group, whether the stream is at its end)."""
    for shard in range(FEED_SHARDS):
        yield shard, end is not None and float(at) >= end


@dataclass
class _CrawlHosts(beam.DoFn):
    """Returns what is staged, once; again if the runner goes back to a checkpoint."""

    crawling: CrawlSettings
    feeds: tuple[FeedSource, ...]
    lists: tuple[str, ...]
    progress: str | None

    GIVEN: ClassVar = ReadModifyWriteStateSpec("given", BytesCoder())

    def default_label(self) -> str:
        return "_Crawl"  # Runners find the state of a job again by the step's name.

    def setup(self) -> None:
        self.crawler = shared(self.crawling, self.feeds, self.lists)
        self.ticked = 0.0
        self.waiting = metrics.distribution(metrics.QUEUE)

    def process(self, tick: tuple[int, bool], given: Any = beam.DoFn.StateParam(GIVEN)) -> Iterator[Any]:
        shard, ending = tick
        if time.monotonic() - self.ticked > TICKS_EVERY:
            self.ticked = time.monotonic()
            write_whole(ticks_file(self.crawling.output), f"{time.time()}\n".encode())
        done = self.crawler.tick(shard, ending)
        there = staged(self.crawling.output, shard)
        before = frozenset(json.loads(given.read() or b"[]"))
        now = self.crawling.polling.client.clock().timestamp()
        yield from give(((path, size) for path, size in there.items() if path not in before), now)
        if before != there.keys():
            given.write(json.dumps(sorted(there)).encode())
        append(self.progress, POLLS, done.polls.total())
        append(self.progress, FETCHES, done.fetches.total())
        for outcome, count in done.polls.items():
            metrics.counter(metrics.polls(outcome)).inc(count)
        for outcome, count in done.fetches.items():
            metrics.counter(metrics.fetches(outcome)).inc(count)
        for count in self.crawler.queue(shard).values():
            self.waiting.update(count)
        yield from (TaggedOutput(TALLIES, TimestampedValue(counted, now)) for counted in done.tallies())

    def teardown(self) -> None:
        release(self.crawling)


def ticks_file(output: str) -> str:
    """What changes while a stream ticks."""
    return f"{output}/_state/ticks"


def give(found: Iterable[tuple[str, int]], now: float) -> Iterator[Any]:
    """References to staged archives, and their names for who completes them, at the time at which they are given."""
    for path, size in found:
        if (stored := reference(path, size)) is not None:
            yield TimestampedValue(stored, now)
        yield TaggedOutput(STAGED, TimestampedValue((complete_path(path), path.encode()), now))


_crawlers: dict[Any, tuple[Crawler, int]] = {}
_turn = threading.Lock()


def shared(crawling: CrawlSettings, feeds: tuple[FeedSource, ...], lists: tuple[str, ...]) -> Crawler:
    """The one crawler of this process: a runner may work on several keys at once, each in a DoFn of its own."""
    with _turn:
        crawler, users = _crawlers.get(crawling) or (Crawler(crawling, FeedLists(feeds, lists)), 0)
        _crawlers[crawling] = crawler, users + 1
        return crawler


def release(crawling: CrawlSettings) -> None:
    """Releases the crawler, which ends with its last user."""
    with _turn:
        crawler, users = _crawlers[crawling]
        if users > 1:
            _crawlers[crawling] = crawler, users - 1
            return
        del _crawlers[crawling]
    crawler.close()
