"""Waits for the end of a pipeline, and watches over a stream until it ends as asked."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from apache_beam.options.pipeline_options import PipelineOptions, StandardOptions
from apache_beam.runners.runner import PipelineState

from pipeline.errors import RunError
from pipeline.run.plan import Plan, Stream
from pipeline.runners.known import short_name
from transforms.base.storage import read_if_present
from transforms.crawl.stream.crawl import LAST_TICKS, ticks_file
from transforms.crawl.stream.hosts import ENDING
from transforms.crawl.stream.staging import staged

LOOK_EVERY = 1.0
FIRST_TICK, NEXT_TICK = 90.0, 300.0
"""Seconds in which the first tick must come, and any other: a job that is restarted needs some."""


class StalledError(RunError):
    """The runner runs a stream, and gives it no ticks. `ticked` says whether it ever did."""

    def __init__(self, ticked: bool) -> None:
        super().__init__(f"the runner gave no tick in {FIRST_TICK if not ticked else NEXT_TICK:g} s")
        self.ticked = ticked


def wait(result: Any, plan: Plan, settings: PipelineOptions) -> str:
    """Waits for the end of a stream; returns the state in which the runner ended it, DONE if it ended as asked.

    StalledError on Flink, where now and then a job runs without the impulse that ticks are made from.
    """
    if not isinstance(plan, Stream) or not _on_flink(settings):
        return str(result.wait_until_finish())
    end, tick = plan.source.end, plan.options.tick
    _watch(result, plan.options.output, end and end + timedelta(seconds=(LAST_TICKS + 1) * tick))
    # Beam's sources end, the windows too, but with checkpoints the job stays.
    quiet = _until(lambda: not staged(plan.options.output), result, ENDING)
    if result.state == PipelineState.RUNNING:
        result.cancel()
        return PipelineState.DONE if quiet else PipelineState.CANCELLED
    return str(result.wait_until_finish())


def _watch(result: Any, output: str, end: datetime | None) -> None:
    """Waits for a time or for the runner's end, while ticks come."""
    before, ticked, since = read_if_present(ticks_file(output)), False, time.monotonic()
    while not (end and datetime.now(UTC) >= end) and not PipelineState.is_terminal(result.state):
        if (now := read_if_present(ticks_file(output))) != before:
            before, ticked, since = now, True, time.monotonic()
        if time.monotonic() - since > (NEXT_TICK if ticked else FIRST_TICK):
            break
        time.sleep(LOOK_EVERY)
    else:
        if ticked or PipelineState.is_terminal(result.state):
            return
    result.cancel()
    raise StalledError(ticked)


def _on_flink(settings: PipelineOptions) -> bool:
    return short_name(settings.view_as(StandardOptions).runner) == "flink"


def _until(done: Callable[[], bool], result: Any, seconds: float) -> bool:
    """Waits for something, for a runner's end, for a time."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() >= end or PipelineState.is_terminal(result.state):
            return False
        time.sleep(LOOK_EVERY)
    return True
