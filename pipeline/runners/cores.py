"""How many processes a machine has room for, and an input is worth. Uses no Beam, so that it is known at once."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline.runners.known import runner_of, short_name, value_of

BYTES = 8 << 20
"""Of input for each process: several seconds of work, of which its start takes one."""
MEMORY = 1 << 30
"""Bytes for each process: itself with a model, and the one in which it reads documents."""
_QUOTA = Path("/sys/fs/cgroup/cpu.max")
_MEMORY = Path("/proc/meminfo")


def processes(beam_arguments: Sequence[str], total: int) -> int:
    """The processes that a run over `total` bytes will start to work in; 0 where it works in its own, or elsewhere."""
    if short_name(runner_of(beam_arguments)) != "direct":
        return 0
    count, mode = value_of(beam_arguments, "--direct_num_workers"), value_of(beam_arguments, "--direct_running_mode")
    if count is None and mode is None:
        expected = worth(total, cores(), memory())
        return expected if expected > 1 else 0
    return int(count or 1) if mode == "multi_processing" and (count or "1").isdecimal() else 0


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
