"""Which files of articles a table should have, and which it has: a pure comparison.

A table's file is named by the output's file and a digest of its bytes, so a listing of the table says what is in it.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from transforms.base.window_names import window_of

DIGEST = 16
"""Hex digits of SHA-256 over a file's bytes that are part of a name."""
_NAME = re.compile(rf"(date=[^/]+/[^/]+)-([0-9a-f]{{{DIGEST}}})\.parquet\Z")


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """A file below `articles/`, named from there on without its ending, as it is with certain bytes."""

    file: str
    digest: str

    @property
    def name(self) -> str:
        """Its name in the table."""
        return f"{self.file}-{self.digest}.parquet"

    @property
    def day(self) -> str:
        """Its `date`, which only the folder says."""
        return self.file.partition("/")[0].removeprefix("date=")


class Changes(NamedTuple):
    """What a commit adds to a table, and the paths of its files that it removes."""

    add: list[Version]
    remove: list[str]


def version_of(path: str) -> Version | None:
    """What a file of a table was made from; None for one that another program put there."""
    found = _NAME.search(path)
    return Version(found[1], found[2]) if found else None


def is_closed(file: str, now: datetime, window: timedelta) -> bool:
    """Whether the window of capture that a file is named by is over. One without a window is always closed."""
    start = window_of(file)
    return start is None or start + window <= now


def changes(closed: Mapping[str, str], still_open: Collection[str], there: Iterable[str]) -> Changes:
    """What brings a table up to date.

    `closed` has the digest of each closed file, `still_open` the other files of the output, `there` are the paths of
    the table's files. What the table has of an open file stays until that is closed.
    """
    known = {version: path for path in there if (version := version_of(path))}
    wanted = {Version(file, digest) for file, digest in closed.items()}
    gone = (path for version, path in known.items() if version not in wanted and version.file not in still_open)
    return Changes(sorted(wanted - known.keys()), sorted(gone))
