"""The elements of a page whose names say that they hold a byline."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

MOST = 100
"""Of a page that are looked at, its first ones."""
TAGS = frozenset(("a", "span", "div", "p", "address", "strong", "b", "h3", "h4", "h5", "li", "td"))
_MARKS = frozenset(("author", "author name", "name author", "schema:author"))
_BYLINE = re.compile(
    r"(?<![a-z])(?:text|article|post|entry|story|meta|news)?[_-]?(?:authors?|bylines?|by-line|autor(?:en|es|in)?|auteurs?|"
    r"autore|författare|forfatter|redakteur)(?:[_-]?(?:s|names?|link|line|text|info|list|title))?(?![a-z])"
    r"|(?<![a-z])(?:writer|journalist|reporter)s?(?![a-z])|(?-i:[a-z]Author(?![a-z])|[a-z]By[Ll]ine)",
    re.IGNORECASE,
)
_STEMS = ("aut", "by", "författ", "forfatter", "redakteur", "writer", "journalist", "reporter")
"""One of these is in every name that `_BYLINE` finds: a twentieth of the time for the others."""
_ELSEWHERE = re.compile(
    r"related|teaser|recommend|comment|sidebar|footer|caption|figure|image|photo|credit|quote|more-|newsletter|"
    r"promo|popular|trending|gallery|(?<![a-z])bio",
    re.IGNORECASE,
)


def is_byline(element: HtmlElement, mark: str | None) -> bool:
    """Whether an element of one of `TAGS` is named as a byline; `mark` is its `itemprop`, else its `property`."""
    classes, rel, name = element.get("class"), element.get("rel"), element.get("id")
    return bool(
        (classes and _names_byline(classes))
        or (rel and "author" in rel.split())
        or mark in _MARKS
        or (name and "byline" in name.lower())
    )


def of_article(bylines: Sequence[HtmlElement]) -> Iterator[HtmlElement]:
    """Those that are of the article itself rather than of one beside it."""
    return (element for element in bylines if not _is_elsewhere(element))


def line_of(element: HtmlElement) -> str:
    """All text of an element on one line."""
    return " ".join(" ".join(element.itertext()).split())


@lru_cache(maxsize=4096)
def _names_byline(classes: str) -> bool:
    lower = classes.lower()
    return any(stem in lower for stem in _STEMS) and _BYLINE.search(classes[:1000]) is not None


def _is_elsewhere(element: HtmlElement) -> bool:
    """Whether it is in a box beside the article; looks no further up than the box."""
    for ancestor in (element, *islice(element.iterancestors(), 5)):
        if ancestor.tag in ("aside", "figure", "figcaption", "footer", "nav", "blockquote"):
            return True
        if ancestor.tag in ("html", "body", "main") or (ancestor is not element and ancestor.find(".//h1") is not None):
            return False
        if _ELSEWHERE.search(f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"):
            return True
    return False
