"""Rounds write many small files, and once a day is over few large ones: nothing that names them changes."""

import json
import os
import shutil
import signal
import tempfile
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli import main
from pipeline.run.roll import close_days
from schemas.ledger import Ledger
from tests.conftest import digests, rows
from tests.newsserver import NewsServer
from tests.rounds import follow, listed, replay
from transforms.base import storage
from transforms.crawl.archive import days
from transforms.crawl.archive.join import join

OLD = Path(__file__).parent / "data" / "output-0d61eb3"
OLD_PORT = 18473
TOMORROW = date(2025, 3, 4)


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output of three rounds of one day over two feeds, one with full text; a page of it is missing."""
    folder = tmp_path_factory.mktemp("day")
    with NewsServer(feeds=5) as server:
        server.feeds = [server.feeds[0], server.feeds[4]]
        for _ in range(3):
            follow(server, listed(server, folder), folder / "out", "--poll-now")
            server.now += timedelta(hours=6)
    return folder / "out"


@pytest.fixture
def out(day: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(day, tmp_path / "out"))


def test_a_day_that_is_over_is_few_files_that_give_the_same_bytes(out: Path, tmp_path: Path) -> None:
    before, ledgers = files(out), [Ledger.from_json(path.read_text()) for path in (out / "_ledger").iterdir()]
    assert len(before) > 20
    uris = {row["capture_uri"] for row in rows(out / "articles")}
    assert {uri.partition("-")[0] for uri in uris} == {"archive/pages/20250303T000000Z"}

    replay(out / "archive", tmp_path / "open")
    close_days(str(out), TOMORROW)
    replay(out / "archive", tmp_path / "closed")

    assert digests(tmp_path / "open" / "articles") == digests(out / "articles")
    assert digests(tmp_path / "closed" / "articles") == digests(out / "articles")
    archives = files(out / "archive")
    assert 2 <= len(archives) <= 2 * days.SHARDS
    assert all(f"archive/{name}" in {uri.partition("#")[0] for uri in uris} for name in archives if "pages/" in name)
    assert not [path for path in (out / "archive").rglob("*") if path.name.endswith(".parts")]
    (path,) = (out / "_ledger").iterdir()
    whole = Ledger.from_json(path.read_text())
    assert (whole.captured, whole.totals) == (Ledger.merged("", ledgers).captured, Ledger.merged("", ledgers).totals)
    assert set(whole.rounds) == {ledger.run for ledger in ledgers}


def test_a_record_is_opened_before_and_after(out: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    uri = rows(out / "articles")[0]["capture_uri"]
    said = []
    for _ in range(2):
        assert main(["open", uri, "--output", str(out)]) == 0
        said.append(capfdbinary.readouterr().out)
        close_days(str(out), TOMORROW)
    assert said[0] == said[1] != b""


def test_a_round_that_is_already_in_the_ledger_of_its_day_is_not_counted_twice(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(out / "_ledger", tmp_path / "before")
    close_days(str(out), TOMORROW)
    said = []
    for _ in range(2):
        assert main(["show", str(out)]) == 0
        said.append(capsys.readouterr().out)
        shutil.copy(max((tmp_path / "before").iterdir()), out / "_ledger")
    assert said[0] == said[1]


def test_a_join_killed_at_any_step_is_finished_by_the_next(out: Path, tmp_path: Path) -> None:
    """Each child is killed at its nth change of a file; what the next ones do is what one would have done."""
    once = Path(shutil.copytree(out, tmp_path / "once"))
    close_days(str(once), TOMORROW)
    kills = 0
    while True:
        child = os.fork()
        if child == 0:
            _kill_at(4)
            close_days(str(out), TOMORROW)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) == 0:
            break
        assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL
        kills += 1
        assert kills < 100
    assert kills > 5
    storage.sweep(str(out))
    assert digests(out) == digests(once)


def _kill_at(step: int) -> None:
    """Ends this process at the nth file that is put in place or taken away: before it, or in the midst of writing."""
    count = 0
    real_replace, real_unlink = Path.replace, Path.unlink

    def counted() -> None:
        nonlocal count
        count += 1
        if count == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def replace(self: Path, target: Path) -> Path:
        counted()
        done = real_replace(self, target)
        counted()
        return done

    def unlink(self: Path, missing_ok: bool = False) -> None:
        counted()
        real_unlink(self, missing_ok=missing_ok)

    Path.replace, Path.unlink = replace, unlink  # type: ignore[method-assign,assignment]


@given(st.integers(1, 6), st.integers(0, 6), st.sets(st.integers(0, 9), max_size=4))
def test_after_a_kill_other_parts_may_come_and_each_is_added_once(old: int, left: int, coming: set[int]) -> None:
    """All were added, some were taken away, and then some came whose names sort anywhere among them."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "a.warc.gz"
        parts = [Path(folder) / f"{number}-old" for number in range(old)]
        target.write_bytes(b"before" + b"".join(part.name.encode() for part in parts))
        for part in parts[-left:] if left else []:
            part.write_text(part.name)
        new = [Path(folder) / f"{number}-new" for number in sorted(coming)]
        for part in new:
            part.write_text(part.name)
        expected = target.read_bytes() + b"".join(part.name.encode() for part in new)
        for _ in range(2):
            join(str(target), [str(part) for part in (*new, *parts)])
            assert target.read_bytes() == expected
        assert list(Path(folder).iterdir()) == [target]


