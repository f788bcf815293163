"""Rows in files while references to them cross a shuffle: the runners of one machine hold in memory all that crosses.

A *parcel* is what crosses instead of a row: its bytes, or where they are in a file of the run. On a cluster, whose
shuffle is on disks, rows cross themselves: there is no folder that all workers share.
"""

import os
import pickle
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, overload

from transforms.base.temporary import temporary_folder

Row = TypeVar("Row")
SMALLEST = 192
"""Bytes from which a row is kept in a file: a reference takes a hundred."""
OPEN_FILES = 64
_REFERENCE = b"@"
"""What a reference begins with; a pickle does not."""


@contextmanager
def spilling(output: str) -> Iterator[str]:
    """A folder for the rows of a run that is the only writer of its output; removed, with all that is in it, at the
    end.

    Inside a local output, because temporary folders may be in memory. What a killed run left is removed too.
    """
    with temporary_folder() if "://" in output else nullcontext(f"{output}/_state") as parent:
        folder = f"{parent}/spilled"
        try:
            shutil.rmtree(folder, ignore_errors=True)
            Path(folder).mkdir(parents=True)
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


class Spill:
    """Makes parcels of the rows of a bundle, in one file of its own below `folder`; without one they stay whole."""

    def __init__(self, folder: str | None) -> None:
        self._folder = folder
        self._file: BinaryIO | None = None
        self._place = ("", 0)

    def parcel(self, data: bytes) -> bytes:
        """What crosses instead of a row's bytes."""
        if self._folder is None or len(data) < SMALLEST:
            return data
        if self._file is None:
            descriptor, path = tempfile.mkstemp(dir=self._folder)
            self._file, self._place = os.fdopen(descriptor, "wb"), (path, 0)
        path, start = self._place
        self._file.write(data)
        self._place = path, start + len(data)
        return _REFERENCE + pickle.dumps((path, start, len(data)))

    def close(self) -> None:
        """Ends the bundle: from now on its rows can be read."""
        if self._file is not None:
            self._file.close()
            self._file = None


class Parcels(Sequence[Row]):
    """Rows by their parcels, each read and made when it is asked for, and not kept."""

    def __init__(
        self, parcels: Sequence[bytes], decode: Callable[[bytes], Row], files: dict[str, BinaryIO] | None = None
    ) -> None:
        self._parcels, self._decode = parcels, decode
        self._files: dict[str, BinaryIO] = {} if files is None else files

    def __len__(self) -> int:
        return len(self._parcels)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> "Parcels[Row]": ...
    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, slice):
            return Parcels(self._parcels[index], self._decode, self._files)
        return self._decode(self._bytes(self._parcels[index]))

    def __enter__(self) -> "Parcels[Row]":
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def where(self, holds: Callable[[Row], bool]) -> "Parcels[Row]":
        """Those of which this holds."""
        held = [each for each, row in zip(self._parcels, self, strict=True) if holds(row)]
        return Parcels(held, self._decode, self._files)

    def _bytes(self, parcel: bytes) -> bytes:
        if not parcel.startswith(_REFERENCE):
            return parcel
        path, start, size = pickle.loads(parcel[len(_REFERENCE) :])
        if path not in self._files:
            if len(self._files) == OPEN_FILES:
                self._close()
            self._files[path] = Path(path).open("rb")  # noqa: SIM115
        return os.pread(self._files[path].fileno(), size, start)

    def _close(self) -> None:
        close_files(self._files)


def close_files(files: dict[str, BinaryIO]) -> None:
    """Closes the files that parcels were read from."""
    for file in files.values():
        file.close()
    files.clear()
