"""WARC records, cut out of a stream of bytes or of a range of a file, within bounded memory."""

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from fastwarc.warc import HeaderMap

from schemas.reject import Reason, Unusable
from transforms.http_body import BODY_LIMIT
from transforms.warc_members import MAGIC, Member, Window, first_member, next_sound, sound_end

_HEAD_LIMIT = 64 << 10
_BLOCK_LIMIT = BODY_LIMIT + _HEAD_LIMIT
_NEXT = b"\nWARC/1."
TRAILERS = frozenset({"request", "metadata"})


@dataclass(frozen=True, slots=True)
class Record:
    """One record; where there is a problem, what is left of it. `name` says where in its file it starts."""

    name: str
    headers: HeaderMap
    block: bytes
    problem: Unusable | None = None

    @property
    def type(self) -> str:
        """WARC-Type, in lower case; empty where it is missing."""
        return _type(self.headers)


def records(file: BinaryIO, is_gzip: bool, start: int, end: int) -> Iterator[tuple[Record, bool]]:
    """The records of a range, and whether each belongs to it; the request and metadata records behind it come last.

    A damaged stretch is one Record with a problem. It belongs to the range that owns the sound record before it, to
    the first range where there is none.
    """
    window = Window(file)
    head = window.at(0)
    if not head.strip(b"\r\n"):
        if start == 0:
            problem = Unusable(Reason.EMPTY, "the file is empty")
            yield Record("offset=0", HeaderMap(), b"", problem), True
    elif head.startswith(b"WARC/") or not (head.startswith(MAGIC) or is_gzip):
        if start == 0:
            yield from ((record, True) for record in _plain(window))
    elif _is_one_stream(window):
        if start == 0:
            yield from ((record, True) for record in _one_stream(window))
    else:
        yield from _members(window, start, end)


def _members(window: Window, start: int, end: int) -> Iterator[tuple[Record, bool]]:
    position = 0 if start == 0 else first_member(window, start, end)
    if position is None:
        return
    owned = True
    while position is not None:
        if not owned and not _is_trailer(window, position):
            return
        member = Member(window, position)
        yield from ((record, owned) for record in cut(_Stream(member), position))
        if member.end is None:
            position = next_sound(window, position + 1)
            owned = position is not None and position < end
        elif not window.at(member.end):
            return
        else:
            # Damage right behind the range belongs to it, since only the record before tells where it begins.
            owned, position = owned and (member.end < end or sound_end(window, member.end) is None), member.end


def _is_trailer(window: Window, position: int) -> bool:
    try:
        return _type(_headers(_Stream(Member(window, position)).head())) in TRAILERS
    except Unusable:
        return False


def _is_one_stream(window: Window) -> bool:
    """Whether the first member holds more than one record: such a file is read from its start."""
    stream = _Stream(Member(window, 0))
    try:
        stream.skip(_length(_headers(stream.head())))
        return stream.skip_blank()
    except Unusable:
        return False


def _one_stream(window: Window) -> Iterator[Record]:
    stream = _Stream(Member(window, 0))
    yield from cut(stream, 0)
    while stream.skip_to(_NEXT):
        yield from cut(stream, 0)


def _plain(window: Window) -> Iterator[Record]:
    position: int | None = 0
    while position is not None:
        # The length of a damaged record says nothing: what follows it is looked for from its head on.
        rest = yield from cut(_Stream(window.chunks(position)), position, plain=True)
        found = window.find(_NEXT, position + rest)
        position = None if found is None else found + 1


def cut(stream: "_Stream", base: int, plain: bool = False) -> Generator[Record, None, int]:
    """The records of a stream that begins at offset `base`; ends after the first damaged one.

    A record is sound when two line ends, the next record, or the end of a stream that ends soundly follow it. Returns
    where the search for the next record begins: behind the head of the damaged one, or at the end.
    """
    while True:
        offset = body = stream.offset
        headers, block = HeaderMap(), b""
        problem: Unusable | None = None
        is_broken = False
        try:
            if not stream.skip_blank():
                return stream.offset
            offset = body = stream.offset
            headers = _headers(stream.head())
            body = stream.offset
            length = _length(headers)
            if length > _BLOCK_LIMIT:
                problem = Unusable(Reason.TOO_LARGE, f"the record has {length:,} bytes; raise the limit to read it")
                stream.skip(length)
            else:
                stream.mark()
                block = stream.take(length)
            # In a plain file the next record may be the damaged one; gzip must be read on for its checksum.
            ends = plain and stream.starts(b"\r\n\r\n")
            if not ends and stream.skip_blank() and not stream.starts(b"WARC/"):
                raise Unusable(Reason.MALFORMED, "Content-Length of the record is wrong; archive the page again")
            stream.unmark()
        except Unusable as error:
            problem, is_broken = error, True
            stream.rewind()
            block = block or stream.at_hand(_BLOCK_LIMIT) if len(headers) else b""
        name = f"offset={base + offset}" if plain or not offset else f"offset={base}+{offset}"
        yield Record(name, headers, block, problem)
        if is_broken:
            return body


