"""Acronyms that a text explains: World Health Organization (WHO)."""

import re
from collections.abc import Iterator, Sequence

from transforms.enrich.heads import label_of
from transforms.enrich.spans import PERSONS, Span

_EXPLAINED = re.compile(r"\s\(\s*[\"“‘']?([A-Z][A-Za-z.&-]{1,11}?)[\"”’']?(?:\s*[,;/][^()\n]{0,40})?\)")
_WORD = re.compile(r"\w+")
_REACH = 120
"""Code points before a bracket in which the name is sought."""


def explained(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Mentions of acronyms in brackets after their name, and of the names, where the model found neither."""
    for found in _EXPLAINED.finditer(text):
        letters = [letter for letter in found[1] if letter.isupper()]
        bounds = _name(text, found.start(), letters) if len(letters) > 1 else None
        if bounds is None:
            continue
        named = [span for span in spans if span.start < bounds[1] and span.end > bounds[0]]
        label = label_of(text[bounds[0] : bounds[1]]) or next((span.label for span in named), "ORG")
        label = "ORG" if label in PERSONS else label
        if not named:
            yield Span(*bounds, label)
        if not any(span.start < found.end(1) and span.end > found.start(1) for span in spans):
            yield Span(*found.span(1), label)


def _name(text: str, end: int, letters: Sequence[str]) -> tuple[int, int] | None:
    """The words that end at `end` and begin with these letters, small words aside."""
    floor = text.rfind("\n", 0, end) + 1
    words = list(_WORD.finditer(text, max(floor, end - _REACH), end))
    wanted = list(letters)
    start = end
    for word in reversed(words):
        if not wanted:
            break
        # In some languages only the first word of a name has a capital.
        if word[0][0].upper() == wanted[-1] and (word[0][0].isupper() or len(word[0]) > 3):
            wanted.pop()
            start = word.start()
        elif word[0][0].isupper() or len(word[0]) > 4:
            return None
    return (start, end) if not wanted and text[start].isupper() else None
