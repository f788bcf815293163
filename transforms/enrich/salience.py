"""What an article is about: how much of its attention each entity has."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from transforms.enrich.spans import Span

_LEAD = 300
"""Code points of the text over which what a mention weighs more fades."""
_PARTS = 4
"""Parts of the text over which an entity may be spread."""
_IN_TITLE, _IN_LEAD, _SUBJECT, _FIRST = 3.0, 3.0, 0.5, 2.0
"""What a mention counts more, beside 1 for itself."""
_BEHIND = 0.5
"""What a place counts that only says where another is: Paris, Texas."""
_CREDITED = 0.1
"""What a mention counts in the dateline: KYIV (Reuters) -"""
_OF_NATION = 0.3
"""How much of a nation's score its country has besides."""
_LABELS = {"PERSON": 1.5, "PER": 1.5, "ORG": 1.0, "GPE": 0.8, "LOC": 0.7, "NORP": 0.3, "LANGUAGE": 0.3}
_OTHER = 0.7
_FADES = 0.8
"""Exponent: the tenth mention says less than the first."""
_DIGITS = 4

_SENTENCE_START = re.compile(
    r"(?:\A|[.!?\n][”\"’')]{0,4}\s{0,3})(?:(?:The|Mr|Mrs|Ms|Dr|President|Minister)\.?\s{1,3}){0,4}\Z"
)


class Named(NamedTuple):
    """An entity: its label, its id and its mentions."""

    label: str
    id: str | None
    mentions: Sequence[Span]


def salience(text: str, text_at: int, begins: int, entities: Sequence[Named]) -> list[float]:
    """The share of each entity; together 1. The body begins at `text_at`, and what it tells at `begins`."""
    starts = [s.start for entity in entities for s in entity.mentions if not text_at <= s.start < begins]
    first = min(starts, default=-1)
    scores = [_score(text, text_at, begins, first, entity) for entity in entities]
    nations = {e.id: score / _LABELS["NORP"] for e, score in zip(entities, scores, strict=True) if e.label == "NORP"}
    scores = [
        score + (_OF_NATION * nations.get(entity.id, 0.0) if entity.id and entity.label != "NORP" else 0.0)
        for entity, score in zip(entities, scores, strict=True)
    ]
    total = sum(scores)
    return _rounded([score / total for score in scores]) if total else []


def _score(text: str, text_at: int, begins: int, first: int, entity: Named) -> float:
    length = max(1, len(text) - begins)
    weight, parts = 0.0, set()
    for span in entity.mentions:
        if text_at <= span.start < begins:
            weight += _CREDITED
            continue
        place = span.start - begins
        weight += _BEHIND if entity.label == "GPE" and _is_behind(text, span) else 1
        weight += _IN_TITLE if place < 0 else _IN_LEAD * max(0.0, 1 - place / _LEAD)
        if _SENTENCE_START.search(text, max(0, span.start - 24), span.start):
            weight += _SUBJECT if place < _LEAD else 0.0
        weight += _FIRST if span.start == first else 0.0
        if place >= 0:
            parts.add(place * _PARTS // length)
    spread = (1 + len(parts)) / (1 + _PARTS)
    kind = _LABELS.get(entity.label, _OTHER)
    return float(weight**_FADES * kind * (0.5 + 0.5 * spread))


def _is_behind(text: str, span: Span) -> bool:
    return text[span.start - 2 : span.start] == ", " and text[span.end : span.end + 1] == ","


def _rounded(shares: Sequence[float]) -> list[float]:
    """Shares to four digits that add up to 1: what is cut off goes to those from whom most was cut."""
    unit = 10**_DIGITS
    parts = [int(share * unit) for share in shares]
    missing = unit - sum(parts)
    for index in sorted(range(len(shares)), key=lambda i: (parts[i] - shares[i] * unit, i))[:missing]:
        parts[index] += 1
    return [part / unit for part in parts]
