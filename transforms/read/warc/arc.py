"""Records of an ARC (https://archive.org/web/researcher/ArcFileFormat.php), the format before WARC, in WARC's terms."""

from collections.abc import Generator

from fastwarc.warc import HeaderMap

from schemas.reject import Reason, Unusable
from transforms.base.http_body import BODY_LIMIT
from transforms.read.warc.packing import ARC_BEGINS
from transforms.read.warc.records import Record
from transforms.read.warc.stream import HEAD_LIMIT, Stream

_FIELDS = range(4, 13)
"""How many may stand behind the address: IP address, time, media type, in version 2 more, and the length. An address
and a media type may hold blanks."""
_LINE_LIMIT = 16 << 10
_SCHEME = 11
"""Bytes of an address that tell whether it is one."""


def cut_arc(stream: Stream, base: int, plain: bool = False) -> Generator[Record, None, int]:
    """The records of a stream that begins at offset `base`. Nothing says where the next one begins after damage."""
    while True:
        headers, http, body = HeaderMap(), b"", b""
        problem: Unusable | None = None
        is_broken = False
        try:
            if not stream.skip_blank():
                return stream.offset
        except Unusable as error:
            problem, is_broken = error, True
        offset = stream.offset
        try:
            if problem is None:
                headers, length = _headers(stream.line(_LINE_LIMIT))
                if length > BODY_LIMIT + HEAD_LIMIT:
                    problem = Unusable(Reason.TOO_LARGE, f"the record has {length:,} bytes, too many; leave it out")
                    stream.skip(length)
                else:
                    http, body = stream.take_message(length)
                    # A member of gzip must be read on for its checksum, which what is damaged may put off.
                    if not plain and stream.skip_blank() and not ARC_BEGINS.match(stream.peek(_SCHEME)):
                        raise Unusable(Reason.MALFORMED, "the record is damaged; fetch the archive again")
                    if (http or body).startswith(b"HTTP/"):
                        headers["WARC-Type"], headers["Content-Type"] = "response", "application/http"
        except Unusable as error:
            problem, is_broken = error, True
        name = f"offset={base + offset}" if plain or not offset else f"offset={base}+{offset}"
        yield Record(name, headers, http, body, problem)
        if is_broken:
            return stream.offset


def _headers(line: bytes) -> tuple[HeaderMap, int]:
    """The head of a record, and the length of its block."""
    for count in _FIELDS:
        url, *fields = line.rstrip(b"\r").rsplit(b" ", count)
        if len(fields) == count and _is_number(fields[1], 8, 14) and _is_number(fields[-1], 1, 12):
            break
    else:
        raise Unusable(Reason.MALFORMED, "no record of an ARC starts here; is the file an ARC?")
    time, media, length = fields[1], fields[2], fields[-1]
    headers = HeaderMap()
    headers["WARC-Type"] = "warcinfo" if url.startswith(b"filedesc:") else "resource"
    headers["WARC-Target-URI"] = url.decode("utf-8", "replace")
    day, clock = time[:8].decode(), time[8:14].decode().ljust(6, "0")
    headers["WARC-Date"] = f"{day[:4]}-{day[4:6]}-{day[6:]}T{clock[:2]}:{clock[2:4]}:{clock[4:]}Z"
    headers["Content-Type"] = media.decode("latin-1")
    return headers, int(length)


def _is_number(field: bytes, least: int, most: int) -> bool:
    return least <= len(field) <= most and field.isdigit()
