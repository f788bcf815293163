"""What the name of a stored file says: how it is read, what it is called in records, and where its sidecar is."""

import re
from collections.abc import Container
from pathlib import PurePosixPath

from schemas.reference import FileKind

KINDS = {
    ".txt": FileKind.TEXT,
    ".html": FileKind.HTML,
    ".htm": FileKind.HTML,
    ".warc": FileKind.WARC,
    ".xml": FileKind.FEED,
    ".rss": FileKind.FEED,
    ".rdf": FileKind.FEED,
    ".atom": FileKind.FEED,
    ".json": FileKind.FEED,
    ".parquet": FileKind.REJECTS,
}


def kind_of(path: str) -> FileKind | None:
    """How a file of this name is read; None where that is not known."""
    return KINDS.get(PurePosixPath(path.removesuffix(".gz")).suffix.lower())


def uri_of(path: str) -> str:
    """The name in records of a file that is read by itself: its folder's name and its own."""
    folder, _, name = path.rpartition("/")
    return escape(f"{PurePosixPath(folder).name}/{name}")


def escape(name: str) -> str:
    """A file's name as part of an uri: `#` starts the part within a file, and bytes that are no UTF-8 are escaped."""
    name = name.replace("%", "%25").replace("#", "%23")
    return "".join(f"%{ord(c) & 0xFF:02X}" if "\ud800" <= c <= "\udfff" else c for c in name)


def is_hidden(path: str) -> bool:
    """Whether a part of a path begins with `_` or `.`: what programs keep for themselves."""
    return any(re.match(r"_|\.(?!\.)", part) for part in path.split("/"))


def sidecar_of(path: str) -> str | None:
    """The path of NAME.json, which may stand beside a page or text NAME.*; None for files of other kinds."""
    if kind_of(path) not in (FileKind.TEXT, FileKind.HTML):
        return None
    return f"{path.removesuffix('.gz').rpartition('.')[0]}.json"


def is_sidecar(path: str, present: Container[str]) -> bool:
    """Whether it is the sidecar of a file that is present."""
    stem, _, extension = path.rpartition(".")
    if extension != "json":
        return False
    pages = (suffix for suffix, kind in KINDS.items() if kind in (FileKind.TEXT, FileKind.HTML))
    return any(f"{stem}{suffix}{gz}" in present for suffix in pages for gz in ("", ".gz"))
