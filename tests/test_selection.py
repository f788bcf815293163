"""What a run is told to leave out: the rows, the ledger, the same choice everywhere, and what a rehearsal says."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import main
from tests.conftest import Output, Run, digests
from tests.pages import START, page, response
from tests.rounds import TWO_WORKERS, by_command

GERMAN = (
    "<html><head><title>Die neue Brücke</title></head><body><article><h1>Die neue Brücke</h1>"
    + "".join(
        f"<p>Der Rat der Stadt sagte am Montag, dass die Brücke {number} vierzig Wagen in der Stunde tragen wird.</p>"
        for number in range(4)
    )
    + "</article></body></html>"
)
NONE = "--models="


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight English articles of five sources in two files, a German one, and a page that is gone."""
    folder = tmp_path_factory.mktemp("selection") / "archive"
    folder.mkdir()
    for file in range(2):
        numbers = range(file * 4, file * 4 + 4)
        members = [response(number, page(number), START.replace(hour=6 + number)) for number in numbers]
        (folder / f"{file}.warc.gz").write_bytes(b"".join(members))
    more = response(8, GERMAN, START.replace(hour=20)) + response(9, "gone", START, status="404 Not Found")
    (folder / "more.warc.gz").write_bytes(more)
    return folder


def titles(output: Output) -> set[str]:
    return {row["title"].split(" opens")[0] for row in output.articles}


def balance(ledger: dict[str, Any]) -> None:
    assert sum(ledger["outcomes"].values()) == ledger["captured"]


def test_all_that_was_not_asked_for_is_filtered_in_the_ledger(run: Run, pages: Path) -> None:
    chosen = run(
        pages, NONE, "--source", "courier1.example,courier2.example", "--match", "Bridge [1-6]", "--language", "en"
    )
    assert titles(chosen) == {"Bridge 1", "Bridge 2", "Bridge 6"}
    assert chosen.ledger["outcomes"] == {"written": 3, "filtered": 6, "not-article": 1}
    assert chosen.ledger["reasons"] == {"other-source": 5, "no-match": 1, "http-status": 1}
    balance(chosen.ledger)
    assert [row["reason"] for row in chosen.rejects] == ["http-status"]


@pytest.mark.parametrize(
    ("options", "written", "reasons"),
    [
        (["--language", "de"], 1, {"other-language": 8}),
        (["--since", "2024-03-01T10:00Z", "--until", "2024-03-01T13:00Z"], 3, {"other-time": 7}),
        (["--match", "Brücke"], 1, {"no-match": 8}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_each_option(run: Run, pages: Path, options: list[str], written: int, reasons: dict[str, int]) -> None:
    chosen = run(pages, NONE, *options)
    assert len(chosen.articles) == written
    assert {key: count for key, count in chosen.ledger["reasons"].items() if key != "http-status"} == reasons
    balance(chosen.ledger)


def test_a_quiet_run_does_not_mention_what_was_filtered(
    run: Run, pages: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(pages, "--models=", "-q", "--match=no such words").status == 0
    assert capfd.readouterr() == ("", "")


def test_a_sample_and_a_limit_are_the_same_in_a_run_and_a_replay(pages: Path, tmp_path: Path) -> None:
    for command in ("run", "replay"):
        told = [command, str(pages), "--output", str(tmp_path / command), NONE, "--sample=70%", "--limit=6"]
        assert main(told) == 0
    found = digests(tmp_path / "run" / "articles")
    assert found
    assert digests(tmp_path / "replay" / "articles") == found


@pytest.mark.long
def test_a_limit_is_the_same_by_two_workers(run: Run, pages: Path, tmp_path: Path) -> None:
    by_command("run", str(pages), "--output", str(tmp_path / "two"), NONE, "--limit=3", *TWO_WORKERS)
    assert digests(tmp_path / "two" / "articles") == run(pages, NONE, "--limit=3").digests


def test_a_limit_reads_the_first_documents_and_no_more(run: Run, pages: Path) -> None:
    limited = run(pages, NONE, "--limit", "5")
    assert titles(limited) == {f"Bridge {number}" for number in range(5)}
    assert limited.ledger["captured"] == 5


def test_a_limit_holds_over_the_parts_of_a_replay(pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.run.plan.REPLAY_PART", 1)
    assert main(["replay", str(pages), "--output", str(tmp_path), NONE, "--limit=6"]) == 0
    assert titles(Output(tmp_path, 0)) == {f"Bridge {number}" for number in range(6)}


def test_what_is_filtered_leaves_what_is_written(run: Run, pages: Path) -> None:
    whole = run(pages, NONE)
    before = whole.digests
    assert run(pages, NONE, "--source", "none.example").digests == before


def test_an_endless_pattern_costs_the_documents_it_is_tried_on(
    run: Run, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from transforms.base.sandbox import isolated

    monkeypatch.setattr("transforms.select.stage.isolated", lambda work, value: isolated(work, value, 0.2))
    stopped = run(pages / "more.warc.gz", NONE, "--match", r"(?:[A-Za-z]+ ?)+#")
    assert {row["reason"]: row["stage"] for row in stopped.rejects}["too-slow"] == "select"
    balance(stopped.ledger)


def test_a_dry_run_counts_estimates_and_writes_nothing(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["run", str(pages), "--output", str(tmp_path / "out"), NONE, "--dry-run", "--source", "courier1.example"]
    assert main(command) == 0
    said = dict(re.split(r"\s+", line, maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert re.fullmatch(r"3 warc; \d+\.\d kB", said["Files"])
    assert said["Documents"] == "10"
    assert said["Articles"] == "about 2, judging by 10 documents that were tried"
    assert said["Left"] == "out   about 7 other-source"
    assert re.match(r"about \d+ s on one core", said["Time"])
    assert not (tmp_path / "out").exists()


def test_a_rehearsal_tries_no_document_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    poll = gzip.compress(
        gzip.decompress(response(1, page(1), START)).replace(b"text/html; charset=utf-8", b"application/rss+xml     ")
    )
    for folder, member in (("feeds", poll), ("pages", response(2, page(2), START))):
        (tmp_path / "archive" / folder).mkdir(parents=True)
        (tmp_path / "archive" / folder / "20240301T000000Z-00000-of-00004.warc.gz").write_bytes(member)
    archive = str(tmp_path / "archive")
    said = []
    for command, *inputs in (("run", archive, archive), ("replay", archive)):
        assert main([command, *inputs, "--output", str(tmp_path / "out"), NONE, "--dry-run"]) == 0
        said += [dict(re.split(r"\s+", line, maxsplit=1) for line in capsys.readouterr().out.splitlines())]
    assert said[0]["Articles"] == "about 2, judging by 4 documents that were tried"
    assert said[1]["Articles"] == "about 1, judging by 1 documents that were tried"


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--limit", "2"], "--limit: the order in which documents come from the network is chance; use --sample"),
        (["--limit", "2", "--streaming"], "end a stream with --run-for"),
        (["--dry-run", "--streaming"], "--dry-run: it is not known what a stream will hold"),
        (["--sample", "x"], "--sample: 'x' is not a share"),
        (["--limit", "0"], "--limit: '0' is not a whole number above 0"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_done_is_reported(
    tmp_path: Path, options: list[str], why: str, capfd: pytest.CaptureFixture[str]
) -> None:
    contact, runner = "--contact=https://example.org/us", "--runner=PrismRunner"
    command = ["run", "https://feeds.example/a", "--output", str(tmp_path / "out"), NONE, contact, *options]
    assert main([*command, runner] if "--streaming" in options else command) == 2
    assert why in capfd.readouterr().err
