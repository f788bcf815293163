"""How many processes the DirectRunner takes for a batch: all cores of the machine, where the input is worth it."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from apache_beam.options.pipeline_options import DirectOptions, PipelineOptions, StandardOptions

from pipeline.runners.known import short_name

BYTES = 8 << 20
"""Of input for each process: 10 s of work and more, of which its start takes three."""
MEMORY = 1 << 30
"""Bytes for each process: itself with a model, and the one in which it reads documents."""
_QUOTA = Path("/sys/fs/cgroup/cpu.max")
_MEMORY = Path("/proc/meminfo")


def leave_open(settings: PipelineOptions) -> None:
    """Leaves the number of processes to `workers`, where the user did not say it."""
    settings.view_as(DirectOptions).direct_num_workers = None


@contextmanager
def workers(settings: PipelineOptions, total: int) -> Iterator[None]:
    """While the block runs, the options name as many processes as an input of `total` bytes is worth; it says so."""
    direct = settings.view_as(DirectOptions)
    if short_name(settings.view_as(StandardOptions).runner) != "direct" or direct.direct_num_workers is not None:
        yield
        return
    mode, count = direct.direct_running_mode, worth(total, cores(), memory())
    direct.direct_num_workers = count
    if count > 1:
        direct.direct_running_mode = "multi_processing"
        print(f"dateline: {count} processes at work; --direct_num_workers=1 uses one", file=sys.stderr, flush=True)
    try:
        yield
    finally:
        direct.direct_num_workers, direct.direct_running_mode = None, mode


def worth(total: int, cores: int, memory: int) -> int:
    """Processes for an input of that many bytes, on so many cores with so much memory left: one at least."""
    return max(1, min(cores, total // BYTES, memory // MEMORY))


def cores() -> int:
    """The cores that this process may use: of the machine, or of its container."""
    there = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota, _, period = _read(_QUOTA).strip().partition(" ")
    return max(1, min(there, int(quota) // int(period))) if quota.isdecimal() and period.isdecimal() else there


def memory() -> int:
    """Bytes of memory that are free; enough for any number where the system does not say."""
    for line in _read(_MEMORY).splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) << 10
    return sys.maxsize


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
