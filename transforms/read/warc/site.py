"""The files of an archive that speak for a site: robots.txt, the files of a well-known name beside it, licences.

They are found by the heads of records alone, so a search costs little more than reading the file. They are no
documents; what they say of a page is for others to read.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from typing import BinaryIO
from urllib.parse import urlsplit

from schemas.capture import Capture
from schemas.reference import SitePlace
from schemas.reject import Unusable
from transforms.base.http import media_type
from transforms.base.http_body import stored_body
from transforms.read.warc.fields import parse_headers, record_id, warc_date
from transforms.read.warc.heads import Head, heads
from transforms.read.warc.members import Member, Window, is_certain
from transforms.read.warc.records import Record, cut_warc
from transforms.read.warc.stream import Stream, head_end

SITE_PATHS = frozenset(("/robots.txt", "/.well-known/tdmrep.json", "/ai.txt"))
_NAMES = re.compile("|".join(map(re.escape, SITE_PATHS)))
LICENCE = "application/rsl+xml"
TEXT_LIMIT = 500 << 10
"""Bytes of such a file that are read: the least that RFC 9309 section 2.5 allows a crawler to stop at."""
SPEAKS_FOR = timedelta(days=1)
"""For how long after its own capture a file speaks for pages (RFC 9309 section 2.4)."""
_TYPES = frozenset(("response", "resource"))
_MOST = 256


def is_site_file(url: str | None, content_type: str | None) -> bool:
    """Whether a document speaks for a site, by its address and type."""
    if content_type is not None and "rsl" in content_type.lower() and media_type(content_type) == LICENCE:
        return True
    return url is not None and _NAMES.search(url) is not None and _path(url) in SITE_PATHS


def site_places(file: BinaryIO) -> tuple[SitePlace, ...]:
    """The site files of an archive, by place. One within a record of the archive, or in a damaged part, is not seen."""
    window = Window(file)
    is_packed = window.is_packed("")
    # Only of a site file is it worth its cost to prove that it is a record.
    found = filter(None, map(_place, heads(window)))
    return tuple(place for place in found if not is_packed or is_certain(window, place.offset))


def _place(head: Head) -> SitePlace | None:
    """The place of a record, if it is a site file and says when it was captured."""
    headers, block = head.headers, head.block
    if (headers.get("WARC-Type") or "").strip().lower() not in _TYPES:
        return None
    url, at = record_id(headers.get("WARC-Target-URI")), warc_date(headers.get("WARC-Date"))
    content_type = headers.get("Content-Type")
    if block.startswith(b"HTTP/"):
        with suppress(Unusable):
            content_type = parse_headers(block[: head_end(block)[0]]).get("Content-Type")
    if at is None or not is_site_file(url, content_type):
        return None
    return SitePlace(url, at, record_id(headers.get("WARC-Record-ID")), head.offset)


class SiteFiles:
    """The site files of one opened archive."""

    def __init__(self, file: BinaryIO, places: Iterable[SitePlace]) -> None:
        self._window = Window(file)
        if places:
            with suppress(Unusable):
                self._window.is_packed("")
        self._by_origin: dict[str, list[SitePlace]] = {}
        self._licences: list[SitePlace] = []
        self._by_record: dict[str, SitePlace] = {}
        self._texts: dict[int, str | None] = {}
        for place in places:
            self._by_record[place.record] = place
            if _path(place.url) in SITE_PATHS:
                self._by_origin.setdefault(_origin(place.url), []).append(place)
            else:
                self._licences.append(place)

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._by_record)

    def of(self, capture: Capture, records: Iterable[str] | None = None) -> dict[str, str]:
        """Text by address of the files that held when a document was captured.

        Those are the `records`, where the archive names them; else the last one of each address that was captured
        within a day before. An empty text says that nothing was there.
        """
        if not self._by_record or capture.url is None:
            return {}
        if records is not None:
            places = [self._by_record[record] for record in records if record in self._by_record]
        else:
            places = self._last(capture, self._by_origin.get(_origin(capture.url), ()))
            places += self._last(capture, (each for each in self._licences if _may_name(capture, each.url)))
        return {place.url: text for place in places if (text := self._text(place)) is not None}

    def _last(self, capture: Capture, places: Iterable[SitePlace]) -> list[SitePlace]:
        at, last = capture.captured_at, dict[str, SitePlace]()
        for place in sorted(places, key=lambda each: (each.captured_at, each.record)):
            if at is not None and timedelta(0) <= at - place.captured_at <= SPEAKS_FOR:
                last[place.url] = place
        return list(last.values())

    def _text(self, place: SitePlace) -> str | None:
        if place.offset not in self._texts:
            if len(self._texts) >= _MOST:
                self._texts.clear()
            with suppress(Unusable):
                self._texts[place.offset] = _text(self._record(place.offset))
        return self._texts.get(place.offset)

    def _record(self, offset: int) -> Record:
        is_packed = self._window.at(offset).startswith(self._window.packing.magic)
        chunks = Member(self._window, offset) if is_packed else self._window.chunks(offset)
        return next(cut_warc(Stream(chunks), offset, plain=not is_packed))


def _text(record: Record) -> str | None:
    """The text of a site file, "" where the server said that there is none, None where it did not answer."""
    if record.problem is not None:
        return None
    body = record.body
    if http := record.http or (body if body.startswith(b"HTTP/") else b""):
        headers = parse_headers(http.rstrip(b"\r\n"))
        status = headers.status_code or 0
        if 400 <= status < 500 and status != 429:
            return ""
        if not 200 <= status < 300 or not record.http:
            return None
        body = stored_body(body, headers.get("Transfer-Encoding"), headers.get("Content-Encoding"))
    if len(body) > TEXT_LIMIT:
        # A line that is cut short would say something else.
        body = body[:TEXT_LIMIT].rpartition(b"\n")[0]
    return body.decode("utf-8-sig", "replace")


def _may_name(capture: Capture, address: str) -> bool:
    """Whether a licence can be meant by a document: of the same site, or its address stands in what was answered."""
    return (
        _origin(address) == _origin(capture.url or "")
        or address.encode() in capture.body
        or any(address in value for _, value in capture.fields)
    )


def _path(url: str) -> str:
    with suppress(ValueError):
        parts = urlsplit(url)
        return "" if parts.query else parts.path
    return ""


def _origin(url: str) -> str:
    with suppress(ValueError):
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.netloc}".lower()
    return ""
