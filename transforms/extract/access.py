"""Whether a page says of itself that it is free to read."""

from collections.abc import Mapping, Sequence

from schemas.article import Access
from transforms.extract.jsonld import Node

_NAMES = ("isaccessibleforfree", "article:content_tier", "og:article:content_tier", "content_tier")
_FREE = frozenset(("true", "free", "yes", "1"))
_PAID = frozenset(("false", "locked", "no", "0", "paid", "premium"))


def access(article: Node | None, pages: Sequence[Node], meta: Mapping[str, Sequence[str]]) -> Access | None:
    """What schema.org's isAccessibleForFree or article:content_tier say; None if nothing does, or `metered`.

    Parts of the article (`hasPart`) may be closed while it is open; only what is said of the whole counts.
    """
    stated = [node.get("isAccessibleForFree") for node in (*([article] if article else ()), *pages)]
    for value in (*stated, *(value for name in _NAMES for value in meta.get(name, ()))):
        word = str(value).strip().rsplit("/", 1)[-1].lower()
        if word in _PAID:
            return Access.PAYWALLED
        if word in _FREE:
            return Access.FREE
    return None
