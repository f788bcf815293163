"""What the publisher of a capture allows, within the stage that extracts it; and what is left out for a purpose."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import apache_beam as beam
from lxml.html import HtmlElement

from schemas.capture import Capture, Document
from schemas.ledger import Count, Tally
from schemas.reject import Unusable, reject
from schemas.usage import Rights
from transforms.base.apply import REJECTED
from transforms.base.beam_internals import several_outputs
from transforms.base.tally import tally
from transforms.rights import page
from transforms.rights.agents import Agents
from transforms.rights.evidence import Evidence
from transforms.rights.purpose import Purpose, refusal
from transforms.rights.rights import rights

TALLIES = "tallies"


def read_rights(
    capture: Capture, declared: Sequence[HtmlElement], article: dict[str, Any] | None, agents: Agents | None = None
) -> Rights:
    """Reads a capture's response fields, what its page declares, and the files of its site. A pure function of them.

    `declared` are the metas, links and scripts of the page, `article` is its article in JSON-LD.
    """
    evidence = Evidence(
        url=capture.url or capture.announcement.url,
        captured_at=capture.captured_at,
        fields=capture.fields,
        page=page.read(declared, article),
        files=capture.site_files,
    )
    return rights(evidence, agents)


class Permitted(NamedTuple):
    """(Capture, Document) pairs that may be kept, rejects of the others, and tallies of what reserves them."""

    ok: beam.PCollection[Any]
    rejected: beam.PCollection[Any]
    tallies: beam.PCollection[tuple[Tally, int]]


@dataclass
class Permit(beam.PTransform[Any, Any]):
    """(Capture, Document) -> the same where its publisher allows the purpose, or says nothing of it."""

    purpose: Purpose
    version: str

    @several_outputs
    def expand(self, pairs: beam.PCollection[Any]) -> Permitted:
        """Decides on one document at a time, within the stage that extracted it."""
        done = pairs | beam.ParDo(_Permit(self.purpose, self.version)).with_outputs(REJECTED, TALLIES, main="ok")
        return Permitted(done.ok, done[REJECTED], done[TALLIES])


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
