"""Compressed members of an archive: inflated within bounded memory, and found from any offset of the file.

A `.warc.gz` has a gzip member for each record, a `.warc.zst` a frame. A reader that starts in the middle of the file
looks for the magic number of a member, and must not be taken in by one inside compressed data, least of all by the
members of an archive that is itself the payload of a record: those can stand in the outer file byte for byte, in a
block that is stored as it is.

- A member is sound when it inflates to its end, its checksum holds, and it starts with `WARC/`. No chance makes that.
- A stored block has at most 65,535 bytes, of zstd 128 KiB (packing.py). So sound members that follow each other without
  a gap for longer than this, or to the very end of the file, are members of the file itself: the start is certain.
- Where the chain is shorter, the file is damaged there or has a WARC within: the reader goes back until it finds a
  certain start, the start of the file at last, and follows the members from there as a sequential reader does.

What remains: bytes made for the purpose, by someone who predicts where the archiver's compressor puts its blocks, and
a WARC within a record that is itself damaged.
"""

from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from schemas.reject import Reason, Unusable
from transforms.base import deadline
from transforms.read.warc.packing import ERRORS, GZIP, Packing, packing_of

_LOOK_BACK = 1 << 20
_STEP = 64 << 10
# Of smaller pieces malloc gives the memory back to the system after each record, and takes it again.
_BLOCK = 2 << 20
_CHUNK = 1 << 20
_KEPT = 4 << 20
_HEAD = 16


