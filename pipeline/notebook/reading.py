"""Articles of stored documents one after the other, those that a replay writes, without a pipeline."""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from pipeline import VERSION
from pipeline.notebook.documents import Models, article_of, enrich
from pipeline.options import Options
from pipeline.run.listing import references
from pipeline.run.plan import archived
from pipeline.values import aware, seconds, time
from schemas.article import Article
from schemas.capture import Capture
from schemas.reference import FileKind, Reference
from schemas.reject import Reject, reject
from schemas.revision import Revision
from transforms.base.sandbox import isolated
from transforms.base.storage import open_raw
from transforms.read.stage import read as read_captures
from transforms.read.stage import split, within_range
from transforms.read.warc.heads import capture_times
from transforms.write.index import remembered
from transforms.write.layout import article_file
from transforms.write.revise import Draft, earliest, revise

OnReject = Callable[[Reject], None]
_Key = tuple[datetime, str]
_LAST = (datetime.max.replace(tzinfo=UTC), "")


def articles(
    inputs: Sequence[str],
    since: datetime | str | None,
    until: datetime | str | None,
    models: Models | None,
    on_reject: OnReject | None,
) -> Iterator[Article]:
    """As `read`. A part of an archive, 2 MiB at most, is read before its first article is given; if archives are not in
    order of time, more is held.
    """
    start, end = (time(at) if isinstance(at, str) else at and aware(at) for at in (since, until))

    def made(part: Reference) -> Iterator[Article]:
        for item in read_captures(part):
            capture = item if isinstance(item, Capture) else item.capture
            if not within_range(capture.captured_at, start, end):
                continue
            stage = "read"
            try:
                if not isinstance(item, Capture):
                    raise item.error
                stage = "extract"
                article = isolated(article_of, item)
                stage = "enrich"
                yield enrich(article, models)
            except Exception as error:
                if on_reject is not None:
                    archive = stage == "read" and part.kind is FileKind.WARC
                    on_reject(reject(capture, stage, error, VERSION, archived=archive))

    parts = [part for file in archived(references(inputs)) for part in _parts(file)]
    return first_of_each(in_order(parts, made))


class Part(NamedTuple):
    """What is read at once, and the least that a capture in it may sort by."""

    reference: Reference
    least: _Key


def _parts(file: Reference) -> Iterator[Part]:
    """The parts of a file. Of an archive only the heads of its records are looked at."""
    if file.kind is not FileKind.WARC:
        captures = (item if isinstance(item, Capture) else item.capture for item in read_captures(file))
        yield Part(file, min((_key(capture.captured_at) for capture in captures), default=_LAST))
        return
    try:
        with open_raw(file.path) as opened:
            times = [(offset, _key(time)) for offset, time in capture_times(opened)]
    except Exception:
        # The reader will find the same, and say so.
        times = []
    for part in split(file):
        yield Part(part, min((key for offset, key in times if part.start <= offset < part.end), default=_LAST))


def _key(captured_at: datetime | None) -> _Key:
    return (captured_at, "") if captured_at is not None else _LAST


def in_order(parts: Sequence[Part], made: Callable[[Reference], Iterator[Article]]) -> Iterator[Article]:
    """The articles of all parts, earliest first: each is given as soon as no later part can hold an earlier one."""
    least_after = [_LAST]
    for part in reversed(parts):
        least_after.append(min(least_after[-1], part.least))
    least_after.pop()
    held: list[tuple[_Key, int, Article]] = []
    count = 0
    for part in parts:
        for article in made(part.reference):
            count += 1
            heapq.heappush(held, (earliest(article), count, article))
        least = least_after.pop()
        while held and held[0][0] < least:
            yield heapq.heappop(held)[2]
    while held:
        yield heapq.heappop(held)[2]


def first_of_each(articles: Iterator[Article]) -> Iterator[Article]:
    """Of articles in order of capture, those that a run into a new output writes: each revision once."""
    specs = Options.specs()
    window, shards, expiry = (specs[name].default or "" for name in ("file-window", "shards", "expiry"))
    known: dict[str, list[Revision]] = defaultdict(list)
    for article in articles:
        revision = remembered(article, article_file(article, seconds(window), int(shards)))
        written = known[article.article_id]
        if revise([Draft(revision, article)], written, timedelta(seconds=seconds(expiry))).written:
            written.append(revision)
            yield article
