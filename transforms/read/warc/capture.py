"""A WARC record as a capture, or as the reason why it is none."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

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
    values: dict[str, Any] = {
        "uri": f"{uri}#{record_id(record.headers.get('WARC-Record-ID')) or record.name}",
        "media": Media.HTML,
        "url": url,
        "captured_at": warc_date(record.headers.get("WARC-Date")),
    }
    if problem is None:
        problem = _READERS.get(kind, _unknown)(record, values)
    if problem is None:
        return Capture(access=_access(record.headers), **values)
    body = values.pop("body", None)
    capture = Capture(body=record.block if body is None else body, **values)
    return Unreadable(capture=capture, reason=problem.reason, message=problem.message)


def _response(record: Record, values: "_Values") -> Unusable | None:
    body, http = record.body, record.http
    if not http and not body.startswith(b"HTTP/"):
        if media_type(record.headers.get("Content-Type")) == "application/http":
            return Unusable(Reason.MALFORMED, "the response has no HTTP status; archive the page again")
        return _document(record, values)
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
    values["body"] = body
    values["charset"] = charset(content_type)
    values["last_modified"] = http_date(headers.get("Last-Modified"))
    values["fields"] = tuple(headers.items())
    status, problem = headers.status_code, None
    try:
        codings = headers.get("Transfer-Encoding"), headers.get("Content-Encoding")
        values["body"] = stored_body(body, *codings, is_cut=_access(record.headers) is not None)
    except Unusable as error:
        problem = error
    if status == HTTPStatus.NOT_MODIFIED:
        problem = Unusable(Reason.UNCHANGED, "HTTP 304: the page has not changed")
    elif status not in _WITH_PAGE:
        problem = Unusable(Reason.HTTP_STATUS, f"HTTP {status}: not a page; archive it again if it should be one")
    return problem if problem is not None else _page(values, media_type(content_type))


def _document(record: Record, values: "_Values") -> Unusable | None:
    url, content_type = values["url"], record.headers.get("Content-Type")
    if record.http and media_type(content_type) == "application/http":
        return _response(record, values)
    if url is not None and url.startswith(ENTRY):
        url = values["url"] = None
    values["body"], values["charset"] = record.block, charset(content_type)
    if url is not None and not url.lower().startswith(("http://", "https://")):
        return Unusable(Reason.NOT_A_PAGE, f"{url[:200]} is not the address of a page")
    return _page(values, media_type(content_type))


def _revisit(record: Record, values: "_Values") -> Unusable:
    values["body"] = b""
    return Unusable(Reason.UNCHANGED, "a revisit: the page has not changed since an earlier capture")


def _unknown(record: Record, values: "_Values") -> Unusable:
    return Unusable(Reason.NOT_A_PAGE, f"records of type {record.type[:40]!r} hold no page")


def _page(values: "_Values", declared: str) -> Unusable | None:
    body = values["body"]
    if len(body) > BODY_LIMIT:
        return Unusable(Reason.TOO_LARGE, f"the body has more than {BODY_LIMIT:,} bytes; raise the limit")
    media = _PAGES.get(declared)
    if not _NO_PAGES.match(declared) and _HTML.match(body):
        media = Media.HTML
    elif declared in _UNTYPED and not _BINARY.search(body, 0, 1024):
        media = Media.TEXT
    if media is Media.TEXT and _is_robots_txt(values["url"]):
        media = None
    if media is None:
        return Unusable(Reason.NOT_A_PAGE, f"{declared or 'a file without a type'} is not a page")
    values["media"] = media
    return None


def _access(headers: HeaderMap) -> Access | None:
    """That the archiver stopped within the page: what is there may be all of the article."""
    return Access.TRUNCATED if headers.get("WARC-Truncated") or headers.get("WARC-Segment-Number") else None


def _is_robots_txt(url: str | None) -> bool:
    return url is not None and re.split(r"[?#]", url)[0].endswith("/robots.txt")


_Values = dict[str, Any]
"""Fields of a Capture that are known; readers of records add to them."""
_READERS: dict[str, Callable[[Record, _Values], Unusable | None]] = {
    "response": _response,
    "resource": _document,
    "conversion": _document,
    "revisit": _revisit,
}
_WITHOUT_DOCUMENT = frozenset({"warcinfo", "request", "metadata", "continuation"})
