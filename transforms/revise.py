"""One row per revision of an article: the earliest capture wins, over all runs into an output."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

import apache_beam as beam
from apache_beam.pvalue import TaggedOutput

from schemas.article import Article, Gone, Row
from schemas.ledger import Outcome, Tally
from schemas.revision import Revision
from transforms.apply import several_outputs
from transforms.layout import article_file
from transforms.ledger import tally
from transforms.storage import read_if_present
from transforms.table import from_parquet, put

TALLIES, REVISIONS = "tallies", "revisions"
SHARDS = 16
_NEVER = datetime.max.replace(tzinfo=UTC)


class Revised(NamedTuple):
    """What goes into files, by file: articles, and rows that go; tallies of captures that brought nothing new."""

    by_file: beam.PCollection[tuple[str, Row]]
    tallies: beam.PCollection[tuple[Tally, int]]


class Verdicts(NamedTuple):
    """What becomes of one article's captures."""

    written: list[tuple[str, Article]]
    gone: list[tuple[str, Gone]]
    later: list[tuple[Article, Outcome]]


def revise(captures: Iterable[tuple[str, Article]], known: Iterable[Revision]) -> Verdicts:
    """Decides on the captures of one article, each with its file, against the revisions that are written already.

    The earliest capture of a revision is written, those without a time last. A known row goes where an earlier
    capture takes its place, and where its own capture, read again, gives another text or another file.
    """
    fresh = sorted(captures, key=lambda pair: earliest(pair[1]))
    again = {_capture(article) for _, article in fresh}
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
    """Article -> what is written to which file; remembers it below OUTPUT/_state/revisions. `window` in seconds."""

    output: str
    window: int
    shards: int

    @several_outputs
    def expand(self, articles: beam.PCollection[Article]) -> Revised:
        """Groups by article and decides; remembers what is written."""
        folder = f"{self.output}/_state/revisions"
        done = (
            articles
            | beam.WithKeys(lambda article: article.article_id).with_output_types(tuple[str, Article])
            | beam.GroupByKey()
            | beam.ParDo(_Revise(folder, self.window, self.shards)).with_outputs(TALLIES, REVISIONS, main="by_file")
        )
        remembered = (
            done[REVISIONS]
            | beam.WithKeys(lambda revision: shard_name(revision.article_id)).with_output_types(tuple[str, Revision])
            | "By shard" >> beam.GroupByKey()
            | "Remember" >> beam.FlatMap(_remember, folder)
        )
        return Revised(done.by_file, (done[TALLIES], remembered) | beam.Flatten())


def _remember(group: tuple[str, Iterable[Revision]], folder: str) -> Iterable[tuple[Tally, int]]:
    """Writes the revisions; gives nothing, but the ledger waits for it."""
    put(f"{folder}/{group[0]}", Revision, list(group[1]))
    return ()


def shard_name(article_id: str) -> str:
    """The file that remembers an article."""
    return f"{int(article_id[:8], 16) % SHARDS:05}-of-{SHARDS:05}.parquet"


class _Revise(beam.DoFn):
    def __init__(self, folder: str, window: int, shards: int) -> None:
        self.folder = folder
        self.window = window
        self.shards = shards
        self.known: dict[str, dict[str, list[Revision]]] = {}

    def start_bundle(self) -> None:
        self.known = {}

    def process(self, group: tuple[str, Iterable[Article]]) -> Iterator[Any]:
        captures = [(article_file(article, self.window, self.shards), article) for article in group[1]]
        verdicts = revise(captures, self._shard(group[0]).get(group[0], ()))
        yield from verdicts.written
        yield from verdicts.gone
        for article, outcome in verdicts.later:
            yield TaggedOutput(TALLIES, tally(outcome, article.url, article.capture_uri))
        for file, article in verdicts.written:
            yield TaggedOutput(REVISIONS, remembered(article, file))

    def _shard(self, article_id: str) -> dict[str, list[Revision]]:
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


def _read(path: str) -> dict[str, list[Revision]]:
    data = read_if_present(path)
    known: dict[str, list[Revision]] = {}
    for row in from_parquet(data, Revision).to_pylist() if data else ():
        known.setdefault(row["article_id"], []).append(Revision(**row))
    return known
