"""The names of everything that is counted while a run goes on: Beam metrics in one namespace."""

from apache_beam.metrics import Metrics
from apache_beam.metrics.metricbase import Counter, Distribution

NAMESPACE = "dateline"

MENTIONS = "mentions"
"""Distribution: mentions of entities in an article."""
NO_MODEL = "articles_without_model"
"""Counter: articles in a language for which no model is configured; their entities are null."""
QUEUE = "queue_of_host"
"""Distribution: pages of a host that are announced and not fetched yet, at each tick of a stream."""
LAG = "lag_seconds"
"""Distribution: seconds from the publication of an article, as it says, to its record."""
MODEL_TIME = "model_milliseconds"
"""Distribution: time that finding the entities of an article took."""
READ_AGAIN = "texts_read_again"
"""Counter: texts that came again, in which a model need not look for entities once more."""
CAPTURES = "captures"
"""Counter: documents that were read."""
ARTICLES = "articles"
"""Counter: records that were written."""


def rejects(reason: str) -> str:
    """Counter: documents that were not written, for a reason."""
    return f"rejects_{reason}"


def polls(outcome: str) -> str:
    """Counter: polls of feeds, by outcome."""
    return f"polls_{outcome}"


def fetches(outcome: str) -> str:
    """Counter: fetches of pages, by outcome."""
    return f"fetches_{outcome}"


def counter(name: str) -> Counter:
    """A counter of this namespace."""
    return Metrics.counter(NAMESPACE, name)


def distribution(name: str) -> Distribution:
    """A distribution (count, sum, least, most) of this namespace."""
    return Metrics.distribution(NAMESPACE, name)
