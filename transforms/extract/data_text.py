"""The text of an article as the page has it in data, for pages that build what they show with scripts."""

from collections.abc import Iterable, Sequence
from html import unescape
from typing import Any

from lxml.html import HtmlElement, fragments_fromstring

from transforms.extract import markup, script_state
from transforms.extract.jsonld import Node
from transforms.extract.layout import Passage, Post
from transforms.extract.posts import stated, time_of

MAX_CHARACTERS = 1_000_000
"""Of a text in data that is read."""
_LEAST = 500
"""Characters of a text that may stand for the one on the page."""
_MISSING = 2
"""How many times longer than the text on the page it must be."""
_LEAVES = ("text", "value")
_BODIES = (
    *("articleBody", "body", "bodyHtml", "content", "html", *_LEAVES),
    *("children", "content_elements", "blocks", "paragraphs"),
)
"""Names under which programs keep the text of an article, and its paragraphs."""
_DEPTH = 20
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
    """The longest text in the state that a page hands to its scripts, if any.

    For a page that shows hardly a sentence: what it would show is written there as HTML, as paragraphs, or as the tree
    of an editor.
    """
    best: list[str] = []
    for node in script_state.objects(declared):
        for key in _BODIES:
            value = node.get(key)
            found = _paragraphs(value) if isinstance(value, list) else _lines(value)
            best = max(best, found, key=lambda lines: sum(map(len, lines)))
    return [Passage(line) for line in best]


def _paragraphs(items: list[Any], depth: int = 0) -> list[str]:
    """The lines of paragraphs: strings, objects with a text, or nodes with lists of such (ProseMirror, Contentful)."""
    lines: list[str] = []
    for item in items:
        value = next(filter(None, map(item.get, _BODIES)), None) if isinstance(item, dict) else item
        if isinstance(value, list) and depth < _DEPTH:
            lines += [_joined(value, depth)] if any(map(_is_leaf, value)) else _paragraphs(value, depth + 1)
        else:
            lines += _lines(value)
    return list(filter(None, lines))


def _is_leaf(node: Any) -> bool:
    return isinstance(node, dict) and any(isinstance(node.get(key), str) for key in _LEAVES)


def _joined(nodes: list[Any], depth: int) -> str:
    """The pieces of one paragraph: words, and what is in links and emphasis."""
    pieces: list[str] = []
    for node in nodes:
        value = next(filter(None, map(node.get, _BODIES)), "") if isinstance(node, dict) else node
        if isinstance(value, list):
            pieces.append(_joined(value, depth + 1) if depth < _DEPTH else "")
        else:
            pieces.append(value if isinstance(value, str) else "")
    return "".join(pieces)


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
