"""What the text of an option's value means; UsageError if it means nothing."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from pipeline.errors import UsageError
from schemas.reject import Unusable
from schemas.usage import Use
from transforms.rights.agents import PURPOSES, Agents
from transforms.rights.agents import parse as parse_agents

AGENTS_LIMIT = 1 << 20
CONTACT = r"(https?://|(mailto:)?[!#-'*+.0-9=?A-Z^-~-]+@)[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)+([:/?#][!-'*-~]*)?"
"""What names a page or a mailbox and can stand in a header's comment: printable ASCII without parentheses."""
LANGUAGE = "[A-Za-z]{2,3}(-[0-9A-Za-z]{2,8})*"
"""A code of a language with its subtags, as BCP 47 has them."""

T = TypeVar("T")
_UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400}


def duration(text: str) -> float:
    """A length of time such as 500ms, 90s, 10m, 1h or 30d, in seconds; 0s is none."""
    found = re.fullmatch(r"(\d+)(ms|[smhd])", text)
    if not found:
        raise UsageError(f"{text!r} is not a duration; give a number and a unit, as in 500ms, 90s, 10m, 1h or 30d")
    return int(found[1]) * _UNITS[found[2]]


def seconds(text: str) -> int:
    """A length of time in whole seconds, at least one."""
    length = duration(text)
    if length < 1:
        raise UsageError(f"{text!r} is too short; give at least 1s")
    return int(length)


def time(text: str) -> datetime | None:
    """A time in ISO 8601, in UTC if it names no zone; None for no text."""
    if not text:
        return None
    try:
        return aware(datetime.fromisoformat(text))
    except (ValueError, OverflowError) as error:
        raise UsageError(f"{text!r} is not a time; give ISO 8601, as in 2026-02-16 or 2026-02-16T09:30:00Z") from error


def aware(at: datetime) -> datetime:
    """A time in UTC; one that names no zone is taken to be."""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)


def time_ago(now: datetime) -> Callable[[str], datetime | None]:
    """A parser of a time, or of how long before `now` it was: `7d` is the beginning, in UTC, of the day a week ago.

    A whole unit, so that the same command some minutes later means the same time.
    """

    def parse(text: str) -> datetime | None:
        if not re.fullmatch(r"\d+[smhd]", text):
            try:
                return time(text)
            except UsageError as error:
                raise UsageError(f"{error}, or an age, as in 36h or 7d") from error
        unit = timedelta(seconds=_UNITS[text[-1]])
        try:
            ago = now - timedelta(seconds=duration(text))
        except OverflowError as error:
            raise UsageError(f"{text!r} is too long ago") from error
        return ago - (ago - ago.min.replace(tzinfo=UTC)) % unit

    return parse


def when(text: str) -> datetime | None:
    """A time, or how long ago it was by the clock of the command; None for no text."""
    return time_ago(datetime.now(UTC))(text)


def contact(text: str) -> str:
    """The address of a page or of mail, which a header can hold; "" for no text."""
    text = text.strip()
    if text and not re.fullmatch(CONTACT, text):
        raise UsageError(f"{text!r} is neither a web nor a mail address; give https://… or name@example.org")
    return text


def host_and_port(text: str) -> tuple[str, int] | None:
    """A port of this machine alone, or `HOST:PORT` of an address of it; None for no text."""
    if not text:
        return None
    host, _, port = text.rpartition(":")
    if not (port.isascii() and port.isdecimal() and len(port) < 6 and int(port) < 1 << 16):
        raise UsageError(f"{text!r} is not a port; give one such as 9464, or with an address, as in 0.0.0.0:9464")
    return host or "127.0.0.1", int(port)


def flag(text: str) -> bool:
    """true or false."""
    if text not in ("true", "false"):
        raise UsageError(f"{text!r} is neither true nor false")
    return text == "true"


def optional_seconds(text: str) -> int | None:
    """A length of time in whole seconds; None for no text."""
    return seconds(text) if text else None


def one_of(*allowed: str) -> Callable[[str], str]:
    """A parser that takes these words."""

    def parse(text: str) -> str:
        if text not in allowed:
            raise UsageError(f"{text!r} is not one of {', '.join(allowed)}")
        return text

    return parse


def positive(text: str) -> int:
    """A whole number from 1."""
    if not text.isdecimal() or int(text) == 0:
        raise UsageError(f"{text!r} is not a whole number above 0")
    return int(text)


def optional_positive(text: str) -> int | None:
    """A whole number from 1; None for no text."""
    return positive(text) if text else None


def share(text: str) -> float:
    """A share such as 1% or 0.5%, from 0 to 1."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)%", text)
    if not found or not 0 < float(found[1]) <= 100:
        raise UsageError(f"{text!r} is not a share; give a number above 0 and up to 100 with a percent sign, as in 1%")
    return float(found[1]) / 100


def pattern(text: str) -> str:
    """A regular expression, as Python has them."""
    try:
        re.compile(text)
    except re.error as error:
        raise UsageError(f"{text!r} is not a regular expression: {error}") from error
    return text


def whole_number(text: str) -> int:
    """A whole number from 0."""
    if not (text.isascii() and text.isdecimal()):
        raise UsageError(f"{text!r} is not a whole number")
    return int(text)


def language_models(text: str) -> dict[str, str]:
    """`en=MODEL,fr=MODEL` as a mapping; empty for none."""
    pairs = [pair.partition("=") for pair in text.split(",") if pair]
    if not all(language and model for language, _, model in pairs):
        raise UsageError(
            f"{text!r} names no models; give LANGUAGE=MODEL pairs, as in en=en_core_web_sm,fr=fr_core_news_sm"
        )
    return {language.strip(): model.strip() for language, _, model in pairs}


def languages(text: str) -> tuple[str, ...]:
    """Codes of languages separated by commas; UsageError for a name such as `english`, which would match nothing."""
    found = names(text)
    if wrong := next((code for code in found if not re.fullmatch(LANGUAGE, code)), None):
        raise UsageError(f"{wrong!r} is not a language code; give codes such as en or pt-BR")
    return found


def names(text: str) -> tuple[str, ...]:
    """Names separated by commas; UsageError for commas alone, which would mean nothing."""
    found = tuple(filter(None, map(str.strip, text.split(","))))
    if text and not found:
        raise UsageError(f"{text!r} names nothing; give names with commas between, or leave the option out")
    return found


def optional_use(text: str) -> Use | None:
    """What records are for; None for no text."""
    uses = {use.value: use for use in PURPOSES}
    if text and text not in uses:
        raise UsageError(f"{text!r} is not one of {', '.join(uses)}")
    return uses.get(text)


def agents_file(path: str) -> Agents | None:
    """The table of agents in a file; None for no text."""
    if not path:
        return None
    from transforms.base.storage import read_bounded  # Beam takes long to import.

    try:
        return parse_agents(read_bounded(path, AGENTS_LIMIT).decode())
    except (Unusable, ValueError) as error:
        message = error.message if isinstance(error, Unusable) else str(error)
        raise UsageError(f"{path}: {message}; see docs/rights.md for what it holds") from error


def folder(text: str) -> str:
    """A folder's path without a slash at its end."""
    return text.rstrip("/") or text


def named(option: str, parse: Callable[[str], T], text: str) -> T:
    """The value that an option's text means; UsageError names the option."""
    try:
        return parse(text)
    except UsageError as error:
        raise UsageError(f"{option}: {error}") from error
