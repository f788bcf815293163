"""Fields of JSON that others write: sidecars, messages. Each is of its type, or Unusable names it."""

from collections.abc import Mapping
from datetime import MAXYEAR, UTC, datetime
from typing import Any

from schemas.reject import Reason, Unusable
from transforms.base.address import MAX_LENGTH
from transforms.read.feed.model import encodable

LONGEST = 2000
"""Code points of a name, and the number of authors."""


def read_text(fields: Mapping[str, Any], name: str, limit: int | None = MAX_LENGTH) -> str:
    """A member that is text, "" where there is none."""
    value = fields.get(name, "")
    value = "" if value is None else value
    if not isinstance(value, str):
        raise Unusable(Reason.MALFORMED, f"{name} is {type(value).__name__}; give text")
    if limit and len(value) > limit:
        raise Unusable(Reason.TOO_LARGE, f"{name} has {len(value):,} characters, the limit is {limit:,}; shorten it")
    return encodable(value if limit is None else value.strip())


def read_names(fields: Mapping[str, Any], separator: str | None = None) -> tuple[str, ...]:
    """Authors: a list of names, or text; `separator` stands between names in a text."""
    value = fields.get("authors") or ()
    names = value.split(separator) if isinstance(value, str) and separator else [value] if value else ()
    names = value if isinstance(value, (list, tuple)) else names
    if not all(isinstance(name, str) for name in names):
        raise Unusable(Reason.MALFORMED, "authors are not names; give a list of texts")
    if len(names) > LONGEST or any(len(name) > LONGEST for name in names):
        raise Unusable(Reason.TOO_LARGE, f"too many authors; give at most {LONGEST:,}")
    return tuple(stripped for name in names if (stripped := encodable(name.strip())))


def read_time(fields: Mapping[str, Any], name: str) -> datetime | None:
    """A time in ISO 8601; one without a zone is in UTC."""
    text = read_text(fields, name)
    if not text:
        return None
    try:
        time = datetime.fromisoformat(text)
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Unusable(Reason.MALFORMED, f"{name} is not an ISO 8601 time: {text[:40]!r}") from error


def read_captured(fields: Mapping[str, Any]) -> datetime | None:
    """The time of capture; the last year that a calendar has is a mistake, and no time could be added to it."""
    at = read_time(fields, "captured")
    if at is not None and at.year == MAXYEAR:
        raise Unusable(Reason.MALFORMED, f"captured is in the year {MAXYEAR}; no document was captured then")
    return at
