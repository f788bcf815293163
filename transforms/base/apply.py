"""A stage that takes documents one at a time: what fails costs one document and becomes a reject."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import apache_beam as beam

from schemas.capture import Capture
from schemas.ledger import Tally
from schemas.reject import Reject, reject
from transforms.base.beam_internals import several_outputs
from transforms.base.sandbox import CPU_SECONDS, isolated

REJECTED, TALLIES = "rejected", "tallies"


class Outputs(NamedTuple):
    """The two outputs of a stage that can fail."""

    ok: beam.PCollection[Any]
    rejected: beam.PCollection[Reject]


class CountedOutputs(NamedTuple):
    """The outputs of a stage that also leaves documents out: of those, tallies for the ledger."""

    ok: beam.PCollection[Any]
    rejected: beam.PCollection[Reject]
    tallies: beam.PCollection[tuple[Tally, int]]


@dataclass
class Apply(beam.PTransform[Any, Any]):
    """(Capture, value) -> (Capture, function(value)), and a Reject for each one that raises or takes too long.

    The function runs in a process that can be killed, `seconds` of CPU time for a document at most.
    The capture travels with what is made of it inside the fused stage: a reject holds its payload.
    """

    stage: str
    function: Callable[[Any], Any]
    version: str
    seconds: float = CPU_SECONDS

    @several_outputs
    def expand(self, pairs: beam.PCollection[Any]) -> Outputs:
        """Applies the function."""
        apply = _Apply(self.stage, self.function, self.version, self.seconds)
        done = pairs | beam.ParDo(apply).with_outputs(REJECTED, main="ok")
        return Outputs(done.ok, done[REJECTED])


@dataclass
class _Apply(beam.DoFn):
    stage: str
    function: Callable[[Any], Any]
    version: str
    seconds: float

    def process(self, pair: tuple[Capture, Any]) -> Iterator[Any]:
        capture, value = pair
        try:
            result = isolated(self.function, value, self.seconds)
        except Exception as error:
            yield beam.pvalue.TaggedOutput(REJECTED, reject(capture, self.stage, error, self.version))
        else:
            yield capture, result
