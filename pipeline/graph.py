"""The graph, on one screen."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
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
from transforms.ledger import CountCaptures, WriteLedger
from transforms.read import Read
from transforms.revise import Revise
from transforms.sink import WriteArticles, WriteRejects
from transforms.warc import ranges


def build(
    pipeline: beam.Pipeline, inputs: Sequence[str], options: Options, run: str, progress: str | None = None
) -> None:
    """Lays the graph from inputs to files. What follows Read never knows where a capture came from."""
    stored = (
        pipeline | "Inputs" >> beam.Create(inputs) | "Expand" >> beam.FlatMap(expand) | "Spread" >> beam.Reshuffle()
    )
    captures = stored | "Read" >> Read(VERSION, progress)
    documents = captures.good | "Extract" >> Apply("extract", extract, VERSION)
    articles = documents.good | "Clean" >> Apply("clean", partial(clean, pipeline_version=VERSION), VERSION)
    enriched = articles.good | "Enrich" >> Enrich(options.models, VERSION)
    revised = enriched.good | "Revise" >> Revise(options.output, options.window, options.shards)
    written = revised.by_file | "Write" >> WriteArticles(options.output)

    stages = (captures, documents, articles, enriched)
    rejects = [stage.rejected for stage in stages] | "Rejects" >> beam.Flatten()
    rejected = rejects | "Write rejects" >> WriteRejects(options.output, options.window, run)
    counts = (captures | "Count" >> CountCaptures(), revised.tallies, written, rejected)
    counts | "Tallies" >> beam.Flatten() | "Ledger" >> WriteLedger(options.output, run)


def expand(name: str) -> Iterator[Reference]:
    """The parts of an input that are read by themselves: files, and ranges of WARC files."""
    for reference in references([name]):
        if reference.kind != Kind.WARC:
            yield reference
            continue
        for part in ranges(reference.path, reference.end):
            yield replace(reference, start=part.start, end=part.end)