def test_what_comes_late_for_a_closed_day_is_added_to_its_archive(out: Path) -> None:
    close_days(str(out), TOMORROW)
    (archive, *_) = sorted((out / "archive" / "pages").iterdir())
    before = archive.read_bytes()
    late = Path(f"{str(archive).removesuffix('.warc.gz')}.parts") / "round-20250303T235000Z-00000.warc.gz"
    late.parent.mkdir()
    late.write_bytes(b"late")
    for _ in range(2):
        close_days(str(out), TOMORROW)
        assert archive.read_bytes() == before + b"late"


def test_a_day_of_more_than_the_limit_goes_on_in_another_archive(tmp_path: Path) -> None:
    now = datetime(2025, 3, 3, 9, tzinfo=UTC)
    first = days.part(str(tmp_path), "pages", 5, now, "round-a", limit=10)
    assert days.archive_uri(f"{first}.warc.gz") == "archive/pages/20250303T000000Z-00001-of-00004.warc.gz"
    Path(first).parent.mkdir(parents=True)
    Path(f"{first}.warc.gz").write_bytes(b"0123456789")
    second = days.part(str(tmp_path), "pages", 5, now, "round-b", limit=10)
    assert days.archive_uri(f"{second}.warc.gz") == "archive/pages/20250303T000000Z-00001-of-00004-1.warc.gz"
    days.join_days(str(tmp_path), TOMORROW)
    assert days.part(str(tmp_path), "pages", 5, now, "round-b", limit=10) == second


def test_the_first_round_of_a_day_closes_the_day_before(day: Path, tmp_path: Path) -> None:
    with NewsServer(feeds=1) as server:
        for _ in range(3):
            follow(server, listed(server, tmp_path), tmp_path / "out")
            server.now += timedelta(hours=13)
    whole = [name for name in files(tmp_path / "out" / "archive") if ".parts" not in name]
    assert whole
    assert all("20250303T000000Z" in name for name in whole)


def test_a_clock_that_goes_back_to_a_day_that_is_over_loses_nothing(tmp_path: Path) -> None:
    """It comes to the same second again, and the output is in a folder whose name has all that a name may have."""
    out = tmp_path / "new\nlines, [é] *" / "out"
    with NewsServer(feeds=2) as server:
        captured = 0
        for hours, feeds in ((0, 1), (30, 1), (-30, 2), (30, 2)):
            server.now += timedelta(hours=hours)
            captured += follow(server, server.feed_urls[:feeds], out, "--poll-now")["captured"]
    replay(out / "archive", tmp_path / "again")

    assert digests(tmp_path / "again" / "articles") == digests(out / "articles")
    ledgers = [Ledger.from_json(path.read_text()) for path in (out / "_ledger").iterdir()]
    assert sum(ledger.captured.total() for ledger in ledgers) == captured
    assert len(rows(out / "articles")) == captured
    assert {path.name[:8] for path in (out / "archive").rglob("*.parts")} == {"20250304"}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """What commit 0d61eb3 wrote in two rounds over two feeds."""
    return Path(shutil.copytree(OLD, tmp_path / "old"))


def test_an_output_of_an_earlier_version_is_replayed_and_followed_on(old: Path, tmp_path: Path) -> None:
    before = {(row["article_id"], row["revision_id"]): row["capture_uri"] for row in rows(old / "articles")}
    archives = digests(old / "archive")
    assert len(before) == 9
    with NewsServer(feeds=2, port=OLD_PORT) as server:
        for feed in server.feeds:
            feed.length = 3
        server.now += timedelta(days=1)
        ledger = follow(server, listed(server, tmp_path), old)
        pages = [seen.path for seen in server.asked() if seen.path.endswith(".html")]
    after = {(row["article_id"], row["revision_id"]): row["capture_uri"] for row in rows(old / "articles")}
    assert after.items() >= before.items()
    assert len(after) == len(before) + ledger["outcomes"]["written"] > len(before)
    assert len(pages) == len(set(pages))
    assert archives.items() <= digests(old / "archive").items()
    assert json.loads((old / "_ledger" / "rounds-20250303.json").read_text())["captured"] == 9

    replay(old / "archive", tmp_path / "again")
    found = {
        (row["article_id"], row["revision_id"]): row["capture_uri"] for row in rows(tmp_path / "again" / "articles")
    }
    assert found == after


@pytest.mark.parametrize("stops", range(5))
def test_a_join_that_is_stopped_repeatedly_adds_each_part_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stops: int
) -> None:
    """Parts are removed from the first on, so those that are left are still found at the end."""
    parts = [str(tmp_path / f"part-{n}") for n in range(4)]
    for part in parts:
        Path(part).write_bytes(part.encode())
    whole = b"".join(map(str.encode, parts))
    left = [stops]

    def removed(path: str) -> None:
        if left[0] == 0:
            left[0] = 1
            raise OSError("stopped")
        left[0] -= 1
        Path(path).unlink()

    monkeypatch.setattr("transforms.crawl.archive.join.remove", removed)
    for _ in range(6):
        with suppress(OSError):
            join(str(tmp_path / "whole"), parts)
        assert (tmp_path / "whole").read_bytes() == whole
    assert not any(Path(part).exists() for part in parts)
