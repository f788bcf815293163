"""Header fields of WARC records and of the HTTP messages in them, and their values."""

import re
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO

from fastwarc.warc import HeaderMap

from schemas.reject import Reason, Unusable

_DATE = re.compile(
    r"(\d{4})(?:-?(\d\d)(?:-?(\d\d)(?:[Tt ]?(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?)?)?)?"
    r"(?:[Zz]|([+-])(\d\d):?(\d\d))?",
    re.ASCII,
)


def parse_headers(head: bytes) -> HeaderMap:
    """Headers of a WARC record or an HTTP message, line ends of either kind."""
    headers = HeaderMap()
    try:
        headers.parse(BytesIO(head.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") + b"\r\n\r\n"))
    except OSError:
        return _long_headers(head)
    except ValueError as error:
        raise Unusable(Reason.MALFORMED, f"headers cannot be read ({error}); archive the page again") from None
    return headers


def _long_headers(head: bytes) -> HeaderMap:
    """Headers of more than the 32 KiB that fastwarc takes: policies and cookies of some sites."""
    headers = HeaderMap()
    first, *lines = head.splitlines() or [b""]
    headers.status_line = first.decode("latin-1")
    for line in lines:
        name, colon, value = line.partition(b":")
        if colon and not name[:1].isspace():
            headers.append_bytes(name.strip(), value.strip())
    return headers


def record_id(value: str | None) -> str:
    """A record's identifier without the brackets that WARC puts around it; empty where there is none."""
    value = (value or "").strip()
    return value[1:-1].strip() if value.startswith("<") and value.endswith(">") else value


def warc_date(value: str | None) -> datetime | None:
    """First instant of a WARC-Date (W3C-DTF, of any precision from the year to the nanosecond or its digits alone)."""
    match = _DATE.fullmatch(record_id(value))
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(group or 0) for group in match.groups()[:6])
    microsecond = int((match[7] or "").ljust(9, "0")[:6])
    try:
        if not match[8]:
            return datetime(year, month or 1, day or 1, hour, minute, min(second, 59), microsecond, UTC)
        offset = timedelta(hours=int(match[9] or 0), minutes=int(match[10] or 0))
        zone = timezone(-offset if match[8] == "-" else offset)
        # A leap second is the last one that Python knows.
        time = datetime(year, month or 1, day or 1, hour, minute, min(second, 59), microsecond, zone)
        return time.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
