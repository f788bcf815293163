"""Changes whole files that others may change at the same time: none loses what another wrote."""

import fcntl
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from transforms.base.storage import put_in_place, staged_beside, sync

ATTEMPTS = 12
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 8.0
COMPARED = 1 << 20

# The bytes of a file -> what they are to be; None is no file.
Change = Callable[[bytes | None], bytes | None]
# A file as it is, if there is one -> what writes the one that is to be; None is no file.
Rewrite = Callable[[BinaryIO | None], Callable[[BinaryIO], None] | None]


def update(path: str, change: Change) -> None:
    """Reads a whole file, changes it and puts it in place: of several writers at once none loses what another wrote.

    `change` is called again if another writer came between, and once more on its own result if an answer of the network
    is lost: the second time it must change nothing. What it returns unchanged is not written. OSError if the file is an
    object that others kept changing.
    """
    _exchange(path, partial(_in_memory, change))


def rewrite(path: str, change: Rewrite) -> None:
    """The same for files of any size: what there is and what is to be are read and written in parts."""
    _exchange(path, partial(_in_parts, change))


class _Made(Enum):
    """What became of a file: it was left as it is, removed, or replaced."""

    SAME = 0
    NONE = 1
    NEW = 2


# A file as it is, and what opens a file for what it is to be.
_Make = Callable[[BinaryIO | None, Callable[[], AbstractContextManager[BinaryIO]]], _Made]


def _in_memory(change: Change, old: BinaryIO | None, opened: Callable[[], AbstractContextManager[BinaryIO]]) -> _Made:
    there = None if old is None else old.read()
    shall_be = change(there)
    if shall_be == there:
        return _Made.SAME
    if shall_be is None:
        return _Made.NONE
    with opened() as new:
        new.write(shall_be)
    return _Made.NEW


def _in_parts(change: Rewrite, old: BinaryIO | None, opened: Callable[[], AbstractContextManager[BinaryIO]]) -> _Made:
    write = change(old)
    if write is None:
        return _Made.SAME if old is None else _Made.NONE
    with opened() as new:
        write(new)
        return _Made.SAME if old is not None and _is_same(old, new) else _Made.NEW


def _is_same(one: BinaryIO, other: BinaryIO) -> bool:
    if one.seek(0, os.SEEK_END) != other.seek(0, os.SEEK_END):
        return False
    one.seek(0)
    other.seek(0)
    while part := one.read(COMPARED):
        if part != other.read(COMPARED):
            return False
    return True


def _exchange(path: str, make: _Make) -> None:
    if "://" in path:
        _exchange_object(path, make)
    else:
        _exchange_file(Path(path), make)


def _exchange_object(path: str, make: _Make) -> None:
    if not path.startswith("gs://"):
        raise OSError(f"{path}: writing safely beside others works in gs:// and in local folders; name one of these")
    from transforms.base.beam_internals import gcs_io

    bucket, _, name = path.removeprefix("gs://").partition("/")
    objects = gcs_io(path).client.bucket(bucket)
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(random.uniform(0, min(LONGEST_PAUSE, FIRST_PAUSE * 2**attempt)))
        if _try_object(objects, name, make):
            return
    raise OSError(
        f"{path} was changed by others {ATTEMPTS} times while it was being changed; "
        "write to this output with fewer programs at once, then run this one again"
    )


def _try_object(bucket: Any, name: str, make: _Make) -> bool:
    """One attempt; False if another writer came between."""
    from google.api_core.exceptions import NotFound, PreconditionFailed

    from transforms.base.objects import CONTENT_TYPE

    blob = bucket.get_blob(name)
    generation = blob.generation if blob else 0
    with tempfile.TemporaryFile() as old, tempfile.TemporaryFile() as new:
        try:
            if blob:
                blob.download_to_file(old)
                old.seek(0)
            made = make(old if blob else None, lambda: nullcontext(new))
            if made is _Made.NONE:
                blob.delete(if_generation_match=generation)
            elif made is _Made.NEW:
                bucket.blob(name).upload_from_file(
                    new, rewind=True, content_type=CONTENT_TYPE, if_generation_match=generation
                )
        except PreconditionFailed:
            return False
        except NotFound:
            if blob is None:
                raise
            return False
    return True


def _exchange_file(target: Path, make: _Make) -> None:
    # The other files of the folder share its lock, so the work is done outside, and inside only by who lost a race.
    if not _try_file(target, make, _locked(target.parent)):
        with _locked(target.parent):
            while not _try_file(target, make, nullcontext()):
                pass


def _try_file(target: Path, make: _Make, lock: AbstractContextManager[None]) -> bool:
    """One attempt; False if another writer came between."""
    staged = staged_beside(target)

    @contextmanager
    def opened() -> Iterator[BinaryIO]:
        target.parent.mkdir(parents=True, exist_ok=True)
        with staged.open("w+b") as new:
            yield new

    with _opened(target) as old:
        try:
            made = make(old, opened)
            if made is _Made.SAME:
                return True
            if made is _Made.NEW:
                with staged.open("rb") as new:
                    sync(new)
            with lock:
                if not _stands(target, old):
                    return False
                if made is _Made.NONE:
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
    """Alone in a folder, of all that use this: processes, and threads too. No file is left: the folder itself is
    locked."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)  # A process forked meanwhile holds it too.
        os.close(descriptor)
