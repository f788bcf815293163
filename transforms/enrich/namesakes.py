"""Who is meant by one name where a text names several persons in full who have it: the Wilsons, mother and son."""

import re
from collections.abc import Collection, Mapping, Sequence

from transforms.enrich.spans import Span

ESTABLISHED = 3
"""Times that a text says a surname alone until it is settled whose it is: any other person is then named in full."""
SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
"""What follows a surname."""
_MAN, _WOMAN = re.compile(r"\bMr\.?\s{1,3}\Z"), re.compile(r"\b(?:Mrs|Ms|Miss|Mme|Madam)\.?\s{1,3}\Z")
_BEFORE = 10


def meant(
    text: str, text_at: int, name: str, persons: Collection[str], groups: Mapping[str, Sequence[Span]]
) -> str | None:
    """Of persons whose full name has `name` in it, the one who is meant by it alone; None if it may be another.

    News names a person in full first. So those count whom it has named before it says the name alone, and again: the
    only one of them with this surname, or the only one in the headline. `groups` are the mentions of each name, in
    order; the text begins at `text_at`.
    """
    again = groups[name][:ESTABLISHED][-1]
    named = [person for person in persons if groups[person][0] < again]
    known = [person for person in named if surname(person) == name] or named
    if len(known) > 1:
        known = [person for person in known if groups[person][0].start < text_at]
    return known[0] if len(known) == 1 and not _is_said_of_both(text, groups[name]) else None


def surname(person: str) -> str:
    """The last word of a full name in lower case, without Jr."""
    *before, last = person.split()
    return before[-1] if before and last in SUFFIXES else last


def _is_said_of_both(text: str, mentions: Sequence[Span]) -> bool:
    """Whether a name is that of a man here and of a woman there."""
    before = [text[max(0, span.start - _BEFORE) : span.start] for span in mentions]
    return all(any(title.search(words) for words in before) for title in (_MAN, _WOMAN))
