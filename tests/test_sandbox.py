"""Work on a document in a process that can be killed: what hangs, crashes or grows costs that document alone."""

import asyncio
import os
import signal
import threading
from functools import partial
from pathlib import Path

import pytest

import pipeline.steps
import transforms.base.apply
from pipeline.cli import main
from schemas.capture import Capture
from schemas.reject import Reason, Unusable
from tests.conftest import SEEDS, Output
from tests.isolated_work import (
    crashes,
    grows,
    holds_the_interpreter,
    process,
    sleeps,
    slow_for,
    swallows_every_error,
)
from transforms.base.sandbox import isolated
from transforms.extract.stage import extract


@pytest.mark.parametrize("work", [holds_the_interpreter, swallows_every_error])
def test_endless_work_is_ended(work: object) -> None:
    with pytest.raises(Unusable) as error:
        isolated(work, 40 * "a", 0.5)  # type: ignore[arg-type]
    assert error.value.reason is Reason.TOO_SLOW


def test_sleeping_work_is_ended() -> None:
    with pytest.raises(Unusable) as error:
        isolated(sleeps, 60, 0.2)
    assert error.value.reason is Reason.TOO_SLOW


def test_unbounded_memory_is_refused() -> None:
    with pytest.raises(Unusable, match="MemoryError"):
        isolated(grows, 1 << 40)


def test_a_crash_costs_the_document_that_crashes_again() -> None:
    with pytest.raises(Unusable, match="exit status 3") as error:
        isolated(os._exit, 3)
    assert error.value.reason is Reason.FAILED


def test_a_child_that_was_killed_for_another_reason_costs_nothing(tmp_path: Path) -> None:
    assert isolated(crashes, str(tmp_path / "crashed")) == "read"
    child = isolated(process, None)
    os.kill(child, signal.SIGKILL)
    assert isolated(process, None) != child


def test_the_next_document_is_read() -> None:
    first = isolated(process, None)
    with pytest.raises(Unusable, match="nothing but white space"):
        isolated(extract, Capture(uri="a", body=b" ", media="text"))  # type: ignore[arg-type]
    assert isolated(process, None) == first != os.getpid()


def test_threads_and_the_event_loop_go_on_meanwhile() -> None:
    async def both() -> int:
        slow = asyncio.create_task(asyncio.to_thread(isolated, holds_the_interpreter, 40 * "a", 1.0))
        ticks = 0
        while not slow.done():
            await asyncio.sleep(0.01)
            ticks += 1
        with pytest.raises(Unusable):
            await slow
        return ticks

    assert asyncio.run(both()) > 10
    assert threading.active_count() < 50


def test_one_document_that_hangs_costs_one_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.steps, "extract", partial(slow_for, "town-hall-roof.html"))
    monkeypatch.setattr(transforms.base.apply.Apply.__init__, "__defaults__", (3.0,))
    inputs = [str(SEEDS / name) for name in ("town-hall-roof.html", "observatory-grant.html")]
    output = Output(tmp_path, main(["run", *inputs, f"--output={tmp_path}"]))
    assert output.status == 0
    assert [row["reason"] for row in output.rejects] == ["too-slow"]
    assert len(output.articles) == 1
