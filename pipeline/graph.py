"""The graph, on one screen."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import apache_beam as beam

from pipeline import VERSION
from pipeline.options import Options
from pipeline.run.inputs import references
from schemas.reference import Kind, Reference
from transforms.base.apply import Apply
from transforms.base.storage import size_of
from transforms.clean.stage import clean
from transforms.crawl.polling import Polling, Wanted
from transforms.crawl.round.journal import Round
from transforms.crawl.round.stage import Follow
from transforms.crawl.stream.stage import Stream
from transforms.enrich.stage import Enrich
from transforms.extract.stage import extract
from transforms.read.feed.opml import FeedSource
from transforms.read.stage import Read
from transforms.read.warc.reader import ranges
from transforms.write.index import Remember
from transforms.write.ledger import CountCaptures, WriteLedger
from transforms.write.revise import Revise
from transforms.write.sink import WriteArticles, WriteRejects


@dataclass(frozen=True, kw_only=True)
class Job:
    """What one pipeline does: reads what is stored, follows feeds for a round or as a stream, or both."""

    name: str
    options: Options
    stored: tuple[str | Reference, ...] = ()
    feeds: tuple[FeedSource, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    polling: Polling | None = None
    round: Round | None = None
    stream: Stream | None = None
    since: datetime | None = None
    until: datetime | None = None
    progress: str | None = None


def build(pipeline: beam.Pipeline, job: Job) -> None:
    """Lays the graph from inputs to files. What follows Read never knows where a capture came from."""
    options, stream = job.options, job.stream
    group = stream.gather() if stream else beam.GroupByKey()
    expiry = timedelta(seconds=options.expiry)
    tallies = []
    rejects = []

    stored = pipeline | "Inputs" >> beam.Create(job.stored, reshuffle=False)
    if job.round and job.polling:
        followed = pipeline | "Feeds" >> beam.Create(job.feeds) | Follow(job.polling, job.round, job.wanted)
        stored = (stored, followed.archived) | "Stored" >> beam.Flatten()
        tallies.append(followed.tallies)
    if stream:
        coming = pipeline | "Stream" >> stream
        stored = (stored, coming.archived) | "Stored" >> beam.Flatten()
        tallies += coming.tallies
        rejects += coming.rejected

    spread = stored | "Expand" >> beam.FlatMap(expand) | "Spread" >> beam.Reshuffle()
    captures = spread | "Read" >> Read(VERSION, job.since, job.until, job.progress, stream.windows if stream else None)
    documents = captures.good | "Extract" >> Apply("extract", extract, VERSION)
    articles = documents.good | "Clean" >> Apply("clean", partial(clean, pipeline_version=VERSION), VERSION)
    enriched = articles.good | "Enrich" >> Enrich(options.models, VERSION)

    rejects += (stage.rejected for stage in (captures, documents, articles, enriched))
    rejected = rejects | "Rejects" >> beam.Flatten()

    revise = stream.revise() if stream else Revise(options.output, options.window, options.shards, expiry)
    revised = (enriched.good, rejected) | "Revise" >> revise
    written = revised.by_file | "Write" >> WriteArticles(options.output, group, job.progress)
    remember = Remember(options.output, None if stream else written, group)
    remembered = revised.revisions | "Remember" >> remember
    stored_rejects = rejected | "Write rejects" >> WriteRejects(options.output, options.window, job.name, group)
    tallies += [captures | "Count" >> CountCaptures(), revised.tallies, written, remembered, stored_rejects]
    counted = tallies | "Tallies" >> beam.Flatten()
    if stream:
        _ = (coming.staged, counted) | "Complete" >> stream.complete()
        _ = counted | "Ledger" >> stream.ledger()
    else:
        _ = counted | "Ledger" >> WriteLedger(options.output, job.name)


def expand(stored: str | Reference) -> Iterator[Reference]:
    """The parts of an input that are read by themselves: files, and ranges of WARC files."""
    for reference in references([stored]) if isinstance(stored, str) else (stored,):
        if reference.kind != Kind.WARC or reference.moved_to:
            yield reference
            continue
        for part in ranges(reference.path, reference.end or size_of(reference.path)):
            yield replace(reference, start=part.start, end=part.end)
