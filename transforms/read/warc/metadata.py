"""The metadata record that follows a response: the feed entry that led to it, and how the fetch ended."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schemas.capture import Announcement
from schemas.fetch import FetchOutcome
from schemas.reject import Reason, Unusable
from transforms.base.http import media_type
from transforms.read.fields import read_text

METADATA_TYPE = "application/vnd.dateline.fetch+json"
ENTRY = "entry://"
"""Begins the name that is used instead of an address for a document that came within a feed and has none."""
_VERSION = 1


@dataclass(frozen=True, slots=True)
class FetchNote:
    """What is known of a fetch beside its bytes. `outcome` is None if it was not written."""

    announcement: Announcement
    outcome: FetchOutcome | None = None
    detail: str = ""
    site: tuple[str, ...] | None = None
    """The records of the files that spoke for the site; None if it was not written."""


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
    """Reads what `write_note` wrote; None for the metadata of others, and of later versions that mean other things.

    Unusable names the field that is not what it should be.
    """
    if media_type(content_type) != METADATA_TYPE:
        return None
    try:
        values = json.loads(block)
        if values["version"] != _VERSION:
            return None
        announcement = Announcement.from_json(json.dumps(values["announcement"]))
        return FetchNote(announcement, _outcome(values), read_text(values, "detail", None), _site(values))
    except KeyError as error:
        raise _damaged(f"it has no {error.args[0]}") from error
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged(str(error)) from error
    except Unusable as error:
        raise _damaged(error.message) from error


def _outcome(values: Mapping[str, Any]) -> FetchOutcome | None:
    name = values.get("outcome")
    if name is not None and name not in list(FetchOutcome):
        raise ValueError(f"outcome is {str(name)[:40]!r}")
    return None if name is None else FetchOutcome(name)


def _site(values: Mapping[str, Any]) -> tuple[str, ...] | None:
    site = values.get("site")
    if site is not None and not (isinstance(site, list) and all(isinstance(record, str) for record in site)):
        raise ValueError("site is not a list of texts")
    return None if site is None else tuple(site)


def _damaged(why: str) -> Unusable:
    return Unusable(Reason.MALFORMED, f"the record of the fetch is damaged: {why}; archive the page again")
