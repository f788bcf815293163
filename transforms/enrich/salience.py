"""What an article is about: how much of its attention each entity has."""

import re
from collections.abc import Sequence

from transforms.enrich.spans import PERSONS, Span

_LEAD = 400
"""Code points of the text that count as its lead."""
_PARTS = 4
"""Parts of the text over which an entity may be spread."""
_IN_TITLE, _IN_LEAD, _SUBJECT = 3.0, 1.0, 0.5
"""What a mention counts more, beside 1 for itself."""
_LABELS = {"PERSON": 1.2, "PER": 1.2, "ORG": 1.1, "GPE": 0.8, "LOC": 0.7, "NORP": 0.3, "LANGUAGE": 0.3}
_OTHER = 0.7
_FADES = 0.8
"""Exponent: the tenth mention says less than the first."""
_DIGITS = 4

_SENTENCE_START = re.compile(r"(?:\A|[.!?\n][”\"’')]*\s*)(?:(?:The|Mr|Mrs|Ms|Dr|President|Minister)\.?\s+)*\Z")


def salience(words: str, text_at: int, groups: Sequence[tuple[str, Sequence[Span]]]) -> list[float]:
    """The share of each entity, given by its label and mentions; together 1. `text_at` is where the title ends."""
    scores = [_score(words, text_at, label, spans) for label, spans in groups]
    total = sum(scores)
    return _rounded([score / total for score in scores]) if total else []


def _score(words: str, text_at: int, label: str, spans: Sequence[Span]) -> float:
    length = max(1, len(words) - text_at)
    weight, parts = 0.0, set()
    for span in spans:
        place = span.start - text_at
        weight += 1
        if place < 0:
            weight += _IN_TITLE
        elif place < _LEAD:
            weight += _IN_LEAD
        if _SENTENCE_START.search(words, max(0, span.start - 24), span.start):
            weight += _SUBJECT
        if place >= 0:
            parts.add(place * _PARTS // length)
    spread = (1 + len(parts)) / (1 + _PARTS)
    kind = _LABELS.get(label, _OTHER) if label not in PERSONS else _LABELS["PERSON"]
    return float(weight**_FADES * kind * (0.5 + 0.5 * spread))


def _rounded(shares: Sequence[float]) -> list[float]:
    """Shares to four digits that add up to 1: what is cut off goes to those from whom most was cut."""
    unit = 10**_DIGITS
    parts = [int(share * unit) for share in shares]
    missing = unit - sum(parts)
    for index in sorted(range(len(shares)), key=lambda i: (parts[i] - shares[i] * unit, i))[:missing]:
        parts[index] += 1
    return [part / unit for part in parts]
