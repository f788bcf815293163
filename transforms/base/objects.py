"""Objects of gs:// as files, through Beam's file systems: `storage` comes here for what is not on this machine."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from apache_beam.io.filesystem import CompressionTypes
from google.api_core.exceptions import NotFound

from transforms.base.beam_internals import file_systems, gcs_io
from transforms.base.glob import escape_glob

READ_AHEAD = 1 << 20
CONTENT_TYPE = "application/octet-stream"


def open_object(path: str) -> BinaryIO:
    """An object's bytes as they are stored; seekable.

    Beam fetches 16 MiB of an object at a time, which a range of an archive does not need.
    """
    if not path.startswith("gs://"):
        return file_systems().open(path, compression_type=CompressionTypes.UNCOMPRESSED)
    opened: BinaryIO = gcs_io(path).open(path, "rb", read_buffer_size=READ_AHEAD)
    return opened


def read_if_present(path: str) -> bytes | None:
    """An object's bytes, or None if there is none."""
    try:
        with open_object(path) as file:
            data: bytes = file.read()
    except NotFound:
        return None
    return data


def write(path: str, data: bytes) -> None:
    """Puts a whole object in place: it becomes visible when its upload is complete."""
    with file_systems().create(path, CONTENT_TYPE, CompressionTypes.UNCOMPRESSED) as file:
        file.write(data)


def write_file(path: str, source: Path) -> None:
    """Puts an object in place that is a local file now."""
    with source.open("rb") as file, file_systems().create(path, CONTENT_TYPE, CompressionTypes.UNCOMPRESSED) as out:
        shutil.copyfileobj(file, out)


def matched(pattern: str) -> Iterator[tuple[str, int, str]]:
    """The objects that match a pattern: path, size in bytes, a stamp that changes when the object does."""
    for file in file_systems().match([pattern])[0].metadata_list:
        yield file.path, file.size_in_bytes, f"{file.size_in_bytes}-{file.last_updated_in_seconds}"


def exists(path: str) -> bool:
    """Whether an object is there."""
    there: bool = file_systems().exists(path)
    return there


def remove(path: str) -> None:
    """Removes an object, if it is there."""
    if file_systems().exists(path):
        file_systems().delete([escape_glob(path)])
