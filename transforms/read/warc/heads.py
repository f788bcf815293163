"""The heads of the records of an archive: what a search needs, at little more than the cost of reading the file."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import BinaryIO, NamedTuple

from fastwarc.warc import HeaderMap

from schemas.reject import Unusable
from transforms.read.warc.fields import parse_headers, warc_date
from transforms.read.warc.members import Window
from transforms.read.warc.packing import ERRORS
from transforms.read.warc.records import plain_records
from transforms.read.warc.stream import head_end

_HEAD = 4 << 10


class Head(NamedTuple):
    """The headers of a record, the beginning of its block, and where in the file it starts."""

    offset: int
    headers: HeaderMap
    block: bytes


def heads(window: Window) -> Iterator[Head]:
    """The heads of an archive in the order of the file.

    A record in a damaged part is not seen, and among those of a compressed file may be bytes that only look like the
    beginning of a record: `is_certain` tells them.
    """
    if window.is_packed(""):
        yield from _in_members(window)
    elif window.at(0).startswith(b"WARC/"):
        for record in plain_records(window):
            if record.problem is None:
                yield Head(int(record.name.removeprefix("offset=")), record.headers, record.block[:_HEAD])


def _in_members(window: Window) -> Iterator[Head]:
    position = window.find(window.packing.magic, window.packing.first)
    while position is not None:
        if (head := _head(position, _inflated(window, position))) is not None:
            yield head
        position = window.find(window.packing.magic, position + 1)


def _head(offset: int, start: bytes) -> Head | None:
    end, body = head_end(start) if start.startswith(b"WARC/") else (-1, -1)
    with suppress(Unusable):
        return Head(offset, parse_headers(start[:end]), start[body:]) if end > 0 else None
    return None


def _inflated(window: Window, position: int) -> bytes:
    """The first bytes of a member; nothing where none begins."""
    with suppress(*ERRORS):
        return window.packing.inflater().decompress(window.at(position), _HEAD)
    return b""


def capture_times(file: BinaryIO) -> Iterator[tuple[int, datetime | None]]:
    """Where each record of an opened, seekable, not decompressed archive starts, and when it was captured."""
    for head in heads(Window(file)):
        yield head.offset, warc_date(head.headers.get("WARC-Date"))
