"""The graph, on one screen."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import apache_beam as beam

from pipeline import VERSION
from pipeline.run.listing import references
from pipeline.run.plan import Plan, Round, Stream
from schemas.reference import Reference
from transforms.base.apply import Apply
from transforms.clean.stage import clean
from transforms.crawl.round.stage import Follow
from transforms.crawl.stream.close import CompleteArchives
from transforms.enrich.language import detect
from transforms.enrich.stage import Enrich
from transforms.extract.stage import extract
from transforms.read.first import ReadFirst
from transforms.read.stage import Read, split
from transforms.rights.rights import read_rights
from transforms.rights.stage import Permit
from transforms.select.stage import Select
from transforms.write.index import Remember
from transforms.write.ledger import CountCaptures, WriteLedger
from transforms.write.revise import Revise
from transforms.write.sink import WriteArticles, WriteRejects
from transforms.write.stream.gather import Gather
from transforms.write.stream.ledger import KeepLedger
from transforms.write.stream.revise import ReviseStream


def build(pipeline: beam.Pipeline, plan: Plan) -> None:
    """Lays the graph from inputs to files. What follows Read never knows where a capture came from."""
    options, output = plan.options, plan.options.output
    expiry = timedelta(seconds=options.expiry)
    windows = plan.source.windows if isinstance(plan, Stream) else None
    group = Gather(windows) if windows else beam.GroupByKey()
    tallies: list[Any] = []
    rejects: list[Any] = []

    stored = pipeline | "Inputs" >> beam.Create(plan.stored, reshuffle=False)
    if isinstance(plan, Round):
        followed = (
            pipeline
            | "Feeds" >> beam.Create(plan.feeds)
            | Follow(plan.polling, replace(plan.journal, progress=plan.progress), plan.wanted)
        )
        stored = (stored, followed.archived) | "Stored" >> beam.Flatten()
        tallies.append(followed.tallies)
    if isinstance(plan, Stream):
        streamed = pipeline | "Stream" >> replace(plan.source, progress=plan.progress)
        stored = (stored, streamed.archived) | "Stored" >> beam.Flatten()
        tallies += streamed.tallies
        rejects += streamed.rejected

    files = stored | "Expand" >> beam.FlatMap(expand, output) | "Spread files" >> beam.Reshuffle()
    spread = files | "Split" >> beam.FlatMap(split) | "Spread" >> beam.Reshuffle()
    reading = Read(VERSION, options.since, options.until, plan.progress, windows)
    captures = spread | "Read" >> (ReadFirst(reading, options.limit) if options.limit else reading)
    read = partial(read_rights, agents=options.agents)
    documents = captures.ok | "Extract" >> Apply("extract", partial(extract, read_rights=read), VERSION)
    permitted = documents
    if purpose := options.for_purpose:
        permitted = documents.ok | "Rights" >> Permit(purpose, VERSION)
        tallies.append(permitted.tallies)
        rejects.append(permitted.rejected)
    articles = permitted.ok | "Clean" >> Apply("clean", partial(clean, pipeline_version=VERSION), VERSION)
    chosen = articles
    if not options.selection.is_all:
        chosen = articles.ok | "Select" >> Select(options.selection, detect, VERSION)
        tallies.append(chosen.tallies)
        rejects.append(chosen.rejected)
    enriched = chosen.ok | "Enrich" >> Enrich(options.models, VERSION, options.gazetteer)

    rejects += (stage.rejected for stage in (captures, documents, articles, enriched))
    rejected = rejects | "Rejects" >> beam.Flatten()

    revise: beam.PTransform[Any, Any]
    if isinstance(plan, Stream):
        revise = ReviseStream(
            output, options.file_window, options.shards, plan.source.windows, expiry, plan.source.start
        )
    else:
        revise = Revise(output, options.file_window, options.shards, expiry, plan.spill)
    revised = (enriched.ok, rejected) | "Revise" >> revise
    written = revised.by_file | "Write" >> WriteArticles(output, group, plan.progress)
    remembered = revised.revisions | "Remember" >> Remember(output, None if windows else written, group, plan.spill)
    stored_rejects = rejected | "Write rejects" >> WriteRejects(
        output, options.file_window, plan.name, group, plan.spill
    )
    tallies += [captures | "Count" >> CountCaptures(), captures.tallies]
    tallies += [
        revised.tallies,
        written,
        remembered,
        stored_rejects,
    ]
    counted = tallies | "Tallies" >> beam.Flatten()
    if isinstance(plan, Stream):
        _ = (streamed.staged, counted) | "Complete" >> CompleteArchives(Gather, plan.source.windows)
        _ = counted | "Ledger" >> KeepLedger(output, plan.name, plan.source.windows)
    else:
        _ = counted | "Ledger" >> WriteLedger(output, plan.name)


def expand(stored: str | Reference, output: str) -> Iterator[Reference]:
    """The files of an input, but for what a run wrote."""
    return references([stored], output) if isinstance(stored, str) else iter((stored,))
