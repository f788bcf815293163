"""Header fields of HTTP (RFC 9110), read once for live answers, archives, messages and feeds."""

import hashlib
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_CREDENTIALS = re.compile(r"(?<=//)[^/?#\s]*@")
_MEDIA_TYPE = re.compile(r"(?:content-type:\s{0,9})?[\"']?([^;,:|\"'\s]*)", re.IGNORECASE)
_CHARSET = re.compile(r"""charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:+-]{1,40})""", re.IGNORECASE | re.ASCII)


def media_type(content_type: str | None) -> str:
    """The media type of a Content-Type (section 8.3), in lower case; empty where there is none.

    Servers also write blanks or other marks instead of semicolons, quotes around it, and the field twice.
    """
    match = _MEDIA_TYPE.match((content_type or "").strip())
    return match[1].lower() if match else ""


def charset(content_type: str | None) -> str | None:
    """The charset that a Content-Type names, as it is written there."""
    match = _CHARSET.search(content_type or "")
    return match[1] if match else None


def without_credentials(url: str) -> str:
    """The address without user and password, whatever its scheme."""
    return _CREDENTIALS.sub("", url, count=1)


def http_date(value: str | None) -> datetime | None:
    """A date (section 5.6.7) in UTC; None for what is not one."""
    try:
        time = parsedate_to_datetime(value) if value else None
        return None if time is None else (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds of a Retry-After (section 10.2.3), a number or a date by the server's clock `now`; None for neither."""
    value = (value or "").strip()
    if value.isascii() and value.isdigit():
        return float(min(int(value[:12]), 10**9))
    until = http_date(value)
    return None if until is None else max(0.0, (until - now).total_seconds())


def jitter(key: str, attempt: int) -> float:
    """A number in [0, 1) that is the same on every machine, so that a run can be repeated."""
    digest = hashlib.sha256(f"{key}\0{attempt}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:6], "big") / (1 << 48)
