"""A stream of bytes in chunks, read by length and by what stands in it, within bounded memory."""

from collections.abc import Iterable

from schemas.reject import Reason, Unusable

HEAD_LIMIT = 64 << 10
_MAGIC = b"WARC/"
_HTTP = b"HTTP/"


def head_end(data: bytes, start: int = 0, end: int | None = None) -> tuple[int, int]:
    """Where a head in [start, end) ends and where the body after it begins; (-1, -1) where it does not end."""
    crlf = data.find(b"\r\n\r\n", start, end)
    lf = data.find(b"\n\n", start, end if crlf < 0 else crlf)
    if lf >= 0:
        return lf, lf + 2
    return (crlf, crlf + 4) if crlf >= 0 else (-1, -1)


def split_message(block: bytes) -> tuple[bytes, bytes]:
    """An HTTP message as its head, the empty line included, and its body; what is none, or has no end, is all body."""
    start = head_end(block)[1] if block.startswith(_HTTP) else -1
    return (block[:start], block[start:]) if start > 0 else (b"", block)


def _cut_off() -> Unusable:
    return Unusable(Reason.TRUNCATED, "the file ends within a record; fetch it again")


class Stream:
    """Reads a stream of chunks by length. An error of the chunks is raised when all that came before it was taken."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._data = b""
        self._position = 0
        self._mark: int | None = None
        self._gone = 0
        self._end: Unusable | None = None
        self.began = 0
        """Where the last head began."""

    @property
    def offset(self) -> int:
        """How many bytes were taken or skipped."""
        return self._gone + self._position

    def _fill(self, size: int) -> int:
        """Has at least `size` bytes at hand, fewer only at the end; returns how many."""
        at_hand = len(self._data) - self._position
        if at_hand >= size:
            return at_hand
        keep = self._position if self._mark is None else self._mark
        parts = [self._data[keep:]] if keep < len(self._data) else []
        try:
            while at_hand < size and (chunk := next(self._chunks, None)) is not None:
                parts.append(chunk)
                at_hand += len(chunk)
        except Unusable as error:
            self._end = error
        self._gone += keep
        self._data, self._position = parts[0] if len(parts) == 1 else b"".join(parts), self._position - keep
        self._mark = None if self._mark is None else 0
        if not at_hand and self._end is not None:
            raise self._end
        return at_hand

    def take(self, size: int) -> bytes:
        """The next `size` bytes; Unusable where the stream has fewer."""
        if self._fill(size) < size:
            raise self._end or _cut_off()
        self._position += size
        return self._data[self._position - size : self._position]

    def take_message(self, size: int) -> tuple[bytes, bytes]:
        """The next `size` bytes as `split_message` splits them, without a copy of the whole."""
        if self._fill(size) < size:
            raise self._end or _cut_off()
        begin, end = self._position, self._position + size
        start = head_end(self._data, begin, end)[1] if self._data.startswith(_HTTP, begin, end) else begin
        self._position = end
        return self._data[begin:start], self._data[max(begin, start) : end]

    def skip(self, size: int) -> None:
        """Passes over `size` bytes without holding them."""
        while size:
            at_hand = min(size, self._fill(1))
            if not at_hand:
                raise self._end or _cut_off()
            self._position += at_hand
            size -= at_hand

    def mark(self) -> None:
        """From here on what is taken is kept, for `rewind`."""
        self._mark = self._position

    def unmark(self) -> None:
        """Lets go of what `mark` kept."""
        self._mark = None

    def rewind(self) -> None:
        """Goes back to the mark, if there is one."""
        if self._mark is not None:
            self._position, self._mark = self._mark, None

    def at_hand(self, limit: int) -> bytes:
        """What was read and not taken."""
        return self._data[self._position : self._position + limit]

    def peek(self, size: int) -> bytes:
        """The next `size` bytes, fewer at the end."""
        self._fill(size)
        return self.at_hand(size)

    def starts(self, prefix: bytes) -> bool:
        """Whether this comes next."""
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
        if not self.starts(_MAGIC):
            if _MAGIC.startswith(self.at_hand(len(_MAGIC))):
                raise self._end or _cut_off()
            raise Unusable(Reason.MALFORMED, "no WARC record starts here; is the file a WARC?")
        self.began = self.offset
        size = 4 << 10
        while True:
            at_hand = self._fill(size)
            start = self._position
            end, body = head_end(self._data, start, start + HEAD_LIMIT)
            if end >= 0:
                self._position = body
                return self._data[start:end]
            if at_hand < size:
                raise self._end or _cut_off()
            if size >= HEAD_LIMIT:
                raise Unusable(Reason.MALFORMED, "the record's headers do not end; archive the page again")
            size = HEAD_LIMIT

    def line(self, limit: int) -> bytes:
        """Takes a line, without its end; Unusable where it has more than `limit` bytes."""
        size = 256
        while (end := self._data.find(b"\n", self._position, self._position + size)) < 0:
            if size >= limit or self._fill(size) < size:
                raise self._end or Unusable(Reason.MALFORMED, "a line that never ends; is the file an ARC?")
            size *= 4
        line = self._data[self._position : end]
        self._position = end + 1
        return line

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
