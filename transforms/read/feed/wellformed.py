"""Repairs that make a feed well-formed XML: its characters, and if that is not enough its tags.

There is no DOCTYPE left when this runs, so no entity expands to more than its few characters: the HTML ones are
replaced, others stay as text. That is the guard against entity bombs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5

MAX_TAG = 65_536
"""Characters of the longest tag. Parsers compare each attribute with each."""
MAX_DEPTH = 1_000
"""Elements one inside the other."""

_PREDEFINED = "(?:lt|gt|amp|quot|apos);"
_REFERENCE = re.compile(rf"&(?!{_PREDEFINED})(?:#([0-9]+|[xX][0-9a-fA-F]+);|([A-Za-z][A-Za-z0-9]{{0,31}};))?")
_NUMERIC = re.compile(r"&#([0-9]+|[xX][0-9a-fA-F]+);?")
_FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LONG_TAG = re.compile(rf"<[^<>]{{{MAX_TAG}}}")
_PIECE = re.compile(
    r"(?P<raw><!\[CDATA\[.*?(?:\]\]>|\Z))|<!--.*?(?:-->|\Z)|<[?!][^<>]*>?"
    r"|<(?P<end>/?)(?P<name>[A-Za-z_][\w:.-]*)(?P<rest>(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+|[^<>]*)(?:>|(?=<)|\Z)",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""(?<![\w:.-])([A-Za-z_][\w:.-]{0,100}+)\s{0,9}+=\s{0,9}+("[^"]*"|'[^']*'|[^\s"'<>]+)""")
_ENTRIES = frozenset(("item", "entry"))
_VOID = frozenset(("area", "br", "col", "embed", "hr", "img", "input", "param", "track", "wbr"))


def clean_characters(text: str) -> str:
    """The text without characters that XML forbids, with bare ampersands escaped and HTML entities as characters."""
    parts = []
    for part, cdata in _split(_FORBIDDEN.sub("", text)):
        if "&" in part:
            part = _NUMERIC.sub(_charref, part) if cdata else _REFERENCE.sub(_reference, part)
        parts.append(part)
    return "".join(parts)


def has_long_tag(text: str) -> bool:
    """Whether there may be a tag that is longer than MAX_TAG."""
    return len(text) > MAX_TAG and _LONG_TAG.search(text) is not None


@dataclass(slots=True)
class Balanced:
    """A document in which every tag has its end. `problems`: what was wrong with entries that are empty now."""

    text: str
    problems: dict[int, str]


def balance(text: str) -> Balanced:
    """The text with its tags in pairs, as a browser would read them: names decide which end belongs to which start.

    An entry with a tag that is too long, or with elements too deep, is left empty.
    """
    balancer = _Balancer()
    position = 0
    for piece in _PIECE.finditer(text):
        balancer.text(text[position : piece.start()])
        position = piece.end()
        if piece["raw"]:
            balancer.raw(piece["raw"])
        elif piece["end"]:
            balancer.end(piece["name"])
        elif piece["name"]:
            balancer.start(piece["name"], piece["rest"])
    balancer.text(text[position:])
    balancer.close(0)
    return Balanced("".join(balancer.out), balancer.problems)


class _Balancer:
    def __init__(self) -> None:
        self.out: list[str] = []
        self.problems: dict[int, str] = {}
        self._open: list[str] = []
        self._number = -1
        self._entry: tuple[int, int] | None = None
        """How many elements are open around the entry, and how many pieces come before it."""
        self._skips = False

    def text(self, text: str) -> None:
        """Text between tags."""
        if text and self._open and not self._skips:
            self.out.append(text.replace("<", "&lt;"))

    def raw(self, section: str) -> None:
        """A CDATA section."""
        if self._open and not self._skips:
            self.out.append(section if section.endswith("]]>") else section + "]]>")

    def end(self, name: str) -> None:
        """An end tag: it closes what is open within its element too; one that nothing waits for is left out."""
        if name in self._open:
            self.close(len(self._open) - 1 - self._open[::-1].index(name))
        if _is_entry(name):
            self._skips = False

    def start(self, name: str, rest: str) -> None:
        """A start tag with what follows its name."""
        if _is_entry(name):
            if self._entry is not None:
                self.close(self._entry[0])
            self._entry, self._skips = (len(self._open), len(self.out)), False
            self._number += 1
        if self._skips or (self.out and not self._open):
            return
        if len(rest) >= MAX_TAG:
            self._give_up(f"a tag of more than {MAX_TAG:,} characters; check what the server sends")
        elif len(self._open) >= MAX_DEPTH:
            self._give_up(f"elements nest more than {MAX_DEPTH:,} deep; check what the server sends")
        else:
            is_empty = rest.rstrip().endswith("/") or name.lower() in _VOID
            self.out.append(f"<{name}{_attributes(rest)}{'/' * is_empty}>")
            if not is_empty:
                self._open.append(name)
            elif _is_entry(name):
                self._entry = None

    def close(self, size: int) -> None:
        """Ends elements until as many are open."""
        while len(self._open) > size:
            self.out.append(f"</{self._open.pop()}>")
        if self._entry is not None and size <= self._entry[0]:
            self._entry = None

    def _give_up(self, problem: str) -> None:
        """Takes out what was read of the entry, and leaves out what is to come of it; of a feed's head, the tag."""
        if self._entry is not None:
            size, pieces = self._entry
            del self._open[size:], self.out[pieces:]
            self._entry, self._skips = None, True
            self.problems[self._number] = problem


def _is_entry(name: str) -> bool:
    return name.rpartition(":")[2].lower() in _ENTRIES


def _attributes(rest: str) -> str:
    """The attributes of a tag, each once and between quotes."""
    found = dict(reversed(_ATTRIBUTE.findall(rest)))
    values = ((name, value[1:-1] if value[0] in "\"'" else value) for name, value in reversed(found.items()))
    return "".join(f' {name}="{value.replace("<", "&lt;").replace(chr(34), "&quot;")}"' for name, value in values)


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
