"""Captures that come on time, late, twice and in any order: the files are those of a batch run over all of them."""

import argparse
import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import apache_beam as beam
import hypothesis.strategies as st
import pytest
from apache_beam.coders import BytesCoder
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.testing.test_stream import TestStream as Script
from apache_beam.transforms.window import TimestampedValue
from apache_beam.utils.timestamp import Timestamp
from hypothesis import Phase, given, settings

from pipeline.cli import main
from pipeline.options import Options
from pipeline.run.execute import execute
from pipeline.run.plan import Batch, Plan, Stream
from pipeline.runners.beam_internals import known_state
from pipeline.runners.local import missing_runner, runner_options
from schemas.article import Article
from schemas.fetch import FetchLimits
from schemas.ledger import Ledger
from schemas.reference import FileKind, Reference
from tests.conftest import digests, direct_pipeline, rows
from tests.pages import page, response
from tests.test_table import ROWS
from tests.writers import NOON as TABLE_NOON
from transforms.base.beam_internals import several_outputs
from transforms.base.windows import Windows
from transforms.crawl.due import Policy
from transforms.crawl.fetch.client import Client
from transforms.crawl.polling import Pages, Polling
from transforms.crawl.stream import close
from transforms.crawl.stream.crawl import STAGED, give
from transforms.crawl.stream.settings import CrawlSettings
from transforms.crawl.stream.stage import StreamOutputs, StreamSource
from transforms.crawl.stream.staging import PAGES, complete, complete_path, reference, staged, staged_name
from transforms.write.index import Remember
from transforms.write.revise import Revise
from transforms.write.sink import WriteArticles
from transforms.write.stream.gather import Gather
from transforms.write.stream.revise import ReviseStream

