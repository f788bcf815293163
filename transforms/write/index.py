"""The index of what is written, OUTPUT/_state/revisions: which capture of a revision stands in which file.

A file a day of capture and shard. A revision is looked for as many days around a capture as it is known, so the work
does not grow with the age of the output.
"""

import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from io import BytesIO
from typing import Any

import apache_beam as beam
import numpy as np
import pyarrow as pa

from schemas.arrow import arrow_schema
from schemas.article import Article, Gone
from schemas.ledger import Tally
from schemas.revision import Revision
from transforms.base.parquet import read_columns
from transforms.base.partitions import HIVE_NO_DATE
from transforms.base.spill import Parcels, Spill
from transforms.base.storage import listed, read_if_present
from transforms.write.table import merge_rows

SHARDS = 16


@dataclass
class Remember(beam.PTransform[Any, Any]):
    """(index file, Revision or Gone) -> OUTPUT/_state/revisions. Gives nothing, but the ledger waits for it.

    It waits for `written`, for what is remembered must stand: a run that was stopped decides again as before. In a
    stream nothing is waited for: what was not completed is read again after a stop, and decides for itself.

    With `spill`, a folder that all workers share, references are grouped.
    """

    output: str
    written: beam.PCollection[Any] | None = None
    group: beam.PTransform[Any, Any] = field(default_factory=beam.GroupByKey)
    spill: str | None = None

    def expand(self, revisions: beam.PCollection[tuple[str, Revision | Gone]]) -> beam.PCollection[tuple[Tally, int]]:
        """Groups by file and merges."""
        keyed = revisions | "Keep" >> beam.ParDo(_Keep(self.spill)).with_output_types(tuple[str, bytes])
        wait = []
        if self.written is not None:
            wait = [beam.pvalue.AsSingleton(self.written | beam.combiners.Count.Globally())]
        remembered: beam.PCollection[tuple[Tally, int]] = (
            keyed | "By file" >> self.group | beam.FlatMap(_remember, self.output, *wait)
        )
        return remembered


@dataclass
class _Keep(beam.DoFn):
    """Keeps what is remembered with the file that it goes to."""

    spill: str | None

    def start_bundle(self) -> None:
        self.kept = Spill(self.spill)

    def process(self, remembered: tuple[str, Revision | Gone]) -> Iterator[tuple[str, bytes]]:
        file, item = remembered
        yield file, self.kept.parcel(pickle.dumps(item))

    def finish_bundle(self) -> None:
        self.kept.close()


def _remember(group: tuple[str, Iterable[bytes]], output: str, _: int = 0) -> Iterable[tuple[Tally, int]]:
    with Parcels[Revision | Gone](list(group[1]), pickle.loads) as parcels:
        items = list(parcels)
    rows = [item for item in items if isinstance(item, Revision)]
    gone = [item for item in items if isinstance(item, Gone)]
    merge_rows(f"{index_folder(output)}/{group[0]}", Revision, rows, gone)
    return ()


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


def index_file(revision: Revision) -> str:
    """The file that remembers a revision."""
    return file_of(revision.captured_at, revision.article_id)


def file_of(captured_at: datetime | None, article_id: str) -> str:
    """The file that remembers what was captured of an article at that time."""
    return f"{_day(captured_at)}/{_shard(article_id)}"


def index_files(captured_at: datetime | None) -> Iterator[str]:
    """Every file that may remember a capture of that time."""
    for shard in range(SHARDS):
        yield f"{_day(captured_at)}/{shard:05}-of-{SHARDS:05}.parquet"


class Index:
    """The index as it is when it is first looked into: each file is opened once.

    Of a file the ids of its articles are read, and its rows where one of them is asked for: of what is known, a run
    meets little.
    """

    def __init__(self, output: str) -> None:
        self._folder = index_folder(output)
        start = len(self._folder) + 1
        self._files = {path[start:] for path in listed(self._folder)}
        self._ids: dict[str, Any] = {}
        self._tables: dict[str, pa.Table] = {}

    def __contains__(self, file: str) -> bool:
        return file in self._files

    def find(
        self, article_id: str, captured: Iterable[datetime | None], expiry: timedelta, also: Iterable[str] = ()
    ) -> list[Revision]:
        """What stands of an article, as far as it has to do with captures of these times, or is in the files `also`.

        What may have been captured at any time is looked for in every day.
        """
        shard, everywhere = _shard(article_id), False
        days = {_day(None)}
        for at in captured:
            days |= _days_around(at.date(), expiry) if at else set()
            everywhere = everywhere or at is None
        if everywhere:
            days |= {file.partition("/")[0] for file in self._files}
        files = self._files.intersection((*(f"{day}/{shard}" for day in days), *also))
        return [revision for file in sorted(files) for revision in self._rows(file, article_id)]

    def captures(self, file: str) -> dict[tuple[str, str], list[str]]:
        """The articles of each capture in a file."""
        found: dict[tuple[str, str], list[str]] = {}
        for row in self._table(file).select(["capture_uri", "capture_digest", "article_id"]).to_pylist():
            found.setdefault((row["capture_uri"], row["capture_digest"]), []).append(row["article_id"])
        return found

    def _rows(self, file: str, article_id: str) -> Iterator[Revision]:
        if file not in self._ids:
            # An array of them is a tenth of a dictionary, and they stand in order.
            ids = self._read(file, ["article_id"]).column("article_id")
            self._ids[file] = np.array(ids.to_pylist(), dtype="S32")
        ids, key = self._ids[file], article_id.encode()
        start, end = np.searchsorted(ids, key, "left"), np.searchsorted(ids, key, "right")
        if start < end:
            for row in self._table(file).slice(start, end - start).to_pylist():
                yield Revision(**row)

    def _table(self, file: str) -> pa.Table:
        if file not in self._tables:
            self._tables[file] = self._read(file, arrow_schema(Revision).names)
        return self._tables[file]

    def _read(self, file: str, names: list[str]) -> pa.Table:
        data = read_if_present(f"{self._folder}/{file}")
        if data is None:
            return arrow_schema(Revision).empty_table().select(names)
        return read_columns(BytesIO(data), Revision, names)


def index_folder(output: str) -> str:
    """Where the index is."""
    return f"{output}/_state/revisions"


def _day(captured_at: datetime | None) -> str:
    return f"date={captured_at.date()}" if captured_at else f"date={HIVE_NO_DATE}"


@lru_cache(maxsize=1024)
def _days_around(at: date, expiry: timedelta) -> frozenset[str]:
    first, last = (min(max(at.toordinal() + way * (expiry.days + 1), 1), date.max.toordinal()) for way in (-1, 1))
    return frozenset(f"date={date.fromordinal(day)}" for day in range(first, last + 1))


def _shard(article_id: str) -> str:
    return f"{int(article_id[:8], 16) % SHARDS:05}-of-{SHARDS:05}.parquet"
