"""What is old goes, what is not stays, and nothing else of an output is touched."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.run.prune import prune
from tests.conftest import digests, rows
from tests.newsserver import NewsServer
from tests.rounds import follow, listed, replay
from transforms.base.lock import alone

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def server() -> Iterator[NewsServer]:
    with NewsServer(feeds=2) as server:
        yield server


@pytest.fixture(scope="module")
def lived(server: NewsServer, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime]:
    """An output of two rounds that are ten days apart, and the time of the second."""
    folder = tmp_path_factory.mktemp("lived")
    follow(server, listed(server, folder), folder / "out")
    server.now += 10 * DAY
    follow(server, listed(server, folder), folder / "out")
    return folder / "out", server.now


def test_what_was_captured_before_goes_and_the_rest_is_what_a_replay_of_the_rest_gives(
    lived: tuple[Path, datetime], tmp_path: Path
) -> None:
    out, now = lived
    before = digests(out)
    would_go = prune(str(out), now - 5 * DAY, archive=True, articles=True, dry=True)
    assert digests(out) == before
    assert would_go is not None
    assert all(would_go[what] for what in ("articles", "archive", "index"))

    assert prune(str(out), now - 5 * DAY, archive=True, articles=True) == would_go

    captured = [row["captured_at"] for row in rows(out / "articles")]
    assert min(captured) >= now - DAY
    replay(out / "archive", tmp_path / "again")
    assert digests(tmp_path / "again" / "articles") == digests(out / "articles")
    assert prune(str(out), now - 5 * DAY, archive=True, articles=True) == {"articles": {}, "index": {}, "archive": {}}


def test_the_command_says_what_would_go(
    lived: tuple[Path, datetime], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out, _ = lived
    before = digests(out)
    assert main(["prune", str(out), "--older-than=1d", "--archive", "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "would go" in said
    assert "articles" not in said
    assert digests(out) == before
    with alone(str(out)):
        assert main(["prune", str(out), "--older-than=1d", "--dry-run"]) == 0, "it writes nothing"
        assert main(["prune", str(out), "--older-than=1d"]) == 1
    assert main(["prune", str(tmp_path), "--older-than=1d"]) == 2
    assert main(["prune", str(out), "--older-than=old"]) == 2


TEXT = "A headline that stands above\n\n" + "The council met on Monday evening again. " * 20


def test_a_row_of_the_very_time_is_not_older(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.json").write_text('{"captured": "2024-03-01T12:00:00Z"}')
    assert main(["run", str(tmp_path / "a.txt"), "--output", str(tmp_path / "out"), "--models="]) == 0
    noon = datetime(2024, 3, 1, 12, tzinfo=UTC)
    old = [
        prune(str(tmp_path / "out"), before, archive=False, articles=True, dry=True)["articles"]
        for before in (noon, noon + timedelta(seconds=1))
    ]
    assert [len(files) for files in old] == [0, 1]


def test_undated_rows_are_never_old(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    assert main(["run", str(tmp_path / "a.txt"), "--output", str(tmp_path / "out"), "--models="]) == 0
    gone = prune(str(tmp_path / "out"), datetime.now(UTC), archive=True, articles=True)
    assert gone == {"articles": {}, "index": {}, "archive": {}}
