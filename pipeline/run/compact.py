"""Merges the small files of an output."""

from transforms.base.lock import alone
from transforms.write.compact import Sizes, compact


def compact_output(output: str, window: int, shards: int) -> Sizes:
    """Merges what is smaller than a file of `window` seconds of captures.

    Gives how many files of articles there were and are, and their bytes. Occupied where a run writes.
    """
    with alone(output):
        days = list(compact(output, window, shards))
    return Sizes(*(sum(column) for column in zip(*days, strict=True))) if days else Sizes(0, 0, 0, 0)
