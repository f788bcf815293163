"""The graph, on one screen."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any

import apache_beam as beam

from pipeline import VERSION, steps
from pipeline.options import Options
from pipeline.run.listing import references
from pipeline.run.plan import Plan, Round, Stream
from schemas.article import Article
from schemas.capture import Capture
from schemas.ledger import Tally
from schemas.reference import Reference
from schemas.reject import Reject
from transforms.base.apply import Apply, Outputs
from transforms.crawl.round.stage import Follow
from transforms.crawl.stream.close import CompleteArchives
from transforms.enrich.language import detect
from transforms.enrich.stage import Enrich
from transforms.read.first import ReadFirst
from transforms.read.stage import Read, split
from transforms.rights.stage import Permit
from transforms.select.stage import Select
from transforms.write.index import Remember
from transforms.write.ledger import CountCaptures, WriteLedger
from transforms.write.revise import Revise
from transforms.write.sink import WriteArticles, WriteRejects
from transforms.write.stream.gather import Gather
from transforms.write.stream.ledger import KeepLedger
from transforms.write.stream.revise import ReviseStream


@dataclass
class _Aside:
    """What branches off on the way to the files: rejects, and tallies for the ledger."""

    rejects: list[beam.PCollection[Reject]] = field(default_factory=list)
    tallies: list[beam.PCollection[tuple[Tally, int]]] = field(default_factory=list)
    staged: beam.PCollection[tuple[str, int]] | None = None
    """The archives that a stream is to complete."""


def build(pipeline: beam.Pipeline, plan: Plan) -> None:
    """Lays the graph from inputs to files. What follows Read never knows where a capture came from."""
    options, aside = plan.options, _Aside()
    windows = plan.source.windows if isinstance(plan, Stream) else None
    stored = _stored(pipeline, plan, aside)

    files = stored | "Expand" >> beam.FlatMap(expand, options.output) | "Spread files" >> beam.Reshuffle()
    spread = files | "Split" >> beam.FlatMap(split) | "Spread" >> beam.Reshuffle()
    reading = Read(VERSION, options.since, options.until, plan.progress, windows)
    captures = spread | "Read" >> (ReadFirst(reading, options.limit) if options.limit else reading)
    articles = _articles(captures.ok, options, aside)
    if not options.selection.is_all:
        chosen = articles | "Select" >> Select(options.selection, detect, VERSION)
        aside.tallies.append(chosen.tallies)
        aside.rejects.append(chosen.rejected)
        articles = chosen.ok
    enriched = articles | "Enrich" >> Enrich(options.models, VERSION, options.gazetteer)

    aside.tallies += [captures | "Count" >> CountCaptures(), captures.tallies]
    aside.rejects += [captures.rejected, enriched.rejected]
    _write(enriched.ok, plan, aside)


def _articles(
    captures: beam.PCollection[Capture], options: Options, aside: _Aside
) -> beam.PCollection[tuple[Capture, Article]]:
    """Extracts and cleans; where rights decide, they do so in between, before anything else is made of a document."""
    to_document = {"extract": partial(steps.extract, agents=options.agents)}
    to_article = {"clean": steps.clean}
    purpose = options.for_purpose
    if purpose is None:
        articles: Outputs = captures | "Extract and clean" >> Apply({**to_document, **to_article}, VERSION)
        aside.rejects.append(articles.rejected)
        return articles.ok
    documents = captures | "Extract" >> Apply(to_document, VERSION)
    permitted = documents.ok | "Rights" >> Permit(purpose, VERSION)
    articles = permitted.ok | "Clean" >> Apply(to_article, VERSION)
    aside.tallies.append(permitted.tallies)
    aside.rejects += [documents.rejected, permitted.rejected, articles.rejected]
    return articles.ok


def _stored(pipeline: beam.Pipeline, plan: Plan, aside: _Aside) -> beam.PCollection[str | Reference]:
    """What is stored already, and what a round or a stream adds to it."""
    stored: beam.PCollection[str | Reference] = pipeline | "Inputs" >> beam.Create(plan.stored, reshuffle=False)
    if isinstance(plan, Round):
        feeds = pipeline | "Feeds" >> beam.Create(plan.feeds)
        followed = feeds | Follow(plan.polling, replace(plan.journal, progress=plan.progress), plan.wanted)
        stored = (stored, followed.archived) | "Stored" >> beam.Flatten()
        aside.tallies.append(followed.tallies)
    if isinstance(plan, Stream):
        streamed = pipeline | "Stream" >> replace(plan.source, progress=plan.progress)
        stored = (stored, streamed.archived) | "Stored" >> beam.Flatten()
        aside.tallies += streamed.tallies
        aside.rejects += streamed.rejected
        aside.staged = streamed.staged
    return stored


def _write(articles: beam.PCollection[Article], plan: Plan, aside: _Aside) -> None:
    """Writes the articles that are new, the rejects, and the ledger, which waits for both."""
    options, output = plan.options, plan.options.output
    expiry = timedelta(seconds=options.expiry)
    rejected = aside.rejects | "Rejects" >> beam.Flatten()
    group: beam.PTransform[Any, Any] = beam.GroupByKey()
    revise: beam.PTransform[Any, Any] = Revise(output, options.file_window, options.shards, expiry, plan.spill)
    if isinstance(plan, Stream):
        windows = plan.source.windows
        group = Gather(windows)
        revise = ReviseStream(output, options.file_window, options.shards, windows, expiry, plan.source.start)
    revised = (articles, rejected) | "Revise" >> revise
    written = revised.by_file | "Write" >> WriteArticles(output, group, plan.progress)
    # In a stream nothing is waited for.
    before = None if isinstance(plan, Stream) else written
    remembered = revised.revisions | "Remember" >> Remember(output, before, group, plan.spill)
    stored_rejects = rejected | "Write rejects" >> WriteRejects(
        output, options.file_window, plan.name, group, plan.spill
    )
    tallies = [*aside.tallies, revised.tallies, written, remembered, stored_rejects]
    counted = tallies | "Tallies" >> beam.Flatten()
    if isinstance(plan, Stream):
        _ = (aside.staged, counted) | "Complete" >> CompleteArchives(Gather, windows)
        _ = counted | "Ledger" >> KeepLedger(output, plan.name, windows)
    else:
        _ = counted | "Ledger" >> WriteLedger(output, plan.name)


def expand(stored: str | Reference, output: str) -> Iterator[Reference]:
    """The files of an input, except those that a run wrote."""
    return references([stored], output) if isinstance(stored, str) else iter((stored,))
