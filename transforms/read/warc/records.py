"""WARC records, cut out of a stream of bytes or of a range of a file, within bounded memory."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import BinaryIO, TypeVar, cast

from fastwarc.warc import HeaderMap

from schemas.reject import Reason, Unusable
from transforms.base import deadline
from transforms.base.http_body import BODY_LIMIT
from transforms.read.warc.digest import is_digest_of
from transforms.read.warc.fields import parse_headers
from transforms.read.warc.members import Member, Window, first_member, next_sound, sound_end
from transforms.read.warc.stream import HEAD_LIMIT, Stream, head_end, split_message

T = TypeVar("T")
_BLOCK_LIMIT = BODY_LIMIT + HEAD_LIMIT
_END = b"\r\n\r\n"
_NEXT = b"\nWARC/1."
_WITHIN = b"\r\n\r\nWARC/1."
_MAGIC = b"WARC/"
TRAILERS = frozenset({"request", "metadata"})


@dataclass(frozen=True, slots=True)
class Record:
    """One record; where there is a problem, what is left of it. `name` says where in its file it starts.

    Its block is `http`, the head of an HTTP message with the empty line behind it, and `body`; of other blocks all is
    body.
    """

    name: str
    headers: HeaderMap
    http: bytes
    body: bytes
    problem: Unusable | None = None

    @property
    def block(self) -> bytes:
        """All of it."""
        return self.http + self.body

    @property
    def type(self) -> str:
        """WARC-Type, in lower case; empty where it is missing."""
        return _type(self.headers)


Cut = Callable[[Stream, int, bool], Generator[Record, None, int]]
"""Cuts the records out of a stream that begins at an offset; in a plain file, or not."""


def records(file: BinaryIO, name: str, start: int, end: int, cut: Cut | None = None) -> Iterator[tuple[Record, bool]]:
    """The records of a range, and whether each belongs to it; the request and metadata records behind it come last.

    The records are WARC's, or those that `cut` gives.

    A damaged stretch is one Record with a problem. It belongs to the range that owns the sound record before it, to
    the first range where there is none.
    """
    window = Window(file)
    if window.is_blank():
        if start == 0:
            problem = Unusable(Reason.EMPTY, "the file is empty")
            yield Record("offset=0", HeaderMap(), b"", b"", problem), True
        return
    try:
        is_packed = window.is_packed(name)
    except Unusable as error:
        if start == 0:
            yield Record("offset=0", HeaderMap(), b"", b"", error), True
        return
    if is_packed:
        yield from _members(window, start, end, cut)
    elif start == 0:
        yield from ((record, True) for record in plain_records(window, cut))


def _members(window: Window, start: int, end: int, cut: Cut | None) -> Iterator[tuple[Record, bool]]:
    first = window.packing.first
    position = first if start <= first < end else first_member(window, max(start, first), end)
    if position is None:
        return
    owned = True
    while position is not None:
        if not owned and not _is_trailer(window, position):
            return
        member = Member(window, position)
        try:
            yield from ((record, owned) for record in _in_time(_member_records(member, cut or cut_warc)))
            # A damaged record may stand in a sound member, which was then not read to its end.
            following = member.end or sound_end(window, position)
        except Unusable as late:
            window.forget()
            yield Record(f"offset={position}", HeaderMap(), b"", b"", late), owned
            following = None
        if following is None:
            position = next_sound(window, position + 1)
            owned = position is not None and position < end
        elif not window.at(following):
            return
        else:
            # Damage right behind the range belongs to it, since only the record before tells where it begins.
            owned, position = owned and (following < end or sound_end(window, following) is None), following


def _is_trailer(window: Window, position: int) -> bool:
    try:
        return _type(_headers(Stream(Member(window, position)).head())) in TRAILERS
    except Unusable:
        return False


def _member_records(member: Member, cut: Cut) -> Generator[Record, None, None]:
    """The records of a member: one as a rule, all of them where the file was compressed as a whole."""
    stream = Stream(member)
    are_several = False
    while True:
        for record in cut(stream, member.start, False):
            are_several = are_several or record.problem is None
            yield record
        # In a member of one record, what looks like another one is part of a page.
        if not are_several or not stream.skip_to(_NEXT):
            return


def plain_records(window: Window, cut: Cut | None = None) -> Iterator[Record]:
    """The records of a file that is not compressed."""
    position: int | None = 0
    while position is not None:
        stream = Stream(window.chunks(position))
        try:
            # The length of a damaged record says nothing: what follows it is looked for from its head on.
            rest = yield from _in_time((cut or cut_warc)(stream, position, True))
        except Unusable as late:
            window.forget()
            yield Record(f"offset={position + stream.began}", HeaderMap(), b"", b"", late)
            rest = stream.began + 1
        found = window.find(_NEXT, position + rest)
        position = None if found is None else found + 1


def _in_time(found: Generator[Record, None, T]) -> Generator[Record, None, T]:
    """The records, as long as none takes too long to be cut out; Unusable(TOO_SLOW) then, and no more come."""

    def step() -> Record | StopIteration:
        try:
            return next(found)
        except StopIteration as end:
            return end

    while isinstance(item := deadline.within(deadline.DEFAULT_SECONDS, step), Record):
        yield item
    return cast(T, item.value)


def cut_warc(stream: Stream, base: int, plain: bool = False) -> Generator[Record, None, int]:
    """The records of a stream that begins at offset `base`; ends after the first damaged one.

    A record is sound when two line ends, the next record, or the end of a stream that ends soundly follow it. Returns
    where the search for the next record begins: behind the head of the damaged one, or at the end.
    """
    while True:
        offset = body = stream.offset
        headers, http, rest = HeaderMap(), b"", b""
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
                problem = Unusable(Reason.TOO_LARGE, f"the record has {length:,} bytes, too many; leave it out")
                stream.skip(length)
            else:
                stream.mark()
                http, rest = stream.take_message(length)
            if missed := _missed(stream, headers, http, rest, plain):
                rest += missed
            stream.unmark()
        except Unusable as error:
            problem, is_broken = error, True
            stream.rewind()
            left = (http + rest or stream.at_hand(_BLOCK_LIMIT)).partition(_WITHIN)[0] if len(headers) else b""
            http, rest = split_message(left)
        name = f"offset={base + offset}" if plain or not offset else f"offset={base}+{offset}"
        yield Record(name, headers, http, rest, problem)
        if is_broken:
            return body


def _missed(stream: Stream, headers: HeaderMap, http: bytes, body: bytes, plain: bool) -> bytes:
    """The byte that an archiver forgot to count, nothing as a rule; Unusable where the block does not end here.

    A length that is too large takes following records along, and may end at a boundary by chance. But a block may also
    hold an archive, so it is believed unless what stands before the first boundary in it is whole by itself.
    """
    inner = _boundary(http, body)
    # In a plain file the next record may be the damaged one; gzip must be read on for its checksum.
    if plain and stream.starts(_END):
        ends = inner < 0 or stream.peek(len(_END) + len(_MAGIC))[len(_END) :] in (b"", _MAGIC)
        rest = b""
    elif not stream.skip_blank() or stream.starts(_MAGIC):
        ends, rest = True, b""
    else:
        # Some archivers count one byte too few.
        ends, rest = inner < 0 and stream.peek(1 + len(_END))[1:] == _END, stream.take(1)
        ends = ends and (not stream.skip_blank() or stream.starts(_MAGIC))
    if not ends or (inner >= 0 and _is_whole(headers, (http + body)[:inner])):
        raise Unusable(Reason.MALFORMED, "Content-Length of the record is wrong; archive the page again")
    return rest


def _boundary(http: bytes, body: bytes) -> int:
    """Where another record seems to begin within a block, -1 where none does."""
    around = (http[-len(_WITHIN) :] + body[: len(_WITHIN)]).find(_WITHIN)
    if around >= 0:
        return around + max(0, len(http) - len(_WITHIN))
    # Most pages have no carriage return, which a search for one byte sees in a quarter of the time.
    found = body.find(_WITHIN) if b"\r" in body else -1
    return found if found < 0 else len(http) + found


def _is_whole(headers: HeaderMap, block: bytes) -> bool:
    """Whether the record's digest, or else the length of the HTTP message in it, says that this is all of its block."""
    digest = headers.get("WARC-Block-Digest")
    if digest:
        return is_digest_of(digest, block)
    end, start = head_end(block)
    if not block.startswith(b"HTTP/") or end < 0:
        return False
    return (parse_headers(block[:end]).get("Content-Length") or "").strip() == str(len(block) - start)


def _type(headers: HeaderMap) -> str:
    return (headers.get("WARC-Type") or "").strip().lower()


def _headers(head: bytes) -> HeaderMap:
    headers = parse_headers(head)
    if not headers.get("WARC-Type"):
        raise Unusable(Reason.MALFORMED, "the record has no WARC-Type; archive the page again")
    return headers


def _length(headers: HeaderMap) -> int:
    value = (headers.get("Content-Length") or "").strip()
    if not (value.isascii() and value.isdigit() and len(value) < 16):
        raise Unusable(Reason.MALFORMED, f"Content-Length of the record is {value[:40]!r}; archive the page again")
    return int(value)
