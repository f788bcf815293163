"""What a person sees of the feeds of an output."""

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from pipeline.view.next_due import next_due
from pipeline.view.plain import PlainConsole, json_line
from schemas.ledger import Ledger
from transforms.crawl.answer import PAGE
from transforms.crawl.health import Health, health, waiting
from transforms.crawl.round.journal import last_round
from transforms.crawl.state import FeedState
from transforms.crawl.store import FEED_SHARDS, read_states

SHOWN = 50
LEFT = "not listed"
"""Shown instead of its health: others were polled long after the feed was due, so it is no longer in any list."""
_MISSED = timedelta(days=1)
_ANSWERED = frozenset({"fetched", "unchanged", PAGE})


class Feed(NamedTuple):
    """A feed as it stands: what it is called, how it is doing, since when and why, when it is polled again."""

    url: str
    health: str
    since: datetime | None
    problem: str
    last_new: datetime | None
    next_poll: datetime | None
    folders: tuple[str, ...] = ()


def feeds(output: str, now: datetime) -> list[Feed]:
    """Every feed that an output follows, by address."""
    known = sorted(states(output), key=lambda state: state.url)
    latest = max((state.last_poll for state in known if state.last_poll), default=None)
    return [_feed(state, now, latest) for state in known]


def states(output: str) -> Iterator[FeedState]:
    """What is remembered of every feed."""
    for shard in range(FEED_SHARDS):
        yield from read_states(output, shard).values()


def print_feeds(console: Console, output: str, now: datetime) -> None:
    """How many feeds are well, and each one that is not, or has lost entries, with the reason and since when."""
    known = feeds(output, now)
    if not known:
        return
    console.print(f"\n[bold]Feeds[/bold]     {_overview(known)}", markup=True)
    print_table(console, [feed for feed in known if feed.problem or feed.health not in (Health.WELL, LEFT)][:SHOWN])


def print_table(console: Console, found: Iterable[Feed]) -> None:
    """Two lines a feed: how it is and its whole address; what is wrong, since when, and when it is polled again."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    for feed in found:
        times = {"since": feed.since, "last new": feed.last_new, "next poll": feed.next_poll}
        where = f"in {', '.join(feed.folders)}" if feed.folders else ""
        notes = [where, feed.problem, *(f"{what} {_minute(time)}" for what, time in times.items() if time)]
        table.add_row(feed.health, f"{feed.url}\n{', '.join(filter(None, notes))}")
    if table.rows:
        console.print(table)


def print_json(found: Iterable[Feed]) -> None:
    """Prints one JSON object per line; times in ISO 8601."""
    for feed in found:
        print(json_line(feed._asdict()))


def report_round(output: str, ledger: Ledger, now: datetime, fail_on: str, quiet: bool = False) -> bool:
    """Says on standard error what a round found: the feeds that fail, or, unless it is `quiet`, when the next is due.

    Returns whether it failed, by `fail_on`: `all` if no poll was answered, `any` if one was not, or `never`.
    """
    console = PlainConsole(stderr=True, soft_wrap=True, width=None if sys.stderr.isatty() else 120)
    polls, journal, known = ledger.polls, last_round(output), feeds(output, now)
    if not polls:
        due = min((feed.next_poll for feed in known if feed.next_poll and feed.health != LEFT), default=None)
        if due and not quiet:
            console.print(next_due(len(known), due, now))
        return False
    answered = sum(count for outcome, count in polls.items() if outcome in _ANSWERED)
    if not answered and "unreachable" in polls and polls.total() == polls["unreachable"]:
        many = f"no server answered {polls.total():,} polls: the network"
        one = "the only poll was not answered: the server or the network"
        proxy = next((name for name in ("http_proxy", "https_proxy", "all_proxy") if os.environ.get(name)), None)
        unused = f"; {proxy} is set, but proxies are not used" if proxy else ""
        console.print(f"{one if polls.total() == 1 else many} seems to be down{unused}")
    asked = {state.url for state in states(output) if journal and (state.last_poll or now) >= journal.now}
    for state in (state for state in states(output) if state.url in asked and state.waiting):
        console.print(f"{state.url} announced more than one poll takes: {waiting(state)}")
    for feed in (feed for feed in known if feed.url in asked and feed.health in (Health.FAILING, Health.BLOCKED)):
        since = f" since {_minute(feed.since)}" if feed.since else ""
        console.print(f"{feed.url} is {feed.health}{since}: {feed.problem}")
    return {"all": answered == 0, "any": answered < polls.total(), "never": False}[fail_on]


def _feed(state: FeedState, now: datetime, latest: datetime | None) -> Feed:
    how, since = health(state, now)
    if how is not Health.RETIRED and state.next_due and latest and latest - state.next_due > _MISSED:
        return Feed(state.url, LEFT, state.last_poll, "", state.last_new, None, state.folders)
    gap = f"{state.gap_count} probable gaps, last before {_minute(state.gaps[-1].before)}" if state.gaps else ""
    problem = state.problem or (waiting(state) if state.waiting else gap)
    return Feed(state.url, how, since, problem, state.last_new, state.next_due, state.folders)


def _overview(known: Iterable[Feed]) -> str:
    counts = Counter(str(feed.health) for feed in known)
    gaps = sum("probable gap" in feed.problem for feed in known)
    parts = [f"{counts[how]:,} {how}" for how in (*Health, LEFT) if counts[how]]
    return ", ".join(parts) + (f", {gaps:,} with a probable gap" if gaps else "")


def _minute(time: datetime | None) -> str:
    return f"{time.astimezone():%Y-%m-%d %H:%M}" if time else ""
