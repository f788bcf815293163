"""The text of an article as the page has it in data, for pages that build what they show with scripts."""

from html import unescape
from typing import Any

from lxml.html import fragments_fromstring

from transforms.extract import markup
from transforms.extract.jsonld import Node

MAX_CHARACTERS = 1_000_000
"""Of a text in data that is read."""
_LEAST = 500
"""Characters of a text that may stand for the one on the page."""
_MISSING = 2
"""How many times longer than the text on the page it must be."""
_SHORT = 4_000
"""Characters of a live blog that is not shown; of a longer one the page may have its latest posts, and those count."""


def instead(node: Node | None, lines: list[str]) -> list[str]:
    """The lines of the article in data where they are far more than those that were found on the page, else those.

    A live blog is all its posts in their order, each with its headline (schema.org/LiveBlogPosting).
    """
    if node is None:
        return lines
    shown = sum(map(len, lines))
    told = (posts(node) if shown < _SHORT else []) or _lines(node.get("articleBody"))
    return told if sum(map(len, told)) >= max(_LEAST, _MISSING * shown) else lines


def posts(node: Node) -> list[str]:
    """The lines of the posts of a live blog, in the order of the data."""
    updates = node.get("liveBlogUpdate")
    lines: list[str] = []
    for post in updates if isinstance(updates, list) else [updates]:
        if isinstance(post, dict):
            body = _lines(post.get("articleBody"))
            headline = _lines(post.get("headline")) if body else []
            lines += [*(line for line in headline if line not in body[:1]), *body]
    return lines


def _lines(value: Any) -> list[str]:
    if not isinstance(value, str) or len(value) > MAX_CHARACTERS:
        return []
    text = unescape(value)
    if "</" in text or "<br" in text or "<p>" in text:
        found = fragments_fromstring(f"<div>{text}</div>")
        return [line for part in found if not isinstance(part, str) for line in markup.lines(part)]
    return [line for part in text.splitlines() if (line := " ".join(part.split()))]
