"""What a person sees of rights: what share of each source is reserved, since when, and when that changed."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from rich.console import Console
from rich.table import Table

from transforms.base.parquet import Row

COLUMNS = ["source", "captured_at", "usage"]
USES = ("train_ai", "ai_input", "search", "tdm")
TOP = 10
RESERVED = "reserved"


@dataclass
class OfUse:
    """What the records of a source say of a use, by day of capture."""

    by_day: dict[date, Counter[str]] = field(default_factory=dict)

    def add(self, day: date, permission: str, count: int = 1) -> None:
        """Counts records."""
        self.by_day.setdefault(day, Counter())[permission] += count

    @property
    def share(self) -> float:
        """The part of all records that is reserved."""
        counts = sum(self.by_day.values(), Counter[str]())
        return counts[RESERVED] / counts.total() if counts else 0.0

    @property
    def since(self) -> date | None:
        """The day of the first record that is reserved."""
        return min((day for day, counts in self.by_day.items() if counts[RESERVED]), default=None)

    def changes(self) -> Iterator[tuple[date, str]]:
        """Each day from which most records say something else than before."""
        before = None
        for day, counts in sorted(self.by_day.items()):
            most = max(sorted(counts), key=counts.__getitem__)
            if before is not None and most != before:
                yield day, most
            before = most


def tally_rights(rows: Iterable[Row]) -> dict[str, dict[str, OfUse]]:
    """Sources to uses to what their records say; records of programs that did not look are not counted."""
    found: dict[str, dict[str, OfUse]] = {}
    for row in rows:
        if row["usage"] is None or row["captured_at"] is None:
            continue
        uses = found.setdefault(row["source"] or "", {use: OfUse() for use in USES})
        for use, of_use in uses.items():
            of_use.add(row["captured_at"].date(), row["usage"][use])
    return found


def print_rights(console: Console, rows: Iterable[Row]) -> None:
    """The sources that reserve the most; nothing where none does."""
    found = tally_rights(rows)
    shown = {source: uses for source, uses in found.items() if any(use.since for use in uses.values())}
    if not shown:
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", title="Reserved", title_justify="left")
    for heading in ("Source", "For", "Share", "Since", "Changed"):
        table.add_column(heading, no_wrap=True)
    ranked = sorted(shown.items(), key=lambda pair: (-max(use.share for use in pair[1].values()), pair[0]))
    for source, uses in ranked[:TOP]:
        for use, of_use in uses.items():
            if of_use.since:
                changed = ", ".join(f"{day} {most}" for day, most in list(of_use.changes())[-3:])
                table.add_row(source, use.replace("_", "-"), f"{of_use.share:.0%}", f"{of_use.since}", changed)
    console.print()
    console.print(table)
    if len(ranked) > TOP:
        console.print(f"and {len(ranked) - TOP:,} more sources")
