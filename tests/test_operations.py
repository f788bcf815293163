"""What docs/operations.md says for the bad days, done."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.benchmarks.month import fill
from tests.conftest import digests
from tests.newsserver import NewsServer
from tests.rounds import arguments, follow, listed, replay

PAGE = (Path(__file__).parent.parent / "docs" / "operations.md").read_text("utf-8")


def commands(heading: str, folder: Path, program: str) -> list[str]:
    """The lines below a heading of the page that call a program, over folders of the test."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = re.findall(rf"^({program} .*)$", "".join(re.findall(r"^```sh\n(.*?)^```$", section, re.M | re.S)), re.M)
    assert lines
    return [
        line.replace("/srv/news", str(folder / "news")).replace("/backup", str(folder / "backup")) for line in lines
    ]


@pytest.fixture
def server() -> Iterator[NewsServer]:
    with NewsServer(feeds=2) as server:
        yield server


def test_a_restored_copy_goes_on_as_the_output_would_have(server: NewsServer, tmp_path: Path) -> None:
    out, feeds = tmp_path / "news" / "out", listed(server, tmp_path)
    (tmp_path / "backup").mkdir()
    follow(server, feeds, out)
    (copy,) = commands("Back-up and restore", tmp_path, "flock")
    for _ in range(2):
        subprocess.run(["/bin/sh", "-ec", copy], check=True)
    server.now += timedelta(hours=5)
    follow(server, feeds, out)
    expected = digests(out / "articles")

    shutil.rmtree(out)
    (restore,) = commands("Back-up and restore", tmp_path, "cp")
    subprocess.run(["/bin/sh", "-ec", restore], check=True)
    assert digests(out / "articles") != expected
    follow(server, feeds, out)

    assert digests(out / "articles") == expected
    replay(out / "archive", tmp_path / "again")
    assert digests(tmp_path / "again" / "articles") == expected


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    if os.getuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a disk that can be filled needs root, who may mount one")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


@pytest.mark.long
def test_a_disk_that_is_full_costs_a_round_and_nothing_else(
    server: NewsServer, disk: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Filled so far that a round fails in its midst; then, with room again, the day is closed, without room, not."""
    feeds = listed(server, tmp_path)
    for out in (disk / "out", tmp_path / "roomy"):
        follow(server, feeds, out)
    server.now += timedelta(hours=30)
    ballast = fill(disk, 20_000)
    before = digests(disk / "out" / "articles")
    assert main(arguments(server, feeds, disk / "out")) == 1
    assert "the disk is full; make room" in capfd.readouterr().err
    there = digests(disk / "out" / "articles")
    assert before.keys() <= there.keys()
    ballast.unlink()
    for out in (disk / "out", tmp_path / "roomy"):
        follow(server, feeds, out)
    assert digests(disk / "out" / "articles") == digests(tmp_path / "roomy" / "articles")
    replay(disk / "out" / "archive", tmp_path / "again")
    assert digests(tmp_path / "again" / "articles") == digests(disk / "out" / "articles")


@pytest.mark.long
def test_a_round_that_was_stopped_is_finished_where_the_output_was_moved(
    server: NewsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    feeds = listed(server, tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr("transforms.write.sink.merge_rows", lambda *_: 1 / 0)
        assert main(arguments(server, feeds, tmp_path / "before")) == 1
    (tmp_path / "before").rename(tmp_path / "after")
    server.seen.clear()
    follow(server, feeds, tmp_path / "after")
    assert not server.asked()
    follow(server, feeds, tmp_path / "other")
    assert digests(tmp_path / "after" / "articles") == digests(tmp_path / "other" / "articles") != {}
