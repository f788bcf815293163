"""Completes the archives of a window when all that they hold is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import apache_beam as beam

from transforms.apply import several_outputs
from transforms.stream.gather import Gather, Windows
from transforms.stream.staging import complete


@dataclass
class CompleteArchives(beam.PTransform[Any, Any]):
    """(complete archive, staged archive) pairs, and what was written -> nothing.

    The watermark of what was written stands in the way until the records of a window are in their files.
    """

    windows: Windows

    @several_outputs
    def expand(self, both: tuple[beam.PCollection[tuple[str, bytes]], beam.PCollection[Any]]) -> beam.PCollection[None]:
        """Gathers the parts of an archive, and joins them."""
        staged, written = both
        nothing = written | "Nothing" >> beam.FlatMap(_nothing).with_output_types(tuple[str, bytes])
        parts = (staged, nothing) | "Behind" >> beam.Flatten()
        done: beam.PCollection[None] = (
            parts
            | "As parts" >> beam.Map(lambda pair: pair).with_output_types(tuple[str, bytes])
            | "By archive" >> Gather(self.windows)
            | "Complete" >> beam.MapTuple(_complete)
        )
        return done


def _nothing(_: Any) -> Iterable[Any]:
    return ()


def _complete(target: str, parts: Iterable[bytes]) -> None:
    complete(target, [part.decode() for part in parts])
