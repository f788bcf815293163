"""How far a local run is: workers append what they did to one small file, which the launcher watches."""

import os
import struct
from collections import Counter
from contextlib import suppress

CAPTURES, BYTES, POLLS, FETCHES, ARTICLES = "captures", "bytes", "polls", "fetches", "articles"
"""What is counted; at most eight letters."""
DUE, WANTED = "due", "wanted"
"""What is to be polled, and to be fetched, of which POLLS and FETCHES is the part that is done."""
STEP = struct.Struct("<8sQ")
LARGE = 1 << 20


def append(path: str | None, what: str, count: int) -> None:
    """Adds to what is done. One write of 16 bytes to a file opened for appending is atomic across processes.

    No work fails for it: the disk may be full, or the launcher have been stopped, and its folder be gone.
    """
    if path is not None and count:
        with suppress(OSError), open(path, "ab", buffering=0) as file:
            file.write(STEP.pack(what.encode(), count))


class Watch:
    """Adds up what is appended. A large file is started again, which may lose a step: it is there to be looked at."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._read = 0
        self._sums: Counter[str] = Counter()

    def sums(self) -> Counter[str]:
        """What has been done so far."""
        with open(self._path, "rb") as file:
            file.seek(self._read)
            data = file.read()
        whole = data[: len(data) // STEP.size * STEP.size]
        self._read += len(whole)
        for what, count in STEP.iter_unpack(whole):
            self._sums[what.rstrip(b"\0").decode()] += count
        if self._read > LARGE:
            os.truncate(self._path, 0)
            self._read = 0
        return self._sums
