"""Rejects of earlier runs, as captures to try again."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO

import pyarrow.parquet as pq

from schemas.capture import Announcement, Capture, Media
from schemas.ledger import Outcome
from schemas.reject import PAYLOAD_LIMIT, Reason, Unusable
from transforms.base.parquet import Row

_COLUMNS = ("reason", "message", "capture_uri", "payload", "media", "url", "captured_at", "announcement")
_READ_AHEAD = 1 << 20


def rejected_rows(file: BinaryIO) -> Iterator[Row]:
    """The rows of a file of rejects, one in memory at a time: a dictionary page makes gigabytes of a few megabytes."""
    try:
        yield from _rows(file)
    except (OSError, ValueError) as error:  # pyarrow's own errors are of these.
        raise Unusable(
            Reason.MALFORMED, f"not a complete Parquet file ({error}); restore it, or leave it out"
        ) from error


def _rows(file: BinaryIO) -> Iterator[Row]:
    table = pq.ParquetFile(file, buffer_size=_READ_AHEAD, pre_buffer=False)
    missing = set(_COLUMNS) - set(table.schema_arrow.names)
    if missing:
        raise Unusable(Reason.MALFORMED, f"not a file of rejects: it has no column {min(missing)}; name OUTPUT/rejects")
    for batch in table.iter_batches(1, columns=list(_COLUMNS), use_threads=False):
        yield batch.to_pylist()[0]


def rejected_capture(row: Row) -> Capture:
    """The document of a row; Unusable names the column that is not what it should be."""
    payload = _typed(row, "payload", bytes)
    if payload is not None and len(payload) > PAYLOAD_LIMIT:
        raise Unusable(Reason.TOO_LARGE, f"payload has more than {PAYLOAD_LIMIT:,} bytes; read the document by itself")
    uri, media, announcement = (
        _typed(row, "capture_uri", str),
        _typed(row, "media", str),
        _typed(row, "announcement", str),
    )
    if not uri:
        raise Unusable(Reason.MALFORMED, "capture_uri is missing; remove the row")
    try:
        return Capture(
            uri=uri,
            body=payload or b"",
            media=Media(media),
            url=_typed(row, "url", str),
            captured_at=_time(row),
            announcement=Announcement.from_json(announcement or "{}"),
        )
    except (ValueError, RecursionError) as error:
        raise Unusable(Reason.MALFORMED, f"media or announcement cannot be read: {error}") from error


def left_in_archive(row: Row) -> Unusable | None:
    """Why a document without a payload was no article; None if it may have been one."""
    reason = next((each for each in Reason if each == row["reason"]), None)
    if reason is None or reason.outcome is not Outcome.NOT_ARTICLE:
        return None
    return Unusable(reason, str(row["message"]))


def _time(row: Row) -> datetime | None:
    time: datetime | None = _typed(row, "captured_at", datetime)
    return time if time is None or time.tzinfo else time.replace(tzinfo=UTC)


def _typed(row: Row, name: str, kind: type) -> Any:
    value = row[name]
    if value is None or isinstance(value, kind):
        return value
    raise Unusable(Reason.MALFORMED, f"{name} is {type(value).__name__}, not {kind.__name__}; remove the row")
