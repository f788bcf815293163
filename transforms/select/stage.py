"""Leaves out articles that are not wanted, before entities are sought in them; each is an outcome of the ledger."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import apache_beam as beam

from schemas.article import Article
from schemas.capture import Capture
from schemas.ledger import Outcome
from schemas.reject import reject
from transforms.base.apply import REJECTED, TALLIES, CountedOutputs
from transforms.base.beam_internals import several_outputs
from transforms.base.sandbox import isolated
from transforms.base.tally import tally
from transforms.select.selection import Described, LeftOut, Selection, matches

Detect = Callable[[str, str | None], str | None]
"""From a text and the language that it is said to be in to the language that it is in."""


@dataclass
class Select(beam.PTransform[Any, Any]):
    """(Capture, Article) -> the same if it is wanted. The pattern runs in a process that can be killed."""

    selection: Selection
    detect: Detect
    version: str

    @several_outputs
    def expand(self, pairs: beam.PCollection[Any]) -> CountedOutputs:
        """Decides on one article at a time, within the stage that made it."""
        done = pairs | beam.ParDo(_Select(self.selection, self.detect, self.version)).with_outputs(
            REJECTED, TALLIES, main="ok"
        )
        return CountedOutputs(done.ok, done[REJECTED], done[TALLIES])


@dataclass
class _Select(beam.DoFn):
    selection: Selection
    detect: Detect
    version: str

    def process(self, pair: tuple[Capture, Article]) -> Iterator[Any]:
        capture, article = pair
        try:
            why = refusal(article, self.selection, self.detect)
        except Exception as error:
            yield beam.pvalue.TaggedOutput(REJECTED, reject(capture, "select", error, self.version))
            return
        if why is None:
            yield pair
        else:
            yield beam.pvalue.TaggedOutput(TALLIES, tally(Outcome.FILTERED, capture.url, capture.uri, why))


def refusal(article: Article, selection: Selection, detect: Detect) -> LeftOut | None:
    """Why an article is left out; None if it is wanted. Unusable(TOO_SLOW) for a pattern without end."""
    # Enrichment, which says it in the record, comes later.
    language = detect(article.text, article.language) if selection.languages else None
    described = Described(
        article.article_id, article.source, language, article.captured_at, article.title, article.text
    )
    if (why := selection.refusal(described)) is not None:
        return why
    if selection.match and not isolated(partial(matches, selection.match), [(article.title, article.text)])[0]:
        return LeftOut.MATCH
    return None
