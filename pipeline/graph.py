"""The graph, on one screen."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

import apache_beam as beam

from pipeline import VERSION
from pipeline.inputs import references
from pipeline.options import Options
from schemas.reference import Kind, Reference
from transforms.apply import Apply
from transforms.clean import clean
from transforms.enrich import Enrich
from transforms.extract import extract
from transforms.feed.opml import FeedSource
from transforms.fetching.client import Client
from transforms.follow import Follow
from transforms.ledger import CountCaptures, WriteLedger
from transforms.read import Read
from transforms.revise import Remember, Revise
from transforms.round.journal import Round
from transforms.round.poll import Pages
from transforms.sink import WriteArticles, WriteRejects
from transforms.warc.reader import ranges


@dataclass(frozen=True, kw_only=True)
class Job:
    """What one pipeline does: reads what is stored, follows feeds for a round, or both."""

    name: str
    options: Options
    stored: tuple[str | Reference, ...] = ()
    feeds: tuple[FeedSource, ...] = ()
    round: Round | None = None
    client: Client | None = None
    since: datetime | None = None
    until: datetime | None = None
    progress: str | None = None


def build(pipeline: beam.Pipeline, job: Job) -> None:
    """Lays the graph from inputs to files. What follows Read never knows where a capture came from."""
    options = job.options
    stored = pipeline | "Inputs" >> beam.Create(job.stored, reshuffle=False) | "Expand" >> beam.FlatMap(expand)
    tallies = []
    if job.round and job.client:
        followed = pipeline | "Feeds" >> beam.Create(job.feeds) | Follow(job.client, job.round, Pages(options.pages))
        archived = followed.archived | "Expand archives" >> beam.FlatMap(expand)
        stored = (stored, archived) | "Stored" >> beam.Flatten()
        tallies.append(followed.tallies)

    spread = stored | "Spread" >> beam.Reshuffle()
    captures = spread | "Read" >> Read(VERSION, job.since, job.until, job.progress)
    documents = captures.good | "Extract" >> Apply("extract", extract, VERSION)
    articles = documents.good | "Clean" >> Apply("clean", partial(clean, pipeline_version=VERSION), VERSION)
    enriched = articles.good | "Enrich" >> Enrich(options.models, VERSION)

    stages = (captures, documents, articles, enriched)
    rejects = [stage.rejected for stage in stages] | "Rejects" >> beam.Flatten()

    revised = (enriched.good, rejects) | "Revise" >> Revise(options.output, options.window, options.shards)
    written = revised.by_file | "Write" >> WriteArticles(options.output)
    remembered = revised.revisions | "Remember" >> Remember(options.output, written)
    rejected = rejects | "Write rejects" >> WriteRejects(options.output, options.window, job.name)
    tallies += [captures | "Count" >> CountCaptures(), revised.tallies, written, remembered, rejected]
    _ = tallies | "Tallies" >> beam.Flatten() | "Ledger" >> WriteLedger(options.output, job.name)


def expand(stored: str | Reference) -> Iterator[Reference]:
    """The parts of an input that are read by themselves: files, and ranges of WARC files."""
    for reference in references([stored]) if isinstance(stored, str) else (stored,):
        if reference.kind != Kind.WARC:
            yield reference
            continue
        for part in ranges(reference.path, reference.end):
            yield replace(reference, start=part.start, end=part.end)
