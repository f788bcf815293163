"""The command watches over a stream on Flink: a job that gets no ticks is given up, one that gets them is not."""

import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.runner import PipelineState

from pipeline.run import watch
from pipeline.run.plan import Stream
from pipeline.run.watch import StalledError, wait
from transforms.crawl.stream.crawl import ticks_file

FLINK = PipelineOptions(["--runner=FlinkRunner"])


class Job:
    """A job that runs until it is cancelled."""

    state = PipelineState.RUNNING

    def cancel(self) -> None:
        self.state = PipelineState.CANCELLED

    def wait_until_finish(self) -> str:
        return self.state


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "LOOK_EVERY", 0.01)
    monkeypatch.setattr(watch, "FIRST_TICK", 0.2)
    monkeypatch.setattr(watch, "NEXT_TICK", 0.8)


def stream(output: Path, end: datetime | None = None) -> Stream:
    options, source = SimpleNamespace(output=str(output), tick=0.05), SimpleNamespace(end=end)
    return Stream(name="stream", options=cast(Any, options), source=cast(Any, source))


def ticking(output: Path, times: int) -> threading.Thread:
    def tick() -> None:
        for number in range(times):
            time.sleep(0.1)
            Path(ticks_file(str(output))).write_text(str(number))

    Path(ticks_file(str(output))).parent.mkdir(parents=True)
    thread = threading.Thread(target=tick)
    thread.start()
    return thread


def test_a_job_without_a_first_tick_is_given_up(tmp_path: Path) -> None:
    job = Job()
    with pytest.raises(StalledError, match="no tick in") as stalled:
        wait(job, stream(tmp_path), FLINK)
    assert not stalled.value.ticked
    assert job.state == PipelineState.CANCELLED


def test_a_job_that_ticked_once_has_longer_for_the_next(tmp_path: Path) -> None:
    start, thread = time.monotonic(), ticking(tmp_path, 1)
    with pytest.raises(StalledError) as stalled:
        wait(Job(), stream(tmp_path), FLINK)
    thread.join()
    assert stalled.value.ticked
    assert time.monotonic() - start >= 0.8


def test_a_stream_that_ticks_to_its_end_is_done(tmp_path: Path) -> None:
    thread = ticking(tmp_path, 8)
    assert wait(Job(), stream(tmp_path, datetime.now(UTC) + timedelta(seconds=0.5)), FLINK) == PipelineState.DONE
    thread.join()
