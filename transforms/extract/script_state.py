"""The state that a page hands to its scripts: JSON in elements of its own, assigned to a variable, or in pieces.

Frameworks write it so that the browser need not ask for it again: Next.js in `<script type="application/json">` or as
the rows of React's protocol (`self.__next_f.push`), others as `window.__STATE__ = {…}`.
"""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from transforms.extract import jsonld
from transforms.extract.jsonld import Node

_SCRIPTS = 40
_VALUES = 20
"""Scripts of a page, and values assigned in one, that are read."""
_ASSIGNED = re.compile(r"[\w$\]\"']\s{0,3}=\s{0,3}(?=[{\[][\"{\[])")
_PUSHED = re.compile(r"__next_f\s{0,3}\.push\(\s{0,3}(?=\[)")
_ROW = re.compile(rb"[0-9a-f]{0,8}:(?:T([0-9a-f]{1,6}),|[A-Z]{0,2})")
_DECODER = json.JSONDecoder(strict=False)


def objects(declared: Iterable[HtmlElement]) -> Iterator[Node]:
    """All objects of the state, a parent before its children; texts of their own are objects with a `text`."""
    rows: list[str] = []
    scripts = [element for element in declared if element.tag == "script" and element.text]
    for script in scripts[:_SCRIPTS]:
        text = script.text or ""
        if len(text) > jsonld.MAX_CHARACTERS:
            continue
        if "json" in (script.get("type") or ""):
            yield from jsonld.objects(text)
        elif pushed := list(islice(_PUSHED.finditer(text), _VALUES)):
            rows += [part for push in pushed for part in _decoded(text, push.end())[0] or () if isinstance(part, str)]
        else:
            yield from _assigned(text)
    yield from _of_rows("".join(rows)[: jsonld.MAX_CHARACTERS].encode())


def _assigned(text: str) -> Iterator[Node]:
    at = 0
    for _ in range(_VALUES):
        found = _ASSIGNED.search(text, at)
        if found is None:
            return
        value, at = _decoded(text, found.end())
        yield from jsonld.walk(value)


def _decoded(text: str, at: int) -> tuple[Any, int]:
    """The value that begins there, and where it ends; None, and `at`, if none does."""
    try:
        return _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return None, at


def _of_rows(stream: bytes) -> Iterator[Node]:
    """Rows `id:JSON` up to the end of the line, or `id:Tlength,` and so many bytes of text (React Flight)."""
    at = 0
    while at < len(stream):
        row = _ROW.match(stream, at)
        end = stream.find(b"\n", at)
        end = len(stream) if end < 0 else end
        if row is not None and row[1]:
            end = row.end() + int(row[1], 16)
            yield {"text": stream[row.end() : end].decode("utf-8", "replace")}
            at = end
            continue
        if row is not None:
            yield from jsonld.walk(_decoded(stream[row.end() : end].decode("utf-8", "replace"), 0)[0])
        at = end + 1
