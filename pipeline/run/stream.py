"""A stream from its start to its end: what is read again, what a person sees, and how it comes to its end."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any

from apache_beam.options.pipeline_options import PipelineOptions, StandardOptions
from apache_beam.runners.runner import PipelineState

from pipeline import VERSION
from pipeline.errors import RunError
from pipeline.graph import Job
from pipeline.options import Options
from pipeline.run.inputs import Inputs
from pipeline.runners.capability import full_name
from pipeline.runners.local import short_name
from transforms.base.storage import read_if_present
from transforms.base.windows import Windows
from transforms.crawl.polling import Polling
from transforms.crawl.stream.crawl import LAST_TICKS, ticks_file
from transforms.crawl.stream.hosts import ENDING, Crawling
from transforms.crawl.stream.stage import Stream
from transforms.crawl.stream.staging import staged

GRACE = 30.0
"""Seconds after its end in which a window's last captures arrive; a quarter of the window where that is shorter."""
LOOK_EVERY = 1.0
FIRST_TICK, NEXT_TICK = 90.0, 300.0
"""Seconds in which the first tick must come, and any other: a job that is begun anew needs some."""
DIRECT = "DirectRunner"


def stream_job(
    inputs: Inputs, options: Options, polling: Polling, runner: str | None, end: datetime | None = None
) -> Job:
    """The job of a stream that begins now. `end` is where it ends if it does, --run-for from now otherwise."""
    start = datetime.now(UTC)
    if end is None and options.run_for:
        end = start + timedelta(seconds=options.run_for)
    name = f"stream-{start:%Y%m%dT%H%M%SZ}"
    windows = Windows(options.window, min(GRACE, options.window / 4), options.lateness)
    crawling = Crawling(
        output=options.output, window=options.window, tick=options.tick, expiry=options.expiry, polling=polling
    )
    left = staged(options.output)
    ticks = full_name(runner) != DIRECT
    stream = Stream(
        run=name,
        crawling=crawling,
        windows=windows,
        shards=options.shards,
        expiry=timedelta(seconds=options.expiry),
        start=start,
        end=end,
        feeds=tuple(inputs.feeds),
        lists=tuple(inputs.lists),
        subscription=inputs.subscriptions[0] if inputs.subscriptions else None,
        ticks=ticks,
        # With ticks the groups of hosts give what is staged for them by themselves.
        left=tuple((path, size) for path, size in left.items() if not ticks or "/received/" in path),
        version=VERSION,
    )
    return Job(name=name, options=options, stored=tuple(inputs.stored), stream=stream)


def source(job: Job) -> AbstractContextManager[None]:
    """What stands in the place of a runner's own source while a stream runs."""
    if job.stream and job.stream.subscription and not job.stream.ticks:
        from pipeline.runners.direct import subscribed  # Its client takes half a second to import.

        return subscribed(job.stream)
    return nullcontext()


class StalledError(RunError):
    """The runner runs a stream, and gives it no ticks. `ticked` says whether it ever did."""

    def __init__(self, ticked: bool) -> None:
        super().__init__(f"the runner gave no tick in {FIRST_TICK if not ticked else NEXT_TICK:g} s")
        self.ticked = ticked


def wait(result: Any, job: Job, settings: PipelineOptions) -> str:
    """Waits for the end of a stream; the state in which the runner ended it, DONE where it was ended as asked.

    StalledError on Flink, where now and then a job runs and the impulse that ticks are made of does not come.
    """
    if job.stream is None or not _on_flink(settings):
        return str(result.wait_until_finish())
    end, tick = job.stream.end, job.options.tick
    _watch(result, job.options.output, end and end + timedelta(seconds=(LAST_TICKS + 1) * tick))
    # Beam's sources end, the windows too, but with checkpoints the job stays.
    quiet = _until(lambda: not staged(job.options.output), result, ENDING)
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
