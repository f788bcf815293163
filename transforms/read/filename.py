"""What the name of a stored file says: how it is read, what it is called in records, and where its sidecar is."""

import re
from collections.abc import Container
from pathlib import PurePosixPath

from schemas.reference import FileKind

KINDS = {
    ".txt": FileKind.TEXT,
    ".html": FileKind.HTML,
    ".htm": FileKind.HTML,
    ".xhtml": FileKind.HTML,
    ".warc": FileKind.WARC,
    ".wet": FileKind.WARC,
    ".arc": FileKind.WARC,
    ".wacz": FileKind.WACZ,
    ".xml": FileKind.FEED,
    ".rss": FileKind.FEED,
    ".rdf": FileKind.FEED,
    ".atom": FileKind.FEED,
    ".json": FileKind.FEED,
    ".parquet": FileKind.REJECTS,
}


UNREAD = {
    ".cdx": "an index is not read; name the archives that it lists",
    ".cdxj": "an index is not read; name the archives that it lists",
    ".csv": "a table is not read; give feeds as a .txt with one address per line, or as OPML",
    ".wat": "a WAT holds no pages; name the WARC that it was made of",
    ".zip": "a zip is not read; unzip it and name the folder",
    ".zst": "zstd is read of archives alone, .warc.zst; unpack it: zstd -d",
}
"""Why files of formats that hold news are not read, and what helps."""


def plain_name(path: str) -> str:
    """The name without the `.gz` at its end, or the `.zst` of an archive, in any case."""
    return path.rpartition(".")[0] if is_packed(path) else path


def is_packed(path: str) -> bool:
    """Whether the name of a file says that it is compressed in a way that is read: gzip, and zstd of archives."""
    return is_gzip(path) or path.lower().endswith((".warc.zst", ".wet.zst"))


def is_gzip(path: str) -> bool:
    """Whether the name of a file says that it is gzip."""
    return path.lower().endswith(".gz")


def suffix_of(path: str) -> str:
    """What says how a file is read, in lower case: `.html` of `A.HTML.GZ`."""
    return PurePosixPath(plain_name(path)).suffix.lower()


def kind_of(path: str) -> FileKind | None:
    """How a file of this name is read; None if that is not known."""
    return KINDS.get(suffix_of(path))


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
    return f"{plain_name(path).rpartition('.')[0]}.json"


def is_sidecar(path: str, present: Container[str]) -> bool:
    """Whether it is the sidecar of a file that is present."""
    stem, _, extension = path.rpartition(".")
    if extension != "json":
        return False
    pages = (suffix for suffix, kind in KINDS.items() if kind in (FileKind.TEXT, FileKind.HTML))
    return any(f"{stem}{suffix}{gz}" in present for suffix in pages for gz in ("", ".gz"))
