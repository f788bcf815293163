"""WARC files of a round, each put in place whole."""

import os
from pathlib import Path
from typing import BinaryIO, cast

from apache_beam.io.filesystem import CompressionTypes
from apache_beam.io.filesystems import FileSystems

from transforms.base.storage import STAGED, put_in_place, sync
from transforms.crawl.archive.writer import ArchiveFile, Writer
from transforms.crawl.fetch.client import Client


class _Staged:
    """A local file that takes its name when it is closed."""

    def __init__(self, path: str) -> None:
        self._target = Path(path)
        self._target.parent.mkdir(parents=True, exist_ok=True)
        self._staged = self._target.with_name(f"{STAGED}{self._target.name}.{os.getpid()}")
        self._file = self._staged.open("wb")

    def write(self, data: bytes) -> int:
        return self._file.write(data)

    def close(self) -> None:
        with self._file:
            sync(self._file)
        put_in_place(self._staged, self._target)


def create(path: str) -> BinaryIO:
    """A file that exists, whole, when it is closed."""
    if "://" not in path:
        return cast(BinaryIO, _Staged(path))
    kind = "application/warc"
    return FileSystems.create(path, kind, CompressionTypes.UNCOMPRESSED)


def archive(path: str, client: Client) -> ArchiveFile:
    """The archive at a path, without its ending; a second file, should one be too large, ends in `-1`."""
    writer = Writer(software=client.agent.partition(" ")[0], contact=client.agent, created=client.clock())
    return ArchiveFile(lambda part: f"{path}{f'-{part}' if part else ''}.warc.gz", create, writer)
