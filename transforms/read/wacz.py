"""The archives within a WACZ, which is a zip (https://specs.webrecorder.net/wacz/1.1.1/).

One that is stored as it is, as the format wants, is read in place and in ranges; one that the zip compressed is
unpacked to a temporary file first.
"""

import io
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from schemas.reference import FileKind
from schemas.reject import Reason, Unusable
from transforms.read.filename import kind_of

UNPACKED_LIMIT = 1 << 30
"""Bytes of an archive that the zip compressed."""
_DIRECTORY_LIMIT = 64 << 20
_IN_MEMORY = 16 << 20
_LOCAL_HEAD = struct.Struct("<4s22xHH")


class Part(io.RawIOBase):
    """The bytes [start, start + size) of a file as a file."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        super().__init__()
        self._file, self._start, self._size, self._position = file, start, size, 0

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Moves, from the start of the part."""
        self._position = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        return self._position

    def read(self, size: int = -1) -> bytes:
        """The next bytes, as many as there are."""
        left = max(0, self._size - self._position)
        self._file.seek(self._start + self._position)
        data = self._file.read(left if size < 0 else min(size, left))
        self._position += len(data)
        return data


class _Bounded(io.RawIOBase):
    """A file from which no more is read at once than a zip's directory may have: that is read in one piece."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def read(self, size: int = -1) -> bytes:
        if size > _DIRECTORY_LIMIT:
            raise Unusable(Reason.TOO_LARGE, f"a zip whose directory has {size:,} bytes; unzip it and name the folder")
        return self._file.read(size)


def archives_within(file: BinaryIO) -> list[ZipInfo]:
    """The archives of an opened WACZ, in the order of their names; Unusable if it is none, or a bomb."""
    with _reading():
        found = [each for each in ZipFile(cast(BinaryIO, _Bounded(file))).infolist() if _is_archive(each)]
    if not found:
        raise Unusable(Reason.EMPTY, "no archive is in it; a WACZ has them in its folder archive/")
    size = file.seek(0, io.SEEK_END)
    # Entries that share their bytes are how a zip of some kilobytes unpacks to petabytes.
    if sum(each.compress_size for each in found) > size or len({each.header_offset for each in found}) < len(found):
        raise Unusable(Reason.MALFORMED, "its archives overlap; fetch it again")
    return sorted(found, key=lambda each: each.filename)


def is_stored(entry: ZipInfo) -> bool:
    """Whether an archive stands in the zip as it is."""
    return entry.compress_type == ZIP_STORED and not entry.flag_bits & 1


@contextmanager
def opened_within(file: BinaryIO, name: str) -> Iterator[BinaryIO]:
    """The archive of this name in an opened WACZ; Unusable if it is not there, or unpacks to too much."""
    entry = next((each for each in archives_within(file) if each.filename == name), None)
    if entry is None:
        raise Unusable(Reason.UNREADABLE, f"{name} is no longer in it; read it again")
    if is_stored(entry):
        file.seek(entry.header_offset)
        head = file.read(_LOCAL_HEAD.size)
        magic, name_length, extra_length = _LOCAL_HEAD.unpack(head.ljust(_LOCAL_HEAD.size, b"\0"))
        if magic != b"PK\x03\x04":
            raise Unusable(Reason.MALFORMED, f"{name} does not begin where the zip says; fetch it again")
        yield cast(BinaryIO, Part(file, entry.header_offset + len(head) + name_length + extra_length, entry.file_size))
        return
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as unpacked:
        with _reading(), ZipFile(file).open(entry) as packed:
            while chunk := packed.read(1 << 20):
                if unpacked.tell() + len(chunk) > UNPACKED_LIMIT:
                    message = f"{name} unpacks to more than {UNPACKED_LIMIT:,} bytes; unzip it and name the folder"
                    raise Unusable(Reason.TOO_LARGE, message)
                unpacked.write(chunk)
        yield cast(BinaryIO, unpacked)


def _is_archive(entry: ZipInfo) -> bool:
    return kind_of(entry.filename) is FileKind.WARC and not entry.is_dir()


@contextmanager
def _reading() -> Iterator[None]:
    """What the zip's reader raises, as Unusable."""
    try:
        yield
    except BadZipFile as error:
        raise Unusable(Reason.MALFORMED, f"a damaged zip ({error}); fetch it again") from error
    except (RuntimeError, NotImplementedError) as error:  # A password, or a method of others.
        raise Unusable(Reason.UNREADABLE, f"the zip cannot be read ({error}); unzip it and name the folder") from error
    except (EOFError, OSError, ValueError, struct.error) as error:
        raise Unusable(Reason.MALFORMED, f"a damaged zip ({error}); fetch it again") from error