NOON = datetime(2024, 3, 5, 12, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
WINDOW, GRACE, LATENESS, EXPIRY = 600, 30.0, 86400.0, 2 * DAY
WINDOWS = Windows(WINDOW, GRACE, LATENESS)
FILES = ("--shards=2", "--file-window=20m")
"""Two windows of a stream are merged into a file."""
RUNNERS = ["BundleBasedDirectRunner", "PrismRunner"]

NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
"""Every try is a pipeline: what fails is small enough as it is."""

Item = Reference | tuple[str, int]
"""A stored document, or a staged archive and its size."""


class Arrives(NamedTuple):
    """What a step of the script is: items that come at a time, or none, and only the watermark moves."""

    at: datetime
    items: tuple[Item, ...] = ()


@dataclass
class Scripted(StreamSource):
    """A stream that follows a script. The watermark stands at the time of the last step."""

    script: tuple[Arrives, ...] = ()

    @several_outputs
    def expand(self, begin: beam.pvalue.PBegin) -> StreamOutputs:
        source = Script(coder=BytesCoder())
        for at, items in self.script:
            time = Timestamp.from_utc_datetime(at)
            source = source.advance_watermark_to(time)
            if items:
                source = source.add_elements([TimestampedValue(pickle.dumps(item), time) for item in items])
        given = (
            begin.pipeline
            | "Script" >> source.advance_watermark_to_infinity()
            | "Give" >> beam.FlatMap(_give).with_outputs(STAGED, main="archived")
        )
        return StreamOutputs(given.archived, given[STAGED], [], [])


def _give(data: bytes, at: Any = beam.DoFn.TimestampParam) -> Iterator[Any]:
    item = pickle.loads(data)
    if isinstance(item, Reference):
        yield item
    else:
        yield from give([item], float(at))


class Capture(NamedTuple):
    """A capture, and when it arrives, in minutes from noon. Without a time of its own it comes as a file."""

    arrives: int
    captured: int | None
    edit: str = ""
    query: str = ""
    status: str = "200 OK"
    times: int = 1


EDIT, H, D = "The bridge closes at night.", 60, 1440
CASES: dict[str, list[Capture]] = {
    "on time": [Capture(0, 0)],
    "again in its window": [Capture(1, 1), Capture(2, 2)],
    "again in another window": [Capture(1, 1), Capture(H, H)],
    "another address": [Capture(1, 1), Capture(H, H, query="?utm_source=feed")],
    "an edit": [Capture(1, 1), Capture(H, H, EDIT)],
    "an edit, and back": [Capture(1, 1), Capture(H, H, EDIT), Capture(2 * H, 2 * H)],
    "delivered twice": [Capture(1, 1, times=2)],
    "late": [Capture(H, 2)],
    "late, beside a row that stands": [Capture(1, 1), Capture(H, 2, EDIT)],
    "out of order in a window": [Capture(3, 3), Capture(4, 1)],
    "an earlier one when the file is written": [Capture(9, 9), Capture(2 * H, 1)],
    "an earlier one when another file is written": [Capture(25, 25), Capture(2 * H, 1)],
    "ever earlier ones": [Capture(45, 45), Capture(H, 35), Capture(2 * H, 25), Capture(3 * H, 5)],
    "an edit before the first": [Capture(H, H, EDIT), Capture(2 * H, 1)],
    "an earlier one while the later one is in its window": [Capture(55, 55), Capture(55, 1)],
    "older than the lateness": [Capture(3 * D, 5)],
    "older than the lateness, and first": [Capture(D + H, D + H), Capture(2 * D + 2 * H, H)],
    "from the future": [Capture(10, 3 * D)],
    "from the future, then from now": [Capture(10, D), Capture(25, 25)],
    "from the future, then from there": [Capture(10, D), Capture(D + 1, D + 1)],
    "expired": [Capture(1, 1), Capture(2 * D + 2, 2 * D + 2)],
    "expired, the other way round": [Capture(2 * D + 2, 2 * D + 2), Capture(2 * D + 4, 1)],
    "not yet expired": [Capture(1, 1), Capture(2 * D, 2 * D)],
    "not yet expired, and late": [Capture(1, 1), Capture(3 * D - H, 2 * D)],
    "known for as long after something late": [Capture(D, D), Capture(D + 5, H, EDIT), Capture(3 * D + 80, 3 * D - 20)],
    "undated": [Capture(5, None)],
    "undated, then dated": [Capture(5, None), Capture(H, H)],
    "dated, then undated": [Capture(5, 5), Capture(H, None)],
    "not a page": [Capture(1, 1, status="404 Not Found")],
    "an article, then no page": [Capture(1, 1), Capture(H, H, status="404 Not Found")],
}


class Captures(NamedTuple):
    """Cases, each an article of its own, as they arrive; and the same as a batch reads them."""

    script: tuple[Arrives, ...]
    references: tuple[Reference, ...]


def store(output: Path, cases: Iterable[list[Capture]]) -> Captures:
    """Stages the captures of a stream into an output. Of cases at the same minute each has an archive."""
    arrivals: dict[int, list[Item]] = {}
    references: dict[Reference, None] = {}
    for number, captures in enumerate(cases):
        for step, capture in enumerate(captures):
            item = _store(output, number, f"{number:03}-{step}", capture)
            arrivals.setdefault(capture.arrives, []).extend([item] * capture.times)
            found = item if isinstance(item, Reference) else reference(*item)
            assert found is not None
            references[found] = None
    script = tuple(Arrives(NOON + minutes * MINUTE, tuple(items)) for minutes, items in sorted(arrivals.items()))
    return Captures(script, tuple(references))


def _store(output: Path, number: int, step: str, capture: Capture) -> Item:
    body = page(number, capture.edit) if capture.status == "200 OK" else "gone"
    if capture.captured is None:
        file = output.with_name(f"{output.name}-files") / f"{step}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(body)
        return Reference(str(file), f"files/{file.name}", FileKind.HTML, 0, file.stat().st_size)
    record = response(number, body, NOON + capture.captured * MINUTE, capture.status, capture.query)
    path = Path(staged_name(str(output), 3, PAGES, NOON + capture.arrives * MINUTE, WINDOW, step) + ".warc.gz")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(record)
    return str(path), len(record)


def options(output: Path) -> Options:
    parser = argparse.ArgumentParser()
    Options.add_to(parser)
    expiry = f"{int(EXPIRY.total_seconds())}s"
    return Options.of(parser.parse_args(["--output", str(output), "--models=", f"--expiry={expiry}", *FILES]))


def stream(output: Path, script: Iterable[Arrives], runner: str, stored: tuple[Reference, ...] = ()) -> Ledger:
    polling = Polling(client=Client(agent="test", limits=FetchLimits()), pages=Pages.AUTO, policy=Policy())
    scripted = Scripted(
        crawling=CrawlSettings(output=str(output), window=WINDOW, tick=1, expiry=1, polling=polling),
        windows=WINDOWS,
        start=NOON,
        script=tuple(script),
    )
    return run(Stream(name="stream", options=options(output), stored=stored, source=scripted), runner, "--streaming")


def batch(output: Path, references: Iterable[Reference]) -> Ledger:
    return run(Batch(name="batch", options=options(output), stored=tuple(references)), "DirectRunner")


def run(plan: Plan, runner: str, *arguments: str) -> Ledger:
    arguments = (f"--runner={runner}", *arguments)
    done = execute(plan, PipelineOptions([*runner_options(arguments), *arguments]))
    assert done is not None
    assert done.imbalance() == []
    return done


class Both(NamedTuple):
    """What a batch and a stream over the same captures wrote, and their ledgers."""

    batch: Path
    stream: Path
    in_batch: Ledger
    in_stream: Ledger


@pytest.fixture(scope="module", autouse=True)
def quick() -> Iterator[None]:
    """The DirectRunner looks through a DoFn for its state again with every bundle: four fifths of its time."""
    with known_state():
        yield


@pytest.fixture(scope="module", params=RUNNERS)
def runner(request: pytest.FixtureRequest) -> str:
    if missing := missing_runner(request.param):
        pytest.skip(missing)
    return str(request.param)


@pytest.fixture(scope="module")
def both(runner: str, tmp_path_factory: pytest.TempPathFactory) -> Both:
    """All cases at once."""
    folder = tmp_path_factory.mktemp("cases")
    captures = store(folder / "stream", CASES.values())
    in_batch = batch(folder / "batch", captures.references)
    in_stream = stream(folder / "stream", captures.script, runner)
    return Both(folder / "batch", folder / "stream", in_batch, in_stream)


@pytest.mark.parametrize("case", CASES)
def test_each_case_leaves_the_rows_of_a_batch(both: Both, case: str) -> None:
    assert of_case(both.stream, case) == of_case(both.batch, case)


def of_case(output: Path, case: str) -> list[tuple[Any, ...]]:
    """The rows of a case, as times of capture and addresses."""
    mark = f"/bridge-{list(CASES).index(case)}"
    return [
        (row["captured_at"], row["url"], row["capture_uri"], row["revision_id"])
        for row in rows(output / "articles")
        if row["canonical_url"].endswith(mark)
    ]


def test_the_files_are_those_of_a_batch(both: Both) -> None:
    written = digests(both.batch / "articles")
    assert len(written) > 10
    assert digests(both.stream / "articles") == written
    assert digests(both.stream / "rejects" / "stream") == digests(both.batch / "rejects" / "batch")


def test_the_ledger_counts_what_came_twice_twice(both: Both) -> None:
    (again,) = (capture for captures in CASES.values() for capture in captures if capture.times > 1)
    assert both.in_stream.captured.total() == both.in_batch.captured.total() + again.times - 1
    assert both.in_stream.reasons == both.in_batch.reasons


def test_a_replay_of_the_archives_gives_the_same_files(both: Both) -> None:
    """What came as a file and has no time is in no archive."""
    assert staged(str(both.stream)) == {}
    replayed = both.stream.with_name("replayed")
    expiry = f"--expiry={int(EXPIRY.total_seconds())}s"
    archives = str(both.stream / "archive")
    assert main(["replay", archives, "--output", str(replayed), "--models=", *FILES, expiry]) == 0
    written = digests(both.stream / "articles")
    assert digests(replayed / "articles") == {name: it for name, it in written.items() if "/undated-" not in name}


def test_an_archive_is_completed_when_its_rows_are_written(
    runner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    captures = store(tmp_path, [[Capture(n // 2, n // 2)] for n in range(20)] + [[Capture(H, 3)], [Capture(H, H)]])
    when_completed: dict[str, set[str]] = {}

    def watched(target: str, parts: list[str]) -> None:
        uris = {row["capture_uri"].partition("#")[0] for row in rows(tmp_path / "articles")}
        for part in parts:
            assert Path(part).exists()
            when_completed[part] = uris
        complete(target, parts)

    monkeypatch.setattr(close, "complete", watched)
    end = NOON + timedelta(seconds=WINDOW)
    near = [Arrives(end + timedelta(seconds=s)) for s in (0, 10, GRACE - 1e-3, GRACE, GRACE + 1)]
    stream(tmp_path, sorted((*captures.script, *near)), runner)
    assert len(when_completed) == 22
    for path, uris in when_completed.items():
        assert complete_path(path).removeprefix(f"{tmp_path}/") in uris


@pytest.mark.parametrize("before", ["in its inputs", "in an earlier run"])
def test_a_stream_knows_what_was_there_before(runner: str, tmp_path: Path, before: str) -> None:
    """Older than the lateness, but not yet expired: a recapture, an edit, and a capture that is earlier still."""
    there = [[Capture(0, -D)], [Capture(0, -D)], [Capture(0, -H)], [Capture(0, -3 * D)], [Capture(0, None)]]
    come = [[Capture(1, 1)], [Capture(1, 1, EDIT)], [Capture(D, -D)], [Capture(1, 1)], [Capture(H, H)]]
    stored = store(tmp_path / "before", there).references
    coming = store(tmp_path / "stream", come)
    batch(tmp_path / "batch", (*stored, *coming.references))
    if before == "in an earlier run":
        batch(tmp_path / "stream", stored)
        stored = ()
    stream(tmp_path / "stream", (Arrives(NOON), *coming.script), runner, stored)
    assert digests(tmp_path / "stream" / "articles") == digests(tmp_path / "batch" / "articles")


class Panes(beam.PTransform[Any, Any]):
    """Each element is a pane, that comes after an empty one, twice, and all of them again at the end."""

    def expand(self, keyed: beam.PCollection[Any]) -> beam.PCollection[Any]:
        panes: beam.PCollection[Any] = keyed | beam.GroupByKey() | beam.FlatMapTuple(_panes)
        return panes


def _panes(file: str, items: Iterable[bytes]) -> list[tuple[str, list[bytes]]]:
    panes = [(file, [item]) for item in items]
    return [(file, []), *(pane for each in panes for pane in (each, each)), *panes]


@settings(max_examples=5, deadline=None, phases=NO_SHRINKING)
@given(ROWS)
def test_panes_that_come_twice_empty_or_old_after_new(
    tmp_path_factory: pytest.TempPathFactory, articles: list[Article]
) -> None:
    once, often = tmp_path_factory.mktemp("once"), tmp_path_factory.mktemp("often")
    for output, group in ((once, beam.GroupByKey()), (often, Panes())):
        with direct_pipeline() as pipeline:
            _ = pipeline | beam.Create([("file.parquet", row) for row in articles]) | WriteArticles(str(output), group)
    assert digests(often) == digests(once)


@settings(max_examples=5, deadline=None, phases=NO_SHRINKING)
@given(ROWS, st.data())
def test_any_order_and_any_watermark_give_the_files_of_a_batch(
    tmp_path_factory: pytest.TempPathFactory, articles: list[Article], data: st.DataObject
) -> None:
    one, two = tmp_path_factory.mktemp("batch"), tmp_path_factory.mktemp("stream")
    minutes = sorted(data.draw(st.lists(st.integers(-30, 120), min_size=len(articles), max_size=len(articles))))
    source, seen = Script(coder=BytesCoder()), set[int]()
    for row, minute in zip(data.draw(st.permutations(articles)), minutes, strict=True):
        now = Timestamp.from_utc_datetime(TABLE_NOON + minute * MINUTE)
        at = WINDOWS.event_time(row.captured_at, now)
        source = source.advance_watermark_to(now) if minute not in seen else source
        seen.add(minute)
        source = source.add_elements([TimestampedValue(pickle.dumps(row), at)])
    days = timedelta(days=30)
    for output, start, revise, group in (
        (
            one,
            beam.Create([pickle.dumps(row) for row in articles]),
            Revise(str(one), WINDOW, 2, days),
            beam.GroupByKey(),
        ),
        (two, source, ReviseStream(str(two), WINDOW, 2, WINDOWS, days, TABLE_NOON), Gather(WINDOWS)),
    ):
        with beam.Pipeline("BundleBasedDirectRunner", PipelineOptions([], streaming=output is two)) as pipeline:
            rejects = pipeline | "None" >> beam.Create([])
            revised = (pipeline | start | beam.Map(pickle.loads), rejects) | "Revise" >> revise
            written = revised.by_file | "Write" >> WriteArticles(str(output), group)
            _ = revised.revisions | "Remember" >> Remember(str(output), written if output is one else None, group)
    assert digests(two) == digests(one)
