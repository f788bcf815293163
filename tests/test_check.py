"""`dateline check`: every damaged file of an output is named, and what can be made again is."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.check.inspect import inspect
from pipeline.cli import main
from tests.conftest import SEEDS, digests, rows
from tests.newsserver import NewsServer
from tests.rounds import follow, listed
from transforms.base.lock import alone

KINDS = {
    "articles": "articles/**/*.parquet",
    "rejects": "rejects/**/*.parquet",
    "stories": "stories/**/*.parquet",
    "marks": "_state/stories/**/*.parquet",
    "folded": "_state/stories/folded.json",
    "archive": "archive/pages/**/*.warc.gz",
    "answers": "archive/feeds/**/*.warc.gz",
    "index": "_state/revisions/**/*.parquet",
    "ledger": "_ledger/*.json",
    "feeds": "_state/feeds/*.jsonl",
    "round": "_state/round.json",
    "poll": "_state/round/*/poll-*.json",
    "fetch": "_state/round/*/fetch-*.json",
}
SLOWLY = ("stories", "marks", "folded", "ledger", "round", "poll", "fetch", "rejects")
RESTORED = ("articles", "index", "feeds", *(pytest.param(kind, marks=pytest.mark.long) for kind in SLOWLY))


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def emptied(data: bytes) -> bytes:
    return b""


def flipped(data: bytes) -> bytes:
    """One bit of what is stored: of text the first bracket, so that it is not another value; of Parquet in a page."""
    if data[:4] == b"PAR1":
        column = pq.ParquetFile(BytesIO(data)).metadata.row_group(0).column(0)
        at = (column.dictionary_page_offset or column.data_page_offset) + column.total_compressed_size - 1
    else:
        at = data.find(b"{") if data[:1] in b"{[" else len(data) // 3
    return data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output of two rounds, with rejects and stories."""
    folder = tmp_path_factory.mktemp("whole")
    with NewsServer(feeds=3, delay=0.01) as server:
        feeds, output = listed(server, folder), folder / "out"
        follow(server, feeds, output)
        server.now += timedelta(hours=7)
        follow(server, feeds, output)
    (folder / "broken.html").write_text("")
    assert main(["run", str(folder / "broken.html"), f"--output={output}", "--models="]) == 0
    assert main(["stories", str(output)]) == 0
    return output


def check(output: Path, *options: str) -> int:
    return main(["check", str(output), *options])


