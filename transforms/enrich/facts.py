"""What the text itself says of where it was written and who sent it: KYIV, Feb 3 (Reuters) - …"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from transforms.base.agencies import FORMS
from transforms.enrich.places.table import Kind, lookup
from transforms.enrich.spans import Span

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\b"
_NAME = rf"(?!{_MONTH})[^\W\d_a-z][\w.’'-]*(?: (?!{_MONTH})[^\W\d_a-z][\w.’'-]*){{0,3}}"
_DAY = r"(?:,?\s[^\W_][\w ,.]{0,24}?)?"
_LINE = re.compile(
    rf"(?P<place>{_NAME})(?:,\s{_NAME})?{_DAY}\s?(?:\(\s*(?P<agency>\w[\w/&. -]{{1,40}}?)\s*\)|(?=[-–—:]))"
    r"\s*(?:[-–—:]{1,2}\s|(?<=\)),?\s)(?=\S)"
)
_BRACKETS = re.compile(r"\((?P<place>[^\W\d_a-z][\w.’' -]{1,30})\)\s+(?=[^\W\d_a-z])")
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_CREDITED = re.compile(
    rf"(?:\A|\n|\s)[(\[—–-]+\s?(?P<agency>{'|'.join(sorted(map(re.escape, FORMS), key=lambda a: (-len(a), a)))})"
    r"(?:\s?/\s?[\w ]{1,80}+)?\s?[)\]]?\s*+\Z"
)


class Facts(NamedTuple):
    """`place` is the dateline's, as written: (start, end) in the text, which tells its story from `begins`.

    `agency` is the wire that is credited, `words` how many words there are.
    """

    place: tuple[int, int] | None
    begins: int
    agency: str | None
    words: int


def facts(text: str) -> Facts:
    """The dateline and the credit of a text, and how many words it has."""
    place, begins, agency = _dateline(text)
    if agency is None and (signed := _CREDITED.search(text, max(0, len(text) - 80))):
        agency = FORMS[signed["agency"]]
    return Facts(place, begins, agency, len(_WORD.findall(text)))


def with_place(found: Sequence[Span], place: tuple[int, int] | None, text_at: int) -> list[Span]:
    """The mentions of a model, and the dateline's place, which it often takes for something else."""
    if place is None:
        return list(found)
    start, end = place[0] + text_at, place[1] + text_at
    apart = [span for span in found if span.end <= start or span.start >= end]
    return sorted([*apart, Span(start, end, "GPE")])


def _dateline(text: str) -> tuple[tuple[int, int] | None, int, str | None]:
    found = _LINE.match(text, 0, 120) or _BRACKETS.match(text)
    if found is None:
        return None, 0, None
    credited = found.groupdict().get("agency")
    agency = next((FORMS[part] for part in re.split(r"\s?/\s?", credited or "") if part in FORMS), None)
    # A bracket that credits nobody explains a word: Poland (pop. 38 million) is …
    places = lookup(found["place"])
    known = agency or (places and (found["place"].isupper() or found.re is _BRACKETS))
    if places and not known and places[0].kind in (Kind.CITY, Kind.CAPITAL):
        # Berlin – The council met.
        known = text[: found.end()].rstrip()[-1:] in ("–", "—") and text[found.end()].isupper()
    return (found.span("place"), found.end(), agency) if known else (None, 0, None)
