"""What a person sees of rejects: how many for which reason, with what was found and what helps."""

from collections import Counter
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from transforms.base.parquet import Row

COLUMNS = ["reason", "message", "captured_at"]
EXAMPLES = 2
"""Messages that are shown of a reason, the most frequent first."""


def print_rejects(console: Console, rows: Iterable[Row]) -> None:
    """Each reason with its most frequent messages; nothing if nothing was rejected."""
    found: dict[str, Counter[str]] = {}
    for row in rows:
        found.setdefault(row["reason"], Counter())[row["message"]] += 1
    if not found:
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("Rejects", justify="right")
    table.add_column("Reason", no_wrap=True)
    table.add_column("What was found, and the remedy", overflow="fold")
    for reason, messages in sorted(found.items(), key=lambda pair: (-pair[1].total(), pair[0])):
        shown = sorted(messages, key=lambda message: (-messages[message], message))[:EXAMPLES]
        more = len(messages) - len(shown)
        table.add_row(
            f"{messages.total():,}", reason, "\n".join(shown) + (f"\nand {more:,} more like it" if more else "")
        )
    console.print()
    console.print(table)
