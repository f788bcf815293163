"""Temporary folders, of which a killed process leaves none for good: the next one removes what is no longer used."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "dateline-used-"
"""What the names begin with. Whoever uses such a folder has locked it: unlike the number of a process, which may be
another container's, a lock ends with its holder."""


@contextmanager
def temporary_folder() -> Iterator[str]:
    """A folder of this process, removed at the end of the block. OSError if there is no room for one."""
    remove_left()
    folder, lock = _made()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def remove_left() -> None:
    """Removes the folders of this user that no process uses."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        # Another's, no folder, in use, or removed meanwhile.
        with suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                if os.fstat(descriptor).st_uid == os.getuid():
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(folder)
            finally:
                os.close(descriptor)


def _made() -> tuple[str, int]:
    """A new folder and what locks it."""
    while True:
        folder = tempfile.mkdtemp(prefix=PREFIX)
        with suppress(FileNotFoundError):
            lock = os.open(folder, os.O_RDONLY)
            fcntl.flock(lock, fcntl.LOCK_EX)
            # Before it was locked, another may have taken it for one that is left.
            if os.path.exists(folder):
                return folder, lock
            os.close(lock)
