"""Repairs that make a feed well-formed XML where the damage is in characters, so that the fast strict parser reads it.

There is no DOCTYPE left when this runs, so no entity expands to more than its few characters: the HTML ones are
replaced, others stay as text. That is the guard against entity bombs.
"""

import re
from collections.abc import Iterator
from html.entities import html5

from schemas.reject import Reason, Unusable

MAX_TAG = 65_536
"""Characters of the longest tag; feedparser's loose parser takes time quadratic in the number of attributes."""
MAX_DEPTH = 10_000
"""Elements one inside the other, within one entry; feedparser takes time quadratic in it."""

_PREDEFINED = "(?:lt|gt|amp|quot|apos);"
_REFERENCE = re.compile(rf"&(?!{_PREDEFINED})(?:#([0-9]+|[xX][0-9a-fA-F]+);|([A-Za-z][A-Za-z0-9]{{0,31}};))?")
_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]*)[^<>]*")
_NUMERIC = re.compile(r"&#([0-9]+|[xX][0-9a-fA-F]+);?")
_FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def well_formed(text: str) -> str:
    """The text without characters that XML forbids, with bare ampersands escaped and HTML entities as characters.

    Raises Unusable: TOO_DEEP, or MALFORMED for a tag that never ends.
    """
    parts = []
    depth = 0
    for part, cdata in _split(_FORBIDDEN.sub("", text)):
        if cdata:
            parts.append(_NUMERIC.sub(_charref, part))
        else:
            depth = _check(part, depth)
            parts.append(_REFERENCE.sub(_reference, part))
    return "".join(parts)


def _check(part: str, depth: int) -> int:
    """The depth after a part that began at one. Unclosed tags of sloppy HTML add up, so each entry counts from zero."""
    for tag in _TAG.finditer(part):
        if tag.end() - tag.start() > MAX_TAG:
            raise Unusable(Reason.MALFORMED, f"a tag of more than {MAX_TAG} characters; look at what the server sends")
        if tag[1]:
            depth = 0 if tag[2] in ("item", "entry") else max(0, depth - 1)
        elif part[tag.end() - 1] != "/":
            depth += 1
            if depth > MAX_DEPTH:
                raise Unusable(Reason.TOO_DEEP, f"elements nest deeper than {MAX_DEPTH}; look at what the server sends")
    return depth


def _split(text: str) -> Iterator[tuple[str, bool]]:
    """Parts of the text, and whether each is a CDATA section; one that never ends takes the rest."""
    position = 0
    while (start := text.find("<![CDATA[", position)) >= 0:
        yield text[position:start], False
        end = text.find("]]>", start)
        position = end + 3 if end >= 0 else len(text)
        yield text[start:position], True
    yield text[position:], False


def _reference(match: re.Match[str]) -> str:
    number, name = match.groups()
    if number:
        return _valid(number, match[0])
    if name and (value := html5.get(name)):
        return value.replace("&", "&amp;").replace("<", "&lt;")
    return "&amp;" + match[0][1:]


def _charref(match: re.Match[str]) -> str:
    return _valid(match[1], match[0])


def _valid(number: str, reference: str) -> str:
    """The reference, or nothing where it names no character of XML (or has more digits than any)."""
    digits = number.lstrip("xX").lstrip("0")
    if not digits or len(digits) > 7:
        return ""
    code = int(digits, 16 if number[0] in "xX" else 10)
    valid = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    return reference if valid else ""
