"""Entities of one article: from the model's mentions to names. Pure functions, the same for every model."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from schemas.article import Entity, Mention

LEFT_OUT = frozenset(
    ("DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL", "DATETIME", "NUMERIC_VALUE")
)
"""Labels that name nothing. The rest are kept as the model says them: PERSON, NORP, ORG, GPE, LOC, FAC, EVENT, …"""

PERSONS = frozenset(("PERSON", "PER"))


class Span(NamedTuple):
    """A mention with its label; bounds in code points."""

    start: int
    end: int
    label: str


_EDGES = re.compile(r"[^\w]*(?:(?:the|an?)\s+)?(.*?)(?:['’]s?)?[^\w.)]*", re.IGNORECASE | re.DOTALL)


def entities(text: str, spans: Iterable[Span]) -> tuple[Entity, ...]:
    """The entities of a text, in the order of their first mention; a name with one label is one entity."""
    return _grouped(text, [span for span in _trimmed(text, spans) if span.label not in LEFT_OUT])


def _trimmed(text: str, spans: Iterable[Span]) -> Iterable[Span]:
    for start, end, label in spans:
        match = _EDGES.fullmatch(text, start, end)
        if match and match.end(1) > match.start(1):
            yield Span(match.start(1), match.end(1), label)


def _grouped(text: str, spans: Sequence[Span]) -> tuple[Entity, ...]:
    groups: dict[tuple[str, str], list[Span]] = {}
    for span in spans:
        groups.setdefault((_key(text[span.start : span.end]), span.label), []).append(span)
    return tuple(
        Entity(
            Counter(" ".join(text[span.start : span.end].split()) for span in group).most_common(1)[0][0],
            label,
            len(group),
            tuple(Mention(span.start, span.end) for span in group),
        )
        for (_, label), group in groups.items()
    )


def _key(name: str) -> str:
    return " ".join(name.casefold().replace(".", "").split())
