"""A stage that takes documents one at a time: what fails costs one document and becomes a reject."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import apache_beam as beam

from schemas.capture import Capture
from schemas.reject import reject
from transforms.base.beam_internals import several_outputs

REJECTED = "rejected"


class Outputs(NamedTuple):
    """The two outputs of a stage that can fail."""

    ok: beam.PCollection[Any]
    rejected: beam.PCollection[Any]


@dataclass
class Apply(beam.PTransform[Any, Any]):
    """(Capture, value) -> (Capture, function(value)), and a Reject for each one that raises.

    The capture travels with what is made of it inside the fused stage: a reject holds its payload.
    """

    stage: str
    function: Callable[[Any], Any]
    version: str

    @several_outputs
    def expand(self, pairs: beam.PCollection[Any]) -> Outputs:
        """Applies the function."""
        done = pairs | beam.ParDo(_Apply(self.stage, self.function, self.version)).with_outputs(REJECTED, main="ok")
        return Outputs(done.ok, done[REJECTED])


@dataclass
class _Apply(beam.DoFn):
    stage: str
    function: Callable[[Any], Any]
    version: str

    def process(self, pair: tuple[Capture, Any]) -> Iterator[Any]:
        capture, value = pair
        try:
            result = self.function(value)
        except Exception as error:
            yield beam.pvalue.TaggedOutput(REJECTED, reject(capture, self.stage, error, self.version))
        else:
            yield capture, result
