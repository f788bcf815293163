"""What is left out for a purpose, because the publisher of a capture reserves it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import apache_beam as beam

from schemas.capture import Capture, Document
from schemas.ledger import Count
from schemas.reject import Unusable, reject
from transforms.base.apply import REJECTED, TALLIES, CountedOutputs
from transforms.base.beam_internals import several_outputs
from transforms.base.tally import tally
from transforms.rights.purpose import Purpose, refusal


@dataclass
class Permit(beam.PTransform[Any, Any]):
    """(Capture, Document) -> the same if its publisher allows the purpose, or says nothing of it."""

    purpose: Purpose
    version: str

    @several_outputs
    def expand(self, pairs: beam.PCollection[Any]) -> CountedOutputs:
        """Decides on one document at a time, within the stage that extracted it."""
        done = pairs | beam.ParDo(_Permit(self.purpose, self.version)).with_outputs(REJECTED, TALLIES, main="ok")
        return CountedOutputs(done.ok, done[REJECTED], done[TALLIES])


@dataclass
class _Permit(beam.DoFn):
    purpose: Purpose
    version: str

    def process(self, pair: tuple[Capture, Document]) -> Iterator[Any]:
        capture, document = pair
        refused = refusal(document.rights, self.purpose)
        if refused is None:
            yield pair
            return
        error = Unusable(refused.reason, refused.message)
        yield beam.pvalue.TaggedOutput(REJECTED, reject(capture, "rights", error, self.version))
        for mechanism in refused.mechanisms:
            yield beam.pvalue.TaggedOutput(TALLIES, tally(Count.RESERVED_BY, capture.url, capture.uri, mechanism))
