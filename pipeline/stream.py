"""A stream from its start to its end: what is read again, what a person sees, and how it comes to its end."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any

from apache_beam.options.pipeline_options import PipelineOptions, StandardOptions
from apache_beam.runners.runner import PipelineState

from pipeline import VERSION
from pipeline.capability import full_name
from pipeline.graph import Job
from pipeline.inputs import Inputs
from pipeline.options import Options
from pipeline.runners import short_name
from transforms.crawling.poll import Polling
from transforms.storage import read_if_present, remove
from transforms.stream.crawl import LAST_TICKS, ticks_file
from transforms.stream.follow import Stream
from transforms.stream.gather import Windows
from transforms.stream.hosts import ATTENTION, ENDING, Crawling
from transforms.stream.staging import staged

GRACE = 30.0
"""Seconds after its end in which a window's last captures arrive; a quarter of the window where that is shorter."""
LOOK_EVERY = 1.0
FIRST_TICK, ATTEMPTS = 90, 4
"""Seconds in which the first tick must come, and how often a job is begun for it."""
DIRECT = "DirectRunner"


def stream_job(inputs: Inputs, options: Options, polling: Polling, runner: str | None) -> Job:
    """The job of a stream that begins now."""
    start = datetime.now(UTC)
    end = start + timedelta(seconds=options.run_for) if options.run_for else None
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
        from pipeline.direct import subscribed  # Its client takes half a second to import.

        return subscribed(job.stream)
    return nullcontext()


def submitted(pipeline: Callable[[], Any], job: Job, settings: PipelineOptions) -> Any:
    """Runs a pipeline and gives its result.

    On Flink a job runs now and then and the impulse that ticks are made of never comes: then it is begun anew.
    """
    if job.stream is None or not _on_flink(settings):
        return pipeline().run()
    ticks = ticks_file(job.options.output)
    for _ in range(ATTEMPTS):
        remove(ticks)
        result = pipeline().run()
        if _until(lambda: read_if_present(ticks) is not None, result, FIRST_TICK):
            return result
        if PipelineState.is_terminal(result.state):
            return result
        ATTENTION.warning("Flink runs the job and gives no tick within %d s; beginning it anew", FIRST_TICK)
        result.cancel()
    raise RuntimeError(f"Flink gave no tick in {ATTEMPTS} attempts; look at the task managers' logs")


def wait(result: Any, job: Job, settings: PipelineOptions) -> str:
    """Waits for the end of a stream; the state in which the runner ended it, DONE where it was ended as asked."""
    end = job.stream.end if job.stream else None
    if end is None:
        return str(result.wait_until_finish())
    if _on_flink(settings):
        # Beam's sources end, the windows too, but with checkpoints the job stays.
        tick = job.options.tick
        _sleep(result, (end - datetime.now(UTC)).total_seconds() + (LAST_TICKS + 1) * tick)
        quiet = _until(lambda: not staged(job.options.output), result, ENDING)
        if result.state == PipelineState.RUNNING:
            result.cancel()
            return PipelineState.DONE if quiet else PipelineState.CANCELLED
    return str(result.wait_until_finish())


def _on_flink(settings: PipelineOptions) -> bool:
    return short_name(settings.view_as(StandardOptions).runner) == "flink"


def _sleep(result: Any, seconds: float) -> None:
    _until(lambda: False, result, seconds)


def _until(done: Callable[[], bool], result: Any, seconds: float) -> bool:
    """Waits for something, for a runner's end, for a time."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() >= end or PipelineState.is_terminal(result.state):
            return False
        time.sleep(LOOK_EVERY)
    return True
