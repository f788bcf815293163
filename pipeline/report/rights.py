"""What publishers reserve, by source."""

from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.report.rows import OTHERS, Batch, sources, value_counts
from pipeline.view.rights import USES, OfUse

COLUMNS = ("source", "captured_at", "usage")


@dataclass
class Rights:
    """What the records of each source say of each use; those of programs that did not look are not counted."""

    shown: tuple[str, ...]
    by_source: dict[str, dict[str, OfUse]] = field(default_factory=dict)

    def add(self, batch: Batch) -> None:
        """Counts the rows of a batch."""
        known = pc.and_(pc.is_valid(batch.table.column("usage")), pc.is_valid(batch.table.column("captured_at")))
        table = batch.table.filter(known)
        if not table.num_rows:
            return
        usage = table.column("usage").combine_chunks()
        day = pc.cast(table.column("captured_at"), pa.date32())
        for use in USES:
            values = pa.table({"source": sources(table, self.shown), "day": day, "says": usage.field(use)})
            for (source, on, says), count in value_counts(values, ["source", "day", "says"]):
                self._add(source, use, on, says or "unknown", count)

    def _add(self, source: str, use: str, day: date, says: str, count: int) -> None:
        uses = self.by_source.setdefault(source, {name: OfUse() for name in USES})
        uses[use].add(day, says, count)

    def reserving(self) -> list[tuple[str, dict[str, OfUse]]]:
        """The sources that reserve something, those that reserve most first."""
        known = ((name, uses) for name, uses in self.by_source.items() if name != OTHERS)
        found = [(name, uses) for name, uses in known if any(use.since for use in uses.values())]
        return sorted(found, key=lambda pair: (-max(use.share for use in pair[1].values()), pair[0]))
