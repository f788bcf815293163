"""The metadata record that follows a response: the feed entry that led to it, and how the fetch ended."""

import json
from dataclasses import dataclass
from typing import Any

from schemas.capture import Announcement
from schemas.fetch import FetchOutcome
from transforms.base.http import media_type

METADATA_TYPE = "application/vnd.dateline.fetch+json"
ENTRY = "entry://"
"""Begins the name that stands in the place of an address for a document that came within a feed and has none."""
_VERSION = 1


@dataclass(frozen=True, slots=True)
class FetchNote:
    """What is known of a fetch beside its bytes. `outcome` is None where it was not written."""

    announcement: Announcement
    outcome: FetchOutcome | None = None
    detail: str = ""
    site: tuple[str, ...] | None = None
    """The records of the files that spoke for the site; None where it was not written."""


def write_note(note: FetchNote) -> bytes:
    """The block of the metadata record."""
    values: dict[str, Any] = {"version": _VERSION, "announcement": json.loads(note.announcement.to_json())}
    if note.outcome is not None:
        values["outcome"] = note.outcome
    if note.detail:
        values["detail"] = note.detail
    if note.site is not None:
        values["site"] = note.site
    return json.dumps(values, sort_keys=True).encode()


def read_note(content_type: str, block: bytes) -> FetchNote | None:
    """Reads what `write_note` wrote; None for the metadata of others, and of later versions that mean other things."""
    if media_type(content_type) != METADATA_TYPE:
        return None
    try:
        values = json.loads(block)
        if values["version"] != _VERSION:
            return None
        outcome = FetchOutcome(values["outcome"]) if "outcome" in values else None
        announcement = Announcement.from_json(json.dumps(values["announcement"]))
        site = tuple(map(str, values["site"])) if "site" in values else None
        return FetchNote(announcement, outcome, str(values.get("detail", "")), site)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
