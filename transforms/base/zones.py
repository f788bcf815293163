"""Time zones as feeds name them: offsets, abbreviations, names of the IANA database.

An abbreviation that stands for several zones is read by the country of the feed where that says it, else as the one
that most feeds mean: `AMBIGUOUS` decides it once. The offset is what the name says, also out of its season: an
editorial system that writes EST in July has been told so.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import tzdata

_NAMES = {
    -10: "HST",
    -9: "AKST HDT",
    -8: "AKDT HNP",
    -7: "PDT HAP HNR",
    -6: "MDT HAR HNC",
    -5: "COT ECT HAC HNE PET",
    -4: "BOT CLT GYT HAE VET",
    -3: "ART BRT CLST UYT",
    -2.5: "NDT",
    -2: "BRST",
    -3.5: "NST",
    0: "GMT UT UTC WET Z",
    1: "CET MET MEZ WAT WEST",
    2: "CAT CEST EET HAEC MESZ MEST SAST",
    3: "EAT EEST MSK TRT МСК",
    3.5: "IRST",
    4: "AZT GET MSD MUT SAMT",
    4.5: "AFT IRDT",
    5: "PKT UZT YEKT",
    5.5: "SLST",
    5.75: "NPT",
    6: "BTT OMST",
    6.5: "MMT",
    7: "ICT KRAT WIB",
    8: "AWST 北京时间 北京時間 HKT IRKT MYT PHST PHT SGT WITA",
    8.75: "ACWST",
    9: "JST KST WIT YAKT",
    9.5: "ACST",
    10: "AEST VLAT",
    10.5: "ACDT",
    11: "AEDT MAGT",
    12: "FJT NZST",
    13: "NZDT",
}
_HOURS = {name: hours for hours, names in _NAMES.items() for name in names.split()}
AMBIGUOUS: dict[str, dict[str, float]] = {
    "ADT": {"": -3, "IQ": 4},
    "AMT": {"": -4, "AM": 4},
    "AST": {"": -4, "SA": 3, "KW": 3, "QA": 3, "BH": 3, "IQ": 3, "YE": 3},
    "BST": {"": 1, "BD": 6},
    "CDT": {"": -5, "CU": -4},
    "CST": {"": -6, "CN": 8, "TW": 8, "HK": 8, "MO": 8, "CU": -5, "AU": 9.5},
    "EDT": {"": -4, "AU": 11},
    "EST": {"": -5, "AU": 10},
    "GST": {"": 4, "GS": -2},
    "IST": {"": 5.5, "IE": 1, "IL": 2},
    "MST": {"": -7, "MY": 8, "MM": 6.5},
    "PST": {"": -8, "PH": 8},
    "SST": {"": -11, "SG": 8},
    "WST": {"": 8, "WS": 13},
}
"""Hours east of Greenwich by the country of the feed (ISO 3166); "" where it says none, or another one."""
_GENERIC = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}
_OFFSET = re.compile(r"(?:UTC|GMT|UT|Z)?\s?([+-])(\d{1,2})(?::?(\d{2}))?(?::?00)?Z?")
_IANA = re.compile(r"[A-Z][A-Za-z]{1,20}(?:/[A-Za-z][A-Za-z_+-]{1,30}\d{0,2}){1,2}")
_FURTHEST = timedelta(hours=15)


def find_zone(name: str, country: str | None = None) -> tzinfo | None:
    """The zone of an offset, abbreviation or IANA name; None for what is none. Offsets end before 15 hours."""
    offset = _OFFSET.fullmatch(name)
    if offset is not None:
        span = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(span if offset[1] == "+" else -span) if span < _FURTHEST and int(offset[3] or 0) < 60 else None
    key = name.upper()
    places = AMBIGUOUS.get(key)
    hours = places.get(country or "", places[""]) if places else _HOURS.get(key)
    if hours is not None:
        return timezone(timedelta(hours=hours)) if hours else UTC
    named = _GENERIC.get(key, name)
    return _iana(named) if _IANA.fullmatch(named) else None


def in_utc(time: datetime) -> datetime | None:
    """An aware time in UTC; None beyond the first and last year."""
    try:
        return time.astimezone(UTC)
    except OverflowError:
        return None


@lru_cache(maxsize=64)
def _iana(name: str) -> tzinfo | None:
    """By the package and not the machine's own database, so that it is the same anywhere."""
    try:
        with files(tzdata).joinpath("zoneinfo", *name.split("/")).open("rb") as file:
            return ZoneInfo.from_file(file, key=name)
    except (OSError, ValueError):
        return None
