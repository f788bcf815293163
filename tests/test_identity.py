"""What a capture, a reject and a run are: names alone do not make two things one."""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.run.plan import run_name
from tests.conftest import SEEDS, digests, rows
from transforms.crawl.pages import Step
from transforms.crawl.round.journal import RoundJournal

TEXT = (SEEDS / "002_cec1a89a8946e8e1.txt").read_text("utf-8")


def put(folder: Path, text: str, url: str | None = None) -> Path:
    folder.mkdir(parents=True)
    (folder / "x.txt").write_text(text)
    if url:
        (folder / "x.json").write_text(json.dumps({"url": url, "captured": "2024-02-17T10:00:00Z"}))
    return folder


def run(output: Path, *inputs: Path | str) -> None:
    assert main(["run", *map(str, inputs), f"--output={output}", "--models="]) == 0


def test_two_files_of_one_name_and_text_at_two_addresses_are_two_articles(tmp_path: Path) -> None:
    one = put(tmp_path / "a" / "news", TEXT, "https://one.example/x")
    other = put(tmp_path / "b" / "news", TEXT, "https://other.example/x")
    for output, inputs in ((tmp_path / "there", (one, other)), (tmp_path / "back", (other, one))):
        for each in inputs:
            run(output, each)
        found = {row["url"] for row in rows(output / "articles")}
        assert found == {"https://one.example/x", "https://other.example/x"}
    assert digests(tmp_path / "there" / "articles") == digests(tmp_path / "back" / "articles")


def test_a_row_that_goes_takes_no_row_of_another_article_along(tmp_path: Path) -> None:
    """The earlier capture of one takes the place of its row, which stands in a file with the other's."""
    one = put(tmp_path / "a" / "news", TEXT, "https://one.example/x")
    other = put(tmp_path / "b" / "news", TEXT, "https://other.example/x")
    earlier = put(tmp_path / "c" / "earlier", TEXT, "https://one.example/x")
    sidecar = earlier / "x.json"
    sidecar.write_text(sidecar.read_text().replace("02-17", "02-16"))
    for each in (one, other, earlier):
        run(tmp_path / "out", each)
    found = {(row["url"], row["capture_uri"]) for row in rows(tmp_path / "out" / "articles")}
    assert found == {("https://one.example/x", "earlier/x.txt"), ("https://other.example/x", "news/x.txt")}


def test_two_broken_files_of_one_name_are_two_rejects(tmp_path: Path) -> None:
    for name, data in (("a", b"\x1f\x8b\x08broken"), ("b", b"\x1f\x8b\x08also broken")):
        (put(tmp_path / name / "news", "") / "x.txt").write_bytes(data)
    run(tmp_path / "out", tmp_path / "a" / "news", tmp_path / "b" / "news")
    assert len({row["capture_digest"] for row in rows(tmp_path / "out" / "rejects")}) == 2


def test_a_run_is_what_its_inputs_are_not_how_they_are_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names: set[str] = set()
    for folder in ("a", "b"):
        put(tmp_path / folder / "news", TEXT.replace("Matthew", folder), f"https://{folder}.example/x")
        monkeypatch.chdir(tmp_path / folder)
        spellings = ("news", "./news", "news/", os.path.abspath("news"))
        found = {run_name([spelling]) for spelling in spellings}
        assert len(found) == 1
        names |= found
        run(tmp_path / "out", "./news")
    assert {path.stem for path in (tmp_path / "out" / "_ledger").iterdir()} == names
    assert len(names) == 2


def test_a_round_that_was_moved_goes_on_with_its_own_archives(tmp_path: Path) -> None:
    journal = RoundJournal(str(tmp_path / "before"), "round-1", datetime(2026, 1, 1, tzinfo=UTC))
    journal.write("fetch-1", Step(archived=[(f"{journal.output}/archive/pages/a.warc.gz", 7)]))
    (tmp_path / "before").rename(tmp_path / "after")
    moved = replace(journal, output=str(tmp_path / "after"))
    found = moved.read("fetch-1", Step)
    assert found is not None
    assert found.archived == [(f"{tmp_path}/after/archive/pages/a.warc.gz", 7)]
    assert str(tmp_path) not in (tmp_path / "after/_state/round/round-1/fetch-1.json").read_text()
