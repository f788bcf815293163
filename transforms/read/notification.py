"""Notifications of Cloud Storage: which objects of a bucket are to be read.

https://cloud.google.com/storage/docs/pubsub-notifications has the attributes; the body, where there is one, is the
object's metadata (`"kind": "storage#object"`). Eventarc sends the same body with `ce-type` for an attribute.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from schemas.reference import FileKind
from schemas.reject import Reason, Unusable
from transforms.read.filename import is_hidden, kind_of, uri_of

OBJECT = "storage#object"
_EVENTARC = "google.cloud.storage.object.v1."
_EVENTS = {
    "OBJECT_FINALIZE": True,
    "OBJECT_DELETE": False,
    "OBJECT_ARCHIVE": False,
    "OBJECT_METADATA_UPDATE": False,
    f"{_EVENTARC}finalized": True,
    f"{_EVENTARC}deleted": False,
    f"{_EVENTARC}archived": False,
    f"{_EVENTARC}metadataUpdated": False,
}
"""Whether an event says that an object has new content."""
_BUCKET = re.compile(r"[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]")
_LONGEST = 1024
"""Bytes of an object's name (https://cloud.google.com/storage/docs/objects#naming)."""


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object to read. `uri` is its name in records, the same as for a file that is an input by itself."""

    path: str
    uri: str
    kind: FileKind

    @property
    def bucket(self) -> str:
        """Where it is stored."""
        return self.path.removeprefix("gs://").partition("/")[0]


@dataclass(frozen=True, slots=True)
class Ignored:
    """A message that is well and asks for nothing: what it says."""

    why: str


def event_of(attributes: Mapping[str, str]) -> str | None:
    """The event that a notification tells of; None if the message is none."""
    if "eventType" in attributes and "bucketId" in attributes:
        return attributes["eventType"]
    event = attributes.get("ce-type", "")
    return event if event.startswith(_EVENTARC) else None


def is_new_content(event: str) -> bool:
    """Whether an event says that an object has new content; Unusable for an event that is not known."""
    if event not in _EVENTS:
        raise Unusable(Reason.MALFORMED, f"no event of Cloud Storage: {event[:80]!r}; subscribe to OBJECT_FINALIZE")
    return _EVENTS[event]


def notified_object(bucket: object, name: object) -> StoredObject | Ignored:
    """The object with new content that a notification names. As in a folder that is read, hidden ones are skipped.

    So are Parquet files: one that a run writes into the bucket which it watches would be read for ever.
    """
    if isinstance(name, str):
        if name.endswith("/"):
            return Ignored("a folder")
        if is_hidden(name):
            return Ignored("a hidden object")
        if kind_of(name) is FileKind.REJECTS:
            return Ignored("a Parquet file")
    return stored_object(bucket, name)


def stored_object(bucket: object, name: object) -> StoredObject:
    """An object that is named; Unusable if it cannot be one, or its name does not say how it is read."""
    if not isinstance(bucket, str) or not _BUCKET.fullmatch(bucket):
        raise Unusable(Reason.MALFORMED, f"{str(bucket)[:80]!r} is not the name of a bucket; give gs://BUCKET/OBJECT")
    if not isinstance(name, str) or not _is_name(name):
        raise Unusable(Reason.MALFORMED, f"{str(name)[:80]!r} is not the name of an object; give gs://BUCKET/OBJECT")
    kind = kind_of(name)
    if kind is None or kind is FileKind.REJECTS:
        remedy = (
            "rejects are inputs of `dateline run`"
            if kind
            else "name it .html, .txt, .warc, .wacz, .xml, .json (or .gz)"
        )
        raise Unusable(Reason.NOT_A_PAGE, f"{name[-80:]!r} is not a page, feed or WARC by its name; {remedy}")
    path = f"gs://{bucket}/{name}"
    return StoredObject(path, uri_of(path), kind)


def _is_name(name: str) -> bool:
    try:
        return 0 < len(name.encode()) <= _LONGEST and not re.search(r"[\r\n\0]", name)
    except UnicodeEncodeError:
        return False
