"""One row per revision of an article: the earliest capture wins, over all runs into an output."""

import pickle
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any, BinaryIO, NamedTuple

import apache_beam as beam
from apache_beam.pvalue import TaggedOutput

from schemas.article import Article, Gone, Row
from schemas.coder import encode
from schemas.columns import columns
from schemas.ledger import Outcome, Tally
from schemas.reject import Reason, Reject
from schemas.revision import Revision
from transforms.base.beam_internals import several_outputs
from transforms.base.spill import Parcels, Spill, close_files
from transforms.base.tally import tally
from transforms.write.index import Index, index_file, index_files, remembered
from transforms.write.layout import article_file

TALLIES, REVISIONS = "tallies", "revisions"
_NAMES = tuple(column.name for column in columns(Revision))
_VALUES = attrgetter(*_NAMES)
_NEVER = datetime.max.replace(tzinfo=UTC)


class Revised(NamedTuple):
    """What goes into files, by file: articles, and rows that go. The same of the index of revisions, by its file.

    And tallies of captures that brought nothing new.
    """

    by_file: beam.PCollection[tuple[str, Row | bytes]]
    revisions: beam.PCollection[tuple[str, Revision | Gone]]
    tallies: beam.PCollection[tuple[Tally, int]]


class Draft(NamedTuple):
    """A row that may be written: what is decided by, and the row or what stands for it."""

    revision: Revision
    row: Any


class Verdicts(NamedTuple):
    """What becomes of one article's captures."""

    written: list[Draft]
    gone: list[Revision]
    later: list[tuple[Revision, Outcome]]

    def outputs(self) -> Iterator[Any]:
        """The same as the outputs of a stage."""
        for revision, row in self.written:
            yield revision.file, row
            yield TaggedOutput(REVISIONS, (index_file(revision), revision))
        stands = {revision.capture for revision, _ in self.written}
        for revision in self.gone:
            gone = Gone(*revision.capture, revision.article_id)
            yield revision.file, gone
            if revision.capture not in stands:
                yield TaggedOutput(REVISIONS, (index_file(revision), gone))
        for revision, outcome in self.later:
            yield TaggedOutput(TALLIES, tally(outcome, revision.url, revision.capture_uri))


def revise(
    captures: Iterable[Draft],
    known: Collection[Revision],
    expiry: timedelta,
    rejected: Collection[tuple[str, str]] = (),
) -> Verdicts:
    """Decides on the captures of one article against the revisions that are written already.

    The earliest capture of a revision is written, those without a time last; after `expiry` a capture begins again, so
    that nothing must be known for longer. A row goes where an earlier capture takes its place, and where its own
    capture, read again, gives another text, another file, or is rejected.
    """
    fresh = list(captures)
    again = {*rejected, *(revision.capture for revision, _ in fresh)}
    standing = [Draft(each, None) for each in known if each.capture not in again]
    verdicts = Verdicts([], [], [])
    winners: dict[tuple[str, str | None], Revision] = {}
    lost: list[Revision] = []
    for draft in sorted([*standing, *fresh], key=lambda draft: earliest(draft.revision)):
        revision, row = draft
        first = winners.get(_key(revision))
        if first is None or _is_after(revision, first, expiry):
            winners[_key(revision)] = revision
            if row is not None:
                verdicts.written.append(draft)
            continue
        lost.append(revision)
        if row is not None:
            outcome = Outcome.UNCHANGED if revision.url == first.url else Outcome.DUPLICATE
            verdicts.later.append((revision, outcome))
    files = {revision.capture: revision.file for revision, _ in verdicts.written}
    # A run that was stopped may have written what lost only now.
    lost += (revision for revision in known if revision.capture in again)
    for revision in lost:
        if files.get(revision.capture) != revision.file and revision not in verdicts.gone:
            verdicts.gone.append(revision)
    return verdicts


def earliest(row: Article | Revision) -> tuple[datetime, str]:
    """Sorts captures by time, those without one last, then by name."""
    return row.captured_at or _NEVER, row.capture_uri


def _is_after(row: Revision, first: Revision, expiry: timedelta) -> bool:
    return None not in (row.captured_at, first.captured_at) and earliest(row)[0] - earliest(first)[0] > expiry


