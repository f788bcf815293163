"""One row per revision of an article: the earliest capture wins."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

import apache_beam as beam
from apache_beam.pvalue import TaggedOutput

from schemas.article import Article
from schemas.ledger import Outcome, Tally
from transforms.apply import several_outputs
from transforms.ledger import tally

LATER = "later"
_NEVER = datetime.max.replace(tzinfo=UTC)


class Revised(NamedTuple):
    """The articles to write, and the tallies of captures that brought nothing new."""

    articles: beam.PCollection[Article]
    tallies: beam.PCollection[tuple[Tally, int]]


def earliest(article: Article) -> tuple[datetime, str]:
    """Sorts captures by time, those without one last, then by name."""
    return article.captured_at or _NEVER, article.capture_uri


def verdict(winner: Article, other: Article) -> Outcome:
    """What a later capture of the same revision is: the same address again, or another address of the article."""
    return Outcome.UNCHANGED if other.url == winner.url else Outcome.DUPLICATE


def revise(captures: Iterable[Article]) -> Iterator[tuple[Article, Outcome | None]]:
    """One article's captures, each with its outcome; None for the first capture of each revision."""
    winners: dict[str, Article] = {}
    for article in sorted(captures, key=earliest):
        winner = winners.setdefault(article.revision_id, article)
        yield article, None if winner is article else verdict(winner, article)


@dataclass
class Revise(beam.PTransform[Any, Any]):
    """Article -> the first captures of each revision, and a tally for every other capture."""

    @several_outputs
    def expand(self, articles: beam.PCollection[Article]) -> Revised:
        """Groups by article and lets the earliest capture of each revision through."""
        done = (
            articles
            | beam.WithKeys(lambda article: article.article_id).with_output_types(tuple[str, Article])
            | beam.GroupByKey()
            | beam.FlatMap(_outputs).with_outputs(LATER, main="articles")
        )
        return Revised(done.articles, done[LATER])


def _outputs(group: tuple[str, Iterable[Article]]) -> Iterator[Any]:
    for article, outcome in revise(group[1]):
        if outcome is None:
            yield article
        else:
            yield TaggedOutput(LATER, tally(outcome, article.url, article.capture_uri))
