"""Promise 2: a ledger that does not add up fails the run, and what failed for now is asked for again."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import apache_beam as beam
import pytest
from aiohttp import web

import pipeline.graph
from pipeline.cli import main
from tests.conftest import SEEDS, direct_pipeline, rows
from tests.newsserver import NewsServer, page
from tests.rounds import follow, listed
from transforms.base.apply import Outputs
from transforms.write.ledger import CountCaptures, WriteLedger

CAPTURED, WRITTEN = ("captured", "a.example", ""), ("written", "a.example", "")


class CountTwice(CountCaptures):
    """A defect: each capture is counted twice."""

    def expand(self, captures: Outputs) -> Any:
        once = super().expand(captures)
        return (once, once) | "Twice" >> beam.Flatten()


def test_a_run_whose_ledger_does_not_add_up_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pipeline.graph, "CountCaptures", CountTwice)
    seed = next(SEEDS.glob("000_*.txt"))
    assert main(["run", str(seed), "--output", str(tmp_path / "out"), "--models="]) == 1
    assert "the ledger does not add up" in capfd.readouterr().err


@pytest.mark.parametrize(("captured", "written"), [(2, 1), (1, 2), (0, 1)])
def test_a_lost_or_a_doubled_capture_is_an_imbalance(captured: int, written: int, tmp_path: Path) -> None:
    counts = [(CAPTURED, captured), (WRITTEN, written)]
    with pytest.raises(Exception, match="does not add up"), direct_pipeline() as job:
        _ = job | beam.Create(counts) | WriteLedger(str(tmp_path), "run")


def test_even_counts_are_written(tmp_path: Path) -> None:
    with direct_pipeline() as job:
        _ = job | beam.Create([(CAPTURED, 2), (WRITTEN, 2)]) | WriteLedger(str(tmp_path), "run")
    assert (tmp_path / "_ledger" / "run.json").exists()


@pytest.fixture
def server() -> Iterator[NewsServer]:
    with NewsServer(feeds=1) as server:
        yield server


def test_a_page_that_failed_for_now_is_asked_for_at_the_next_poll(server: NewsServer, tmp_path: Path) -> None:
    item = server.items(server.feeds[0])[-1]
    path, answers = urlsplit(item.url).path, iter([503, 503, 503, 200])

    async def recovering(_: web.Request) -> web.Response:
        status = next(answers, 200)
        return web.Response(status=status, text=page(item) if status == 200 else "", content_type="text/html")

    server.routes[path] = recovering
    feeds, out = listed(server, tmp_path), tmp_path / "out"
    assert follow(server, feeds, out)["fetches"]["server-error"] == 1
    assert item.url not in {row["url"] for row in rows(out / "articles")}
    server.now += timedelta(hours=3)
    follow(server, feeds, out)
    assert item.url in {row["url"] for row in rows(out / "articles")}
