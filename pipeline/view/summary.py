"""What a person sees at the end of a run: what became of the documents, and why some could not be used."""

import sys
from collections import Counter
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from pipeline.view.counted import counted
from schemas.ledger import Ledger, Outcome
from schemas.reject import Reason

TOP = 8


def print_summary(console: Console, output: str, ledgers: Iterable[Ledger], took: float | None = None) -> None:
    """Captures and what became of them, what was removed, the entities, where the output is. `took` in seconds."""
    whole = Ledger.merged("", ledgers)
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold")
    grid.add_column()
    if whole.polls:
        grid.add_row("Polls", _counts(whole.polls))
        grid.add_row("Fetches", _counts(whole.fetches) or "none")
    grid.add_row("Captures", f"{whole.captured.total():,} from {counted(len(whole.captured), 'source')}")
    grid.add_row("Articles", outcomes(whole))
    grid.add_row("Not written", _counts(whole.reasons) or "none")
    if whole.reserved_by:
        grid.add_row("Reserved by", _counts(sum(whole.reserved_by.values(), Counter())))
    grid.add_row("Removed", _counts(whole.removed) or "nothing")
    grid.add_row("Entities", _counts(whole.entities) or "none")
    if took is not None:
        grid.add_row("Time", f"{took:.1f} s")
    grid.add_row("Output", output)
    console.print(grid)


def report_rejected(output: str, ledger: Ledger) -> None:
    """Says on standard error that documents could not be used, where some could not."""
    rejected = {reason.value for reason in Reason if reason.outcome is Outcome.REJECTED}
    wrong = {name: n for name, n in ledger.reasons.items() if name in rejected}
    if count := sum(wrong.values()):
        line = f"{output}: {counted(count, 'document')} rejected: {_counts(Counter(wrong))}"
        print(line, file=sys.stderr, flush=True)


def outcomes(ledger: Ledger) -> str:
    """What became of captures, in words: `13 written, 2 unchanged`."""
    totals = ledger.totals
    return f"{totals[Outcome.WRITTEN]:,} written{_rest(totals)}"


def _rest(totals: Counter[str]) -> str:
    rest = [(outcome, totals[outcome]) for outcome in Outcome if outcome != Outcome.WRITTEN and totals[outcome]]
    return "".join(f", {count:,} {outcome.replace('-', ' ')}" for outcome, count in rest)


def _counts(counts: Counter[str]) -> str:
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    more = len(ranked) - TOP
    shown = ", ".join(f"{count:,} {name}" for name, count in ranked[:TOP])
    return shown + (f", and {more} more kinds" if more > 0 else "")
