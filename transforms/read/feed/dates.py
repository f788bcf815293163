"""Dates in feeds, as aware UTC: one grammar for what feeds are seen to write.

ISO 8601 and its relatives, RFC 5322 and its relatives with the months of many languages, numbers between dots, dashes
or slashes, seconds since 1970. The same text in the same feed is the same date on any day and any machine; what can
be read in two ways, or has a word that nobody knows, is none.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from transforms.base.clock import HALF, MONTH_FIRST, hour_of_day
from transforms.base.months import fold, is_weekday, month
from transforms.base.zones import find_zone, in_utc
from transforms.read.feed.date_spellings import usual

_LONGEST = 100
_ISO = re.compile(
    r"(\d{4})(?:(-?)(\d{2})(?:\2(\d{2})(?:[T ]?(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,:]\d{1,12})?)?\s?(\S{1,40})?)?)?)?",
    re.ASCII | re.IGNORECASE,
)
_MAIL = re.compile(
    r"(?:[A-Za-z]{3}, ?)?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d{2}):(\d{2})(?::(\d{2}))?(?: ([A-Z]{1,5}|[+-]\d{4}))?",
    re.ASCII,
)
_UNIX = re.compile(r"@?(\d{9,10})(?:\.\d{1,9})?|(?:/Date\()?(\d{10})\d{3}(?:\)/)?|(\d{10})\d{6}", re.ASCII)
_COMMENT = re.compile(r"\(([^()]*)\)")
_NO_YEAR = re.compile(r"(?<![\w:])-\d{4} \d{1,2}:|\A-\d")
"""A year before the first, as PHP prints a date of zeros."""
_CLOCKS = (
    re.compile(
        rf"({HALF})?\s?(?<!\d)(\d{{1,2}})\s?:\s?(\d{{2}})(?:\s?:\s?(\d{{2}})(?:[.,:]\d{{1,9}})?)?\s?({HALF})?", re.I
    ),
    re.compile(
        rf"({HALF})?\s?(?<!\d)(\d{{1,2}})\s?[h時点시]\s?(?:(\d{{2}}|\d(?=\s?[分분]))(?:\s?[m분分]\s?(\d{{2}})[s초秒]?)?)?[분分]?()(?!\w)",
        re.I,
    ),
    re.compile(rf"()(?<!\d)(\d{{1,2}})()()\s?({HALF})", re.I),
)
_DOTTED_CLOCK = re.compile(rf"()(?<![\d.])(\d{{1,2}})\.(\d{{2}})(?:\.(\d{{2}}))?(?![\d.])\s?({HALF})?", re.I)
_OFFSET = re.compile(r"\s?((?:UTC|GMT|Z)?\s?[+-]\d{1,2}(?::?\d{2}){0,2}Z?)(?![\d-])", re.I)
_LAST_OFFSET = re.compile(r"\s((?:UTC|GMT)?\s?[+-]\d{2}:?\d{2}Z?)\s*\Z", re.I)
_ZONE_NAME = re.compile(r"\s?([A-Z][A-Za-z]+(?:/[A-Za-z_-]+){1,2}|[A-Za-z]{1,5})(?!\w)")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,4})\s?([./年년-])\s?(\d{1,2})\s?([./月월-])\s?(\d{1,4})(?!\d)\s?[日일.]?")
_TOKEN = re.compile(
    r"([A-Z][A-Za-z]+(?:/[A-Za-z_-]+){1,2})|(?<!\d)(\d++)(?:st|nd|rd|th|er|re|º|ª|°)?(?!\w)"
    r"|([^\W\d_](?:[^\W\d_]|[\u0900-\u0dff\u0e31-\u0e4e]|(?<=[\u0e00-\u0e4e])\.(?=[\u0e00-\u0e4e]))*+)|(\S)"
)
"""A place, a number, a word (in Indic and Thai scripts with its marks), or any other sign."""
_FILLERS = (
    "de del du da di of at um uhr a à le la el en den der the am on kl klo klokken ore ora alle as feira v г р год "
    "года в о h hs hod uur om godz u o ob saat pukul jam luc"
)
_PUNCTUATION = frozenset(".,;-–—|'’،")
_DATE = "\0"
"""Stands where a date of numbers was."""
_BUDDHIST = 543
_NEVER_SET = (datetime(1970, 1, 1, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC))
"""What programs print for a date that nobody set: the zero of Unix, and of Go and .NET."""
_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}


def parse_date(text: object, language: str | None = None, country: str | None = None) -> datetime | None:
    """A date in any form that feeds use, in UTC; without a zone it counts as UTC. None for what is none.

    `language` (ISO 639) and `country` (ISO 3166) are the feed's: they tell which zone an abbreviation means, which
    month a name, and which of 3/6/2024 is the day. Without them the common meaning of a zone counts, and 3/6/2024 is
    no date.
    """
    if not isinstance(text, str) or len(text) > _LONGEST:
        return None
    text = " ".join(unicodedata.normalize("NFKC", text).replace("\u2212", "-").split())
    if not text:
        return None
    try:
        known = _mail(text, country) or _iso(text, country) or _unix(text)
        found = known or _written(usual(text), language, country)
    except (ValueError, OverflowError):
        return None
    return None if found in _NEVER_SET else found


def _mail(text: str, country: str | None) -> datetime | None:
    """RFC 5322 as most feeds write it; the same as `_written` reads there, in a tenth of the time."""
    found = _MAIL.fullmatch(text)
    name = month([found[2]]) if found else None
    if found is None or name is None:
        return None
    zone = find_zone(found[7], country) if found[7] else UTC
    return _moment((int(found[3]), name[0], int(found[1])), (found[4], found[5], found[6]), zone)


def _unix(text: str) -> datetime | None:
    """Seconds, milliseconds or microseconds since 1970."""
    found = _UNIX.fullmatch(text)
    return datetime.fromtimestamp(int(found[1] or found[2] or found[3]), UTC) if found else None


def _iso(text: str, country: str | None) -> datetime | None:
    """A year, month, day or time of ISO 8601, its marks left out or not, with a zone of any kind."""
    found = _ISO.fullmatch(text)
    if found is None:
        return datetime.fromisoformat(text).replace(tzinfo=UTC) if re.fullmatch(r"\d{4}-?W\d\d(-?\d)?", text) else None
    year, _, month_, day, hour, minute, second, name = found.groups()
    zone: tzinfo | None = find_zone(name, country) if name else UTC
    return _moment((int(year), int(month_ or 1), int(day or 1)), (hour, minute, second), zone)


class _Clock(NamedTuple):
    hour: str
    minute: str | None
    second: str | None
    half: str


def _written(text: str, language: str | None, country: str | None) -> datetime | None:
    """A date in words or between marks, the time before it or behind it, and all else in it a weekday or a zone."""
    if _NO_YEAR.search(text):
        return None
    comments = _COMMENT.findall(text)
    text = _COMMENT.sub(" ", text).strip()
    text, clock, zone = _cut_clock(text, _CLOCKS, country)
    numbers = _NUMBERS.search(text)
    if numbers is not None and not clock and len(numbers[1]) < 4 > len(numbers[5]):
        numbers = None  # A time between dots.
    if numbers is not None:
        text = f"{text[: numbers.start()]} {_DATE} {text[numbers.end() :]}"
    if clock is None:
        text, clock, zone = _cut_clock(text, (_DOTTED_CLOCK,), country)
    words = _Words(text, language, country)
    date = _of_numbers(numbers, language, country, bool(clock and clock.half)) if numbers else words.date()
    if date is None or not words.known or (numbers is not None and (words.numbers or words.month)):
        return None
    if zone is None and words.zone is None:
        zone = next(filter(None, (find_zone(comment.strip(), country) for comment in comments)), None)
    if clock is None:
        return _moment(date, (None, None, None), UTC)
    hour = hour_of_day(int(clock.hour), clock.half)
    return _moment(date, (hour, clock.minute, clock.second), zone or words.zone or UTC)


def _cut_clock(
    text: str, forms: Iterable[re.Pattern[str]], country: str | None
) -> tuple[str, _Clock | None, tzinfo | None]:
    """The text without its time and the zone behind it; ValueError for an offset that is none."""
    found = next((match for form in forms if (match := form.search(text))), None)
    if found is None:
        return text, None, None
    before, hour, minute, second, after = found.groups()
    rest = text[found.end() :]
    zone: tzinfo | None = None
    named = _OFFSET.match(rest) or _LAST_OFFSET.search(rest) or _ZONE_NAME.match(rest)
    if named is not None:
        zone = find_zone(named[1].strip(), country)
        if zone is None and not named[1].isalpha():
            raise ValueError(named[1])
        rest = rest[: named.start()] + rest[named.end() :] if zone is not None else rest
    return f"{text[: found.start()]} {rest}", _Clock(hour, minute, second, before or after or ""), zone


class _Words:
    """What is left of a date beside its time: a month and numbers, a weekday, a zone. `known`: and nothing else.

    Any word may stand for a weekday before the first number, and be followed by a colon.
    """

    def __init__(self, text: str, language: str | None, country: str | None) -> None:
        self.numbers: list[str] = []
        self.zone: tzinfo | None = None
        self.known = True
        before: list[str] = []
        after: list[str] = []
        is_begun = False
        for named, number, word, mark in _TOKEN.findall(text):
            if number or mark == _DATE:
                is_begun = True
                self.numbers += [number] if number else []
            elif mark:
                self.known = self.known and (mark in _PUNCTUATION or (mark == ":" and not is_begun))
            elif not is_begun:
                before.append(named or word)
            elif (zone := find_zone(named or word, country)) is not None:
                self.zone = zone
            elif fold(word) not in _FILLERS.split() and not is_weekday(word):
                after.append(named or word)
        lengths = sorted(map(len, self.numbers))
        # Names in other languages are looked up only beside what may be a day and a year: that costs a second, once.
        is_dated = lengths in ([4], [1, 2], [2, 2], [1, 4], [2, 4])
        names = (*after, *before) if is_dated and len(before) + len(after) <= 4 else ()
        # A feed of an English template may have dates in the language of its server.
        found = month(names, language) or (month(names) if language else None)
        self.month = found[0] if found else None
        self.known = self.known and all(
            (found and word == found[1]) or is_weekday(word, language) or is_weekday(word, None) for word in after
        )

    def date(self) -> tuple[int, int, int] | None:
        """Year, month and day; the first of a month that stands alone with its year."""
        if self.month is None:
            return None
        day, year = self.numbers if len(self.numbers) == 2 else ("1", self.numbers[0])
        if len(day) == 4:
            day, year = year, day
        return _year(year), self.month, int(day)


def _of_numbers(
    found: re.Match[str], language: str | None, country: str | None, half: bool
) -> tuple[int, int, int] | None:
    """Year, month and day of three numbers; None if nothing tells the day from the month."""
    first, mark, second, other, third = found.groups()
    if len(first) == 4 and len(third) <= 2:
        return int(first), int(second), int(third)
    if mark != other or len(first) > 2 or len(third) not in (2, 4):
        return None
    year = _year(third)
    if mark == ".":
        return year, int(second), int(first)
    if int(second) > 12:
        return year, int(first), int(second)
    if len(third) == 2:
        return None
    if int(first) > 12 or first == second:
        return year, int(second), int(first)
    if country in MONTH_FIRST:
        return year, int(first), int(second)
    if country or (language and language != "en"):
        return year, int(second), int(first)
    return (year, int(first), int(second)) if half else None


def _year(digits: str) -> int:
    """A year of two digits as RFC 5322 (section 4.3) reads it, one that Thailand counts from the Buddha on as ours."""
    if len(digits) not in (2, 4):
        raise ValueError(digits)
    if len(digits) == 4:
        return int(digits) - (_BUDDHIST if int(digits) in range(2450, 2650) else 0)
    return int(digits) + (2000 if int(digits) < 50 else 1900)


def _moment(date: tuple[int, int, int], clock: tuple[str | int | None, ...], zone: tzinfo | None) -> datetime | None:
    """The instant in UTC. 24:00 is the next day's 0:00, a leap second the one before it."""
    hour, minute, second = (int(part or 0) for part in clock)
    if zone is None:
        return None
    later = timedelta(days=1) if (hour, minute, second) == (24, 0, 0) else timedelta()
    local = datetime(*date, 0 if later else hour, minute, 59 if second == 60 else second)
    return in_utc((local + later).replace(tzinfo=zone))


def ttl(text: object) -> timedelta | None:
    """RSS 2.0 `<ttl>`, in minutes."""
    minutes = _count(text)
    return timedelta(minutes=minutes) if minutes else None


def update_period(period: object, frequency: object) -> timedelta | None:
    """sy:updatePeriod divided by sy:updateFrequency (https://web.resource.org/rss/1.0/modules/syndication/)."""
    base = _PERIODS.get(period.strip().lower()) if isinstance(period, str) else None
    return base / (_count(frequency) or 1) if base else None


def _count(text: object) -> int:
    """A whole number up to six digits; 0 for anything else."""
    match = re.match(r"\s*([0-9]{1,6})(?:\.[0-9]*)?\s*\Z", text) if isinstance(text, str) else None
    return int(match[1]) if match else 0
