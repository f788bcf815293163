"""The capture: one stored document, the hinge between getting news and reading it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from schemas.article import Access, Removed
from schemas.structure import Image, Link, Part
from schemas.usage import NO_RIGHTS_READ, Rights


class Media(StrEnum):
    """How a capture's body is read."""

    HTML = "html"
    TEXT = "text"
    FEED = "feed"
    MESSAGE = "message"
    """What a message says, as it came: only in rejects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What a feed entry, or the sidecar of a file, says of a document.

    `shares_url`: other entries of the feed have its address, too, so that `entry_id` says which article it is.
    """

    feed_url: str | None = None
    entry_id: str | None = None
    url: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    published_at: datetime | None = None
    modified_at: datetime | None = None
    language: str | None = None
    shares_url: bool = False

    def to_json(self) -> str:
        """The values that are set, times in ISO 8601."""
        values = {name: value for name in self.__slots__ if (value := getattr(self, name))}
        return json.dumps(values, ensure_ascii=False, sort_keys=True, default=datetime.isoformat)

    @classmethod
    def from_json(cls, text: str | bytes) -> "Announcement":
        """Reads what `to_json` wrote, and skips what it does not know. ValueError names a field that is none."""
        fields = json.loads(text)
        if not isinstance(fields, dict):
            raise ValueError(f"an announcement is {type(fields).__name__}, not an object")
        return cls(**{name: _read(name, value) for name, value in fields.items() if name in cls.__slots__})


def _read(name: str, value: Any) -> Any:
    """A field as its type is; a time without a zone is in UTC."""
    if value is None and name not in ("authors", "tags", "shares_url"):
        return None
    if name == "shares_url" and isinstance(value, bool):
        return value
    if name in ("authors", "tags"):
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(value)
    elif isinstance(value, str) and not name.endswith("_at"):
        return value
    elif isinstance(value, str):
        try:
            time = datetime.fromisoformat(value)
            return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise ValueError(f"{name} is no time: {value[:40]!r}") from error
    raise ValueError(f"{name} is {type(value).__name__}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One stored document. It lives inside a fused stage: only references cross a shuffle.

    `charset` is what the transport declared. `captured_at` is aware, in UTC, or None if nothing says it.
    `fields` are all lines of the response, `site_files` the texts by address of robots.txt and the like that held when
    it was captured.
    """

    uri: str
    body: bytes
    media: Media
    url: str | None = None
    charset: str | None = None
    captured_at: datetime | None = None
    last_modified: datetime | None = None
    announcement: Announcement = Announcement()
    access: Access | None = None
    fields: tuple[tuple[str, str], ...] = ()
    site_files: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def digest(self) -> str:
        """Hex of the first 16 bytes of SHA-256 over the body: with `uri` it says which capture this is."""
        return hashlib.sha256(self.body).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What extraction read in a capture, before cleaning. `text` has one block a line.

    `removed` is what extraction itself cut by rule, in the order of the page. `entry_id` tells it from the other
    articles that share its address; None if it has the address for itself.
    """

    capture_uri: str
    capture_digest: str
    captured_at: datetime | None
    url: str | None
    canonical_url: str | None
    feed_url: str | None
    title: str | None
    text: str
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    published_at: datetime | None = None
    modified_at: datetime | None = None
    published_from: str | None = None
    language: str | None = None
    removed: tuple[Removed, ...] = ()
    rights: Rights = NO_RIGHTS_READ
    entry_id: str | None = None
    access: Access | None = None
    content_credentials: bytes | None = None
    agency: str | None = None
    structure: tuple[Part, ...] | None = None
    links: tuple[Link, ...] | None = None
    image: Image | None = None
