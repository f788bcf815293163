"""Files, local and gs:// alike, through Beam's FileSystems."""

import os
import re
import threading
import zlib
from pathlib import Path
from typing import BinaryIO

from apache_beam.io.filesystem import CompressionTypes
from apache_beam.io.filesystems import FileSystems
from google.api_core.exceptions import NotFound

from schemas.reject import Reason, Unusable
from transforms.base.beam_internals import gcs_io

READ_AHEAD = 1 << 20
GZIP_MAGIC = b"\x1f\x8b"
CONTENT_TYPE = "application/octet-stream"


def open_raw(path: str):  # type: ignore[no-untyped-def]
    """Opens a file's bytes as they are stored, compressed or not. Seekable.

    Beam fetches 16 MiB of an object at a time, which a range of an archive does not need.
    """
    if path.startswith("gs://"):
        return gcs_io(path).open(path, "rb", read_buffer_size=READ_AHEAD)
    return FileSystems.open(path, compression_type=CompressionTypes.UNCOMPRESSED)


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
    """The content of all gzip members of `data`, or `data` itself where it is not gzip.

    Unusable where it is cut off, damaged, or unpacks to more than `limit` bytes.
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
    if "://" in path:
        with FileSystems.create(path, CONTENT_TYPE, CompressionTypes.UNCOMPRESSED) as file:
            file.write(data)
        return
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    staged = staged_beside(target)
    _write(staged, data)
    put_in_place(staged, target)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        sync(file)


def sync(file: BinaryIO) -> None:
    """Waits until a file's bytes are on the disk: its name may come to stand for them after that."""
    file.flush()
    os.fsync(file.fileno())


def put_in_place(staged: Path, target: Path) -> None:
    """Gives a file its name, also should the machine stop right after."""
    staged.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def staged_beside(target: Path) -> Path:
    """The name under which a file is written before it gets its own."""
    return target.with_name(f"{STAGED}{target.name}.{os.getpid()}-{threading.get_ident()}")


STAGED = "._staged-"
_STAGED_BY = re.compile(r"\.([0-9]{1,9})(?:-[0-9]+)?\Z")


def sweep(folder: str) -> None:
    """Takes away the files that processes which are no more were writing below a local folder."""
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
    """Takes a file away, if it is there."""
    if "://" not in path:
        Path(path).unlink(missing_ok=True)
    elif FileSystems.exists(path):
        FileSystems.delete([escape_glob(path)])


def listed(folder: str) -> dict[str, int]:
    """Every file below a folder, however deep, and its size in bytes."""
    return {m.path: m.size_in_bytes for m in FileSystems.match([f"{escape_glob(folder)}/**"])[0].metadata_list}


def stamped(folder: str) -> dict[str, str]:
    """Every file below a folder, and a stamp that changes when the file does: its size and when it was written."""
    found = FileSystems.match([f"{escape_glob(folder)}/**"])[0].metadata_list
    return {file.path: f"{file.size_in_bytes}-{file.last_updated_in_seconds}" for file in found}


def escape_glob(path: str) -> str:
    """A path as a pattern that matches nothing else."""
    return re.sub(r"([*?[])", r"[\1]", path)


def read_if_present(path: str) -> bytes | None:
    """A file's bytes as stored, or None where there is none."""
    try:
        with open_raw(path) as file:
            data: bytes = file.read()
    except (FileNotFoundError, NotFound):
        return None
    return data


def size_of(path: str) -> int:
    """A file's size in bytes; 0 where there is none."""
    found = FileSystems.match([escape_glob(path)])[0].metadata_list
    return found[0].size_in_bytes if found else 0
