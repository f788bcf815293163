"""Completes the archives of a window when all that they hold is written."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import apache_beam as beam

from transforms.base.beam_internals import several_outputs
from transforms.base.windows import Windows
from transforms.crawl.stream.staging import complete

BEHIND = 1.0
"""Seconds after the panes of a window: the watermark stands still at their time until all of them have come out."""


@dataclass
class CompleteArchives(beam.PTransform[Any, Any]):
    """(complete archive, staged archive) pairs, and what was written -> nothing.

    `group` gathers by key until a window is over. The watermark of what was written stands in the way until the
    records of a window are in their files. It gets as far as the time of their panes, so this comes later.
    """

    group: Callable[[Windows], beam.PTransform[Any, Any]]
    windows: Windows

    @several_outputs
    def expand(self, both: tuple[beam.PCollection[tuple[str, bytes]], beam.PCollection[Any]]) -> beam.PCollection[None]:
        """Gathers the parts of an archive, and joins them."""
        staged, written = both
        later = replace(self.windows, grace=self.windows.grace + BEHIND)
        nothing = written | "Nothing" >> beam.FlatMap(_nothing).with_output_types(tuple[str, bytes])
        parts = (staged, nothing) | "Behind" >> beam.Flatten()
        done: beam.PCollection[None] = (
            parts
            | "As parts" >> beam.Map(lambda pair: pair).with_output_types(tuple[str, bytes])
            | "By archive" >> self.group(later)
            | "Complete" >> beam.MapTuple(_complete)
        )
        return done


def _nothing(_: Any) -> Iterable[Any]:
    return ()


def _complete(target: str, parts: Iterable[bytes]) -> None:
    complete(target, [part.decode() for part in parts])
