"""Rejects: what was not written, why, and the bytes to try again with."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from schemas.capture import Capture
from schemas.ledger import Outcome


class Reason(StrEnum):
    """Every reason for which a document is not written."""

    # The document is well, but it is not an article.
    HTTP_STATUS = "http-status"
    NOT_A_PAGE = "not-a-page"
    NO_ARTICLE = "no-article"
    EMPTY = "empty"
    UNCHANGED = "unchanged"
    # The document may be well, but its publisher does not allow the purpose of the run.
    USAGE_RESERVED = "usage-reserved"
    USAGE_UNKNOWN = "usage-unknown"
    # Something is wrong with the document.
    UNREADABLE = "unreadable"
    TRUNCATED = "truncated"
    MALFORMED = "malformed"
    TOO_LARGE = "too-large"
    TOO_DEEP = "too-deep"
    TOO_SLOW = "too-slow"
    FAILED = "failed"

    @property
    def outcome(self) -> Outcome:
        """What it is in the ledger: only a document that may hold an article is rejected."""
        if self is Reason.UNCHANGED:
            return Outcome.UNCHANGED
        if self in _NOT_ALLOWED:
            return Outcome.RESERVED
        return Outcome.NOT_ARTICLE if self in _NOT_ARTICLES else Outcome.REJECTED


_NOT_ALLOWED = frozenset({Reason.USAGE_RESERVED, Reason.USAGE_UNKNOWN})
_NOT_ARTICLES = frozenset({Reason.HTTP_STATUS, Reason.NOT_A_PAGE, Reason.NO_ARTICLE, Reason.EMPTY})


class Unusable(Exception):
    """Raised by the pure functions for a document that cannot be used; `message` says what and the remedy."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(reason, message)
        self.reason = reason
        self.message = message


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """One row of OUTPUT/rejects."""

    reason: Annotated[Reason, "why it was not written"]
    stage: Annotated[str, "the stage that gave it up: receive, read, extract, rights, clean, select, enrich"]
    message: Annotated[str, "what was found, and the remedy"]
    capture_uri: Annotated[str, "where the bytes are"]
    capture_digest: Annotated[str, "hex of the first 16 bytes of SHA-256 over the bytes"]
    url: Annotated[str | None, "address as captured"]
    captured_at: Annotated[datetime | None, "when the document was stored, UTC"]
    announcement: Annotated[str, "what a feed entry or a sidecar said of it, as JSON"]
    media: Annotated[str, "how the payload is read again: html, text, feed or message"]
    payload: Annotated[bytes | None, "the bytes, to run them again; null above the limit, and of what is reserved"]
    size: Annotated[int, "bytes of the document"]
    pipeline_version: Annotated[str, "version of the program that wrote the row"]

    @property
    def capture(self) -> tuple[str, str]:
        """Which capture it is."""
        return self.capture_uri, self.capture_digest


PAYLOAD_LIMIT = 16 << 20


def reject(capture: Capture, stage: str, error: Exception, version: str, *, archived: bool = False) -> Reject:
    """The one factory: any error becomes a reject that names the input, the reason and the remedy.

    `archived`: what is no article stays where it is, for pictures and errors are most of what an archive holds.
    """
    reason, message = cause_of(error)
    return Reject(
        reason=reason,
        stage=stage,
        message=message[:1000],
        capture_uri=capture.uri,
        capture_digest=capture.digest,
        url=capture.url,
        captured_at=capture.captured_at,
        announcement=capture.announcement.to_json(),
        media=capture.media,
        payload=capture.body if _is_kept(capture, reason, archived) else None,
        size=len(capture.body),
        pipeline_version=version,
    )


def cause_of(error: Exception) -> tuple[Reason, str]:
    """The reason and the message of any error: what a stage did not expect is FAILED."""
    if isinstance(error, Unusable):
        return error.reason, error.message
    return Reason.FAILED, f"{type(error).__name__}: {error}"


def _is_kept(capture: Capture, reason: Reason, archived: bool) -> bool:
    """Whether a reject holds the bytes. What is not allowed is not kept beside what is."""
    is_there = archived and reason.outcome is Outcome.NOT_ARTICLE
    return len(capture.body) <= PAYLOAD_LIMIT and reason not in _NOT_ALLOWED and not is_there
