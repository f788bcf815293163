"""One output, one writer: whoever comes second is told who is there, and can queue; who died is in nobody's way."""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.cli import main
from tests import newsday
from tests.conftest import SEEDS, digests
from tests.killing import LONGEST, modes, start
from tests.newsserver import NewsServer
from tests.rounds import OPTIONS
from transforms.base import lock
from transforms.base.lock import Occupied, alone

HOLD = """
import sys, time
from transforms.base.lock import alone
with alone(sys.argv[1], of=sys.argv[2]):
    print("mine", flush=True)
    time.sleep(60)
"""


@contextmanager
def held(output: Path, of: str = "") -> Iterator[subprocess.Popen[str]]:
    """Another process that is the writer of an output, or of a part."""
    with subprocess.Popen([sys.executable, "-c", HOLD, str(output), of], stdout=subprocess.PIPE, text=True) as other:
        try:
            assert other.stdout is not None
            assert other.stdout.readline() == "mine\n"
            yield other
        finally:
            other.kill()


def test_the_second_is_told_who_is_there_and_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with held(tmp_path) as other:
        assert main(["run", str(SEEDS), f"--output={tmp_path}"]) == 1
        (line,) = [line for line in capsys.readouterr().err.splitlines() if line.startswith("dateline:")]
        assert f"process {other.pid} on {os.uname().nodename} has been writing to it since" in line
        assert "--wait" in line
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["lock"]


