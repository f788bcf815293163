"""Stages that take documents one at a time: what fails costs one document and becomes a reject."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import apache_beam as beam

from schemas.capture import Capture
from schemas.ledger import Tally
from schemas.reject import Reject, Unusable, reject
from transforms.base.beam_internals import several_outputs
from transforms.base.sandbox import CPU_SECONDS, isolated
from transforms.base.visit import Failed, through

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
    """(Capture, value) -> (Capture, what the stages make of it), and a Reject for each one that fails.

    `stages` are functions by name, each given what the one before returned. All run on one visit to a process that can
    be killed, `seconds` of CPU time for a document at most: each visit costs what is sent there and back. What takes
    longer, or is lost with the process, is a reject of the first stage.
    The capture travels with what is made of it inside the fused stage: a reject holds its payload.
    """

    stages: Mapping[str, Callable[[Any], Any]]
    version: str
    seconds: float = CPU_SECONDS

    @several_outputs
    def expand(self, pairs: beam.PCollection[Any]) -> Outputs:
        """Applies the functions."""
        apply = _Apply(dict(self.stages), self.version, self.seconds)
        done = pairs | beam.ParDo(apply).with_outputs(REJECTED, main="ok")
        return Outputs(done.ok, done[REJECTED])


@dataclass
class _Apply(beam.DoFn):
    stages: dict[str, Callable[[Any], Any]]
    version: str
    seconds: float

    def process(self, pair: tuple[Capture, Any]) -> Iterator[Any]:
        capture, value = pair
        stage = next(iter(self.stages))
        try:
            result = isolated(partial(through, self.stages), value, self.seconds)
            if isinstance(result, Failed):
                stage = result.stage
                raise Unusable(result.reason, result.message)
        except Exception as error:
            yield beam.pvalue.TaggedOutput(REJECTED, reject(capture, stage, error, self.version))
        else:
            yield capture, result
