"""Dates that are written as some systems and countries write them, in the words and marks that the grammar reads."""

import re

_ENGLISH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_NUMERALS = dict(zip(("十一", "十二", *"一二三四五六七八九十"), (11, 12, *range(1, 11)), strict=True))
_BRACKET = re.compile(r"([Zz]|[+-]\d\d:\d\d)?\[!?([^\[\]]{1,50}+)\]\Z")
"""A zone as RFC 9557 adds it; the offset before it says the same."""
_GLUED = re.compile(rf"(?<=\d)(?={_ENGLISH})|(?<={_ENGLISH})(?=\d)", re.IGNORECASE)
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})/([^\W\d_]{3,12}+)/(\d{4}):?")
"""As web servers log: 06/Mar/2024:15:07:41."""
_NUMBERED = re.compile(
    r"(?<!\d)(\d{1,2}),? (?:(\d{1,2}|[一二三四五六七八九十]{1,2}) ?[月월]|(?:tháng|thg|th)\.? ?(\d{1,2})),? "
    r"(\d{4})(?!\d)",
    re.IGNORECASE,
)
"""A day before a month that is a number: "06 3月 2024", "6 tháng 3, 2024"."""
_AFTERNOON = re.compile(r"(?<=:\d\d) ?(?:م|مساء|μ\.?μ\.?|CH)(?!\w)")
_MORNING = re.compile(r"(?<=:\d\d) ?(?:ص|صباحا|π\.?μ\.?|SA)(?!\w)")
_ZONE = re.compile(
    r"\b(?:(?:Eastern|Central|Mountain|Pacific) (?:Standard |Daylight )?|Central European (?:Summer )?|Greenwich Mean |"
    r"British Summer )Time\b",
    re.IGNORECASE,
)
_APART = re.compile(r"(?<=[+-]) (?=\d\d:?\d\d\Z)")


def usual(text: str) -> str:
    """The text with such spellings replaced, as it is where there are none."""
    if found := _BRACKET.search(text):
        text = f"{text[: found.start()]}{found[1] or f' {found[2]}'}"
    text = _SLASHED.sub(r"\1 \2 \3 ", _GLUED.sub(" ", _APART.sub("", text)))
    text = _MORNING.sub(" AM", _AFTERNOON.sub(" PM", text))
    text = _ZONE.sub(lambda match: "".join(word[0].upper() for word in match[0].split()), text)
    return _NUMBERED.sub(_year_first, text)


def _year_first(match: re.Match[str]) -> str:
    day, month, other, year = match.groups()
    number = month or other
    return f"{year}-{_NUMERALS.get(number, number)}-{day}"
