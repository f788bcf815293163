"""All that a document's rights are read from, and what a mechanism reads in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from schemas.usage import Permission, UsageSignal, Use
from transforms.base.decode import clean_characters
from transforms.rights.page import NO_PAGE, Page

TOKEN = "dateline"
"""Our product token: what is said to it, or to everyone, counts."""
TEXT_LIMIT = 1_000
FIELD, PAGE = "field", "page"

Values = Mapping[Use, Permission]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A document's address, time of capture, response fields and page, and the files of its site by address.

    `files` are those that held when it was captured. A file that is not there was not captured; an empty one was asked
    for and says nothing.
    """

    url: str | None = None
    captured_at: datetime | None = None
    fields: tuple[tuple[str, str], ...] = ()
    page: Page = NO_PAGE
    files: Mapping[str, str] = field(default_factory=dict)

    def lines(self, name: str) -> list[str]:
        """All lines of a response field, by its lower-case name."""
        return [value for key, value in self.fields if key.lower() == name]

    def file(self, path: str) -> tuple[str, str] | None:
        """Address and text of a file of the site, where it was captured."""
        if not self.files or not self.url:
            return None
        address = f"{site_of(self.url)}{path}"
        text = self.files.get(address)
        return None if text is None else (address, text)


@lru_cache(maxsize=64)
def site_of(url: str) -> str:
    """Scheme, host and port: whatever a file says, it says of the addresses that begin with these."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"


def readable(text: str) -> str:
    """A text as a record can hold it."""
    text = text[:TEXT_LIMIT]
    return text if text.isprintable() else clean_characters(text)


class Statement(NamedTuple):
    """Evidence as it stood: where, to whom, what."""

    place: str
    addressee: str
    text: str

    def signal(self, mechanism: str, version: str) -> UsageSignal:
        """The same, with who read it and by which text."""
        place, addressee, text = map(readable, self)
        return UsageSignal(mechanism, place, addressee, text, version)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What a document declares by one mechanism, its own precedence settled. Uses that are not named are unknown."""

    values: Values = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()
    snippet_max: int | None = None
    licence: str | None = None
    credit: str | None = None


def strictest(*sides: Values) -> dict[Use, Permission]:
    """What several statements say together: any that reserves, else any that allows."""
    found: dict[Use, Permission] = {}
    for use, permission in _all(sides):
        if permission is Permission.RESERVED or (permission is Permission.ALLOWED and use not in found):
            found[use] = permission
    return found


def restrictions(values: Values) -> dict[Use, Permission]:
    """What is reserved, without what is allowed."""
    return {use: permission for use, permission in values.items() if permission is Permission.RESERVED}


def _all(sides: tuple[Values, ...]) -> Iterator[tuple[Use, Permission]]:
    for side in sides:
        yield from side.items()
