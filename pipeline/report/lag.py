"""How late articles are recorded: from publication to capture."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.report.rows import Batch, sources

Counts: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]
COLUMNS = ("source", "published_at", "captured_at")
EDGES = (0, 60, 300, 900, 3600, 4 * 3600, 86400, 7 * 86400, 30 * 86400)
NAMES = (
    "before",
    "under 1 min",
    "1–5 min",
    "5–15 min",
    "15–60 min",
    "1–4 h",
    "4–24 h",
    "1–7 d",
    "7–30 d",
    "over 30 d",
)
_STEPS = 8
_BINS = 32 * _STEPS
"""Fine bins for medians: eight to a doubling, from a second on, so a median is right to 9 %."""


@dataclass
class Lag:
    """Seconds from publication to capture: over all by `NAMES`, and finely by source."""

    shown: tuple[str, ...]
    total: Counts = field(default_factory=lambda: np.zeros(len(NAMES), np.int64))
    by_source: dict[str, Counts] = field(default_factory=dict)
    unknown: int = 0

    def add(self, batch: Batch) -> None:
        """Counts the rows of a batch."""
        table = batch.table
        known = pc.and_(pc.is_valid(table.column("published_at")), pc.is_valid(table.column("captured_at")))
        self.unknown += table.num_rows - (pc.sum(known).as_py() or 0)
        dated = table.filter(known)
        if not dated.num_rows:
            return
        published, captured = (
            dated.column(name).cast(pa.int64()).to_numpy() for name in ("published_at", "captured_at")
        )
        seconds = (captured - published) // 1_000_000
        self.total += np.bincount(np.searchsorted(EDGES, seconds, side="right"), minlength=len(NAMES))
        names = sources(dated, self.shown).combine_chunks().dictionary_encode()
        fine = (np.log2(np.maximum(seconds, 1)) * _STEPS).astype(np.int64).clip(0, _BINS - 1)
        flat = names.indices.to_numpy() * _BINS + fine
        counts = np.bincount(flat, minlength=len(names.dictionary) * _BINS).reshape(-1, _BINS)
        for name, row in zip(names.dictionary.to_pylist(), counts, strict=True):
            self.by_source[name] = row + self.by_source.get(name, 0)

    def percentile(self, source: str, share: float) -> float | None:
        """The lag in seconds that `share` of the articles of a source do not exceed; None without any."""
        return percentile(self.by_source.get(source), share)

    def overall(self, share: float) -> float | None:
        """The same over all sources."""
        return percentile(np.sum(list(self.by_source.values()), axis=0), share) if self.by_source else None


def percentile(counts: Counts | None, share: float) -> float | None:
    """The middle of the bin in which `share` of the counts is reached."""
    if counts is None or not counts.sum():
        return None
    bin_ = int(np.searchsorted(np.cumsum(counts), share * counts.sum()))
    return float(2 ** ((bin_ + 0.5) / _STEPS))
