"""Dates as people write them beside a headline: "5 марта 2024, 21:10", "2024年3月5日", "March 5, 2024 9:10 pm ET"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from transforms.base.clock import HALF, MONTH_FIRST, hour_of_day
from transforms.base.months import month
from transforms.base.zones import find_zone
from transforms.extract import eras
from transforms.extract.date_labels import UPDATED

MAX_LINE = 400
"""Code points of a line that are read for dates."""

_W = r"([^\W\d_][^\s\d,()\[\]|•·;:–—-]{1,24}?)"
_OF = r"(?:de\s+|del\s+|of\s+|d['’]\s?)?"
_DAY = r"(?<![\d.,:/-])(\d{1,2})"
_YEAR = r"(\d{4})(?!\d)"
_DAY_MONTH_YEAR = re.compile(
    rf"{_DAY}(?:st|nd|rd|th|er|re|º|ª|°|-?го|\.)?[\s./-]*{_OF}{_W}(?:\s/\s(\w{{3,12}}))?\.?[\s,./-]+{_OF}{_YEAR}",
    re.IGNORECASE,
)
# The year last, as in "Jan 04 09:34 2021", is how Unix prints it.
_MONTH_DAY_YEAR = re.compile(
    rf"(?<!\w){_W}\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?(?:\s{{1,3}}\d\d:\d\d(?::\d\d)?)?\s*(?:,|\s)\s*{_YEAR}",
    re.IGNORECASE,
)
_YEAR_MONTH_DAY = re.compile(rf"(?<!\d){_YEAR}\.?\s+(?:m\.\s+)?{_W}\.?\s+(\d{{1,2}})(?!\d)", re.IGNORECASE)
_EAST_ASIAN = re.compile(
    rf"(?<!\d)(?:({'|'.join(eras.ERAS)})\s?(\d{{1,3}}|元)|(\d{{4}}|\d{{2}}))\s?[年년]\s?(\d{{1,2}})\s?[月월]\s?(\d{{1,2}})\s?[日号號일]"
)
_VIETNAMESE = re.compile(rf"{_DAY}\s++(?:tháng|thg)\s++(\d{{1,2}})\s*+(?:,|-|năm)?\s*+{_YEAR}", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(?<![\d/.-])(\d{4})([-/.])\s?(\d{1,2})\2\s?(\d{1,2})(?![\d]|[-/.]\d)")
_YEAR_LAST = re.compile(r"(?<![\d/.:,-])(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?![\d%]|[-/.]\d)")
_ZONE = r"(Z\b|(?:UTC|GMT)?\s?[+-]\d{1,2}:?(?:\d{2})?|[A-ZМСК]{2,4}\b)?"
_CLOCK = re.compile(
    rf"[\s,|•·–—()（）،.:/\w-]{{0,14}}?({HALF})?\s*(?<!\d)(\d{{1,2}})\s?(?:[:.h]|時|时|시)\s?(\d\d)(?!\d)(?:[분分]|:\d\d)?"
    rf"\s*([ap]\.?\s?m\b\.?)?\s*{_ZONE}",
    re.IGNORECASE,
)
# "5:10 PM EDT, Tue May 14, 2024" and "Posted at 21:10 on 14 May 2024".
_CLOCK_BEFORE = re.compile(
    rf"(?<![\d.:/-])(\d{{1,2}})[:.h](\d\d)\s?([ap]\.?\s?m\b\.?)?\s?{_ZONE}[\s,|•·–—()-]{{1,4}}(?:on\s|[^\W\d_]{{2,12}}[\s,.]{{1,3}})?\Z",
    re.IGNORECASE,
)
_LATVIAN = re.compile(rf"(?<!\d){_YEAR}\.?\s+gada\s+(\d{{1,2}})\.?\s+{_W}(?!\w)", re.IGNORECASE)
_BEFORE = 32
"""Code points in front of a date in which its hour may stand."""
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


@dataclass(frozen=True, slots=True)
class Written:
    """A date in a line, and where it stands there. Without an offset its hour is taken as UTC."""

    moment: datetime
    start: int
    end: int
    has_offset: bool = False


def find(text: str, language: str | None = None, *, month_first: bool = False) -> list[Written]:
    """The dates in a line, in order. `month_first` is whether 3/5 is March the 5th if nothing else tells."""
    text = text[:MAX_LINE]
    if not any(map(str.isdigit, text)):
        return []
    found: list[Written] = []
    for start, end, day in sorted(_days(text, language, month_first), key=_longest_first):
        if not found or start >= found[-1].end:
            found.append(_with_clock(text, start, end, day))
    return found


def _longest_first(place: tuple[int, int, datetime]) -> tuple[int, int]:
    start, end, _ = place
    return start, -end


def is_month_first(language: str | None, url_suffix: str) -> bool:
    """Whether 3/5 is March the 5th: in American English, and in English of which nothing says where it is written."""
    name, _, rest = (language or "").partition("-")
    region = rest.rpartition("-")[2]
    if len(region) == 2:
        return region in MONTH_FIRST
    return name == "en" and (len(url_suffix) != 2 or url_suffix == "us")


def _days(text: str, language: str | None, month_first: bool) -> Iterator[tuple[int, int, datetime]]:
    for match in _EAST_ASIAN.finditer(text):
        first = eras.ERAS.get(match[1])
        year = match[3] if first is None else str(first + (1 if match[2] == "元" else int(match[2])))
        yield from _day(match, year, match[4], match[5])
    for match in _VIETNAMESE.finditer(text):
        yield from _day(match, match[3], match[2], match[1])
    for match in _YEAR_FIRST.finditer(text):
        if (language or "fa").startswith("fa") or not eras.is_iranian(int(match[1])):
            yield from _day(match, match[1], match[3], match[4])
    for match in _YEAR_LAST.finditer(text):
        day, month = match[1], match[3]
        if int(month) > 12 or (month_first and match[2] == "/" and int(day) <= 12):
            day, month = month, day
        yield from _day(match, match[4], month, day)
    for pattern, year, names, day_group in (
        (_DAY_MONTH_YEAR, 4, (2, 3), 1),
        (_MONTH_DAY_YEAR, 3, (1,), 2),
        (_YEAR_MONTH_DAY, 1, (2,), 3),
        (_LATVIAN, 1, (3,), 2),
    ):
        for match in pattern.finditer(text):
            number = next(
                (found for name in match.group(0, *names)[1:] if name and (found := _month(name, language))), None
            )
            if number:
                yield from _day(match, match[year], str(number), match[day_group])


def _day(match: re.Match[str], year: str, month: str, day: str) -> Iterator[tuple[int, int, datetime]]:
    number = int(year)
    if len(year) == 2:
        number += 2000
    try:
        moment = eras.moment(number, int(month), int(day))
    except ValueError:
        return
    if _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        yield match.start(), match.end(), moment


def _month(name: str, language: str | None) -> int | None:
    """The month of a name in the page's language, else in any in which it can be only one."""
    words = (name, *name.split("/"), name.removeprefix("ב"))
    found = (month(words, language[:2]) if language else None) or month(words)
    return found[0] if found else eras.iranian_month(name)


def _with_clock(text: str, start: int, end: int, day: datetime) -> Written:
    """A date with the hour that stands behind it, or in front of it, if one does."""
    days_own = start, end
    match = _CLOCK.match(text, end)
    # "14 May 2024 - Updated 21:10": the hour is that of another day's change.
    if match and not UPDATED.search(match[0]):
        half, hour, minute, other_half, zone = match.groups()
        end = match.end()
    elif match := _CLOCK_BEFORE.search(text, max(0, start - _BEFORE), start):
        hour, minute, half, zone = match.groups()
        start, other_half = match.start(), None
    else:
        return Written(day, start, end)
    since_midnight = timedelta(hours=hour_of_day(int(hour), half or other_half), minutes=int(minute))
    if int(minute) > 59 or since_midnight >= timedelta(days=1):
        return Written(day, *days_own)
    clock = find_zone(zone.strip().upper()) if zone else None
    return Written((day + since_midnight).replace(tzinfo=clock or UTC).astimezone(UTC), start, end, clock is not None)
