"""One output, one writer: whoever comes second is told who is there, and can queue; who died is in nobody's way."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.conftest import SEEDS, digests
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
        assert f"process {other.pid} on {os.uname().nodename} writes to it since" in line
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


def test_a_dead_owner_is_in_nobodys_way(tmp_path: Path) -> None:
    with held(tmp_path) as other:
        other.send_signal(signal.SIGKILL)
        other.wait()
        assert (tmp_path / "_state" / "lock").exists()
        with alone(str(tmp_path)):
            assert json.loads((tmp_path / "_state" / "lock").read_text())["process"] == os.getpid()
    assert not (tmp_path / "_state" / "lock").exists()


def test_whoever_waits_comes_next(tmp_path: Path) -> None:
    with held(tmp_path) as other:
        with pytest.raises(Occupied), alone(str(tmp_path), wait=0.3):
            pass
        started = time.monotonic()
        subprocess.Popen(["/bin/sh", "-c", f"sleep 0.5; kill -9 {other.pid}"])
        with alone(str(tmp_path), wait=30):
            assert time.monotonic() - started > 0.4


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
