"""Reads WARC archives: splits a file into ranges, and a range into captures."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from schemas.capture import Capture
from schemas.reject import Reason, Unusable

RANGE_SIZE = 512 << 10


class Range(NamedTuple):
    """The bytes [start, end) of a file: whoever reads it owns the records that start there."""

    path: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """A stored document that is no capture, and why. `capture` holds what is known of it; its body may be empty."""

    capture: Capture
    reason: Reason
    message: str

    @property
    def error(self) -> Unusable:
        """The same as the exception that the pure functions raise."""
        return Unusable(self.reason, self.message)


def ranges(path: str, size: int, step: int = RANGE_SIZE) -> Iterator[Range]:
    """Split a file of `size` bytes into ranges of equal length, about `step` bytes each; one if it can not be split."""
    parts = max(1, -(-size // step)) if path.endswith(".gz") else 1
    for part in range(parts):
        yield Range(path, part * size // parts, (part + 1) * size // parts)


def read_range(file: BinaryIO, uri: str, start: int, end: int) -> Iterator[Capture | Bad]:
    """Read the captures whose records start in [start, end) of an opened, seekable, not decompressed file.

    `uri` is the stable name of the file. The concatenation over the ranges of any split is what (0, size) gives.
    """
    raise NotImplementedError
