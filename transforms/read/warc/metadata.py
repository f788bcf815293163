"""The metadata record that follows a response: the feed entry that led to it, and how the fetch ended."""

import json
from dataclasses import dataclass

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


def write_note(note: FetchNote) -> bytes:
    """The block of the metadata record."""
    values = {"version": _VERSION, "announcement": json.loads(note.announcement.to_json())}
    if note.outcome is not None:
        values["outcome"] = note.outcome
    if note.detail:
        values["detail"] = note.detail
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
        return FetchNote(announcement, outcome, str(values.get("detail", "")))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
