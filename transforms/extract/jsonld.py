"""JSON-LD (https://schema.org): what a page says of its article in data."""

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

Node = dict[str, Any]

MAX_CHARACTERS = 2_000_000
"""Of all scripts of a page together; what comes after is not read."""
MAX_NODES = 20_000

_OPENING = re.compile(r"[\s;]*+(?:<!--|//\s*+<!\[CDATA\[|/\*\s*+<!\[CDATA\[\s*+\*/|<!\[CDATA\[)?+")
_CLOSING = re.compile(r"(?:-->|(?://|/\*)?\s{0,100}+\]\]>(?:\s{0,100}+\*/)?)\Z")
_BLANK_END = re.compile(r"(?<![\s;])[\s;]++\Z")
_LONGEST_CLOSING = 250
# Strings are skipped whole: a comma in one is text. One that does not end is skipped to the end.
_LAST_COMMA = re.compile(r'("(?:[^"\\]++|\\.)*+"?)|,(?=\s*[}\]])', re.DOTALL)
_ESCAPED = re.compile(r"\s*+[\[{]\s*+&quot;")
# Of data that is no JSON: only what cannot hold a quotation mark.
_KIND = re.compile(r'"@type"\s?:\s?"(\w{0,20}(?:Article|BlogPosting))"')
_DATE = re.compile(r'"(datePublished|dateModified)"\s?:\s?"([\d][^"\n]{7,40})"')
_AUTHOR = re.compile(r'"author"\s?:\s?\[?\s{0,20}\{[^{}]{0,200}?"name"\s?:\s?"([^"\n]{2,80})"')
_ARTICLE = re.compile(r"(?:article|posting|report|review|recipe)$", re.IGNORECASE)
_PAGE = re.compile(r"(?:webpage|videoobject|itempage)$", re.IGNORECASE)


class Graph:
    """All objects of a page's JSON-LD, in the order of the page."""

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        self._articles = [node for node in nodes if _is(node, _ARTICLE)]
        self._pages = [node for node in nodes if _is(node, _PAGE)]
        self._by_id: dict[str, Node] = {}
        for node in nodes:
            name = node.get("@id")
            # A reference has an @id and little else; the longest object is the thing itself.
            if isinstance(name, str) and len(node) > len(self._by_id.get(name, ())):
                self._by_id[name] = node

    def resolve(self, value: Any) -> Any:
        """The object that a reference names, else the value itself."""
        if isinstance(value, dict) and isinstance(value.get("@id"), str):
            return {**self._by_id.get(value["@id"], {}), **value}
        return value

    def articles(self) -> list[Node]:
        """The objects that are articles."""
        return self._articles

    def pages(self) -> list[Node]:
        """The objects that describe the page around the article."""
        return self._pages


def read(declared: Iterable[HtmlElement]) -> Graph:
    """The JSON-LD among what a page declares; a script that is not JSON is skipped."""
    nodes: list[Node] = []
    left = MAX_CHARACTERS
    for script in declared:
        if script.tag != "script" or "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        left -= len(script.text)
        if left < 0:
            break
        nodes.extend(walk(_load(script.text)))
    return Graph(nodes[:MAX_NODES])


def objects(text: str) -> Iterator[Node]:
    """All objects in a text of JSON, a parent before its children; none if it is not JSON or too long."""
    return islice(walk(_load(text)), MAX_NODES if len(text) <= MAX_CHARACTERS else 0)


def _load(text: str) -> Any:
    text = _unwrapped(text)
    try:
        # Raw line ends inside strings are common, and no reader minds them.
        return json.loads(text, strict=False)
    except RecursionError:
        return None
    except ValueError:
        pass
    if _ESCAPED.match(text):
        text = unescape(text)
    try:
        return json.loads(_LAST_COMMA.sub(r"\1", text), strict=False)
    except (ValueError, RecursionError):
        return _facts(text)


def _facts(text: str) -> Node | None:
    """What stands in an article's data that is no JSON, mostly for a quotation mark inside a text."""
    kind = _KIND.search(text)
    if kind is None:
        return None
    found = {match[1]: match[2] for match in reversed(list(_DATE.finditer(text)))}
    names = [match[1] for match in _AUTHOR.finditer(text)][:1]
    return {"@type": kind[1], **found, **({"author": names} if names else {})}


def _unwrapped(text: str) -> str:
    """A script without the comment or CDATA section around it."""
    opening = _OPENING.match(text)
    text = _BLANK_END.sub("", text[opening.end() if opening else 0 :])
    end = _CLOSING.search(text, max(0, len(text) - _LONGEST_CLOSING))
    return text[: end.start()] if end else text


def walk(root: Any) -> Iterator[Node]:
    """Every object, a parent before its children, in order; without recursion."""
    stack = [root]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            yield value
            children = list(value.values())
        elif isinstance(value, list):
            children = value
        else:
            continue
        stack.extend(reversed([child for child in children if isinstance(child, (dict, list))]))


def _is(node: Node, kind: re.Pattern[str]) -> bool:
    types = node.get("@type")
    return any(isinstance(t, str) and kind.search(t) for t in (types if isinstance(types, list) else [types]))