def _type(headers: HeaderMap) -> str:
    return (headers.get("WARC-Type") or "").strip().lower()


def _headers(head: bytes) -> HeaderMap:
    headers = parse_headers(head)
    if not headers.get("WARC-Type"):
        raise Unusable(Reason.MALFORMED, "the record has no WARC-Type; archive the page again")
    return headers


def parse_headers(head: bytes) -> HeaderMap:
    """Headers of a WARC record or an HTTP message, line ends of either kind."""
    headers = HeaderMap()
    try:
        headers.parse(BytesIO(head.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") + b"\r\n\r\n"))
    except (OSError, ValueError) as error:
        raise Unusable(Reason.MALFORMED, f"headers can not be read ({error}); archive the page again") from None
    return headers


def head_end(data: bytes) -> tuple[int, int]:
    """Where a head ends and where the body after it begins; (-1, -1) where it does not end."""
    crlf = data.find(b"\r\n\r\n")
    lf = data.find(b"\n\n", 0, None if crlf < 0 else crlf)
    if lf >= 0:
        return lf, lf + 2
    return (crlf, crlf + 4) if crlf >= 0 else (-1, -1)


def _length(headers: HeaderMap) -> int:
    value = (headers.get("Content-Length") or "").strip()
    if not (value.isascii() and value.isdigit() and len(value) < 16):
        raise Unusable(Reason.MALFORMED, f"Content-Length of the record is {value[:40]!r}; archive the page again")
    return int(value)


class _Stream:
    """Reads a stream of chunks by length. Errors of the chunks pass through; what was read before them is kept."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._data = b""
        self._position = 0
        self._mark: int | None = None
        self._gone = 0

    @property
    def offset(self) -> int:
        return self._gone + self._position

    def _fill(self, size: int) -> int:
        """Has at least `size` bytes at hand, fewer only at the end; returns how many."""
        at_hand = len(self._data) - self._position
        if at_hand >= size:
            return at_hand
        keep = self._position if self._mark is None else self._mark
        parts = [self._data[keep:]]
        try:
            while at_hand < size and (chunk := next(self._chunks, None)) is not None:
                parts.append(chunk)
                at_hand += len(chunk)
        finally:
            self._gone += keep
            self._data, self._position = b"".join(parts), self._position - keep
            self._mark = None if self._mark is None else 0
        return at_hand

    def take(self, size: int) -> bytes:
        if self._fill(size) < size:
            raise Unusable(Reason.TRUNCATED, "the file ends within a record; fetch it again")
        self._position += size
        return self._data[self._position - size : self._position]

    def skip(self, size: int) -> None:
        while size:
            at_hand = min(size, self._fill(1))
            if not at_hand:
                raise Unusable(Reason.TRUNCATED, "the file ends within a record; fetch it again")
            self._position += at_hand
            size -= at_hand

    def mark(self) -> None:
        """From here on what is taken is kept, for `rewind`."""
        self._mark = self._position

    def unmark(self) -> None:
        self._mark = None

    def rewind(self) -> None:
        """Goes back to the mark, if there is one."""
        if self._mark is not None:
            self._position, self._mark = self._mark, None

    def at_hand(self, limit: int) -> bytes:
        """What was read and not taken."""
        return self._data[self._position : self._position + limit]

    def starts(self, prefix: bytes) -> bool:
        self._fill(len(prefix))
        return self._data.startswith(prefix, self._position)

    def skip_blank(self) -> bool:
        """Passes over the line ends between records; whether anything follows."""
        while self._fill(1):
            while self._position < len(self._data) and self._data[self._position] in b"\r\n":
                self._position += 1
            if self._position < len(self._data):
                return True
        return False

    def head(self) -> bytes:
        """Takes the head of a record, without the empty line that ends it."""
        if not self.starts(b"WARC/"):
            raise Unusable(Reason.MALFORMED, "no WARC record starts here; is the file a WARC?")
        size = 4 << 10
        while True:
            at_hand = self._fill(size)
            end, body = head_end(self._data[self._position : self._position + _HEAD_LIMIT])
            if end >= 0:
                self._position += body
                return self._data[self._position - body : self._position - body + end]
            if at_hand < size:
                raise Unusable(Reason.TRUNCATED, "the file ends within a record; fetch it again")
            if size >= _HEAD_LIMIT:
                raise Unusable(Reason.MALFORMED, "the record's headers do not end; archive the page again")
            size = _HEAD_LIMIT

    def skip_to(self, separator: bytes) -> bool:
        """Moves to the next place where this stands; whether there is one."""
        keep = len(separator) - 1
        while True:
            found = self._data.find(separator, self._position)
            if found >= 0:
                self._position = found
                return True
            self._position = max(self._position, len(self._data) - keep)
            try:
                if self._fill(keep + 1) <= keep:
                    return False
            except Unusable:
                return False
