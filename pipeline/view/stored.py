"""Finds the bytes that a record was made from."""

from collections.abc import Sequence
from urllib.parse import unquote

from fastwarc.warc import ArchiveIterator, WarcRecord

from pipeline.errors import UsageError
from schemas.reference import FileKind
from schemas.reject import Unusable
from transforms.base.http_body import BODY_LIMIT, stored_body
from transforms.base.storage import exists, open_raw, read_bounded
from transforms.crawl.archive.days import archive_paths
from transforms.read.filename import kind_of


def stored(capture_uri: str, output: str, headers: bool) -> bytes:
    """The page that `capture_uri` names, or its status line and headers; UsageError if it is not there.

    A name that begins with `archive/` is looked for in the output; others are paths of files, as they were given.
    """
    name, _, record = capture_uri.partition("#")
    here = output and name.startswith("archive/")
    remedy = "give --output DIR for archived records, or run the command where the files are"
    try:
        is_archive = kind_of(unquote(name)) in (FileKind.WARC, FileKind.WACZ)
        if is_archive and record and not record.startswith("offset="):
            paths = archive_paths(output, unquote(name)) if here else [unquote(name)]
            return _record(paths or [f"{output}/{unquote(name)}"], record, headers)
        if is_archive:
            raise UsageError(f"{capture_uri}: {_unnamed(record)}")
        if headers:
            raise UsageError(f"{capture_uri}: a single file has no headers; leave out --headers")
        path = f"{output}/{unquote(name)}" if here else unquote(name)
        if not exists(path):
            raise UsageError(f"{capture_uri}: nothing is there; {remedy}")
        return read_bounded(path, BODY_LIMIT * 4)
    except (OSError, Unusable) as error:
        why = error.message if isinstance(error, Unusable) else f"cannot be read: {error.strerror or error}"
        raise UsageError(f"{capture_uri}: {why}; {remedy}") from error


def _unnamed(record: str) -> str:
    """Why an address within an archive leads to no record."""
    if record:
        return f"a record without an identifier ({record}) cannot be opened; a reject has its bytes, in payload"
    return "that is a whole archive; add the record, as capture_uri has it: #urn:uuid:…"


def _record(paths: Sequence[str], identifier: str, headers: bool) -> bytes:
    for path in paths:
        with open_raw(path) as file:
            for record in ArchiveIterator(file, parse_http=True):
                if record.record_id == f"<{identifier}>":
                    return _head(record) if headers else _body(record)
    raise UsageError(f"{paths[0]} holds no record {identifier}; was the archive pruned or moved?")


def _head(record: WarcRecord) -> bytes:
    fields = record.http_headers if record.is_http else record.headers
    return "".join(f"{line}\n" for line in (fields.status_line, *(f"{k}: {v}" for k, v in fields.items()))).encode()


def _body(record: WarcRecord) -> bytes:
    raw = record.reader.read(BODY_LIMIT + 1)
    if not record.is_http:
        return bytes(raw)
    fields = {name.lower(): value for name, value in record.http_headers.items()}
    return stored_body(raw, fields.get("transfer-encoding"), fields.get("content-encoding"))
