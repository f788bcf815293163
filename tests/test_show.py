"""What `dateline show` says of an output."""

import io
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import main
from pipeline.view.newest import newest
from tests.conftest import SEEDS, Output
from tests.rounds import COMMAND

TEXT = "The ferry to the islands runs again after its winter repairs, the company said on Tuesday. " * 3


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Output:
    """The seeds in two runs that overlap, three pages that cannot be used, and one without any time."""
    folder = tmp_path_factory.mktemp("in")
    for name, text in (("a.html", ""), ("b.html", ""), ("c.html", "<p>Hi"), ("undated.txt", f"Undated\n\n{TEXT}")):
        (folder / name).write_text(text)
    path = tmp_path_factory.mktemp("out")
    for inputs in ([str(SEEDS)], [str(SEEDS / "town-hall-roof.html"), str(folder)]):
        assert main(["run", *inputs, "--output", str(path), "--models="]) == 0
    return Output(path, 0)


def shown(output: Output, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    capsys.readouterr()
    assert main(["show", str(output.path), *options]) == 0
    return capsys.readouterr().out


def as_json(output: Output, capsys: pytest.CaptureFixture[str], *options: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in shown(output, capsys, "--json", *options).splitlines()]


def test_the_rows_that_are_there_are_counted(output: Output, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [" ".join(line.split()) for line in shown(output, capsys).splitlines()]
    assert len(output.articles) == 14
    assert lines[0].startswith("Articles 14 rows from ")
    assert lines[1] == "Read 18 captures in 2 runs: 15 written, 3 not article"


def test_the_newest_stand_first_with_their_address(output: Output, capsys: pytest.CaptureFixture[str]) -> None:
    found = as_json(output, capsys, "--limit=100")
    times = [row["published_at"] or row["captured_at"] or "" for row in found]
    assert times == sorted(times, reverse=True)
    assert {row["revision_id"] for row in found} == {row["revision_id"] for row in output.articles}
    assert [row["title"] for row in found][-1] == "Undated"
    assert "text" not in found[0]
    text = shown(output, capsys, "--limit=2")
    assert found[0]["canonical_url"] in text
    assert found[1]["title"] in text
    assert found[2]["title"] not in text
    assert "and 12 more; --limit N shows N" in text


def test_rejects_have_their_reason_message_and_remedy(output: Output, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [" ".join(line.split()) for line in shown(output, capsys, "--limit=0").splitlines()]
    assert "Rejects Reason What was found, and the remedy" in lines
    assert "2 empty nothing but white space; check what the address serves" in lines
    assert any(line.startswith("1 no-article ") and "; " in line for line in lines)


def test_eighty_columns_lose_no_title_and_no_address(
    output: Output, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.commands.base.PIPE_WIDTH", 80)
    text = shown(output, capsys, "--limit=100")
    assert "\n\n" not in text.partition("2024-06-03 ")[2], "an article without an address leaves no empty line"
    assert max(map(len, text.splitlines())) <= 80
    words = "".join(text.split())
    for row in output.articles:
        assert "".join((row["title"] or row["text"].splitlines()[0]).split()) in words
        assert (row["canonical_url"] or row["url"] or "") in words


def test_no_more_days_are_read_than_the_limit_needs(output: Output, tmp_path: Path) -> None:
    copy = shutil.copytree(output.path / "articles", tmp_path / "articles")
    paths = sorted(copy.rglob("*.parquet"))
    for path in paths:
        if "2024-06-03" not in path.parent.name:
            path.write_bytes(b"whoever reads this fails")
    assert [row["source"] for row in newest(map(str, paths), 1)] == ["karoo-daily.example"]


@pytest.mark.parametrize("options", [(), ("--json",)], ids=str)
@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_output_in_an_encoding_without_its_characters_does_not_fail(
    output: Output, options: tuple[str, ...], encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(written, encoding))
    assert main(["show", str(output.path), "--limit=100", *options]) == 0
    text = written.getvalue().decode(encoding)
    assert "Town hall roof" in text
    if options:
        keeper = next(row for row in map(json.loads, text.splitlines()) if row["title"].startswith("Lighthouse"))
        assert keeper["title"] == "Lighthouse keeper\u2019s diary goes to the National Library"
    else:
        assert "Lighthouse keeper?s diary" in text


@pytest.mark.parametrize("command", ["show {} --json", "show {}", "export {} --to -", "show --help"])
def test_a_reader_that_stops_early_is_not_an_error(output: Output, command: str) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [COMMAND, *command.format(output.path).split()], stdout=write, stderr=subprocess.PIPE, text=True, timeout=60
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_closed_standard_output_is_not_an_error(output: Output) -> None:
    closed = ["sh", "-c", 'exec "$@" <&- >&-', "sh", COMMAND, "show", str(output.path)]
    done = subprocess.run(closed, stderr=subprocess.PIPE, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
