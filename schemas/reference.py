"""The reference: what crosses a shuffle in place of bytes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class FileKind(StrEnum):
    """How a stored file is read."""

    TEXT = "text"
    HTML = "html"
    WARC = "warc"
    WACZ = "wacz"
    FEED = "feed"
    REJECTS = "rejects"


class SitePlace(NamedTuple):
    """Where a file that speaks for a site stands in an archive: robots.txt and the like, and licences."""

    url: str
    captured_at: datetime
    record: str
    offset: int


@dataclass(frozen=True, slots=True)
class Reference:
    """The bytes [start, end) of a stored file.

    `uri` is the name that the file has in records: the input's last folder and the path below it, so that the same
    files give the same records from any place, local or gs://. `sidecar` is the path of NAME.json beside it. A staged
    archive may be gone when it is read: its records are in the whole file at `moved_to`, then. `within` is the name
    of an archive in a WACZ, to which start and end then belong.
    """

    path: str
    uri: str
    kind: FileKind
    start: int
    end: int
    sidecar: str | None = None
    moved_to: str | None = None
    site: tuple[SitePlace, ...] | None = None
    """The files in the same archive that speak for sites; None if it is still to be searched for them."""
    within: str | None = None
