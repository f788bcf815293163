"""The text of an article as the page has it in data, for pages that build what they show with scripts."""

from collections.abc import Iterable, Sequence
from html import unescape
from itertools import chain
from typing import Any

from lxml.html import HtmlElement, fragments_fromstring

from transforms.extract import jsonld, markup
from transforms.extract.jsonld import Node
from transforms.extract.layout import Passage, Post
from transforms.extract.posts import stated, time_of

MAX_CHARACTERS = 1_000_000
"""Of a text in data that is read."""
_LEAST = 500
"""Characters of a text that may stand for the one on the page."""
_MISSING = 2
"""How many times longer than the text on the page it must be."""
_BODIES = ("articleBody", "body", "bodyHtml", "content", "html", "text")
"""Names under which programs keep the text of an article, and its paragraphs."""
_SCRIPTS = 20
_SHORT = 4_000
"""Characters of a live blog that is not shown; of a longer one the page may have its latest posts, and those count."""


def instead(node: Node | None, shown: Sequence[str]) -> list[Passage] | None:
    """The lines of the article in data where they are far more than those that the page shows, else None.

    A live blog is all its posts in their order, each with its headline (schema.org/LiveBlogPosting).
    """
    if node is None:
        return None
    size = sum(map(len, shown))
    told = (_posts(node) if size < _SHORT else []) or [Passage(line) for line in _lines(node.get("articleBody"))]
    return told if sum(len(passage.text) for passage in told) >= max(_LEAST, _MISSING * size) else None


def in_state(declared: Iterable[HtmlElement]) -> list[Passage]:
    """The longest text in the state that a page hands to its scripts (`<script type="application/json">`), if any.

    For a page that shows hardly a sentence: what it would show is written there, as HTML or as a list of paragraphs.
    """
    best: list[str] = []
    scripts = [element.text for element in declared if element.get("type") == "application/json" and element.text]
    for node in chain.from_iterable(map(jsonld.objects, scripts[:_SCRIPTS])):
        for key in _BODIES:
            value = node.get(key)
            found = _paragraphs(value) if isinstance(value, list) else _lines(value)
            best = max(best, found, key=lambda lines: sum(map(len, lines)))
    return [Passage(line) for line in best]


def _paragraphs(items: list[Any]) -> list[str]:
    values = ((next(filter(None, map(item.get, _BODIES)), None) if isinstance(item, dict) else item) for item in items)
    return [line for value in values for line in _lines(value)]


def _posts(node: Node) -> list[Passage]:
    """The lines of the posts of a live blog, in the order of the data."""
    lines: list[Passage] = []
    for number, update in enumerate(stated(node)):
        body = _lines(update.get("articleBody"))
        headline = _lines(update.get("headline")) if body else []
        post = Post(number, time_of(update))
        lines += (Passage(line, post=post) for line in headline if line not in body[:1])
        lines += (Passage(line, post=post) for line in body)
    return lines


def _lines(value: Any) -> list[str]:
    if not isinstance(value, str) or len(value) > MAX_CHARACTERS:
        return []
    text = unescape(value)
    if "</" in text or "<br" in text or "<p>" in text:
        found = fragments_fromstring(f"<div>{text}</div>")
        return [line for part in found if not isinstance(part, str) for line in markup.lines(part)]
    return [line for part in text.splitlines() if (line := " ".join(part.split()))]
