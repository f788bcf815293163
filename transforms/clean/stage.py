"""Cleaning: an article without what surrounded it on its page, and what was removed."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from schemas.article import SCHEMA_VERSION, Access, Article, Removed, RemovedKind, digest
from schemas.capture import Document
from schemas.reject import Reason, Unusable
from transforms.base.address import article_key, registrable_domain
from transforms.clean.decide import decide
from transforms.clean.spans import Kept


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Title and text as they are to be read, what was removed in the order of the input, and where the rest was."""

    title: str | None
    text: str
    removed: tuple[Removed, ...]
    kept: Kept = field(default_factory=lambda: Kept(()), compare=False)


def clean_text(title: str | None, text: str, authors: Sequence[str] = ()) -> Cleaned:
    """Cleans a text of one block a line. Without a title, a headline at the start of the text becomes it.

    Every line that is not blank ends in exactly one place: `text`, `removed` or (the headline) `title`.
    """
    decision = decide(title, text, authors)
    return Cleaned(decision.title, decision.text, decision.removed, Kept(decision.kept))


def clean(document: Document, pipeline_version: str) -> Article:
    """The article of a document, without entities. Raises Unusable if cleaning leaves no text."""
    cleaned = clean_text(document.title, document.text, document.authors)
    if not cleaned.text:
        raise Unusable(Reason.NO_ARTICLE, "no text is left after cleaning; look at what was extracted from the page")
    title_and_text = cleaned.title or "", cleaned.text
    address = document.canonical_url or document.url
    key = [article_key(address) if address else None, document.entry_id]
    return Article(
        article_id=digest(*filter(None, key)) if any(key) else digest(*title_and_text),
        revision_id=digest(*title_and_text),
        url=document.url,
        canonical_url=document.canonical_url,
        source=registrable_domain(address or document.feed_url or ""),
        feed_url=document.feed_url,
        title=cleaned.title,
        text=cleaned.text,
        authors=document.authors,
        agency=document.agency,
        tags=document.tags,
        published_at=document.published_at,
        modified_at=document.modified_at,
        captured_at=document.captured_at,
        published_from=document.published_from,
        language=document.language,
        entities=None,
        removed=document.removed + cleaned.removed,
        capture_uri=document.capture_uri,
        capture_digest=document.capture_digest,
        schema_version=SCHEMA_VERSION,
        pipeline_version=pipeline_version,
        models=(),
        usage=document.rights.usage,
        usage_signals=document.rights.signals,
        licence=document.rights.licence,
        credit=document.rights.credit,
        access=_access(document.access, cleaned.removed),
        content_credentials=document.content_credentials,
        structure=None if document.structure is None else tuple(cleaned.kept.parts(document.structure)),
        links=None if document.links is None else tuple(cleaned.kept.links(document.links)),
        image=document.image,
    )


def _access(stated: Access | None, removed: Sequence[Removed]) -> Access | None:
    """What the page states; for a page that is not free, whether it says that the text ends early."""
    if stated == Access.PAYWALLED and any(piece.kind is RemovedKind.SUBSCRIPTION for piece in removed):
        return Access.TRUNCATED
    return stated