def test_stories_have_one_writer_and_a_stream_may_go_on_beside(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", str(SEEDS), f"--output={tmp_path}", "--models="]) == 0
    with held(tmp_path, "stories") as other:
        assert main(["stories", str(tmp_path)]) == 1
        assert f"process {other.pid} on" in capsys.readouterr().err
    assert not (tmp_path / "stories").exists()
    with held(tmp_path):
        assert main(["stories", str(tmp_path)]) == 0
    assert list((tmp_path / "stories").rglob("*.parquet"))


def test_a_dead_owner_blocks_nobody(tmp_path: Path) -> None:
    with held(tmp_path) as other:
        other.send_signal(signal.SIGKILL)
        other.wait()
        assert (tmp_path / "_state" / "lock").exists()
        with alone(str(tmp_path)):
            assert json.loads((tmp_path / "_state" / "lock").read_text())["process"] == os.getpid()
    assert not (tmp_path / "_state" / "lock").exists()


def test_whoever_ends_leaves_the_lock_of_an_output_that_was_made_again(tmp_path: Path) -> None:
    output = tmp_path / "out"
    with ExitStack() as others:
        with alone(str(output)):
            shutil.rmtree(output)
            other = others.enter_context(held(output))
        with pytest.raises(Occupied, match=f"process {other.pid} "), alone(str(output)):
            pass


def test_the_owner_may_end_while_another_asks_who_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with held(tmp_path):
        flock = fcntl.flock

        def ends(descriptor: int, how: int) -> None:
            (tmp_path / "_state" / "lock").unlink()
            flock(descriptor, how)

        monkeypatch.setattr(fcntl, "flock", ends)
        with pytest.raises(Occupied, match="writing to it"), alone(str(tmp_path)):
            pass


def test_whoever_waits_comes_next(tmp_path: Path) -> None:
    with held(tmp_path) as other:
        with pytest.raises(Occupied), alone(str(tmp_path), wait=0.3):
            pass
        started = time.monotonic()
        subprocess.Popen(["/bin/sh", "-c", f"sleep 0.5; kill -9 {other.pid}"])
        with alone(str(tmp_path), wait=30):
            assert time.monotonic() - started > 0.4


WRITERS = {
    "batch": ["run", f"{SEEDS}/*.txt", "--output=OUT", "--models="],
    "round": ["run", "http://127.0.0.1:9/feed.xml", "--output=OUT", *OPTIONS, "--fail-on=never"],
    "stories": ["stories", "OUT"],
    "compact": ["compact", "OUT", "--file-window=7d"],
    "prune": ["prune", "OUT", "--older-than=1d"],
    "iceberg": ["iceberg", "OUT", "--catalog=sqlite:///OUT/catalog.db", "--warehouse=OUT/warehouse"],
}
"""Every command that writes to an output."""


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output of a day's news."""
    folder = tmp_path_factory.mktemp("lock")
    assert main(["run", str(newsday.write(folder / "news")), f"--output={folder / 'out'}", "--models="]) == 0
    return folder / "out"


@pytest.mark.parametrize("name", WRITERS)
def test_each_command_is_told_who_is_there_or_waits_until_the_other_is_dead(
    name: str, news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if name == "iceberg":
        pytest.importorskip("pyiceberg", reason="needs `make engines`")
    output = Path(shutil.copytree(news, tmp_path / "out"))
    before = digests(output)
    command = [argument.replace("OUT", str(output)) for argument in WRITERS[name]]
    with held(output, name if name in ("stories", "iceberg") else "") as other:
        capsys.readouterr()
        assert main(command) == 1
        (line,) = [line for line in capsys.readouterr().err.splitlines() if line.startswith("dateline:")]
        assert f"process {other.pid} on" in line
        assert "--wait" in line
        assert {path: digest for path, digest in digests(output).items() if "lock" not in path} == before
        subprocess.Popen(["/bin/sh", "-c", f"sleep 0.5; kill -9 {other.pid}"])
        assert main([*command, "--wait=60s"]) == 0
    assert digests(output) != before
    assert not list(output.glob("_state/lock*"))


@pytest.mark.long
@pytest.mark.parametrize("name", ["batch", "round", "stories", "compact"])
def test_two_at_once_do_it_once(name: str, tmp_path: Path) -> None:
    """One does it and the other is told so, or both end well, of which the second had nothing to do."""
    with NewsServer(feeds=1) as server:
        (mode,) = modes(tmp_path, server, {name})
        for number, wait in enumerate(([], ["--wait=5m"])):
            output = mode.prepared(tmp_path / f"out-{number}")
            two = [start([*mode.command(output), *wait]) for _ in range(2)]
            for process in two:
                process.join(LONGEST)
            assert sorted(process.exitcode or 0 for process in two) in ([0, 0], [0, 1])[: 1 if wait else 2]
            mode.check(output)


def test_an_output_that_cannot_be_written_is_bad_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert main(["run", str(SEEDS), f"--output={tmp_path / 'file'}"]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_two_writers_of_which_one_is_killed_write_each_row_once(tmp_path: Path) -> None:
    """A batch that is killed in its midst, one that queues behind it, and the first again."""
    assert main(["run", str(SEEDS), f"--output={tmp_path / 'whole'}", "--models="]) == 0
    output, dateline = tmp_path / "out", Path(sys.executable).with_name("dateline")
    command = [str(dateline), "run", str(SEEDS), f"--output={output}", "--models=", "--wait=5m"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as first:
        while not (output / "_state" / "lock").exists():
            time.sleep(0.05)
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as second:
            time.sleep(1.5)
            first.kill()
            assert second.wait(240) == 0
    assert main(["run", str(SEEDS), f"--output={output}", "--models="]) == 0
    assert digests(output / "articles") == digests(tmp_path / "whole" / "articles")
    assert not (output / "_state" / "lock").exists()


def test_a_lock_in_a_bucket_is_lost_when_its_time_is_over_and_not_with_the_first_failure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The network may come back within the lease; after it, another may have the lock, so the run must stop."""
    there: dict[str, bytes | None] = {}
    away, stopped = threading.Event(), threading.Event()

    def update(path: str, change: Callable[[bytes | None], bytes | None]) -> None:
        if away.is_set():
            raise OSError("no network")
        there[path] = change(there.get(path))

    monkeypatch.setattr(lock, "update", update)
    monkeypatch.setattr(lock, "LEASE", timedelta(seconds=2))
    monkeypatch.setattr(lock, "RENEW_EVERY", 0.05)
    monkeypatch.setattr("_thread.interrupt_main", stopped.set)
    with alone("gs://bucket/news"):
        away.set()
        assert not stopped.wait(0.4)
        assert stopped.wait(20)
        away.clear()
    assert list(there.values()) == [None]
