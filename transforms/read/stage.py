"""References to captures: every stored form is read here, and bytes live from here to the end of the fused stage."""

import json
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, BinaryIO

import apache_beam as beam
from apache_beam.io.filesystems import FileSystems
from apache_beam.pvalue import TaggedOutput
from apache_beam.transforms.window import TimestampedValue

from schemas.capture import Announcement, Capture, Media
from schemas.ledger import OTHER_TIME, Count, Outcome
from schemas.reference import FileKind, Reference, SitePlace
from schemas.reject import Reason, Unusable, reject
from transforms.base import metrics
from transforms.base.apply import REJECTED, TALLIES, CountedOutputs
from transforms.base.beam_internals import several_outputs
from transforms.base.progress import BYTES, CAPTURES, append
from transforms.base.sandbox import isolated
from transforms.base.storage import gunzip, open_raw, read_bounded, read_stored, size_of
from transforms.base.tally import tally
from transforms.base.windows import Windows
from transforms.read.border import admit
from transforms.read.feed import captures, parse_feed
from transforms.read.fields import read_captured, read_names, read_text, read_time
from transforms.read.filename import escape
from transforms.read.messages import read_again
from transforms.read.rejects import left_in_archive, rejected_capture, rejected_rows
from transforms.read.wacz import archives_within, is_stored, opened_within
from transforms.read.warc.reader import Unreadable, ranges, read_range
from transforms.read.warc.site import site_places

FILE_LIMIT = 64 << 20
SIDECAR_LIMIT = 1 << 20
TITLE_LIMIT = 2000


@dataclass
class Read(beam.PTransform[Any, Any]):
    """Reference -> (Capture, the same Capture), and a Reject for each document that cannot be read.

    What was not captured in [since, until) is counted and left out.

    With `windows`, in a stream, a document stands at the time of its capture.
    """

    version: str
    since: datetime | None = None
    until: datetime | None = None
    progress: str | None = None
    windows: Windows | None = None

    @several_outputs
    def expand(self, references: beam.PCollection[Reference]) -> CountedOutputs:
        """Reads each reference within the stage that follows the shuffle."""
        done = references | beam.ParDo(self.each()).with_outputs(REJECTED, TALLIES, main="ok")
        return CountedOutputs(done.ok, done[REJECTED], done[TALLIES])

    def each(self) -> "_Read":
        """What reads one reference."""
        return _Read(self.version, self.since, self.until, self.progress, self.windows)


@dataclass
class _Read(beam.DoFn):
    version: str
    since: datetime | None
    until: datetime | None
    progress: str | None
    windows: Windows | None

    def setup(self) -> None:
        self.captures = metrics.counter(metrics.CAPTURES)

    def process(self, reference: Reference, at: Any = beam.DoFn.TimestampParam) -> Iterator[Any]:
        count = 0
        for item in read(reference):
            capture = item if isinstance(item, Capture) else item.capture
            if not within_range(capture.captured_at, self.since, self.until):
                yield TaggedOutput(TALLIES, tally(Count.CAPTURED, capture.url, capture.uri))
                yield TaggedOutput(TALLIES, tally(Outcome.FILTERED, capture.url, capture.uri, OTHER_TIME))
                continue
            count += 1
            output: Any
            if isinstance(item, Capture):
                output = item, item
            else:
                output = reject(
                    item.capture, "read", item.error, self.version, archived=reference.kind is FileKind.WARC
                )
            if self.windows:
                output = TimestampedValue(output, self.windows.event_time(capture.captured_at, at))
            yield output if isinstance(item, Capture) else TaggedOutput(REJECTED, output)
        self.captures.inc(count)
        append(self.progress, CAPTURES, count)
        append(self.progress, BYTES, reference.end - reference.start)


def within_range(captured_at: datetime | None, since: datetime | None, until: datetime | None) -> bool:
    """Whether a time of capture is in [since, until); an unknown one is in no range but the whole."""
    if since is None and until is None:
        return True
    return captured_at is not None and not (since and captured_at < since) and not (until and captured_at >= until)


def read(reference: Reference) -> Iterator[Capture | Unreadable]:
    """The captures of a file, or of a part of it. Never raises: what cannot be read is Unreadable."""
    try:
        for item in _READERS[reference.kind](reference):
            yield admit(item) if isinstance(item, Capture) else replace(item, capture=admit(item.capture))
    except Exception as error:
        reason = error.reason if isinstance(error, Unusable) else Reason.UNREADABLE
        message = error.message if isinstance(error, Unusable) else f"{type(error).__name__}: {error}"
        media = Media.TEXT if reference.kind == FileKind.TEXT else Media.HTML
        yield Unreadable(capture=Capture(uri=reference.uri, body=b"", media=media), reason=reason, message=message)


def _page(reference: Reference) -> Iterator[Capture | Unreadable]:
    media = Media.TEXT if reference.kind == FileKind.TEXT else Media.HTML
    capture = Capture(uri=reference.uri, body=read_stored(reference.path, FILE_LIMIT), media=media)
    try:
        yield _unpacked(_announced(capture, _sidecar(reference.sidecar)) if reference.sidecar else capture)
    except Unusable as error:
        message = f"{reference.sidecar}: {error.message}; fix it or remove it"
        yield Unreadable(capture=capture, reason=error.reason, message=message)


def _announced(capture: Capture, sidecar: Mapping[str, Any]) -> Capture:
    announcement = Announcement(
        title=read_text(sidecar, "title") or None,
        authors=read_names(sidecar),
        published_at=read_time(sidecar, "published"),
    )
    url, captured_at = read_text(sidecar, "url") or None, read_captured(sidecar)
    return replace(capture, url=url, captured_at=captured_at, announcement=announcement)


