"""What is asked of a server, what it answered, and the name of how that ended."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from schemas.capture import Announcement

Headers = tuple[tuple[str, str], ...]
"""Header fields in order, names as sent; a value's bytes are its code points (ISO 8859-1), so nothing is lost."""


class FetchOutcome(StrEnum):
    """Every way in which a fetch ends."""

    FETCHED = "fetched"
    UNCHANGED = "unchanged"
    PAYWALLED = "paywalled"
    """The page, or its status, says that it is not free; the body is there, often a teaser and sometimes the whole."""
    NOT_FOUND = "not-found"
    GONE = "gone"
    BLOCKED = "blocked"
    """The server declines: 403, 429 for good, a bot check or a consent page in place of the page."""
    TOO_LARGE = "too-large"
    TIMED_OUT = "timed-out"
    REFUSED = "refused"
    """Not asked, by our own rules: robots.txt, a private address, a scheme other than http and https."""
    UNREACHABLE = "unreachable"
    """No answer: name, connection or TLS."""
    SERVER_ERROR = "server-error"
    REDIRECT_LOOP = "redirect-loop"
    FAILED = "failed"
    """A defect of this program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One address to get. `headers` are added to the client's own: validators, Accept."""

    url: str
    headers: Headers = ()
    announcement: Announcement = field(default_factory=Announcement)


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpExchange:
    """One request and its response: a redirect, or the last answer.

    `body` is as received, still in its content coding, without chunk framing (so a Transfer-Encoding is renamed
    X-Archive-Orig-Transfer-Encoding); `truncated` says why it is short, in WARC's words: length, time, disconnect.
    Credentials are in neither addresses nor headers.
    """

    url: str
    status: int
    reason: str
    http_version: str
    request_headers: Headers
    response_headers: Headers
    body: bytes
    fetched_at: datetime
    address: str | None = None
    truncated: str | None = None

    def header(self, name: str) -> str | None:
        """The first value of a response header, by name without regard to case."""
        name = name.lower()
        return next((value for key, value in self.response_headers if key.lower() == name), None)


class SiteFile(NamedTuple):
    """A file that speaks for a site, as it was when it was fetched; an empty text says that there was none."""

    url: str
    text: str
    fetched_at: datetime
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request and all that came of it.

    `hops` are the redirects and the last response (retried ones are not kept), empty if nothing answered.
    `content` is the last body, decoded. `detail` is for a person; `retry_after` is in seconds, as the server asked.
    `site` are the files that spoke for the site of the page; None if nobody looked.
    """

    request: Request
    outcome: FetchOutcome
    detail: str = ""
    hops: tuple[HttpExchange, ...] = ()
    content: bytes = b""
    retry_after: float | None = None
    attempts: int = 0
    site: tuple[SiteFile, ...] | None = None

    @property
    def url(self) -> str:
        """The address that answered last, else the one that was asked for."""
        return self.hops[-1].url if self.hops else self.request.url


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsRecord:
    """What is kept of an origin's robots.txt: its text, "" where all is allowed, None if nothing is.

    In that last case `outcome` and `detail` are what becomes of the pages. Plain values: may be stored between runs.
    """

    text: str | None
    expires_at: datetime
    fetched_at: datetime | None = None
    failing_since: datetime | None = None
    outcome: FetchOutcome = FetchOutcome.REFUSED
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """Plain values with which a fetcher runs. Times in seconds, sizes in bytes."""

    concurrency: int = 64
    per_host: int = 2
    host_delay: float = 0.0
    """Least time between the end of a request and the start of the next one to the same host, one at a time."""
    max_crawl_delay: float = 30.0
    """A robots.txt that asks for more gets this."""
    connect_timeout: float = 15.0
    """Name, connection and TLS together."""
    read_timeout: float = 30.0
    """Between two reads."""
    total_timeout: float = 60.0
    """One request with its body."""
    max_bytes: int = 16 << 20
    """Of a body as received, and of the same decoded."""
    max_redirects: int = 10
    attempts: int = 3
    backoff: float = 1.0
    """Before the first retry; doubles with each."""
    max_wait: float = 30.0
    """Longest wait before a retry: a Retry-After beyond it ends the fetch."""
    host_failures: int = 5
    """Failures in a row after which a host is left alone."""
    host_rest: float = 600.0
    """For how long it is left alone."""
