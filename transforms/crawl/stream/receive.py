"""Messages of a Pub/Sub subscription: objects to read, addresses to fetch, pages that they carry."""

import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any, ClassVar, NamedTuple

import apache_beam as beam
from apache_beam.coders import VarIntCoder
from apache_beam.io.gcp.pubsub import PubsubMessage, ReadFromPubSub
from apache_beam.pvalue import TaggedOutput
from apache_beam.transforms.timeutil import TimeDomain
from apache_beam.transforms.userstate import (
    ReadModifyWriteStateSpec,
    TimerSpec,
    on_timer,
)
from apache_beam.transforms.window import GlobalWindow, TimestampedValue
from apache_beam.utils.timestamp import Duration
from apache_beam.utils.windowed_value import WindowedValue

from schemas.article import digest
from schemas.capture import Capture
from schemas.fetch import Request
from schemas.ledger import Count, Tally
from schemas.reference import Reference
from schemas.reject import Reject
from transforms.base.apply import REJECTED
from transforms.base.beam_internals import several_outputs
from transforms.base.tally import tally
from transforms.base.windows import Windows
from transforms.crawl.archive.files import archive
from transforms.crawl.polling import Wanted
from transforms.crawl.store import feed_shard
from transforms.crawl.stream.crawl import STAGED, TALLIES, give, release, shared
from transforms.crawl.stream.frontier import drop
from transforms.crawl.stream.settings import CrawlSettings
from transforms.crawl.stream.staging import PAGES, RECEIVED, staged_name
from transforms.read.messages import Message, message_key, read_message, rejected
from transforms.read.notification import StoredObject


class Received(NamedTuple):
    """References to what is stored; (complete archive, staged archive); tallies; messages that cannot be used."""

    stored: beam.PCollection[Reference]
    staged: beam.PCollection[tuple[str, bytes]]
    tallies: beam.PCollection[tuple[Tally, int]]
    rejected: beam.PCollection[Reject]


@dataclass
class Receive(beam.PTransform[Any, Any]):
    """Messages -> what they lead to. One that is delivered again within the lateness is skipped.

    With `at_once` the pages that messages name are fetched when they come; else they wait for the next tick.
    """

    subscription: str
    crawling: CrawlSettings
    windows: Windows
    at_once: bool
    version: str
    buckets: tuple[str, ...] = ()
    """Whose objects messages may name; any if there is none."""

    @several_outputs
    def expand(self, begin: beam.pvalue.PBegin) -> Received:
        """Receives, skips what is known, stores."""
        done = (
            begin
            | "Subscription" >> ReadFromPubSub(subscription=self.subscription, with_attributes=True)
            | "Key" >> beam.ParDo(_keyed).with_output_types(tuple[str, bytes])
            | "Once" >> beam.ParDo(_Once(self.windows)).with_output_types(bytes)
            | "Store"
            >> beam.ParDo(_Store(self.crawling, self.at_once, self.version, self.buckets)).with_outputs(
                STAGED, TALLIES, REJECTED, main="stored"
            )
        )
        return Received(done.stored, done[STAGED], done[TALLIES], done[REJECTED])


def _keyed(received: PubsubMessage, at: Any = beam.DoFn.TimestampParam) -> Iterator[tuple[str, bytes]]:
    message = Message.of(received, at.to_utc_datetime().replace(tzinfo=UTC))
    yield message_key(message), pickle.dumps(message)


@dataclass
class _Once(beam.DoFn):
    windows: Windows

    SEEN: ClassVar = ReadModifyWriteStateSpec("seen", VarIntCoder())
    EXPIRY: ClassVar = TimerSpec("expiry", TimeDomain.WATERMARK)

    def process(
        self,
        pair: tuple[str, bytes],
        at: Any = beam.DoFn.TimestampParam,
        seen: Any = beam.DoFn.StateParam(SEEN),
        expires: Any = beam.DoFn.TimerParam(EXPIRY),
    ) -> Iterator[bytes]:
        if not seen.read():
            seen.write(1)
            yield pair[1]
        expires.set(self.windows.end(at) + Duration(self.windows.lateness))

    @on_timer(EXPIRY)
    def expire(self, seen: Any = beam.DoFn.StateParam(SEEN)) -> None:
        seen.clear()


@dataclass
class _Store(beam.DoFn):
    """Stores what the messages of a bundle carry and name, before they are acknowledged."""

    crawling: CrawlSettings
    at_once: bool
    version: str
    buckets: tuple[str, ...]

    def setup(self) -> None:
        self.crawler = shared(self.crawling, (), ()) if self.at_once else None

    def start_bundle(self) -> None:
        self.pages: list[Capture] = []
        self.wanted: list[Wanted] = []

    def process(self, data: bytes) -> Iterator[Any]:
        message: Message = pickle.loads(data)
        try:
            work = read_message(message, self.buckets)
        except Exception as error:
            reject = rejected(message, error, self.version)
            at = message.published_at.timestamp()
            counted = tally(Count.CAPTURED, reject.url, reject.capture_uri)
            yield TaggedOutput(REJECTED, TimestampedValue(reject, at))
            yield TaggedOutput(TALLIES, TimestampedValue(counted, at))
            return
        if isinstance(work, StoredObject):
            yield Reference(work.path, work.uri, work.kind, 0, 0)
        elif isinstance(work, Capture):
            self.pages.append(work)
        elif isinstance(work, Request):
            self.wanted.append(Wanted(work.url, work.announcement.to_json(), "", message_key(message)))

    def finish_bundle(self) -> Iterator[Any]:
        crawling = self.crawling
        now = crawling.polling.client.clock()
        step = digest(*(page.uri for page in self.pages), *(wanted.key for wanted in self.wanted))
        if self.pages:
            name = staged_name(crawling.output, RECEIVED, PAGES, now, crawling.window, step)
            with archive(name, crawling.polling.client) as file:
                for page in self.pages:
                    file.write_entry(page)
            yield from _windowed(give(file.files, now.timestamp()))
        shards: dict[int, list[Wanted]] = {}
        for wanted in self.wanted:
            shards.setdefault(feed_shard(wanted.url), []).append(wanted)
        for shard, group in sorted(shards.items()):
            drop(crawling.output, shard, f"message-{step}", group)
        if self.crawler is not None and shards:
            done = self.crawler.fetch_now(list(shards))
            at = crawling.polling.client.clock().timestamp()
            yield from _windowed(give(self.crawler.new(shards), at))
            yield from _windowed(TaggedOutput(TALLIES, TimestampedValue(counted, at)) for counted in done.tallies())

    def teardown(self) -> None:
        if self.crawler is not None:
            release(self.crawling)


def _windowed(outputs: Iterator[Any]) -> Iterator[Any]:
    """What a bundle gives at its end has no window of its own."""
    for output in outputs:
        tag, stamped = (output.tag, output.value) if isinstance(output, TaggedOutput) else (None, output)
        there = WindowedValue(stamped.value, stamped.timestamp, (GlobalWindow(),))
        yield TaggedOutput(tag, there) if tag else there
