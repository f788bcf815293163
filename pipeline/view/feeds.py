"""What `dateline show` says of the feeds of an output."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from rich.console import Console
from rich.table import Table

from transforms.crawl.schedule import Health, health
from transforms.crawl.state import FeedState
from transforms.crawl.store import FEED_SHARDS, read_states

SHOWN = 50


def states(output: str) -> Iterator[FeedState]:
    """Every feed that an output follows."""
    for shard in range(FEED_SHARDS):
        yield from read_states(output, shard).values()


def print_feeds(console: Console, output: str, now: datetime) -> None:
    """How many feeds are well, and each one that is not, or has lost entries, with the reason and since when."""
    known = sorted(states(output), key=lambda state: state.url)
    if not known:
        return
    found = {state.url: health(state, now) for state in known}
    counts = Counter(how for how, _ in found.values())
    gaps = sum(state.gap_count > 0 for state in known)
    overview = ", ".join(f"{counts[how]:,} {how}" for how in Health if counts[how])
    console.print(f"\n[bold]Feeds[/bold]     {overview}{f', {gaps:,} with a probable gap' if gaps else ''}")
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for heading in ("Feed", "Is", "Since", "Why", "Next poll"):
        table.add_column(heading, overflow="ellipsis", no_wrap=True)
    worth = [state for state in known if found[state.url][0] is not Health.WELL or state.gap_count]
    for state in worth[:SHOWN]:
        how, since = found[state.url]
        gap = f"{state.gap_count} probable gaps, last before {_day(state.gaps[-1].before)}" if state.gaps else ""
        table.add_row(state.url, how, _day(since), state.problem or gap, _day(state.next_due))
    if worth:
        console.print(table)
    if len(worth) > SHOWN:
        console.print(f"and {len(worth) - SHOWN:,} more")


def _day(time: datetime | None) -> str:
    return f"{time:%Y-%m-%d %H:%M}" if time else ""
