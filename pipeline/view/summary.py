"""What a person sees of an output."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from schemas.ledger import Ledger, Outcome

TOP = 8


def print_summary(console: Console, output: str, ledgers: Iterable[Ledger], took: float | None = None) -> None:
    """Captures and what became of them, what was removed, the entities, where the output is. `took` in seconds."""
    whole = Ledger.merged("", ledgers)
    outcomes = whole.totals
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold")
    grid.add_column()
    if whole.polls:
        grid.add_row("Polls", _counts(whole.polls))
        grid.add_row("Fetches", _counts(whole.fetches) or "none")
    sources = f"{len(whole.captured):,} source{'s' * (len(whole.captured) != 1)}"
    grid.add_row("Captures", f"{whole.captured.total():,} from {sources}")
    grid.add_row("Articles", f"{outcomes[Outcome.WRITTEN]:,} written{_rest(outcomes)}")
    grid.add_row("Not written", _counts(whole.reasons) or "none")
    if whole.reserved_by:
        grid.add_row("Reserved by", _counts(sum(whole.reserved_by.values(), Counter())))
    grid.add_row("Removed", _counts(whole.removed) or "nothing")
    grid.add_row("Entities", _counts(whole.entities) or "none")
    if took is not None:
        grid.add_row("Time", f"{took:.1f} s")
    grid.add_row("Output", output)
    console.print(grid)


def _rest(outcomes: Counter[str]) -> str:
    rest = [(outcome, outcomes[outcome]) for outcome in Outcome if outcome != Outcome.WRITTEN and outcomes[outcome]]
    return "".join(f", {count:,} {outcome.replace('-', ' ')}" for outcome, count in rest)


def _counts(counts: Counter[str]) -> str:
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    more = len(ranked) - TOP
    shown = ", ".join(f"{count:,} {name}" for name, count in ranked[:TOP])
    return shown + (f", and {more} more kinds" if more > 0 else "")


def print_articles(console: Console, articles: Sequence[dict[str, Any]], total: int) -> None:
    """Articles with their top entities."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", expand=True)
    table.add_column("Date", no_wrap=True, width=10)
    for heading, share in (("Source", 2), ("Title", 5), ("Top entities", 4)):
        table.add_column(heading, overflow="ellipsis", no_wrap=True, ratio=share)
    for row in articles:
        date = row["published_at"] or row["captured_at"]
        top = sorted(row["entities"] or (), key=lambda entity: (-entity["count"], entity["name"]))[:3]
        table.add_row(
            f"{date:%Y-%m-%d}" if date else "",
            row["source"] or "",
            row["title"] or row["text"].partition("\n")[0][:80],
            ", ".join(f"{entity['name']} ({entity['count']})" for entity in top),
        )
    console.print(table)
    if total > len(articles):
        console.print(f"and {total - len(articles):,} more")
