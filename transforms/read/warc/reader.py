"""Reads WARC archives: splits a file into ranges, and a range into captures."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import BinaryIO, NamedTuple, TypeVar

from schemas.capture import Capture, Media
from schemas.fetch import FetchOutcome
from schemas.reference import SitePlace
from schemas.reject import Reason, Unusable, cause_of
from transforms.base import deadline
from transforms.read.filename import is_packed, suffix_of
from transforms.read.warc.arc import cut_arc
from transforms.read.warc.capture import Unreadable as Unreadable
from transforms.read.warc.capture import capture_of
from transforms.read.warc.fields import record_id
from transforms.read.warc.metadata import FetchNote, read_note
from transforms.read.warc.records import TRAILERS, Record, records
from transforms.read.warc.site import SiteFiles

Result = TypeVar("Result")

RANGE_SIZE = 2 << 20
_MIN_RANGE = 64 << 10
_MIN_RANGES = 32
_MAX_RANGES = 256
_REFERENCES = ("WARC-Concurrent-To", "WARC-Refers-To")
_WITH_PAGE = frozenset({FetchOutcome.FETCHED, FetchOutcome.PAYWALLED, None})


class Range(NamedTuple):
    """The bytes [start, end) of a file: whoever reads it owns the records that start there."""

    path: str
    start: int
    end: int


def ranges(path: str, size: int, step: int = RANGE_SIZE) -> Iterator[Range]:
    """Split a file of `size` bytes into ranges of equal length; one if it cannot be split.

    Each has at most `step` bytes, more in a large file: finding the first record of a range costs as much as 100 KB.
    In a small file they are shorter: runners that deal ranges out once, as cards, give workers equal shares of many.
    """
    step = min(step, max(_MIN_RANGE, size // _MIN_RANGES))
    parts = min(max(1, -(-size // step)), _MAX_RANGES) if is_packed(path) else 1
    for part in range(parts):
        yield Range(path, part * size // parts, (part + 1) * size // parts)


def read_range(
    file: BinaryIO, uri: str, start: int, end: int, site: Iterable[SitePlace] = ()
) -> Iterator[Capture | Unreadable]:
    """Read the captures whose records start in [start, end) of an opened, seekable, not decompressed file.

    `uri` is the stable name of the file. The concatenation over the ranges of any split is what (0, size) gives.
    What the metadata record of a response says of it is read beyond `end`, if it stands there. `site` are the places of
    the files that speak for sites.
    """
    sites = SiteFiles(file, site)
    pending: Capture | Unreadable | None = None
    pending_id = ""
    note: FetchNote | None = None
    cut = cut_arc if suffix_of(uri) == ".arc" else None
    for record, owned in records(file, uri, start, end, cut):
        if pending is not None and _refers_to(record, pending_id):
            try:
                note = note or _in_time(partial(read_note, record.headers.get("Content-Type") or "", record.block))
            except Unusable as error:
                pending = _refused(pending, error)
            continue
        if pending is not None:
            yield _completed(pending, note, sites)
        if not owned:
            return
        pending, note = _guarded(record, uri), None
        pending_id = record_id(record.headers.get("WARC-Record-ID"))
    if pending is not None:
        yield _completed(pending, note, sites)


def _guarded(record: Record, uri: str) -> Capture | Unreadable | None:
    """The capture of a record; what fails in it costs this record, not its range."""
    try:
        return _in_time(partial(capture_of, record, uri))
    except Unusable as error:
        return _refused(Capture(uri=f"{uri}#{record.name}", body=record.block, media=Media.HTML), error)


def _in_time(work: Callable[[], Result]) -> Result:
    """What is made of a record; Unusable where that fails, or takes too long."""
    try:
        return deadline.within(deadline.DEFAULT_SECONDS, work)
    except Exception as error:
        raise Unusable(*cause_of(error)) from error


def _refused(item: Capture | Unreadable, why: Unusable) -> Unreadable:
    """A document that could be read, but for this; one that could not keeps its own reason."""
    return item if isinstance(item, Unreadable) else Unreadable(capture=item, reason=why.reason, message=why.message)


def _refers_to(record: Record, identifier: str) -> bool:
    """Whether it is a sound request or metadata record of the response with this identifier."""
    if record.problem is not None or record.type not in TRAILERS:
        return False
    return any(record_id(value) == identifier for name in _REFERENCES for value in record.headers.get_multiple(name))


def _completed(item: Capture | Unreadable, note: FetchNote | None, sites: SiteFiles) -> Capture | Unreadable:
    """What was read, with what its note says and the files of its site."""
    if note is not None:
        item = _noted(item, note)
    if isinstance(item, Unreadable):
        return item
    if not sites:
        return item
    records = None if note is None else note.site
    try:
        return replace(item, site_files=_in_time(partial(sites.of, item, records)))
    except Unusable as error:
        return _refused(item, error)


def _noted(item: Capture | Unreadable, note: FetchNote) -> Capture | Unreadable:
    if isinstance(item, Unreadable):
        return replace(item, capture=replace(item.capture, announcement=note.announcement))
    capture = replace(item, announcement=note.announcement)
    if note.outcome in _WITH_PAGE:
        return capture
    message = f"the fetch ended as {note.outcome}{': ' if note.detail else ''}{note.detail}; it is not the page"
    return Unreadable(capture=capture, reason=Reason.NOT_A_PAGE, message=message)
