"""What a run will do, decided once: a batch of files, a round over feeds, a stream, or a replay."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from pipeline import VERSION
from pipeline.options import Options
from pipeline.run.listing import ARCHIVES, Listing, check_archives
from pipeline.run.request import Request
from schemas.reference import FileKind, Reference
from transforms.base.windows import Windows
from transforms.crawl.archive.days import archive_uri
from transforms.crawl.polling import Polling, Wanted
from transforms.crawl.round.journal import RoundJournal
from transforms.crawl.stream.leftovers import Leftovers
from transforms.crawl.stream.settings import CrawlSettings
from transforms.crawl.stream.stage import StreamSource
from transforms.crawl.stream.staging import RECEIVED, staged
from transforms.read.feed.opml import FeedSource

GRACE = 30.0
"""Seconds after its end in which a window's last captures arrive; a quarter of the window where that is shorter."""
REPLAY_PART = 512 << 20
"""Bytes of archives that a replay reads at a time: what it repeats at most after a stop."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What every pipeline is told: its name, what is stored already, and how many bytes that is."""

    name: str
    options: Options
    stored: tuple[str | Reference, ...] = ()
    total: int = 0
    progress: str | None = None
    """The file to which workers of this machine append how far they are."""
    spill: str | None = None
    """The folder in which workers of this machine keep rows while references to them cross a shuffle."""


@dataclass(frozen=True, kw_only=True)
class Batch(Plan):
    """Reads what is stored."""


@dataclass(frozen=True, kw_only=True)
class Round(Plan):
    """Polls the feeds that are due, fetches what is new, and ends."""

    feeds: tuple[FeedSource, ...]
    wanted: tuple[Wanted, ...]
    polling: Polling
    journal: RoundJournal


@dataclass(frozen=True, kw_only=True)
class Stream(Plan):
    """Follows feeds and a subscription without end, or until the end of its source."""

    source: StreamSource


@dataclass(frozen=True, kw_only=True)
class Replay(Plan):
    """Reads archives again."""


def plan_batch(request: Request, left: Leftovers) -> Batch:
    """A batch over the files of its inputs, and what a stream left."""
    return Batch(
        name=run_name(request.names),
        options=request.options,
        stored=(*request.stored.planned, *left.stored),
        total=request.stored.total,
    )


def plan_round(request: Request, left: Leftovers, polling: Polling, journal: RoundJournal) -> Round:
    """A round over the feeds of its inputs; there may be files beside them."""
    return Round(
        name=journal.name,
        options=request.options,
        stored=(*request.stored.planned, *left.stored),
        total=request.stored.total,
        feeds=request.inputs.followed,
        wanted=left.wanted,
        polling=polling,
        journal=journal,
    )


def plan_stream(request: Request, polling: Polling, ticks: bool, now: datetime, end: datetime | None = None) -> Stream:
    """A stream that begins `now`. It ends at `end`, or --run-for from now, or never."""
    inputs, options = request.inputs, request.options
    if end is None and options.run_for:
        end = now + timedelta(seconds=options.run_for)
    left = staged(options.output)
    source = StreamSource(
        crawling=CrawlSettings(
            output=options.output, window=options.window, tick=options.tick, expiry=options.expiry, polling=polling
        ),
        windows=Windows(options.window, min(GRACE, options.window / 4), options.lateness),
        start=now,
        end=end,
        feeds=inputs.feeds,
        lists=inputs.lists,
        subscription=inputs.subscriptions[0] if inputs.subscriptions else None,
        buckets=options.allow_bucket,
        ticks=ticks,
        # With ticks, the groups of hosts return by themselves what is staged for them.
        left=tuple((path, size) for path, size in left.items() if not ticks or f"/{RECEIVED}/" in path),
        version=VERSION,
    )
    return Stream(name=f"stream-{now:%Y%m%dT%H%M%SZ}", options=options, stored=request.stored.planned, source=source)


def plan_replay(archives: Sequence[Listing], options: Options, at_once: bool = False) -> tuple[str, list[Replay]]:
    """The name of a replay, and its parts of some files each, so that a replay can be stopped and continued.

    `at_once` makes a single part, for a service that retries failed work by itself.
    """
    check_archives(archives)
    files = replayed(archives)
    # The ledger is in the output: however its path was typed, this is the same replay.
    told = replace(options, output="", wait=0.0, metrics="", metrics_port=None)
    name = f"replay-{_digest(VERSION, str(told), *_places([listing.name for listing in archives]))}"
    parts = [
        Replay(
            # With its files in it, a part that was done is done only as long as they are the same.
            name=f"{name}-{number:05}-{_digest(*(f'{file.uri} {file.end}' for file in part))}",
            options=options,
            stored=part,
            total=sum(file.end for file in part),
        )
        for number, part in enumerate([tuple(files)] if at_once else _parts(files))
    ]
    return name, parts


def replayed(archives: Iterable[Listing]) -> list[Reference]:
    """The files that a replay reads."""
    files = (file for listing in archives for file in listing.references())
    return [file for file in archived(files) if file.kind in ARCHIVES]


def run_name(inputs: Sequence[str]) -> str:
    """The same inputs give a run of the same name: doing it again replaces its ledger and its rejects."""
    return f"run-{_digest(*_places(inputs))}"


def _places(inputs: Sequence[str]) -> list[str]:
    """Where inputs are, however they are written."""
    return [
        name.rstrip("/") if "://" in name or name.startswith("pubsub:") else os.path.abspath(name) for name in inputs
    ]


def archived(files: Iterable[Reference]) -> Iterator[Reference]:
    """Files under the names that a live run gave to its archives: from the folder `archive` on, wherever that is now.

    The archives of polled feeds hold no articles, and are left out.
    """
    for file in files:
        uri = archive_uri(file.path) if file.kind == FileKind.WARC else None
        named = replace(file, uri=uri) if uri else file
        if not named.uri.startswith("archive/feeds/"):
            yield named


def _parts(files: Sequence[Reference]) -> Iterator[tuple[Reference, ...]]:
    """Groups of files of about REPLAY_PART bytes."""
    group: list[Reference] = []
    for file in files:
        if group and sum(each.end for each in group) + file.end > REPLAY_PART:
            yield tuple(group)
            group = []
        group.append(file)
    if group:
        yield tuple(group)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:12]


def utc_now() -> datetime:
    """The clock of the command."""
    return datetime.now(UTC)