def _key(row: Revision) -> tuple[str, str | None]:
    """What has one row: a revision; without any address nothing says that two documents are one."""
    return row.revision_id, None if row.source else row.capture_uri


@dataclass
class Revise(beam.PTransform[Any, Any]):
    """Articles and rejects -> what is written to which file. `window` in seconds.

    With `spill`, a folder that all workers share, rows and what is decided by are kept there, and references to them
    are grouped. A row whose capture was read again, by a newer program, and is a reject now, is taken out.
    """

    output: str
    window: int
    shards: int
    expiry: timedelta
    spill: str | None = None

    @several_outputs
    def expand(self, both: tuple[beam.PCollection[Article], beam.PCollection[Reject]]) -> Revised:
        """Groups by article and decides, knowing what is written."""
        articles, rejects = both
        rejected = (
            rejects
            | "Ask" >> beam.ParDo(_Ask(self.output)).with_output_types(tuple[str, tuple[str, str]])
            | "By shard" >> beam.GroupByKey()
            | "Find" >> beam.ParDo(_Find(self.output)).with_output_types(tuple[str, tuple[str, str, str]])
        )
        keyed = articles | "Keep" >> beam.ParDo(_Keep(self.window, self.shards, self.spill)).with_output_types(
            tuple[str, bytes]
        )
        done = (
            {"articles": keyed, "rejected": rejected}
            | "By article" >> beam.CoGroupByKey()
            | beam.ParDo(_Revise(self.output, self.expiry)).with_outputs(TALLIES, REVISIONS, main="by_file")
        )
        return Revised(done.by_file, done[REVISIONS], done[TALLIES])


@dataclass
class _Keep(beam.DoFn):
    """Keeps the row of an article, and what is decided by with where the row is."""

    window: int
    shards: int
    spill: str | None

    def start_bundle(self) -> None:
        self.kept = Spill(self.spill)

    def process(self, article: Article) -> Iterator[tuple[str, bytes]]:
        revision = remembered(article, article_file(article, self.window, self.shards))
        decided_by = pickle.dumps((*_VALUES(revision), self.kept.parcel(encode(article))))
        yield article.article_id, self.kept.parcel(decided_by)

    def finish_bundle(self) -> None:
        self.kept.close()


def _draft(kept: bytes) -> Draft:
    *values, parcel = pickle.loads(kept)
    return Draft(Revision(**dict(zip(_NAMES, values, strict=True))), parcel)


@dataclass
class _Looks(beam.DoFn):
    """Looks into the index, which stays as it is until all is decided and written: once, not for each bundle."""

    output: str

    def setup(self) -> None:
        self._index: Index | None = None

    @property
    def index(self) -> Index:
        """The index, as it was when the run began."""
        self._index = self._index or Index(self.output)
        return self._index


@dataclass
class _Ask(_Looks):
    """Asks every shard of the index for a capture: a reject does not know its article."""

    def process(self, reject: Reject) -> Iterator[tuple[str, tuple[str, str]]]:
        if reject.reason != Reason.UNCHANGED:
            for file in index_files(reject.captured_at):
                if file in self.index:
                    yield file, reject.capture


@dataclass
class _Find(_Looks):
    """The captures that stand in a file of the index, with their articles."""

    def process(self, group: tuple[str, Iterable[tuple[str, str]]]) -> Iterator[tuple[str, tuple[str, str, str]]]:
        file, captures = group
        known = self.index.captures(file)
        for uri, digest in captures:
            for article_id in known.get((uri, digest), ()):
                yield article_id, (uri, digest, file)


@dataclass
class _Revise(_Looks):
    expiry: timedelta

    def start_bundle(self) -> None:
        # Open for all articles of a bundle: most have one capture.
        self._files: dict[str, BinaryIO] = {}

    def finish_bundle(self) -> None:
        close_files(self._files)

    def process(self, group: tuple[str, dict[str, Iterable[Any]]]) -> Iterator[Any]:
        article_id, values = group
        drafts = list(Parcels(list(values["articles"]), _draft, self._files))
        rejected = {(uri, digest) for uri, digest, _ in values["rejected"]}
        times = (draft.revision.captured_at for draft in drafts)
        known = self.index.find(article_id, times, self.expiry, (file for _, _, file in values["rejected"]))
        yield from revise(drafts, known, self.expiry, rejected).outputs()
