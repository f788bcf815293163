"""The first documents of an input, in the order of its names: read by one worker, and no further."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import apache_beam as beam
from apache_beam.pvalue import TaggedOutput

from schemas.reference import Reference
from transforms.base.apply import REJECTED, TALLIES, CountedOutputs
from transforms.base.beam_internals import several_outputs
from transforms.read.stage import Read


@dataclass
class ReadFirst(beam.PTransform[Any, Any]):
    """Reference -> as `Read`, but only the first `limit` documents, including those that cannot be read.

    The same documents whatever the runner and the number of workers: references go to one place, and are sorted there.
    """

    read: Read
    limit: int

    @several_outputs
    def expand(self, references: beam.PCollection[Reference]) -> CountedOutputs:
        """Gathers the references, then reads."""
        first = _ReadFirst(self.read, self.limit)
        done = (
            references
            | "To one" >> beam.combiners.ToList()
            | "First" >> beam.ParDo(first).with_outputs(REJECTED, TALLIES, main="ok")
        )
        return CountedOutputs(done.ok, done[REJECTED], done[TALLIES])


@dataclass
class _ReadFirst(beam.DoFn):
    read: Read
    limit: int

    def setup(self) -> None:
        self.each = self.read.each()
        self.each.setup()

    def process(self, references: list[Reference]) -> Iterator[Any]:
        count = 0
        for reference in sorted(references, key=lambda each: (each.path, each.start)):
            for output in self.each.process(reference):
                yield output
                count += not isinstance(output, TaggedOutput) or output.tag == REJECTED
                if count == self.limit:
                    return
