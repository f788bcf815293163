"""The processes that the DirectRunner takes for a batch: all cores of the machine, where the input is worth it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from apache_beam.options.pipeline_options import DirectOptions, PipelineOptions, StandardOptions

from pipeline.runners import cores
from pipeline.runners.beam_internals import started_by
from pipeline.runners.known import short_name


def leave_open(settings: PipelineOptions) -> None:
    """Leaves the number of processes to `workers`, unless the user gave it."""
    settings.view_as(DirectOptions).direct_num_workers = None


@contextmanager
def workers(settings: PipelineOptions, total: int, command: str | None = None) -> Iterator[None]:
    """While the block runs, the options name as many processes as an input of `total` bytes is worth; it says so.

    A process is started by `command`, or else by Beam's.
    """
    with started_by(command) if command else nullcontext(), _as_many_as_worth(settings, total):
        yield


@contextmanager
def _as_many_as_worth(settings: PipelineOptions, total: int) -> Iterator[None]:
    direct = settings.view_as(DirectOptions)
    if short_name(settings.view_as(StandardOptions).runner) != "direct" or direct.direct_num_workers is not None:
        yield
        return
    mode, count = direct.direct_running_mode, cores.worth(total, cores.cores(), cores.memory())
    direct.direct_num_workers = count
    if count > 1:
        direct.direct_running_mode = "multi_processing"
        print(
            f"dateline: {count} processes share the work; --direct_num_workers=1 uses one", file=sys.stderr, flush=True
        )
    try:
        yield
    finally:
        direct.direct_num_workers, direct.direct_running_mode = None, mode
