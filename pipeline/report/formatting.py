"""Numbers, times and names as a reader sees them."""

from datetime import UTC, date, datetime

from babel import Locale
from babel.core import UnknownLocaleError

_LENGTHS = ((86400 * 2, 86400, "d"), (3600 * 2, 3600, "h"), (60 * 2, 60, "min"), (0, 1, "s"))


def number(count: float) -> str:
    """With commas."""
    return f"{count:,}"


def share(part: float) -> str:
    """In per cent; what is more than nothing is not shown as nothing."""
    if 0 < part < 0.01:
        return "< 1 %"
    return f"{part:.0%}".replace("%", " %")


def duration(seconds: float | None) -> str:
    """A length of time in the largest unit of which it has two."""
    if seconds is None:
        return "–"
    unit, name = next((unit, name) for least, unit, name in _LENGTHS if seconds >= least)
    amount = seconds / unit
    return f"{amount:.1f} {name}" if amount < 10 and unit > 60 else f"{amount:.0f} {name}"


def minute(time: datetime | None) -> str:
    """A time in UTC, to the minute."""
    return f"{time.astimezone(UTC):%Y-%m-%d %H:%M}" if time else "–"


def day(when: date | None) -> str:
    """As in 4 Mar 2024."""
    return f"{when.day} {when:%b} {when.year}" if when else "–"


def language(code: str) -> str:
    """The English name of a BCP 47 code; the code where it has none."""
    try:
        return Locale.parse(code.replace("-", "_")).get_display_name("en") or code
    except (ValueError, UnknownLocaleError):
        return code