def test_a_whole_output_is_sound(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = digests(whole)
    assert check(whole) == 0
    assert capsys.readouterr().out.endswith("sound\n")
    assert digests(whole) == before


@pytest.mark.parametrize("damage", [cut, emptied, flipped])
@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_is_named_with_its_remedy(
    kind: str, damage: Callable[[bytes], bytes], whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(whole, tmp_path / "out")
    path = max((tmp_path / "out").glob(KINDS[kind]), key=lambda path: path.stat().st_size)
    path.write_bytes(damage(path.read_bytes()))
    assert check(tmp_path / "out") == 1
    (line,) = (line for line in capsys.readouterr().out.replace("\n", " ").split("; ", 1)[:1])
    assert line.startswith(str(path.relative_to(tmp_path / "out")))


def test_a_bit_that_flips_in_the_articles_is_found_or_changes_no_value(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = max((whole / "articles").rglob("*.parquet"), key=lambda path: path.stat().st_size)
    data, stored = path.read_bytes(), pq.ParquetFile(path).read()
    copy = tmp_path / path.relative_to(whole)
    copy.parent.mkdir(parents=True)
    footer = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    found = 0
    for at in range(4, footer, footer // 120):
        copy.write_bytes(data[:at] + bytes([data[at] ^ 16]) + data[at + 1 :])
        named = [damage for damage in inspect(str(tmp_path)) if damage.path.startswith("articles/")]
        found += bool(named)
        assert named or pq.ParquetFile(copy).read().equals(stored)
    assert found > 60


@pytest.mark.parametrize("kind", RESTORED)
def test_what_can_be_rebuilt_is_rebuilt(kind: str, whole: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    shutil.copytree(whole, output)
    for path in output.glob(KINDS[kind]):
        path.write_bytes(cut(path.read_bytes()))
    assert check(output, "--repair", "--models=") == 0
    assert check(output) == 0
    assert digests(output / "articles") == digests(whole / "articles")
    assert digests(output / "_state" / "revisions") == digests(whole / "_state" / "revisions")
    assert list((output / "_damaged").rglob("*.*"))


@pytest.mark.parametrize(
    ("below", "text"),
    [
        ("_state/sites/00000-of-00016.json", '{"https://news.example/a": {"asked_at": "2025-03-03", "text": ""}}'),
        ("_state/sites/00000-of-00016.json", '{"https://news.example/a": {"asked_at": "2025-03-03T12:00:00"}}'),
        ("_state/stories/folded.json", '{"2025-02-30": "00"}'),
        ("_state/round.json", '{"name": "round-a", "now": "2025-03-03T12:00:00"}'),
    ],
)
def test_json_of_another_kind_is_named_and_repaired(
    below: str, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / below
    path.parent.mkdir(parents=True)
    path.write_text(text)
    assert check(tmp_path) == 1
    assert below in capsys.readouterr().out
    assert check(tmp_path, "--repair") == 0
    assert not path.exists()


def test_articles_that_no_archive_holds_are_reported_lost(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "out"
    assert main(["run", str(SEEDS), f"--output={output}", "--models="]) == 0
    path = max((output / "articles").rglob("*.parquet"))
    path.unlink()
    assert check(output) == 1
    assert "is gone" in capsys.readouterr().out
    assert check(output, "--repair", "--models=") == 1
    assert "are lost" in " ".join(capsys.readouterr().out.split())
    assert main(["run", str(SEEDS), f"--output={output}", "--models="]) == 0
    assert check(output) == 0
    assert path.exists()
    assert len(rows(output / "articles")) == 13


@pytest.mark.parametrize("moved", ["archive", "archive/pages"])
def test_a_folder_that_is_a_link_to_another_disk_is_checked_too(moved: str, whole: Path, tmp_path: Path) -> None:
    out = Path(shutil.copytree(whole, tmp_path / "out"))
    (out / moved).rename(tmp_path / "disk")
    (out / moved).symlink_to(tmp_path / "disk")
    assert list(inspect(str(out))) == []
    path = min(out.glob(KINDS["archive"]))
    path.write_bytes(cut(path.read_bytes()))
    assert [damage.path for damage in inspect(str(out))] == [str(path.relative_to(out))]


def test_a_repair_waits_for_the_writer(whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "out"
    shutil.copytree(whole, output)
    (output / "_state" / "round.json").write_text("{")
    with alone(str(output)):
        assert check(output, "--repair", "--models=") == 1
    assert "has been writing to it since" in capsys.readouterr().err
    assert not (output / "_damaged").exists()


def test_a_folder_that_is_not_an_output_is_bad_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(tmp_path) == 2
    assert "no output of dateline" in capsys.readouterr().err


def test_a_feed_whose_state_was_lost_is_as_its_archived_polls_left_it(tmp_path: Path) -> None:
    """Its validators, what it had, when it is due: the next round asks for no page again."""
    output = tmp_path / "out"
    with NewsServer(feeds=4) as server:
        feeds = listed(server, tmp_path)
        server.feeds[1].status = 503
        for hours in (7, 9):
            follow(server, feeds, output)
            server.now += timedelta(hours=hours)
            server.feeds[1].status = 200
        follow(server, feeds, output)
        before = digests(output / "_state" / "feeds")
        assert len(before) > 2
        for path in (output / "_state" / "feeds").iterdir():
            path.write_bytes(cut(path.read_bytes()))
        assert check(output, "--repair", "--models=") == 0
        assert digests(output / "_state" / "feeds") == before
        asked = len(server.seen)
        follow(server, feeds, output, "--poll-now")
        again = [one for one in server.seen[asked:] if one.path != "/robots.txt"]
        assert len(again) == 4
        assert not [one for one in again if "/story-" in one.path]


def test_an_entry_whose_page_was_not_archived_is_announced_again(tmp_path: Path) -> None:
    output = tmp_path / "out"
    with NewsServer(feeds=1) as server:
        feeds = listed(server, tmp_path)
        follow(server, feeds, output)
        (state,) = (output / "_state" / "feeds").iterdir()
        state.write_bytes(cut(state.read_bytes()))
        (pages,) = (path for path in output.glob("archive/pages/**/*.warc.gz") if "entries" not in path.name)
        pages.unlink()
        assert check(output, "--repair", "--models=") == 0
        asked = len(server.seen)
        follow(server, feeds, output, "--poll-now")
        assert len([one for one in server.seen[asked:] if "/story-" in one.path]) == len(server.items(server.feeds[0]))
