"""Years that are not counted from the birth of Christ, as pages of East Asia, Thailand and Iran write them."""

from datetime import UTC, datetime

ERAS = {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911}
"""The year before the first of each."""
_BUDDHIST = range(2400, 2700)
_IRANIAN = range(1300, 1500)
_MONTHS = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split()  # noqa: SIM905
_SPELLINGS = str.maketrans("يك", "یک")


def iranian_month(name: str) -> int | None:
    """The number of a month of the Iranian calendar, with letters of Persian or Arabic keyboards."""
    name = name.translate(_SPELLINGS)
    return _MONTHS.index(name) + 1 if name in _MONTHS else None


def is_iranian(year: int) -> bool:
    """Whether a year is one of our time in the Iranian calendar."""
    return year in _IRANIAN


def moment(year: int, month: int, day: int) -> datetime:
    """The day in our calendar, by what its year can only be; ValueError if there is no such day."""
    if year in _BUDDHIST:
        return datetime(year - 543, month, day, tzinfo=UTC)
    if year not in _IRANIAN:
        return datetime(year, month, day, tzinfo=UTC)
    if not (1 <= month <= 12 and 1 <= day <= (31 if month <= 6 else 30)):
        raise ValueError(f"{year}-{month}-{day}")
    if (month, day) == (12, 30) and _leaps(year + 1) == _leaps(year):
        raise ValueError(f"{year}-{month}-{day}")
    days = 365 * (year + 1595) + _leaps(year) + 31 * min(month - 1, 6) + 30 * max(0, month - 7) + day
    return datetime.fromordinal(days - 356_033).replace(tzinfo=UTC)


def _leaps(year: int) -> int:
    """Iranian leap years before a year, eight in 33: right from 1178 to 1633 (K. Borkowski, 1996)."""
    cycles, rest = divmod(year + 1595, 33)
    return 8 * cycles + (rest + 3) // 4
