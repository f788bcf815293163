"""Enrichment: the language of an article, and the entities that a model for it finds.

One article at a time, in a plain DoFn: spaCy gains nothing from batches on a CPU. Over 178 articles of 840 words,
nlp.pipe in batches of 32 and RunInference in batches of 1, 16 or 64 took 1.2 to 1.3 times the CPU time of spaCy's
own way with one article at a time.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import apache_beam as beam

from schemas.article import Article
from schemas.capture import Capture
from schemas.reject import reject
from transforms.base import metrics
from transforms.base.apply import REJECTED, Outputs
from transforms.base.beam_internals import several_outputs
from transforms.base.deadline import within
from transforms.enrich.entities import entities
from transforms.enrich.facts import facts, with_place
from transforms.enrich.gazetteer.match import Gazetteer, gazetteer
from transforms.enrich.headline import plain
from transforms.enrich.language import detect
from transforms.enrich.model import EntityModel, entity_model

_BETWEEN = "\n\n"
"""Between title and text, where a model reads both."""


SLOWEST = 600.0
"""Seconds for an article, whatever else the machine does: the longest that is read takes ten of them."""


def enrich(article: Article, models: Mapping[str, EntityModel], own: Gazetteer | None = None) -> Article:
    """The article with its language, and its entities where `models`, by language, has one for it; else null.

    `own` are the user's names with their ids. Raises Unusable(TOO_LARGE) for a text that no article has.
    """
    language, about = detect(article.text, article.language), facts(article.text)
    place = article.text[slice(*about.place)] if about.place else None
    article = replace(
        article,
        language=language,
        entities=None,
        dateline_place=place,
        agency=about.agency or article.agency,
        words=about.words,
    )
    model = models.get(language) if language else None
    if model is None:
        return article
    head = plain(article.title, article.text) + _BETWEEN if article.title else ""
    text = head + article.text
    spans = with_place(model.spans(text), about.place, len(head))
    found = entities(text, spans, len(head), len(head) + about.begins, own)
    return replace(article, entities=found, models=(*article.models, model.name))


@dataclass
class Enrich(beam.PTransform[Any, Any]):
    """(Capture, Article) -> enriched Article, and a Reject for each one that fails.

    `models` are names by language, `gazetteer` is the path of a table of names with ids, or "".
    """

    models: Mapping[str, str]
    version: str
    gazetteer: str = ""

    @several_outputs
    def expand(self, pairs: beam.PCollection[Any]) -> Outputs:
        """Enriches one article at a time, within the stage that made it."""
        done = pairs | beam.ParDo(_Enrich(dict(self.models), self.version, self.gazetteer)).with_outputs(
            REJECTED, main="ok"
        )
        return Outputs(done.ok, done[REJECTED])


class _Enrich(beam.DoFn):
    def __init__(self, names: Mapping[str, str], version: str, gazetteer: str) -> None:
        self.names = names
        self.version = version
        self.path = gazetteer
        self.own: Gazetteer | None = None
        self.models: dict[str, EntityModel] = {}
        self.mentions = metrics.distribution(metrics.MENTIONS)
        self.no_model = metrics.counter(metrics.NO_MODEL)
        self.model_time = metrics.distribution(metrics.MODEL_TIME)

    def setup(self) -> None:
        self.models = {language: entity_model(name) for language, name in self.names.items()}
        self.own = gazetteer(self.path) if self.path else None

    def process(self, pair: tuple[Capture, Article]) -> Iterator[Any]:
        capture, article = pair
        started = time.monotonic()
        try:
            enriched = within(SLOWEST, lambda: enrich(article, self.models, self.own))
        except Exception as error:
            yield beam.pvalue.TaggedOutput(REJECTED, reject(capture, "enrich", error, self.version))
            return
        if enriched.entities is None:
            self.no_model.inc()
        else:
            self.model_time.update(round(1000 * (time.monotonic() - started)))
            self.mentions.update(sum(entity.count for entity in enriched.entities))
        yield enriched
