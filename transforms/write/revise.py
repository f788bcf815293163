"""One row per revision of an article: the earliest capture wins, over all runs into an output."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, cast

import apache_beam as beam
from apache_beam.pvalue import TaggedOutput

from schemas.article import Article, Gone, Row
from schemas.coder import decode, encode
from schemas.ledger import Outcome, Tally
from schemas.reject import Reason, Reject
from schemas.revision import Revision
from transforms.base.beam_internals import several_outputs
from transforms.base.tally import tally
from transforms.write.index import Index, index_file, index_files, remembered
from transforms.write.layout import article_file

TALLIES, REVISIONS = "tallies", "revisions"
_NEVER = datetime.max.replace(tzinfo=UTC)


class Revised(NamedTuple):
    """What goes into files, by file: articles, and rows that go. The same of the index of revisions, by its file.

    And tallies of captures that brought nothing new.
    """

    by_file: beam.PCollection[tuple[str, Row]]
    revisions: beam.PCollection[tuple[str, Revision | Gone]]
    tallies: beam.PCollection[tuple[Tally, int]]


class Verdicts(NamedTuple):
    """What becomes of one article's captures."""

    written: list[tuple[str, Article]]
    gone: list[Revision]
    later: list[tuple[Article, Outcome]]

    def outputs(self) -> Iterator[Any]:
        """The same as the outputs of a stage."""
        written = [remembered(article, file) for file, article in self.written]
        for revision, (file, article) in zip(written, self.written, strict=True):
            yield file, article
            yield TaggedOutput(REVISIONS, (index_file(revision), revision))
        stands = {revision.capture for revision in written}
        for revision in self.gone:
            yield revision.file, Gone(*revision.capture)
            if revision.capture not in stands:
                yield TaggedOutput(REVISIONS, (index_file(revision), Gone(*revision.capture)))
        for article, outcome in self.later:
            yield TaggedOutput(TALLIES, tally(outcome, article.url, article.capture_uri))


def revise(
    captures: Iterable[tuple[str, Article]],
    known: Collection[Revision],
    expiry: timedelta,
    rejected: Collection[tuple[str, str]] = (),
) -> Verdicts:
    """Decides on the captures of one article, each with its file, against the revisions that are written already.

    The earliest capture of a revision is written, those without a time last; after `expiry` a capture begins again, so
    that nothing must be known for longer. A row goes where an earlier capture takes its place, and where its own
    capture, read again, gives another text, another file, or is rejected.
    """
    fresh = [(remembered(article, file), article) for file, article in captures]
    again = {*rejected, *(revision.capture for revision, _ in fresh)}
    standing: list[tuple[Revision, Article | None]] = [(each, None) for each in known if each.capture not in again]
    verdicts = Verdicts([], [], [])
    winners: dict[tuple[str, str | None], Revision] = {}
    lost: list[Revision] = []
    for revision, article in sorted([*standing, *fresh], key=lambda pair: earliest(pair[0])):
        first = winners.get(_key(revision))
        if first is None or _is_after(revision, first, expiry):
            winners[_key(revision)] = revision
            if article is not None:
                verdicts.written.append((revision.file, article))
            continue
        lost.append(revision)
        if article is not None:
            outcome = Outcome.UNCHANGED if revision.url == first.url else Outcome.DUPLICATE
            verdicts.later.append((article, outcome))
    files = {_capture(article): file for file, article in verdicts.written}
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


def _capture(article: Article) -> tuple[str, str]:
    return article.capture_uri, article.capture_digest


@dataclass
class Revise(beam.PTransform[Any, Any]):
    """Articles and rejects -> what is written to which file. `window` in seconds.

    A row whose capture was read again, by a newer program, and is a reject now, is taken out.
    """

    output: str
    window: int
    shards: int
    expiry: timedelta

    @several_outputs
    def expand(self, both: tuple[beam.PCollection[Article], beam.PCollection[Reject]]) -> Revised:
        """Groups by article and decides, knowing what is written."""
        articles, rejects = both
        rejected = (
            rejects
            | "Ask" >> beam.ParDo(_Ask(self.output)).with_output_types(tuple[str, tuple[str, str]])
            | "By shard" >> beam.GroupByKey()
            | "Find" >> beam.FlatMap(_find, self.output).with_output_types(tuple[str, tuple[str, str]])
        )
        keyed = articles | beam.Map(lambda row: (row.article_id, encode(row))).with_output_types(tuple[str, bytes])
        done = (
            {"articles": keyed, "rejected": rejected}
            | "By article" >> beam.CoGroupByKey()
            | beam.ParDo(_Revise(self.output, self.window, self.shards, self.expiry)).with_outputs(
                TALLIES, REVISIONS, main="by_file"
            )
        )
        return Revised(done.by_file, done[REVISIONS], done[TALLIES])


@dataclass
class _Ask(beam.DoFn):
    """Asks every shard of the index for a capture: a reject does not know its article."""

    output: str

    def start_bundle(self) -> None:
        self.index = Index(self.output)

    def process(self, reject: Reject) -> Iterator[tuple[str, tuple[str, str]]]:
        if reject.reason != Reason.UNCHANGED:
            for file in index_files(reject.captured_at):
                if file in self.index:
                    yield file, reject.capture


def _find(group: tuple[str, Iterable[tuple[str, str]]], output: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """The captures that stand in a file of the index, with their articles."""
    file, captures = group
    known = Index(output).captures(file)
    for uri, digest in captures:
        for article_id in known.get((uri, digest), ()):
            yield article_id, (uri, digest)


@dataclass
class _Revise(beam.DoFn):
    output: str
    window: int
    shards: int
    expiry: timedelta

    def start_bundle(self) -> None:
        self.index = Index(self.output)

    def process(self, group: tuple[str, dict[str, Iterable[Any]]]) -> Iterator[Any]:
        article_id, values = group
        articles = list(cast(Iterable[Article], map(decode, values["articles"])))
        captures = [(article_file(article, self.window, self.shards), article) for article in articles]
        rejected = set(map(tuple, values["rejected"]))
        known = self.index.find(article_id, (article.captured_at for article in articles), self.expiry, bool(rejected))
        yield from revise(captures, known, self.expiry, rejected).outputs()
