"""Whether a page says of itself that it is free to read."""

import re
from collections.abc import Iterator

from schemas.article import Access
from transforms.extract.parsed_page import ParsedPage

_FREE = frozenset(("true", "free", "yes", "1", "open", "public"))
_PAID = frozenset(
    ("false", "locked", "no", "0", "paid", "premium", "subscriber", "subscribers", "subscription", "plus")
)
_YES = frozenset(("true", "yes", "1"))
_CLOSES = re.compile(
    r"(?:.*[^a-z])?(?:is[-_]?)?(?:paywall(?:ed)?|paid[-_]?(?:content|article|for)?|paying[-_]?content|subscribers?[-_]?only)"
    r"|(?:article:|cxenseparse:(?:.*[^a-z])?)?(?:is[-_]?)?premium"
)
"""Names of meta elements that say whether a page is closed; systems put their own before them."""
_TIER = re.compile(
    r"(?:.*[:.])?(?:isaccessibleforfree|(?:[a-z]{2,12}-)?(?:(?:content|article)[-_]?)?(?:tier|access)(?:[-_]?(?:level|type))?)"
)
"""Names of those that say for whom it is."""
_WALL_FOR_A_NAME = re.compile(r"e-?mail|regist|log-?in|sign-?[iu]", re.IGNORECASE)
_METERED = "metered"


def access(page: ParsedPage) -> Access | None:
    """What schema.org's isAccessibleForFree or meta elements say; None if nothing does, or `metered`.

    Parts of the article (`hasPart`) may be closed while it is open; they count if nothing is said of the whole
    and a selector says which part of the page it is, as Google asks for paywalls.
    """
    for value in _stated(page):
        word = str(value.get("@value") if isinstance(value, dict) else value).strip().rsplit("/", 1)[-1].lower()
        if word in _PAID:
            return Access.PAYWALLED
        if word in _FREE:
            return Access.FREE
        if word == _METERED:
            return None
    return None


def _stated(page: ParsedPage) -> Iterator[object]:
    """All that is said of whether it is free, the surest first."""
    article = page.article
    for node in (*([article] if article else ()), *page.graph.pages()):
        yield node.get("isAccessibleForFree")
    for name, values in page.meta.items():
        if _TIER.fullmatch(name):
            yield from values
        elif _CLOSES.fullmatch(name):
            yield from (value.lower() not in _YES for value in values if value.lower() in _FREE | _PAID)
    parts = article.get("hasPart") if article else None
    for part in parts if isinstance(parts, list) else [parts]:
        selector = part.get("cssSelector") if isinstance(part, dict) else None
        if isinstance(part, dict) and selector and not _WALL_FOR_A_NAME.search(str(selector)):
            yield from (value for value in [part.get("isAccessibleForFree")] if str(value).lower() == "false")
