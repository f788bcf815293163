"""Kills before each step by which a command changes what an output is: started again it ends as one that nobody killed.

`tests/benchmarks/kills.py` kills at hundreds of random moments, several times in a row, with two writers.
"""

import itertools
import signal
from pathlib import Path

import pytest

from tests.killing import LONGEST, NAMING, WRITING, modes, start
from tests.newsserver import NewsServer

pytestmark = pytest.mark.long


@pytest.mark.parametrize(("name", "stride"), [("batch", 1), ("round", 2), ("stories", 2), ("compact", 1)])
def test_a_command_killed_before_any_change_is_finished_by_the_next(name: str, stride: int, tmp_path: Path) -> None:
    with NewsServer(feeds=1) as server:
        (mode,) = modes(tmp_path, server, {name})
        for step in itertools.count(1, stride):
            output = mode.prepared(tmp_path / f"step-{step}")
            process = start(mode.command(output), output, step, NAMING)
            process.join(LONGEST)
            if process.exitcode == 0:
                break
            assert process.exitcode == -signal.SIGKILL
            mode.finish(output)
            mode.check(output)
    assert step > 3


@pytest.mark.parametrize(("name", "stride"), [("round", 25), ("stories", 12), ("compact", 5)])
def test_a_command_that_finds_the_disk_full_is_finished_when_there_is_room(
    name: str, stride: int, tmp_path: Path
) -> None:
    with NewsServer(feeds=1) as server:
        (mode,) = modes(tmp_path, server, {name})
        for step in itertools.count(1, stride):
            output = mode.prepared(tmp_path / f"step-{step}")
            process = start(mode.command(output), output, step, WRITING, is_full=True)
            process.join(LONGEST)
            if process.exitcode == 0:
                break
            assert process.exitcode == 1
            said = Path(f"{output}.err").read_text().splitlines()
            assert said == [
                f"dateline: {output}: the disk is full; make room, and the same command continues from there"
            ]
            mode.finish(output)
            mode.check(output)
    assert step > stride
