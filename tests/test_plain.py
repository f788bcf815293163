"""What comes from outside is shown as text."""

import io
from pathlib import Path

import pytest
from rich.table import Table

from pipeline.cli import main
from pipeline.view.plain import PlainConsole
from tests.conftest import SEEDS

HOSTILE = "[/b] [link=https://evil.example]here[/link] :smile: \x1b]0;title\x07 a\u202ecod.exe \x9b31m"


def test_markup_emoji_controls_and_turned_writing_are_text() -> None:
    console = PlainConsole(file=io.StringIO(), width=200)
    table = Table("Title")
    table.add_row(HOSTILE)
    console.print(table)
    console.print(HOSTILE)
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert shown.count("[/b] [link=https://evil.example]here[/link] :smile:") == 2
    assert not {"\u202e", "\x07", "\x9b"} & set(shown)
    assert "\x1b]" not in shown


def test_in_a_file_or_a_pipe_no_line_is_filled_with_spaces() -> None:
    console = PlainConsole(file=io.StringIO(), width=80)
    table = Table.grid("Name", "Value", padding=(0, 2))
    table.add_row("Articles", "13 written")
    table.add_row("Time", "4.9 s")
    console.print(table)
    console.print("no end", end="")
    assert console.file.getvalue() == "Articles  13 written\nTime      4.9 s\nno end"  # type: ignore[attr-defined]


def test_show_names_what_is_damaged_and_shows_the_rest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(SEEDS / "town-hall-roof.html"), f"--output={tmp_path}"]) == 0
    (ledger,) = (tmp_path / "_ledger").iterdir()
    (ledger.parent / "run-cut.json").write_text("{}")
    (cut := tmp_path / "articles" / "date=2020-01-01" / "cut.parquet").parent.mkdir()
    cut.write_bytes(b"PAR1")
    capsys.readouterr()
    assert main(["show", str(tmp_path)]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "1 written" in out
    assert "run-cut.json is no ledger" in out
    assert "cut.parquet is not a complete Parquet file" in out