class Window:
    """Random access to a file by offset, with one block in memory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._start = 0
        self._block = b""
        self.ends: dict[int, int | None] = {}
        self.kept: dict[int, list[bytes]] = {}
        """What sound members hold that were inflated to find a start, and are read next; at most 4 MiB."""
        self.packing: Packing = GZIP

    def is_packed(self, name: str) -> bool:
        """Whether a file of this name has members, which are read as `packing` says from here on."""
        found = packing_of(self._piece, name)
        self.packing = found or self.packing
        return found is not None

    def _piece(self, offset: int, size: int) -> bytes:
        self._file.seek(offset)
        return self._file.read(size)

    def is_blank(self) -> bool:
        """Whether nothing but line ends begins the file; a few bytes of it say no, as a rule."""
        return not self._piece(0, _HEAD).strip(b"\r\n") and not self.at(0).strip(b"\r\n")

    def at(self, offset: int) -> bytes:
        """64 KiB from `offset` on; fewer only at the end of the file."""
        begin = offset - self._start
        if begin < 0 or begin + _STEP > len(self._block):
            self._load(offset)
            begin = 0
        return self._block[begin : begin + _STEP]

    def chunks(self, offset: int) -> Iterator[bytes]:
        """The file from `offset` on."""
        while chunk := self.at(offset):
            yield chunk
            offset += len(chunk)

    def find(self, needle: bytes, start: int, end: int | None = None) -> int | None:
        """Offset of the first `needle` that starts in [start, end)."""
        while end is None or start < end:
            chunk = self.at(start)
            found = chunk.find(needle)
            if found >= 0:
                return start + found if end is None or start + found < end else None
            if len(chunk) < _STEP:
                return None
            start += len(chunk) - len(needle) + 1
        return None

    def forget(self) -> None:
        """Drops the block: a reader that was stopped may have left half of it."""
        self._start, self._block = 0, b""
        self.kept.clear()

    def keep(self, start: int, chunks: list[bytes]) -> None:
        """Keeps what the sound member at `start` holds for who reads it next, if that is little."""
        if sum(map(len, chunks)) + sum(len(chunk) for kept in self.kept.values() for chunk in kept) <= _KEPT:
            self.kept[start] = chunks

    def _load(self, offset: int) -> None:
        self._file.seek(offset)
        parts, missing = [], _BLOCK
        while missing and (part := self._file.read(missing)):
            parts.append(part)
            missing -= len(part)
        self._start, self._block = offset, b"".join(parts)


class Member:
    """The member at an offset. Iterating inflates it; `end` is known once it was inflated soundly."""

    def __init__(self, window: Window, start: int, chunk: int = _CHUNK) -> None:
        self._window = window
        self._chunk = chunk
        self.start = start
        self.end: int | None = None

    def __iter__(self) -> Iterator[bytes]:
        if (kept := self._window.kept.pop(self.start, None)) is not None:
            yield from kept
            self.end = self._window.ends[self.start]
        else:
            yield from self._inflate()

    def _inflate(self) -> Iterator[bytes]:
        packing = self._window.packing
        inflater = packing.inflater()
        position, begun, is_record = self.start, b"", False
        while not inflater.eof:
            compressed = b""
            if needs_input := inflater.needs_input:
                compressed = self._window.at(position)
                position += len(compressed)
            try:
                chunk = inflater.decompress(compressed, self._chunk)
            except ERRORS as error:
                if not begun:
                    yield from _before_damage(packing, compressed)
                raise Unusable(Reason.MALFORMED, f"not a valid member ({error}); fetch the file again") from None
            if needs_input and not (compressed or chunk or inflater.eof):
                raise Unusable(Reason.TRUNCATED, "the file ends within a record; fetch it again")
            if not is_record:
                chunk = begun = begun + chunk
                if len(begun) < _HEAD and not inflater.eof:
                    continue
                if not packing.begins.match(begun):
                    raise Unusable(Reason.MALFORMED, "no WARC record starts here; is the file a WARC?")
                is_record = True
            if chunk:
                yield chunk
        self.end = position - len(inflater.unused_data)


def _before_damage(packing: Packing, compressed: bytes) -> Iterator[bytes]:
    """What the damaged start of a member holds up to the damage: the address, as a rule."""
    inflater = packing.inflater()
    try:
        for start in range(0, len(compressed), 64):
            yield inflater.decompress(compressed[start : start + 64], _CHUNK)
    except ERRORS:
        return


def sound_end(window: Window, start: int) -> int | None:
    """Where the member at `start` ends, or None if it is not sound."""
    if start not in window.ends:
        member, chunks = Member(window, start), list[bytes]()
        try:
            deadline.within(deadline.DEFAULT_SECONDS, partial(_inflate, member, chunks))
        except Unusable:
            window.forget()
        window.ends[start] = member.end
        if member.end is not None and chunks:
            window.keep(start, chunks)
    return window.ends[start]


def _inflate(member: Member, chunks: list[bytes]) -> None:
    """Inflates a member to its end; `chunks` are its content where that is small, else empty."""
    size = 0
    for chunk in member:
        size += len(chunk)
        if size <= _KEPT:
            chunks.append(chunk)
        else:
            chunks.clear()


def next_sound(window: Window, start: int, end: int | None = None) -> int | None:
    """Offset of the first sound member that starts in [start, end)."""
    position = window.find(window.packing.magic, start, end)
    while position is not None and sound_end(window, position) is None:
        position = window.find(window.packing.magic, position + 1, end)
    return position


def first_member(window: Window, start: int, end: int) -> int | None:
    """Offset of the first sound member in [start, end) that a sequential reader of the file comes to."""
    first = next_sound(window, start, end)
    if first is None or _broken_at(window, first) is None:
        return first
    position: int | None = _certain_start(window, start)
    while position is not None and position < start:
        position = _following(window, position)
    return position if position is not None and position < end else None


def is_certain(window: Window, start: int) -> bool:
    """Whether the member at `start` is one of the file itself, and none within a record."""
    return sound_end(window, start) is not None and _broken_at(window, start) is None


def _following(window: Window, position: int) -> int | None:
    end = sound_end(window, position)
    if end is not None and sound_end(window, end) is not None:
        return end
    return next_sound(window, (position if end is None else end) + 1)


def _certain_start(window: Window, before: int) -> int:
    span = _LOOK_BACK
    while span < before:
        candidate = next_sound(window, before - span, before)
        while candidate is not None:
            broken = _broken_at(window, candidate)
            if broken is None:
                return candidate
            candidate = next_sound(window, broken + 1, before)
        span *= 4
    return window.packing.first


def _broken_at(window: Window, start: int) -> int | None:
    """Where the chain of sound members from `start` on breaks, or None if it is too long to stand within a record."""
    position = start
    while position - start <= window.packing.longest_plain and window.at(position):
        end = sound_end(window, position)
        if end is None:
            return position
        position = end
    return None
