"""The names of everything that is counted while a run goes on: Beam metrics in one namespace."""

from apache_beam.metrics import Metrics
from apache_beam.metrics.metricbase import Counter, Distribution

NAMESPACE = "dateline"

MENTIONS = "mentions"
"""Distribution: mentions of entities in an article."""
NO_MODEL = "articles_without_model"
"""Counter: articles in a language for which no model is configured; their entities are null."""


def counter(name: str) -> Counter:
    """A counter of this namespace."""
    return Metrics.counter(NAMESPACE, name)


def distribution(name: str) -> Distribution:
    """A distribution (count, sum, least, most) of this namespace."""
    return Metrics.distribution(NAMESPACE, name)
