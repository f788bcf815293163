"""One row per revision of an article: the earliest capture wins, over all runs into an output."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple, cast

import apache_beam as beam
from apache_beam.pvalue import TaggedOutput

from schemas.article import Article, Gone, Row
from schemas.coder import decode, encode
from schemas.ledger import Outcome, Tally
from schemas.reject import Reason, Reject
from schemas.revision import Revision
from transforms.apply import several_outputs
from transforms.layout import article_file
from transforms.ledger import tally
from transforms.storage import listed, read_if_present
from transforms.table import from_parquet, put

TALLIES, REVISIONS = "tallies", "revisions"
SHARDS = 16
_NEVER = datetime.max.replace(tzinfo=UTC)
_Known = dict[str, list[Revision]]


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
    gone: list[tuple[str, Gone]]
    later: list[tuple[Article, Outcome]]


def revise(
    captures: Iterable[tuple[str, Article]], known: Collection[Revision], rejected: Collection[tuple[str, str]] = ()
) -> Verdicts:
    """Decides on the captures of one article, each with its file, against the revisions that are written already.

    The earliest capture of a revision is written, those without a time last. A known row goes where an earlier
    capture takes its place, and where its own capture, read again, gives another text, another file, or is rejected.
    """
    fresh = sorted(captures, key=lambda pair: earliest(pair[1]))
    again = {*rejected, *(_capture(article) for _, article in fresh)}
    standing = {_key(revision): revision for revision in known if revision.capture not in again}
    winners: dict[tuple[str, str | None], Article] = {}
    verdicts = Verdicts([], [], [])
    for file, article in fresh:
        before = standing.get(_key(article))
        first = winners.get(_key(article))
        if first is None and (before is None or earliest(article) < earliest(before)):
            winners[_key(article)] = article
            verdicts.written.append((file, article))
        else:
            unchanged = article.url == (before.url if first is None and before else first.url if first else None)
            verdicts.later.append((article, Outcome.UNCHANGED if unchanged else Outcome.DUPLICATE))
    files = {_capture(article): file for file, article in verdicts.written}
    for revision in known:
        replaced = _key(revision) in winners and revision.capture not in again
        moved = revision.capture in again and files.get(revision.capture) != revision.file
        if replaced or moved:
            verdicts.gone.append((revision.file, Gone(*revision.capture)))
    return verdicts


def earliest(row: Article | Revision) -> tuple[datetime, str]:
    """Sorts captures by time, those without one last, then by name."""
    return row.captured_at or _NEVER, row.capture_uri


def _key(row: Article | Revision) -> tuple[str, str | None]:
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

    @several_outputs
    def expand(self, both: tuple[beam.PCollection[Article], beam.PCollection[Reject]]) -> Revised:
        """Groups by article and decides, knowing what is written."""
        articles, rejects = both
        folder = _folder(self.output)
        rejected = (
            rejects
            | "Ask" >> beam.ParDo(_Ask(folder)).with_output_types(tuple[str, tuple[str, str]])
            | "By shard" >> beam.GroupByKey()
            | "Find" >> beam.FlatMap(_find, folder).with_output_types(tuple[str, tuple[str, str]])
        )
        keyed = articles | beam.Map(lambda row: (row.article_id, encode(row))).with_output_types(tuple[str, bytes])
        done = (
            {"articles": keyed, "rejected": rejected}
            | "By article" >> beam.CoGroupByKey()
            | beam.ParDo(_Revise(folder, self.window, self.shards)).with_outputs(TALLIES, REVISIONS, main="by_file")
        )
        return Revised(done.by_file, done[REVISIONS], done[TALLIES])


@dataclass
class Remember(beam.PTransform[Any, Any]):
    """(file, Revision or Gone) -> OUTPUT/_state/revisions. Gives nothing, but the ledger waits for it.

    It waits for `written`, for what is remembered must stand: a run that was stopped decides again as before.
    """

    output: str
    written: beam.PCollection[Any]

    def expand(self, revisions: beam.PCollection[tuple[str, Revision | Gone]]) -> beam.PCollection[tuple[Tally, int]]:
        """Groups by file and merges."""
        written = beam.pvalue.AsSingleton(self.written | beam.combiners.Count.Globally())
        remembered: beam.PCollection[tuple[Tally, int]] = (
            revisions | "By file" >> beam.GroupByKey() | beam.FlatMap(_remember, _folder(self.output), written)
        )
        return remembered


def _folder(output: str) -> str:
    return f"{output}/_state/revisions"


def _remember(group: tuple[str, Iterable[Revision | Gone]], folder: str, _: int) -> Iterable[tuple[Tally, int]]:
    file, items = group[0], list(group[1])
    rows = [item for item in items if isinstance(item, Revision)]
    put(f"{folder}/{file}", Revision, rows, {item.capture for item in items if isinstance(item, Gone)})
    return ()


@dataclass
class _Ask(beam.DoFn):
    """Asks every shard of the index for a capture: a reject does not know its article."""

    folder: str

    def start_bundle(self) -> None:
        self.shards = [path.rpartition("/")[2] for path in listed(self.folder)]

    def process(self, reject: Reject) -> Iterator[tuple[str, tuple[str, str]]]:
        if reject.reason != Reason.UNCHANGED:
            for shard in self.shards:
                yield shard, reject.capture


def _find(group: tuple[str, Iterable[tuple[str, str]]], folder: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """The captures that stand in a shard, with their articles."""
    shard, captures = group
    known = {revision.capture: key for key, found in _read(f"{folder}/{shard}").items() for revision in found}
    for uri, digest in captures:
        if (uri, digest) in known:
            yield known[uri, digest], (uri, digest)


def shard_name(article_id: str) -> str:
    """The file that remembers an article."""
    return f"{int(article_id[:8], 16) % SHARDS:05}-of-{SHARDS:05}.parquet"


class _Revise(beam.DoFn):
    def __init__(self, folder: str, window: int, shards: int) -> None:
        self.folder = folder
        self.window = window
        self.shards = shards
        self.known: dict[str, _Known] = {}

    def start_bundle(self) -> None:
        self.known = {}

    def process(self, group: tuple[str, dict[str, Iterable[Any]]]) -> Iterator[Any]:
        article_id, values = group
        articles = cast(Iterable[Article], map(decode, values["articles"]))
        captures = [(article_file(article, self.window, self.shards), article) for article in articles]
        known = self._shard(article_id).get(article_id, ())
        verdicts = revise(captures, known, set(map(tuple, values["rejected"])))
        yield from verdicts.written
        yield from verdicts.gone
        for article, outcome in verdicts.later:
            yield TaggedOutput(TALLIES, tally(outcome, article.url, article.capture_uri))
        shard = shard_name(article_id)
        for file, article in verdicts.written:
            yield TaggedOutput(REVISIONS, (shard, remembered(article, file)))
        for _, gone in verdicts.gone:
            yield TaggedOutput(REVISIONS, (shard, gone))

    def _shard(self, article_id: str) -> _Known:
        name = shard_name(article_id)
        if name not in self.known:
            self.known[name] = _read(f"{self.folder}/{name}")
        return self.known[name]


def remembered(article: Article, file: str) -> Revision:
    """What is kept of an article that is written to a file."""
    return Revision(
        article_id=article.article_id,
        revision_id=article.revision_id,
        captured_at=article.captured_at,
        capture_uri=article.capture_uri,
        capture_digest=article.capture_digest,
        url=article.url,
        source=article.source,
        file=file,
    )


def _read(path: str) -> _Known:
    data = read_if_present(path)
    known: _Known = {}
    for row in from_parquet(data, Revision).to_pylist() if data else ():
        known.setdefault(row["article_id"], []).append(Revision(**row))
    return known
