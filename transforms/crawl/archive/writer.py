"""Writes WARC/1.1 archives: one gzip member for each record, the same bytes for the same exchanges."""

import hashlib
import re
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from types import TracebackType
from typing import BinaryIO, Self
from uuid import UUID, uuid5

from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType

from schemas.capture import Capture, Media
from schemas.fetch import Exchange, Headers, HttpExchange, SiteFile
from transforms.read.warc.metadata import METADATA_TYPE, FetchNote, write_note

# The standard recommends files of about 1 GB (ISO 28500:2017, annex C.1).
FILE_LIMIT = 1 << 30
_LEVEL = 6
_SMALL = 8 << 10
_NAMESPACE = UUID("5f1f3a0e-0f5c-5d0a-9f0a-6d1d2b6f8a11")
_AUTHORITY = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://([^/?#]*)([^#]*)")
_LINE_END = re.compile(r"(?<!\s)[^\S\r\n]*+[\r\n]\s*+")
_CONTROL = re.compile(r"[\x00-\x20\x7f]")
_MEDIA_TYPES = {Media.HTML: "text/html", Media.TEXT: "text/plain"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """Where a document is: the file's name, the record's identifier, and the offset and length of its records."""

    name: str
    record: str
    offset: int
    length: int

    @property
    def uri(self) -> str:
        """What the reader gives as the capture's uri when it knows the file by this name."""
        return f"{self.name}#{self.record}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Who writes the archive, as the first record of each file says. `created` is a time the caller gives."""

    software: str
    contact: str
    created: datetime


def archive_name(window: str, shard: int, shards: int, part: int) -> str:
    """`<capture window>-<shard>-of-<shards>-<part>.warc.gz`."""
    return f"{window}-{shard:05}-of-{shards:05}-{part:05}.warc.gz"


class ArchiveFile:
    """Archives documents into files of bounded size.

    `name` gives the name of the nth file, `create` opens it; a file is closed when the next one is opened, or by
    `close`. Documents must come in a fixed order: then a retry writes the same bytes.
    """

    def __init__(
        self,
        name: Callable[[int], str],
        create: Callable[[str], BinaryIO],
        writer: Writer,
        limit: int = FILE_LIMIT,
    ) -> None:
        self._name = name
        self._create = create
        self._writer = writer
        self._limit = limit
        self._file: BinaryIO | None = None
        self._part = 0
        self._offset = 0
        self._site: set[str] = set()
        self.files: list[tuple[str, int]] = []
        """Name and size of each file that is closed."""

    def write(self, exchange: Exchange) -> tuple[Stored, ...]:
        """Archives each hop of an exchange; the last one, if any, is the page, and has what is known of the fetch."""
        site = None if exchange.site is None else list(map(site_records, exchange.site))
        records = None if site is None else tuple(record for record, _ in site)
        note = FetchNote(exchange.request.announcement, exchange.outcome, exchange.detail, records)
        last = len(exchange.hops) - 1
        hops = [hop_records(hop, note if i == last else None) for i, hop in enumerate(exchange.hops)]
        return self._append(hops, site or ())

    def write_entry(self, capture: Capture, site: Iterable[SiteFile] = ()) -> Stored:
        """Archives a document that came within a feed, as a `resource` record, with what is known of its site."""
        files = list(map(site_records, site))
        return self._append([entry_records(capture, tuple(record for record, _ in files))], files)[0]

    def close(self) -> None:
        """Closes the file that is open, if one is."""
        if self._file is not None:
            self._file.close()
            self._file = None
            self.files.append((self._name(self._part), self._offset))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _append(
        self, documents: "list[tuple[str, bytes]]", site: Iterable[tuple[str, bytes]] = ()
    ) -> tuple[Stored, ...]:
        """Adds documents, after the files of their site: each file of the archive holds what speaks for its pages."""
        if not documents:
            return ()
        site = list(site)
        file = self._open(sum(len(data) for _, data in (*site, *documents)))
        for record, data in site:
            if record not in self._site:
                self._site.add(record)
                file.write(data)
                self._offset += len(data)
        stored = []
        for record, data in documents:
            file.write(data)
            name = self._name(self._part)
            stored.append(Stored(name=name, record=record, offset=self._offset, length=len(data)))
            self._offset += len(data)
        return tuple(stored)

    def _open(self, size: int) -> BinaryIO:
        """The file that has room for `size` more bytes; a document larger than the limit gets one of its own."""
        if self._file is not None and self._offset + size > self._limit:
            self.close()
            self._part += 1
        if self._file is None:
            name = self._name(self._part)
            self._file = self._create(name)
            head = warcinfo(name.rpartition("/")[2], self._writer)
            self._file.write(head)
            self._offset = len(head)
            self._site = set()
        return self._file


def warcinfo(name: str, writer: Writer) -> bytes:
    """The first record of a file."""
    fields = {"software": writer.software, "operator": writer.contact, "format": "WARC File Format 1.1"}
    block = "".join(f"{key}: {_one_line(value)}\r\n" for key, value in fields.items()).encode()
    head = {"WARC-Filename": name, "Content-Type": "application/warc-fields"}
    return _record(WarcRecordType.warcinfo, None, writer.created, head, block)[1]


def hop_records(hop: HttpExchange, note: FetchNote | None = None) -> tuple[str, bytes]:
    """The identifier of a response, and its records: response, metadata where there is a note, request.

    Raises ValueError for an address with credentials, which no archive may keep.
    """
    extra = {"WARC-IP-Address": hop.address} if hop.address else {}
    if hop.truncated:
        extra["WARC-Truncated"] = hop.truncated
    version = hop.http_version.removeprefix("HTTP/")
    head = _http_head(f"HTTP/{version} {hop.status} {hop.reason}", hop.response_headers)
    extra["Content-Type"] = "application/http; msgtype=response"
    record, data = _record(WarcRecordType.response, hop.url, hop.fetched_at, extra, head, hop.body)
    reference = {"WARC-Concurrent-To": f"<{record}>"}
    # Right behind the response, so that damage to a request costs no more than the request.
    if note is not None:
        data += _metadata(record, hop.url, hop.fetched_at, note)
    host, path = _target(hop.url)
    headers = hop.request_headers
    if not any(name.lower() == "host" for name, _ in headers):
        headers = (("Host", host), *headers)
    request = _http_head(f"GET {path} HTTP/{version}", headers)
    extra = {**reference, "Content-Type": "application/http; msgtype=request"}
    return record, data + _record(WarcRecordType.request, hop.url, hop.fetched_at, extra, request, b"")[1]


def site_records(file: SiteFile) -> tuple[str, bytes]:
    """The identifier and the record of a file that speaks for a site: its text as it was understood."""
    extra = {"Content-Type": f"{file.media_type}; charset=utf-8"}
    return _record(WarcRecordType.resource, file.url, file.fetched_at, extra, b"", file.text.encode("utf-8", "replace"))


def entry_records(capture: Capture, site: tuple[str, ...] = ()) -> tuple[str, bytes]:
    """The identifier and the records of a document that came within a feed. Its address and time must be known."""
    if capture.url is None or capture.captured_at is None:
        raise ValueError(f"{capture.uri} has no address or no time, so it cannot be archived")
    media_type = _MEDIA_TYPES[capture.media]
    extra = {"Content-Type": f"{media_type}; charset={capture.charset}" if capture.charset else media_type}
    record, data = _record(WarcRecordType.resource, capture.url, capture.captured_at, extra, b"", capture.body)
    note = FetchNote(capture.announcement, site=site)
    return record, data + _metadata(record, capture.url, capture.captured_at, note)


def _metadata(record: str, url: str, at: datetime, note: FetchNote) -> bytes:
    extra = {"WARC-Concurrent-To": f"<{record}>", "Content-Type": METADATA_TYPE}
    return _record(WarcRecordType.metadata, url, at, extra, write_note(note))[1]


def _record(
    kind: WarcRecordType,
    url: str | None,
    at: datetime,
    extra: dict[str, str],
    head: bytes,
    body: bytes | None = None,
) -> tuple[str, bytes]:
    """The identifier of a record, which is made from its content, and the record. `body` is the payload, if any."""
    date = at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    block = head + (body or b"")
    parts = (str(int(kind)), url or "", date, *extra.values(), hashlib.sha256(block).hexdigest())
    identifier = uuid5(_NAMESPACE, "\0".join(parts))
    record = WarcRecord()
    record.init_headers(kind, f"uuid:{identifier}".encode())
    record.headers.status_line = "WARC/1.1"
    record.headers["WARC-Date"] = date
    if url is not None:
        _target(url)
        record.headers["WARC-Target-URI"] = url
    for name, value in extra.items():
        record.headers[name] = value
    record.set_bytes_content(block)
    out = BytesIO()
    # SHA-1 is what tools for WARC expect; it finds damage, and proves nothing.
    digest = None if body is None else hashlib.sha1(body, usedforsecurity=False).digest()
    record.write(out, checksum_data=True, payload_digest=digest)
    return f"urn:uuid:{identifier}", _gzipped(out.getvalue())


def _gzipped(data: bytes) -> bytes:
    """One gzip member. Fastwarc's writer is the faster one on pages, and sets up large buffers for what is small."""
    if len(data) < _SMALL:
        return zlib.compress(data, _LEVEL, wbits=31)
    out = BytesIO()
    writer = GzipWriter(out, _LEVEL)
    writer.write(data)
    writer.finish()
    writer.flush()
    return out.getvalue()


def _http_head(first: str, headers: Headers) -> bytes:
    lines = [first, *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(_one_line(line) for line in lines).encode("latin-1", "replace")


def _one_line(text: str) -> str:
    return _LINE_END.sub(" ", text)


def _target(url: str) -> tuple[str, str]:
    """Host and path of an address, as a request names them; ValueError if it cannot stand in an archive."""
    match = _AUTHORITY.match(url)
    if match is None or "@" in match[1] or _CONTROL.search(url):
        raise ValueError(f"an address with credentials, blanks or no host is not archived: {url.rpartition('@')[2]!r}")
    return match[1], match[2] if match[2].startswith("/") else f"/{match[2]}"
