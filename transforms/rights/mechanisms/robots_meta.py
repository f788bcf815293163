"""The robots meta and X-Robots-Tag, as the search engines describe them, and noai, which no standard does.

https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from schemas.usage import Permission, Use
from transforms.rights.evidence import FIELD, PAGE, TOKEN, Declaration, Evidence, Statement

VERSION = "Google and Bing as of 2026-11; noai: DeviantArt 2022, no standard"
_RESERVES = {
    "noindex": (Use.SEARCH,),
    "none": (Use.SEARCH,),
    "nosnippet": (Use.SNIPPET, Use.AI_INPUT),
    "noarchive": (Use.ARCHIVE,),
    "nocache": (Use.ARCHIVE,),
    "noai": (Use.TRAIN_AI,),
}
_UNAVAILABLE, _SNIPPET = "unavailable_after", "max-snippet"
_WITH_VALUE = frozenset((_UNAVAILABLE, _SNIPPET, "max-image-preview", "max-video-preview"))
_NO_LIMIT = -1


class Directive(NamedTuple):
    """One rule, to whom it is said, and its value, if it is one of those that have one."""

    agent: str
    name: str
    value: str = ""


def read(evidence: Evidence) -> Declaration:
    """All lines and metas add up: whatever one of them reserves is reserved."""
    found: list[Directive] = []
    statements: list[Statement] = []
    for line in evidence.lines("x-robots-tag"):
        directives = list(parse(line))
        found += directives
        statements.append(Statement(FIELD, ", ".join(dict.fromkeys(d.agent for d in directives)) or "*", line))
    for name, content in evidence.page.metas:
        if name in ("robots", TOKEN) or name.endswith("bot"):
            agent = "*" if name == "robots" else name
            found += parse(content, agent)
            statements.append(Statement(PAGE, agent, content))
    ours = [directive for directive in found if directive.agent in ("*", TOKEN)]
    values = {use: Permission.RESERVED for directive in ours for use in _RESERVES.get(directive.name, ())}
    if any(d.name == _UNAVAILABLE and _is_over(d.value, evidence.captured_at) for d in ours):
        values[Use.SEARCH] = Permission.RESERVED
    limits = [limit for d in ours if d.name == _SNIPPET and (limit := _limit(d.value)) is not None]
    if 0 in limits:
        values |= {Use.SNIPPET: Permission.RESERVED, Use.AI_INPUT: Permission.RESERVED}
    snippet_max = min((limit for limit in limits if limit > 0), default=None)
    if limits and Use.SNIPPET not in values:
        values[Use.SNIPPET] = Permission.ALLOWED
    is_reserved = values.get(Use.SNIPPET) is Permission.RESERVED
    return Declaration(values=values, statements=tuple(statements), snippet_max=None if is_reserved else snippet_max)


def parse(line: str, agent: str = "*") -> Iterator[Directive]:
    """The rules of a line or meta; an agent before a rule is meant by all that follow it in the line."""
    parts = line.split(",")
    while parts:
        part = parts.pop(0).strip()
        name, colon, value = (piece.strip() for piece in part.partition(":"))
        name = name.lower()
        if colon and name not in _WITH_VALUE:
            agent = name
            part = value
            name, _, value = (piece.strip() for piece in part.partition(":"))
            name = name.lower()
        # A comma stands within dates: the day of the week is before it.
        if name == _UNAVAILABLE and parts and _date(value) is None and _date(f"{value},{parts[0]}") is not None:
            value = f"{value},{parts.pop(0)}"
        if name:
            yield Directive(agent, name, value)


def _limit(value: str) -> int | None:
    """Characters; -1 is no limit, anything else that is not a number is not a rule."""
    if value == str(_NO_LIMIT):
        return _NO_LIMIT
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def _is_over(value: str, at: datetime | None) -> bool:
    date = _date(value)
    return date is not None and at is not None and date < at


def _date(value: str) -> datetime | None:
    """A date of RFC 822, RFC 850 or ISO 8601; one without a zone is in UTC."""
    for read_date in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            date = read_date(value.strip())
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return date if date.tzinfo else date.replace(tzinfo=UTC)
    return None
