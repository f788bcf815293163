"""Files, local and gs:// alike. Objects of gs:// are in `objects`, for which Beam is imported when one is named."""

import os
import re
import shutil
import stat
import threading
import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

from schemas.reject import Reason, Unusable
from transforms.base.glob import escape_glob, expression, fixed_part

GZIP_MAGIC = b"\x1f\x8b"
COPIED = 1 << 20
"""Bytes that are copied or compared at a time."""


def open_raw(path: str) -> BinaryIO:
    """Opens a file's bytes as they are stored, compressed or not. Seekable."""
    if _is_object(path):
        from transforms.base import objects

        return objects.open_object(path)
    return open(path, "rb")


def read_stored(path: str, limit: int) -> bytes:
    """A file's bytes as stored; Unusable above `limit` bytes or where it cannot be read."""
    try:
        with open_raw(path) as file:
            data: bytes = file.read(limit + 1)
    except Exception as error:  # Beam's file systems raise errors of many libraries.
        raise Unusable(Reason.UNREADABLE, f"{path} cannot be read: {error}") from error
    if len(data) > limit:
        raise Unusable(Reason.TOO_LARGE, f"{path} is larger than {limit:,} bytes; split it")
    return data


def read_bounded(path: str, limit: int) -> bytes:
    """A file's bytes, gunzipped where they are gzip; Unusable as `read_stored` and `gunzip` say."""
    return gunzip(read_stored(path, limit), path, limit)


def gunzip(data: bytes, name: str, limit: int) -> bytes:
    """The content of all gzip members of `data`, or `data` itself if it is not gzip.

    Unusable if it is cut off, damaged, or unpacks to more than `limit` bytes.
    """
    if not data.startswith(GZIP_MAGIC):
        return data
    out = bytearray()
    while data.startswith(GZIP_MAGIC):
        inflater = zlib.decompressobj(wbits=31)
        try:
            out += inflater.decompress(data, limit + 1 - len(out))
        except zlib.error as error:
            raise Unusable(Reason.MALFORMED, f"{name} is damaged gzip: {error}") from error
        if len(out) > limit:
            raise Unusable(Reason.TOO_LARGE, f"{name} unpacks to more than {limit:,} bytes; split it")
        if not inflater.eof:
            raise Unusable(Reason.TRUNCATED, f"{name} is gzip that is cut off; fetch it again")
        data = inflater.unused_data
    return bytes(out)


def write_whole(path: str, data: bytes) -> None:
    """Puts a whole file in place at once: a reader sees the old one or the new one, never half of one.

    An object of gs:// becomes visible when its upload is complete. A local file is written to the disk under a
    name that readers of Hive partitions skip, then renamed.
    """
    if _is_object(path):
        from transforms.base import objects

        objects.write(path, data)
        return
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    staged = staged_beside(target)
    _write(staged, data)
    put_in_place(staged, target)


def join_files(target: Path, parts: Iterable[str]) -> None:
    """Puts a local file in place, whole, that holds the parts one after the other."""
    staged = staged_beside(target)
    try:
        with staged.open("wb") as joined:
            for path in parts:
                with Path(path).open("rb") as part:
                    shutil.copyfileobj(part, joined, COPIED)
            sync(joined)
        put_in_place(staged, target)
    finally:
        staged.unlink(missing_ok=True)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        sync(file)


def sync(file: BinaryIO) -> None:
    """Waits until a file's bytes are on the disk: only after that may its name stand for them."""
    file.flush()
    os.fsync(file.fileno())


def put_in_place(staged: Path, target: Path) -> None:
    """Gives a file its name, even if the machine stops right after."""
    staged.replace(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Waits until the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def staged_beside(target: Path) -> Path:
    """The name under which a file is written before it gets its own."""
    return target.with_name(f"{STAGED}{target.name}.{os.getpid()}-{threading.get_ident()}")


STAGED = "._staged-"
_STAGED_BY = re.compile(r"\.([0-9]{1,9})(?:-[0-9]+)?\Z")


def sweep(folder: str) -> None:
    """Removes the files below a local folder that processes were writing which no longer exist."""
    if "://" in folder:
        return
    for staged in Path(folder).rglob(f"{STAGED}*"):
        writer = _STAGED_BY.search(staged.name)
        if writer and not _is_alive(int(writer[1])):
            staged.unlink(missing_ok=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def remove(path: str) -> None:
    """Removes a file, if it is there."""
    if _is_object(path):
        from transforms.base import objects

        objects.remove(path)
    else:
        Path(path).unlink(missing_ok=True)


class Stored(NamedTuple):
    """A file: its size in bytes, and a stamp that changes when the file does."""

    size: int
    stamp: str


def matched(pattern: str) -> dict[str, Stored]:
    """The files whose path matches a pattern as Beam has it: `*` and `?` within a folder, `**` across folders.

    Pipes and devices are none: to read one may never end.
    """
    if _is_object(pattern):
        from transforms.base import objects

        return {path: Stored(size, stamp) for path, size, stamp in objects.matched(pattern)}
    wanted = expression(pattern)
    found = {}
    for parent, _, names in os.walk(os.path.dirname(fixed_part(pattern))):
        for path in (os.path.join(parent, name) for name in names):
            # It may have been removed since the folder was read.
            with suppress(OSError):
                if wanted.match(path):
                    of_file = os.stat(path)
                    if stat.S_ISREG(of_file.st_mode):
                        found[path] = Stored(of_file.st_size, f"{of_file.st_size}-{of_file.st_mtime}")
    return found


def listed(folder: str) -> dict[str, int]:
    """Every file below a folder, however deep, and its size in bytes."""
    return {path: file.size for path, file in matched(f"{escape_glob(folder)}/**").items()}


def stamped(folder: str) -> dict[str, str]:
    """Every file below a folder, and a stamp that changes when the file does: its size and when it was written."""
    return {path: file.stamp for path, file in matched(f"{escape_glob(folder)}/**").items()}


def exists(path: str) -> bool:
    """Whether a file, or a local folder, is there."""
    if _is_object(path):
        from transforms.base import objects

        return objects.exists(path)
    return os.path.exists(path)


def read_if_present(path: str) -> bytes | None:
    """A file's bytes as stored, or None if there is none."""
    if _is_object(path):
        from transforms.base import objects

        return objects.read_if_present(path)
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        return None


def size_of(path: str) -> int:
    """A file's size in bytes; 0 if there is none."""
    if _is_object(path):
        return sum(file.size for file in matched(escape_glob(path)).values())
    try:
        return os.stat(path).st_size
    except FileNotFoundError:
        return 0


def _is_object(path: str) -> bool:
    return "://" in path
