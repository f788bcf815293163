"""Files, local and gs:// alike, through Beam's FileSystems."""

import fcntl
import os
import random
import re
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, BinaryIO

from apache_beam.io.filesystem import CompressionTypes
from apache_beam.io.filesystems import FileSystems
from google.api_core.exceptions import NotFound, PreconditionFailed

from schemas.reject import Reason, Unusable
from transforms.base.beam_internals import gcs_io

READ_AHEAD = 1 << 20
GZIP_MAGIC = b"\x1f\x8b"
CONTENT_TYPE = "application/octet-stream"
ATTEMPTS = 12
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 8.0

# The bytes of a file -> what they shall be; None is no file.
Change = Callable[[bytes | None], bytes | None]


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
    staged = _staged(target)
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


def update(path: str, change: Change) -> None:
    """Reads a whole file, changes it and puts it in place: of several writers at once none loses what another wrote.

    `change` is called again where another writer came between, and once more on its own result where an answer of
    the network is lost: a second time it must change nothing. What it gives back as it was is not written.
    OSError where the file is an object that others kept changing.
    """
    if "://" in path:
        _update_object(path, change)
    else:
        _update_file(Path(path), change)


def _update_object(path: str, change: Change) -> None:
    if not path.startswith("gs://"):
        raise OSError(f"{path}: writing safely beside others works in gs:// and in local folders; name one of these")
    bucket, _, name = path.removeprefix("gs://").partition("/")
    objects = gcs_io(path).client.bucket(bucket)
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(random.uniform(0, min(LONGEST_PAUSE, FIRST_PAUSE * 2**attempt)))
        if _exchange_object(objects, name, change):
            return
    raise OSError(
        f"{path} was changed by others {ATTEMPTS} times while it was being changed; "
        "write to this output with fewer programs at once, then run this one again"
    )


def _exchange_object(bucket: Any, name: str, change: Change) -> bool:
    """One attempt; False where another writer came between."""
    blob = bucket.get_blob(name)
    generation = blob.generation if blob else 0
    try:
        old = blob.download_as_bytes() if blob else None
        new = change(old)
        if new is None and blob:
            blob.delete(if_generation_match=generation)
        elif new is not None and new != old:
            bucket.blob(name).upload_from_string(new, CONTENT_TYPE, if_generation_match=generation)
    except PreconditionFailed:
        return False
    except NotFound:
        if blob is None:
            raise
        return False
    return True


def _update_file(target: Path, change: Change) -> None:
    # The other files of the folder share its lock, so the work is done outside, and inside only by who lost a race.
    if not _exchange_file(target, change, _locked(target.parent)):
        with _locked(target.parent):
            while not _exchange_file(target, change, nullcontext()):
                pass


def _exchange_file(target: Path, change: Change, lock: AbstractContextManager[None]) -> bool:
    """One attempt; False where another writer came between."""
    with _opened(target) as file:
        old = None if file is None else file.read()
        new = change(old)
        if new == old:
            return True
        target.parent.mkdir(parents=True, exist_ok=True)
        staged = _staged(target)
        try:
            if new is not None:
                _write(staged, new)
            with lock:
                if not _stands(target, file):
                    return False
                if new is None:
                    target.unlink()
                else:
                    put_in_place(staged, target)
        finally:
            staged.unlink(missing_ok=True)
    return True


@contextmanager
def _opened(target: Path) -> Iterator[BinaryIO | None]:
    try:
        file = target.open("rb")
    except FileNotFoundError:
        yield None
        return
    with file:
        yield file


def _stands(target: Path, file: BinaryIO | None) -> bool:
    """Whether a file is the one that was opened: while it is open, no other has its inode."""
    try:
        there = target.stat()
    except FileNotFoundError:
        return file is None
    return file is not None and os.path.samestat(there, os.fstat(file.fileno()))


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Alone in a folder, of all that use this: processes, and threads too. The folder's own descriptor: no litter."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)  # A process forked meanwhile holds it too.
        os.close(descriptor)


def _staged(target: Path) -> Path:
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
