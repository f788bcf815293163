"""The news agency that an article credits: in its dateline, its byline, or the line that signs it off.

Only a credit for the whole article counts: not that of a picture, nor an agency that contributed or is quoted.
"""

import re
from collections.abc import Iterable, Iterator

from transforms.base.agencies import FORM, FORMS, LONGEST, OTHERS, agency_of

OPENING, CLOSING = 3, 3
"""Paragraphs at the start of a text that may bear the dateline, and at its end that may sign it off."""
OF_DAYS = 3
"""Words without a capital in a place and a day: 12 de febrero de 2024."""

_CREDITS = frozenset(
    {"byline", "author-box", "source-line", "section-label", "credit", "copyright", "date-line", "tags"}
)
_SIGNED = frozenset({"copyright", "boilerplate", "source-line", "section-label", "credit", "byline"})

_OPEN, _CLOSE = r"[(（\[【/]", r"[)）\]】/]"
_MORE = r"(?:\s?[/,&+;–-]\s?[\w .-]{1,24}){0,3}"
_DASH = r"[-‐‑–—―−:：.|]"
_AFTER = rf"\s*(?:{_DASH}|$|\n)"

_PLACE = r"[^()（）\[\]【】\n!?]"
_IN_BRACKETS = rf"{_OPEN}\s?(?:{_PLACE}{{1,12}}[=＝]\s?)?{FORM}{_MORE}\s?{_CLOSE}"

_DATELINES = [
    # PARIS, 12 Jan. (Reuters) - ; (EFE).- ; BERLIN (dpa/lni) – ; МОСКВА, 12 февраля. /ТАСС/. ; 【ロンドン=共同】
    re.compile(rf"(?P<place>{_PLACE}{{0,80}}?){_IN_BRACKETS}{_AFTER}"),
    re.compile(_IN_BRACKETS),
    # МОСКВА, 12 фев — РИА Новости. ; AFP - ; 新华社北京2月12日电
    re.compile(rf"(?P<place>[^\n.!?]{{0,40}}?) [–—-] {FORM}\. "),
    re.compile(rf"{FORM}\s?[–—-]\s"),
    re.compile(rf"（?{FORM}[^，。,.\n]{{0,16}}[电電](?:[^影视視]|$)"),
]
_SOURCE = "(?i:source|quelle|fuente|fonte|bron|kilde|källa|źródło|источник|джерело|kaynak|来源|來源|출처|المصدر|स्रोत)"
_SIGN_OFFS = [
    re.compile(rf"{_OPEN}{FORM}{_MORE}{_CLOSE}\s?[.。]?$"),
    re.compile(rf"(?:^|[.!?”\"»…]\s?)[–—-]{{1,2}}\s?{FORM}{_MORE}\.?$"),
    re.compile(rf"^{_SOURCE}\s?[:：]\s?{FORM}{_MORE}\.?$"),
    re.compile(rf"^{FORM}\.?$"),
    re.compile(
        r"(?:©|\([cC]\)|(?i:copyright))[\s©]{0,4}(?:(?:19|20)\d\d)?,?\s{0,2}(?:(?i:by|the)\s)?"
        rf"{FORM}(?:-infocom)?\s{{0,2}}(?:$|[.,;]|(?i:all rights))"
    ),
    re.compile(rf"^(?:[^\n]{{0,40}}\s)?{FORM}(?:-infocom)?, dpa:\d"),
    re.compile(rf"(?i:this (?:report|story|article) (?:by|from) (?:the )?){FORM} (?i:was first published)"),
    re.compile(r"(?:The )?Thomson (?P<form>Reuters) Trust Principles\.?$"),
]


def agency(text: str, authors: Iterable[str], removed: Iterable[tuple[str, str]]) -> str | None:
    """The agency credited, or None. `removed` are kinds and texts of what cleaning took out."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    pieces = [(kind, line.strip()) for kind, piece in removed if kind in _CREDITS for line in piece.split("\n")]
    bylines = [line for kind, line in pieces if kind != "copyright" and 0 < len(line) <= LONGEST]
    signed = [*lines[-CLOSING:], *(line for kind, line in pieces if kind in _SIGNED)]
    if form := next(_datelines(lines), None):
        return FORMS[form]
    if named := next(filter(None, map(agency_of, [*authors, *bylines])), None):
        return named
    form = next(_sign_offs(signed), None)
    return FORMS[form] if form else None


def _datelines(lines: list[str]) -> Iterator[str]:
    for line in lines[:OPENING]:
        for pattern in _DATELINES:
            if (found := pattern.match(line)) and _is_place(found.groupdict().get("place") or "", found["form"]):
                yield found["form"]


def _is_place(text: str, form: str) -> bool:
    """Whether it may be the place and day of a dateline: no start of a sentence, nor what the form abbreviates."""
    words = text.split()
    initials = "".join(word[0] for word in words)
    return sum(word[0].islower() for word in words) <= OF_DAYS and not (initials and initials.endswith(form))


def _sign_offs(lines: list[str]) -> Iterator[str]:
    for line in reversed(lines):
        end = line[-LONGEST:]
        # Hardly a line is signed: whether it is for a picture is asked last.
        forms = [found["form"] for pattern in _SIGN_OFFS if (found := pattern.search(end))]
        if forms and not OTHERS.search(end):
            yield from forms
