"""`dateline run` from end to end: what a user finds in the folder, and what the command says."""

import gzip
import json
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.conftest import SEEDS, Output, Run, digests

FORMATS = {"txt", "rss", "atom", "json", "html"}


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Output:
    path = tmp_path_factory.mktemp("seeds")
    return Output(path, main(["run", str(SEEDS), "--output", str(path)]))


def test_every_seed_of_every_format_is_a_record(seeds: Output) -> None:
    assert seeds.status == 0
    assert len(seeds.articles) == 13
    assert {row["capture_uri"].partition("#")[0].rpartition(".")[2] for row in seeds.articles} == FORMATS
    assert seeds.rejects == []


def test_a_record_says_what_is_known(seeds: Output) -> None:
    (row,) = (row for row in seeds.articles if "town-hall-roof" in row["capture_uri"])
    assert row["title"] == "Town hall roof to be rebuilt in oak after fire"
    assert row["authors"] == ["Harriet Boyle"]
    assert row["canonical_url"] == "https://weald-gazette.example/news/town-hall-roof"
    assert row["source"] == "weald-gazette.example"
    assert (row["language"], row["published_from"]) == ("en", "json-ld")
    assert row["published_at"].isoformat() == "2024-05-14T05:30:00+00:00"
    assert row["capture_uri"] == "seeds/town-hall-roof.html"
    names = {entity["name"] for entity in row["entities"]}
    assert {"Kent County Council", "Joan Albright"} <= names
    for entity in row["entities"]:
        assert entity["count"] == len(entity["mentions"])
        assert entity["mentions"] or entity["in_title"]
        for mention in entity["mentions"]:
            assert entity["name"].split()[-1] in row["text"][mention["start"] : mention["end"]]


def test_boilerplate_is_gone_and_kept_beside_the_text(seeds: Output) -> None:
    for name in ("town-hall-roof", "observatory-grant"):
        (row,) = (row for row in seeds.articles if name in row["capture_uri"])
        kinds = {piece["kind"] for piece in row["removed"]}
        assert {"cookie-banner", "related-links", "share", "comments"} <= kinds
        for phrase in ("cookies", "might also like", "Recommended for you", "Facebook", "Tweet", "comment"):
            assert phrase.lower() not in row["text"].lower()


def test_the_output_holds_files_in_partitions_and_nothing_else(seeds: Output) -> None:
    names = {str(path.relative_to(seeds.path)) for path in seeds.path.rglob("*") if path.is_file()}
    (ledger,) = (name for name in names if name.startswith("_ledger/"))
    names = {name for name in names if not name.startswith("_state/")}
    assert all(name.startswith("articles/date=") for name in names - {ledger})
    assert "articles/date=2024-05-14/undated-00000-of-00001.parquet" in names


def test_the_ledger_adds_up(seeds: Output) -> None:
    ledger = seeds.ledger
    assert ledger["captured"] == 13 == sum(ledger["outcomes"].values())
    for counts in ledger["sources"].values():
        assert counts["captured"] == sum(count for name, count in counts.items() if name != "captured")


def test_doing_it_again_changes_nothing(seeds: Output, run: Run) -> None:
    before = digests(seeds.path)
    assert run(SEEDS, output=seeds.path).status == 0
    assert digests(seeds.path) == before


def test_nothing_but_the_summary_goes_to_standard_output(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    main(["run", str(SEEDS / "town-hall-roof.html"), "--output", str(tmp_path)])
    out = capfd.readouterr().out
    assert out.splitlines()[0].startswith("Captures")
    assert "\x1b" not in out


def test_a_reject_can_be_run_again(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "empty.txt").write_text("")
    first = run(folder)
    (reject,) = first.rejects
    assert (reject["reason"], reject["capture_uri"]) == ("empty", "in/empty.txt")
    again = run(first.path / "rejects", output=tmp_path / "again")
    assert [row["capture_uri"] for row in again.rejects] == ["in/empty.txt"]


def test_a_reject_that_was_cut_off_stays_one(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cut.txt.gz").write_bytes(gzip.compress((SEEDS / "002_cec1a89a8946e8e1.txt").read_bytes())[:300])
    first = run(tmp_path / "cut.txt.gz")
    again = run(first.path / "rejects", output=tmp_path / "again")
    assert [row["reason"] for row in again.rejects] == ["truncated"]
    assert again.articles == []


def test_a_reject_goes_when_its_cause_is_fixed(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("")
    assert len(run(folder).rejects) == 1
    (folder / "a.txt").write_text((SEEDS / "002_cec1a89a8946e8e1.txt").read_text())
    fixed = run(folder)
    assert (len(fixed.rejects), len(fixed.articles)) == (0, 1)


def test_a_sidecar_says_what_a_text_cannot(run: Run, tmp_path: Path) -> None:
    text = (SEEDS / "002_cec1a89a8946e8e1.txt").read_text()
    (tmp_path / "a.txt").write_text(text)
    said = {
        "url": "https://news.example.org/a?utm_source=x",
        "title": "Blinken, China’s Wang discuss Russia, US sanctions",
        "published": "2024-02-17",
        "authors": ["A. Reporter"],
        "captured": "2024-02-17T09:12:00+01:00",
    }
    (tmp_path / "a.json").write_text(json.dumps(said))
    (row,) = run(tmp_path / "a.txt").articles
    assert row["url"] == said["url"]
    assert row["canonical_url"] == "https://news.example.org/a"
    assert row["authors"] == ["A. Reporter"]
    assert row["captured_at"].isoformat() == "2024-02-17T08:12:00+00:00"
    assert row["title"] == said["title"]
    assert not row["text"].startswith(said["title"])
