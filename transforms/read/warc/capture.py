"""A WARC record as a capture, or as the reason why it is none."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from fastwarc.warc import HeaderMap

from schemas.article import Access
from schemas.capture import Capture, Media
from schemas.reject import Reason, Unusable
from transforms.base.address import bare_address
from transforms.base.http import charset, http_date, media_type
from transforms.base.http_body import BODY_LIMIT, stored_body
from transforms.read.warc.fields import parse_headers, record_id, warc_date
from transforms.read.warc.metadata import ENTRY
from transforms.read.warc.records import Record
from transforms.read.warc.site import is_site_file
from transforms.read.warc.stream import split_message

_PAGES = {"text/html": Media.HTML, "application/xhtml+xml": Media.HTML, "text/plain": Media.TEXT}
_NO_PAGES = re.compile(r"(?:image|audio|video|font)/|[^/]*/[^/]*(?:json|javascript|css|pdf|zip|rss|atom)")
"""Types of what is no page, whatever it begins with."""
_UNTYPED = frozenset({"", "application/octet-stream", "application/x-unknown-content-type", "unknown/unknown", "*/*"})
_WITH_PAGE = frozenset({200, 201, 202, 203})
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]{0,200}+>\s*+)?+(?:<!--(?>.{0,2000}?-->)\s*+)*+"
    rb"<(?:!doctype html|html|head|body)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_BINARY = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A stored document that is no capture, and why. `capture` holds what is known of it; its body may be empty."""

    capture: Capture
    reason: Reason
    message: str

    @property
    def error(self) -> Unusable:
        """The same as the exception that the pure functions raise."""
        return Unusable(self.reason, self.message)


def capture_of(record: Record, uri: str) -> Capture | Unreadable | None:
    """The capture in a record of the file `uri`; None if it holds no document, such as a robots.txt."""
    problem, kind = record.problem, record.type
    if kind in _WITHOUT_DOCUMENT and (problem is None or problem.reason is Reason.TOO_LARGE):
        return None
    url = bare_address(record_id(record.headers.get("WARC-Target-URI"))) or None
    if problem is None and is_site_file(url, record.headers.get("Content-Type")):
        return None
    page = _Page(url)
    if problem is None:
        problem = _READERS.get(kind, _unknown)(record, page)
    capture = Capture(
        uri=f"{uri}#{record_id(record.headers.get('WARC-Record-ID')) or record.name}",
        body=record.block if page.body is None else page.body,
        media=page.media,
        url=page.url,
        charset=page.charset,
        captured_at=warc_date(record.headers.get("WARC-Date")),
        last_modified=page.last_modified,
        access=_access(record.headers) if problem is None else None,
        fields=page.fields,
    )
    if problem is None:
        return capture
    return Unreadable(capture=capture, reason=problem.reason, message=problem.message)


@dataclass(slots=True)
class _Page:
    """What is known of the page in a record; readers of records add to it."""

    url: str | None
    body: bytes | None = None
    """None where it could not be told from the rest of the record."""
    media: Media = Media.HTML
    charset: str | None = None
    last_modified: datetime | None = None
    fields: tuple[tuple[str, str], ...] = ()


def _response(record: Record, page: _Page) -> Unusable | None:
    body, http = record.body, record.http
    if not http and not body.startswith(b"HTTP/"):
        if media_type(record.headers.get("Content-Type")) == "application/http":
            return Unusable(Reason.MALFORMED, "the response has no HTTP status; archive the page again")
        return _document(record, page)
    if not http:
        # A head without an end.
        http, body = body, b""
    headers = parse_headers(http.rstrip(b"\r\n"))
    while body.startswith(b"HTTP/") and ((headers.status_code or 0) < HTTPStatus.OK or not headers.get("Content-Type")):
        # An answer before the answer: that the client may go on, or that a proxy is connected.
        http, body = split_message(body)
        if not http:
            http, body = body, b""
        headers = parse_headers(http.rstrip(b"\r\n"))
    content_type = headers.get("Content-Type")
    page.body = body
    page.charset = charset(content_type)
    page.last_modified = http_date(headers.get("Last-Modified"))
    page.fields = tuple(headers.items())
    status, problem = headers.status_code, None
    try:
        codings = headers.get("Transfer-Encoding"), headers.get("Content-Encoding")
        page.body = stored_body(body, *codings, is_cut=_access(record.headers) is not None)
    except Unusable as error:
        problem = error
    if status == HTTPStatus.NOT_MODIFIED:
        problem = Unusable(Reason.UNCHANGED, "HTTP 304: the page has not changed")
    elif status not in _WITH_PAGE:
        problem = Unusable(Reason.HTTP_STATUS, f"HTTP {status}: not a page; archive it again if it should be one")
    return problem if problem is not None else _refusal(page, page.body, media_type(content_type))


def _document(record: Record, page: _Page) -> Unusable | None:
    url, content_type = page.url, record.headers.get("Content-Type")
    if record.http and media_type(content_type) == "application/http":
        return _response(record, page)
    if url is not None and url.startswith(ENTRY):
        url = page.url = None
    body = record.block
    page.body, page.charset = body, charset(content_type)
    if url is not None and not url.lower().startswith(("http://", "https://")):
        return Unusable(Reason.NOT_A_PAGE, f"{url[:200]} is not the address of a page")
    return _refusal(page, body, media_type(content_type))


def _revisit(record: Record, page: _Page) -> Unusable:
    page.body = b""
    return Unusable(Reason.UNCHANGED, "a revisit: the page has not changed since an earlier capture")


def _unknown(record: Record, page: _Page) -> Unusable:
    return Unusable(Reason.NOT_A_PAGE, f"records of type {record.type[:40]!r} hold no page")


def _refusal(page: _Page, body: bytes, declared: str) -> Unusable | None:
    """Why what was read is no page; None if it is one, whose kind is known then."""
    if len(body) > BODY_LIMIT:
        return Unusable(Reason.TOO_LARGE, f"the body has more than {BODY_LIMIT:,} bytes, too many; leave it out")
    media = _PAGES.get(declared)
    if not _NO_PAGES.match(declared) and _HTML.match(body):
        media = Media.HTML
    elif declared in _UNTYPED and not _BINARY.search(body, 0, 1024):
        media = Media.TEXT
    if media is Media.TEXT and _is_robots_txt(page.url):
        media = None
    if media is None:
        return Unusable(Reason.NOT_A_PAGE, f"{declared or 'a file without a type'} is not a page")
    page.media = media
    return None


def _access(headers: HeaderMap) -> Access | None:
    """That the archiver stopped within the page: what is there may be all of the article."""
    return Access.TRUNCATED if headers.get("WARC-Truncated") or headers.get("WARC-Segment-Number") else None


def _is_robots_txt(url: str | None) -> bool:
    return url is not None and re.split(r"[?#]", url)[0].endswith("/robots.txt")


_READERS: dict[str, Callable[[Record, _Page], Unusable | None]] = {
    "response": _response,
    "resource": _document,
    "conversion": _document,
    "revisit": _revisit,
}
_WITHOUT_DOCUMENT = frozenset({"warcinfo", "request", "metadata", "continuation"})
