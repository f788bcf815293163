"""How an archive is compressed: members of gzip or frames of zstd, each with a record, and how one is inflated.

A `.warc.zst` (https://iipc.github.io/warc-specifications/specifications/warc-zstd/) may begin with a dictionary, in a
skippable frame and perhaps compressed itself, with which all its records are compressed.
"""

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol, cast

from backports import zstd
from isal import igzip_lib

from schemas.reject import Reason, Unusable
from transforms.read.filename import is_gzip, is_packed, suffix_of

DICTIONARY_LIMIT = 16 << 20
_WINDOW_LOG = 27
"""Of the memory that a frame may ask for: 128 MiB, the most that zstd itself takes without being told to."""
_SKIPPABLE = 0x184D2A5D
_SKIPPABLE_MAGIC = struct.pack("<I", _SKIPPABLE)
ARC_BEGINS = re.compile(rb"[a-z]{3,10}:")


class Inflater(Protocol):
    """What inflates one member: fed where it needs input, it gives at most so many bytes at a time."""

    @property
    def needs_input(self) -> bool: ...  # noqa: D102
    @property
    def eof(self) -> bool: ...  # noqa: D102
    @property
    def unused_data(self) -> bytes: ...  # noqa: D102
    def decompress(self, data: bytes, max_length: int) -> bytes: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Packing:
    """How the members of a file begin and are inflated, and what the record in each begins with.

    `longest_plain` is the most bytes of a member that can stand in the file as they are, in one block.
    """

    magic: bytes
    inflater: Callable[[], Inflater]
    longest_plain: int
    begins: re.Pattern[bytes] = re.compile(b"WARC/")
    first: int = 0
    """Offset of the first member."""


ERRORS = cast(tuple[type[Exception], ...], (igzip_lib.IsalError, zstd.ZstdError))
"""What inflaters raise where a member is damaged."""
# A stored block of DEFLATE has at most 65,535 bytes (RFC 1951, 3.2.4), a raw block of zstd 128 KiB (RFC 8878, 3.1.1.2).
GZIP = Packing(b"\x1f\x8b\x08", partial(igzip_lib.IgzipDecompressor, igzip_lib.DECOMP_GZIP), 65_535)
_ZSTD = Packing(b"\x28\xb5\x2f\xfd", lambda: _zstd(None), 128 << 10)


def packing_of(piece: Callable[[int, int], bytes], name: str) -> Packing | None:
    """How a file is packed, by its first bytes, else by its name; None where it is not packed.

    `piece` gives bytes by offset and length. What is gzip by its name alone is damaged at its start.
    """
    start = piece(0, 16)
    gzip = replace(GZIP, begins=ARC_BEGINS) if suffix_of(name) == ".arc" else GZIP
    if start.startswith(gzip.magic):
        return gzip
    if start.startswith(_ZSTD.magic):
        return _ZSTD
    if not start.startswith(_SKIPPABLE_MAGIC) or len(start) < 8:
        is_plain = gzip.begins.match(start) or not is_packed(name)
        return None if is_plain else gzip if is_gzip(name) else _ZSTD
    (size,) = struct.unpack("<I", start[4:8])
    if size > DICTIONARY_LIMIT:
        raise Unusable(Reason.TOO_LARGE, f"a dictionary of {size:,} bytes; unpack the archive: zstd -d")
    return replace(_ZSTD, inflater=partial(_zstd, _dictionary(piece(8, size))), first=8 + size)


def _dictionary(data: bytes) -> zstd.ZstdDict:
    try:
        if data.startswith(_ZSTD.magic):
            inflater = _zstd(None)
            data = inflater.decompress(data, DICTIONARY_LIMIT)
            if not inflater.eof:
                raise Unusable(Reason.MALFORMED, "the dictionary is cut off or too large; fetch the archive again")
        return zstd.ZstdDict(data)
    except (zstd.ZstdError, ValueError) as error:
        raise Unusable(Reason.MALFORMED, f"the dictionary is damaged ({error}); fetch the archive again") from error


def _zstd(dictionary: zstd.ZstdDict | None) -> Any:
    return zstd.ZstdDecompressor(dictionary, {zstd.DecompressionParameter.window_log_max: _WINDOW_LOG})