def _feed(reference: Reference) -> Iterator[Capture | Unreadable]:
    file = _unpacked(Capture(uri=reference.uri, body=read_stored(reference.path, FILE_LIMIT), media=Media.FEED))
    yield from entries(file) if isinstance(file, Capture) else [file]


def entries(file: Capture) -> Iterator[Capture | Unreadable]:
    """The entries of a saved feed as captures; the file itself is Unreadable where it is no feed."""
    try:
        feed = isolated(partial(parse_feed, url=file.url), file.body)
        for capture in captures(feed, file.uri):
            length = len(capture.announcement.title or "")
            message = f"a title of {length:,} characters; look at the feed"
            yield (
                capture
                if length <= TITLE_LIMIT
                else Unreadable(capture=capture, reason=Reason.TOO_LARGE, message=message)
            )
        for problem in feed.problems:
            bad = replace(file, uri=f"{file.uri}#~{problem.position}", body=b"")
            yield Unreadable(
                capture=bad, reason=Reason.MALFORMED, message=f"entry {problem.position}: {problem.message}"
            )
    except Unusable as error:
        yield Unreadable(capture=file, reason=error.reason, message=f"{file.uri}: {error.message}")


def _unpacked(capture: Capture) -> Capture | Unreadable:
    try:
        return replace(capture, body=gunzip(capture.body, capture.uri, FILE_LIMIT))
    except Unusable as error:
        return Unreadable(capture=capture, reason=error.reason, message=error.message)


def _warc(reference: Reference) -> Iterator[Capture | Unreadable]:
    path, end = reference.path, reference.end
    if reference.moved_to and not FileSystems.exists(path):
        path = reference.moved_to
        end = FileSystems.get_filesystem(path).metadata(path).size_in_bytes
    with open_raw(path) as stored, _archive(stored, reference.within) as file:
        site = site_places(file) if reference.site is None else reference.site
        yield from read_range(file, reference.uri, reference.start, end, site)


def _archive(stored: BinaryIO, within: str | None) -> AbstractContextManager[BinaryIO]:
    """The archive in an opened file: the file itself, or one within a WACZ."""
    return opened_within(stored, within) if within else nullcontext(stored)


def _wacz(reference: Reference) -> Iterator[Capture | Unreadable]:
    """Only where it could not be split: says why."""
    with open_raw(reference.path) as file:
        archives_within(file)
    raise Unusable(Reason.UNREADABLE, "it could not be read before, and can now; run again")


def split(reference: Reference) -> Iterator[Reference]:
    """The parts of a file that are read by themselves. An archive is searched for the files of sites, once for all."""
    if reference.kind == FileKind.WACZ:
        yield from _split_wacz(reference)
        return
    if reference.kind != FileKind.WARC or reference.moved_to:
        yield reference
        return
    size = reference.end or size_of(reference.path)
    try:
        with open_raw(reference.path) as file:
            site = site_places(file)
    except Exception:
        # The reader will find the same, and say so.
        site = ()
    for part in ranges(reference.path, size):
        yield replace(reference, start=part.start, end=part.end, site=site)


def _split_wacz(reference: Reference) -> Iterator[Reference]:
    try:
        with open_raw(reference.path) as file:
            parts = []
            for entry in archives_within(file):
                uri = f"{reference.uri}/{escape(entry.filename)}"
                archive = replace(reference, uri=uri, kind=FileKind.WARC, within=entry.filename, end=entry.file_size)
                if not is_stored(entry):
                    parts.append(archive)
                    continue
                site: tuple[SitePlace, ...] = ()
                with suppress(Unusable), opened_within(file, entry.filename) as opened:
                    site = site_places(opened)
                for part in ranges(uri, entry.file_size):
                    parts.append(replace(archive, start=part.start, end=part.end, site=site))
    except Exception:
        # The reader will find the same, and say so.
        parts = [reference]
    yield from parts


def _rejects(reference: Reference) -> Iterator[Capture | Unreadable]:
    with open_raw(reference.path) as file:
        for number, row in enumerate(rejected_rows(file)):
            try:
                capture = rejected_capture(row)
            except Unusable as error:
                unknown = Capture(uri=f"{reference.uri}#{number}", body=b"", media=Media.HTML)
                yield Unreadable(capture=unknown, reason=error.reason, message=f"row {number}: {error.message}")
                continue
            if row["payload"] is None and (before := left_in_archive(row)) is not None:
                yield Unreadable(capture=capture, reason=before.reason, message=before.message)
            elif row["payload"] is None:
                message = f"the reject holds no payload; read {capture.uri} again where it is stored"
                yield Unreadable(capture=capture, reason=Reason.UNREADABLE, message=message)
            else:
                yield from _again(capture)


def _again(capture: Capture) -> Iterator[Capture | Unreadable]:
    file = _unpacked(capture)
    if isinstance(file, Capture) and file.media == Media.FEED:
        yield from entries(file)
    elif isinstance(file, Capture) and file.media == Media.MESSAGE:
        try:
            yield read_again(file)
        except Unusable as error:
            yield Unreadable(capture=file, reason=error.reason, message=error.message)
    else:
        yield file


_READERS = {
    FileKind.TEXT: _page,
    FileKind.HTML: _page,
    FileKind.FEED: _feed,
    FileKind.WARC: _warc,
    FileKind.WACZ: _wacz,
    FileKind.REJECTS: _rejects,
}


def _sidecar(path: str) -> dict[str, Any]:
    try:
        sidecar = json.loads(read_bounded(path, SIDECAR_LIMIT))
    except (ValueError, RecursionError) as error:
        raise Unusable(Reason.MALFORMED, f"not JSON: {error}") from error
    if not isinstance(sidecar, dict):
        raise Unusable(Reason.MALFORMED, "not a JSON object")
    return sidecar
