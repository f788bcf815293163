"""One document at a time: what a run makes of it, as plain calls."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline import VERSION
from schemas.article import Article
from schemas.capture import Capture, Media

if TYPE_CHECKING:
    from transforms.enrich.model import EntityModel

Models = Mapping[str, str]
"""Names of spaCy models by language."""
UNNAMED = "document"
"""`capture_uri` of a document that has no address."""


def extract(html: str | bytes, url: str | None = None, captured_at: datetime | str | None = None) -> Article:
    """The article of a page, without entities; `captured_at`, also as ISO 8601, is in UTC if it names no zone.

    It is read in a process of its own, as in a run. Raises Unusable, with the reason, for what is not an article;
    ValueError for a `url` that is not the address of a page and for a text that is not a time; TypeError for an `html`
    of another type.
    """
    from pipeline.values import aware
    from transforms.base.address import absolute_url
    from transforms.base.sandbox import isolated

    if not isinstance(html, str | bytes):
        raise TypeError(f"html is {type(html).__name__}, not str or bytes; give the page, not a file or a response")
    if url is not None and absolute_url(url) is None:
        raise ValueError(f"url {url!r} is not an http or https address; give the page's own, or leave it out")
    if isinstance(captured_at, str):
        try:
            captured_at = datetime.fromisoformat(captured_at)
        except ValueError as error:
            raise ValueError(f"captured_at {captured_at!r} is not a time in ISO 8601, as 2026-02-16T09:30Z") from error
    capture = Capture(
        uri=url or UNNAMED,
        body=html.encode("utf-8", "surrogatepass") if isinstance(html, str) else html,
        charset="utf-8" if isinstance(html, str) else None,
        media=Media.HTML,
        url=url,
        captured_at=aware(captured_at) if captured_at else None,
    )
    return isolated(article_of, capture)


def article_of(capture: Capture) -> Article:
    """The article of a capture, without entities: the stages of the graph, one after the other."""
    from transforms.clean.stage import clean
    from transforms.extract.stage import extract
    from transforms.rights.rights import read_rights

    return clean(extract(capture, read_rights), VERSION)


def enrich(article: Article, models: Models | None = None, gazetteer: str = "") -> Article:
    """The article with its language, its entities, and what else the text says.

    `models` are names by language, by default those of `dateline run`; they are loaded once. `gazetteer` is the path of
    a table of names with ids. UsageError if a model is not installed, Unusable for a text that cannot be an article's.
    """
    from pipeline.options import Options
    from pipeline.values import language_models
    from transforms.base.deadline import within
    from transforms.enrich.gazetteer.match import gazetteer as table
    from transforms.enrich.stage import SLOWEST
    from transforms.enrich.stage import enrich as enriched

    if models is None:
        models = language_models(Options.specs()["models"].default or "")
    loaded = _loaded(tuple(sorted(models.items())))
    own = table(gazetteer) if gazetteer else None
    return within(SLOWEST, lambda: enriched(article, loaded, own))


@lru_cache(maxsize=8)
def _loaded(models: tuple[tuple[str, str], ...]) -> dict[str, "EntityModel"]:
    from pipeline.run.request import check_models
    from transforms.enrich.model import entity_model

    check_models(dict(models))
    return {language: entity_model(name) for language, name in models}
