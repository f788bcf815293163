"""What cleaning took out, by kind and source."""

from collections import Counter
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.report.rows import Batch, flattened, sources

COLUMNS = ("source", "removed", "text")


@dataclass
class RemovedText:
    """Pieces and characters by (source, kind), and the characters that were kept by source."""

    shown: tuple[str, ...]
    pieces: Counter[tuple[str, str]] = field(default_factory=Counter)
    characters: Counter[tuple[str, str]] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)

    def add(self, batch: Batch) -> None:
        """Counts the rows of a batch."""
        source = sources(batch.table, self.shown).combine_chunks()
        text = pc.utf8_length(batch.table.column("text"))
        kept = pa.table({"source": source, "kept": text}).group_by("source").aggregate([("kept", "sum")])
        for name, size in zip(kept.column("source").to_pylist(), kept.column("kept_sum").to_pylist(), strict=True):
            self.kept[name] += size or 0
        rows, pieces = flattened(batch.table, "removed")
        table = pa.table(
            {
                "source": source.take(pa.array(rows)),
                "kind": pieces.field("kind"),
                "size": pc.utf8_length(pieces.field("text")),
            }
        )
        groups = table.group_by(["source", "kind"]).aggregate([("size", "count"), ("size", "sum")])
        for group in groups.to_pylist():
            key = group["source"], group["kind"]
            self.pieces[key] += group["size_count"]
            self.characters[key] += group["size_sum"] or 0

    def by_kind(self) -> Counter[str]:
        """Pieces by kind, over all sources."""
        total: Counter[str] = Counter()
        for (_, kind), count in self.pieces.items():
            total[kind] += count
        return total

    def share(self, source: str) -> float:
        """The part of a source's text, in characters, that was taken out."""
        gone = sum(size for (name, _), size in self.characters.items() if name == source)
        return gone / (gone + self.kept[source]) if gone else 0.0
