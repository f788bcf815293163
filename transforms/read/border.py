"""The border: what is true of every capture, wherever it was read.

Its addresses have no credentials and no control characters, its text has no lone surrogates, which no file can hold,
and its times are aware.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from schemas.capture import Announcement, Capture
from transforms.base.address import bare_address
from transforms.read.feed.model import encodable

_ADDRESSES = ("url", "feed_url")
_TEXTS = ("entry_id", "title", "language")


def admit(capture: Capture) -> Capture:
    """The capture as the rest of the program may rely on it."""
    changes = _changes(capture, ("url",), ()) | _times(capture, ("captured_at", "last_modified"))
    uri, announcement = encodable(capture.uri), _announcement(capture.announcement)
    if uri != capture.uri:
        changes["uri"] = uri
    if announcement is not capture.announcement:
        changes["announcement"] = announcement
    return replace(capture, **changes) if changes else capture


def _announcement(announcement: Announcement) -> Announcement:
    changes = _changes(announcement, _ADDRESSES, _TEXTS) | _times(announcement, ("published_at", "modified_at"))
    for name in ("authors", "tags"):
        values = getattr(announcement, name)
        if (clean := tuple(map(encodable, values))) != values:
            changes[name] = clean
    return replace(announcement, **changes) if changes else announcement


def _changes(value: Any, addresses: tuple[str, ...], texts: tuple[str, ...]) -> dict[str, Any]:
    found = {name: bare_address(text) or None for name in addresses if (text := getattr(value, name))}
    found |= {name: encodable(text) for name in texts if (text := getattr(value, name))}
    return {name: text for name, text in found.items() if text != getattr(value, name)}


def _times(value: Any, names: tuple[str, ...]) -> dict[str, datetime]:
    times = ((name, getattr(value, name)) for name in names)
    return {name: time.replace(tzinfo=UTC) for name, time in times if time is not None and time.tzinfo is None}
