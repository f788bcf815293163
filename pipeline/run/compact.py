"""Merges the small files of an output."""

from pipeline.run.writing import writing
from transforms.base.storage import sweep
from transforms.write.compact import Sizes, compact


def compact_output(output: str, window: int, shards: int, wait: float = 0.0) -> Sizes:
    """Merges what is smaller than a file of `window` seconds of captures. Returns how many article files there were and
    are, and their bytes. RunError if a run is still writing after `wait` seconds.
    """
    with writing(output, wait):
        days = list(compact(output, window, shards))
        sweep(output)
    return Sizes(*(sum(column) for column in zip(*days, strict=True))) if days else Sizes(0, 0, 0, 0)
