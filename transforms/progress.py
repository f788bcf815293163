"""How much a local run has read: worker processes append to one small file, which the launcher watches."""

import struct
from pathlib import Path
from typing import NamedTuple

STEP = struct.Struct("<QQ")


class Done(NamedTuple):
    """What has been read so far."""

    captures: int
    bytes: int


def append(path: str, captures: int, size: int) -> None:
    """Adds to what is done. One write of 16 bytes to a file opened for appending is atomic across processes."""
    with open(path, "ab", buffering=0) as file:
        file.write(STEP.pack(captures, size))


def done(path: str) -> Done:
    """The sum of what was appended."""
    data = Path(path).read_bytes()
    steps = list(STEP.iter_unpack(data[: len(data) // STEP.size * STEP.size]))
    return Done(sum(step[0] for step in steps), sum(step[1] for step in steps))
