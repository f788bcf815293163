"""What was rejected and why, with examples."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.report.rows import Batch, value_counts
from transforms.base.parquet import Row

COLUMNS = ("reason", "captured_at", "capture_uri", "url", "message", "stage")
EXAMPLES = 3


class Example(NamedTuple):
    """A document that was not used."""

    captured_at: datetime | None
    capture_uri: str
    url: str | None
    stage: str
    message: str

    @property
    def order(self) -> tuple[bool, float, str, str]:
        """The newest first."""
        time = self.captured_at
        return time is None, -time.timestamp() if time else 0.0, self.capture_uri, self.message


@dataclass
class Rejects:
    """Rejects by reason, and the newest of each."""

    by_reason: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[Example]] = field(default_factory=dict)

    def add(self, batch: Batch) -> None:
        """Counts the rows of a batch."""
        for (reason,), count in value_counts(batch.table, ["reason"]):
            self.by_reason[reason] += count
            mine = batch.table.filter(pc.equal(batch.table.column("reason"), reason))
            newest = [Example(*_values(row)) for row in _newest(mine).to_pylist()]
            self.examples[reason] = sorted(
                [*self.examples.get(reason, []), *newest], key=lambda example: example.order
            )[:EXAMPLES]


def _values(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in Example._fields)


def _newest(table: pa.Table) -> pa.Table:
    keys = (("captured_at", "descending"), ("capture_uri", "ascending"), ("message", "ascending"))
    return table.take(pc.sort_indices(table, [(*key, "at_end") for key in keys])[:EXAMPLES])
