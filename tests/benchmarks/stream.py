"""How far behind schedule the polls of many feeds fall, and what memory and time they take: a stream on Prism.

    .venv/bin/python -m tests.benchmarks.stream [--feeds N] [--minutes N] [--shortest TIME] [--longest TIME]

Each feed is on a host of its own, has a new entry every hour, and every fifth has full text; the server has a process
of its own. The feeds are known already, and due at times spread over their intervals, as in a stream that has run for
days: what is measured is polling, and what little is new. What is asked for is the sum of one poll an interval.
"""

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipeline.values import duration
from tests.newsserver import Feed, Item, NewsServer, atom, json_feed, rss
from transforms.crawl.due import Policy
from transforms.crawl.schedule import FeedResponse, after_poll
from transforms.crawl.state import FeedState, from_json
from transforms.crawl.store import FEED_SHARDS, feed_shard, read_states, write_states
from transforms.read.feed import parse_feed

LENGTH = 5
HOUR = timedelta(hours=1)
TICK_SECONDS = os.sysconf("SC_CLK_TCK")
LOOK_EVERY = 1.0


class RealTime(NewsServer):
    """The server of the tests by the real clock: a new entry every hour in each feed, at a time of its own."""

    def __init__(self, feeds: int, port: int = 0) -> None:
        super().__init__(port=port)
        self.feeds = [
            Feed(n, ("rss", "atom", "json")[n % 3], HOUR, full_text=n % 5 == 4, length=LENGTH) for n in range(feeds)
        ]

    @property
    def now(self) -> datetime:
        return datetime.now(UTC)

    @now.setter
    def now(self, _: datetime) -> None: ...

    def items(self, feed: Feed, now: datetime | None = None) -> list[Item]:
        now = now or self.now
        first = self.start + feed.number * 0.618 % 1 * HOUR
        newest = (now - first) // HOUR
        return [self._item(feed, n, first + n * HOUR, now) for n in range(newest - LENGTH + 1, newest + 1)]


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--shortest", default="10m")
    parser.add_argument("--longest", default="1h")
    parser.add_argument("--serve", action="store_true", help="be the server, until the input ends")
    chosen = parser.parse_args()
    if chosen.serve:
        serve(chosen.feeds)
        return
    with served(chosen.feeds) as (server, port), tempfile.TemporaryDirectory(prefix="dateline-bench-") as folder:
        output = f"{folder}/out"
        feeds = RealTime(chosen.feeds, port)
        (Path(folder) / "feeds.txt").write_text("\n".join(feeds.feed_urls))
        asked = know(feeds, output, Policy(shortest=span(chosen.shortest), longest=span(chosen.longest)))
        print(f"load before: {', '.join(f'{load:.1f}' for load in os.getloadavg())}", flush=True)
        command = [str(Path(sys.executable).with_name("dateline")), "run", f"{folder}/feeds.txt", f"--output={output}"]
        command += ["--streaming", "--runner=PrismRunner", f"--run-for={chosen.minutes * 60:.0f}s", "--models="]
        command += ["--contact=bench@example.org", "--allow-private-addresses", "--host-delay=0s"]
        command += [f"--shortest-interval={chosen.shortest}", f"--longest-interval={chosen.longest}"]
        watched = watch(command, output, server, chosen.minutes * 60)
        report(watched, output, chosen.minutes * 60, asked)
        print(f"at the server: {server.communicate()[0].strip()}")


def span(text: str) -> timedelta:
    """An option's length of time."""
    return timedelta(seconds=duration(text))


def serve(feeds: int) -> None:
    """Serves until the input ends; then says what was asked."""
    with RealTime(feeds) as server:
        print(server.port, flush=True)
        sys.stdin.read()
        pages, robots = (sum(word in seen.path for seen in server.seen) for word in ("story", "robots.txt"))
        print(f"{len(server.seen) - pages - robots:,} polls, {pages:,} pages, {robots:,} robots.txt")


@contextmanager
def served(feeds: int) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The server's process and port."""
    command = [sys.executable, "-m", "tests.benchmarks.stream", "--serve", f"--feeds={feeds}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        try:
            assert child.stdout
            yield child, int(child.stdout.readline())
        finally:
            child.terminate()


def know(server: RealTime, output: str, policy: Policy) -> float:
    """Writes the states of feeds that were polled before; the polls a second that they ask for."""
    dice = random.Random(0)
    now = datetime.now(UTC)
    known: list[FeedState] = []
    for feed in server.feeds:
        body = {"rss": rss, "atom": atom, "json": json_feed}[feed.form](feed, server.items(feed, now)[::-1])
        url = server.feed_url(feed)
        answer = FeedResponse(status=200, headers={"etag": f'"{sha256(body.encode()).hexdigest()[:16]}"'})
        state, _ = after_poll(FeedState(url=url), answer, parse_feed(body.encode(), url=url), now, policy)
        known.append(state)
    asked = 0.0
    now = datetime.now(UTC)
    by_shard: dict[int, dict[str, FeedState]] = {}
    for state in known:
        seconds = dice.uniform(policy.shortest.total_seconds(), min(policy.longest, HOUR).total_seconds())
        due = now + timedelta(seconds=dice.uniform(0, seconds))
        interval = timedelta(seconds=round(seconds))
        by_shard.setdefault(feed_shard(state.url), {})[state.url] = replace(state, interval=interval, next_due=due)
        asked += 1 / seconds
    for shard, states in by_shard.items():
        write_states(output, shard, states)
    return asked


class Watched:
    """What is seen of a run from outside."""

    def __init__(self, output: str) -> None:
        self.began: datetime | None = None
        self._polled: list[tuple[datetime, datetime]] = []
        self.memory: dict[int, dict[str, float]] = {}
        self.seconds: dict[str, float] = {}
        self._folder = Path(output) / "_state" / "feeds"
        self._read: set[str] = set()
        self._known: dict[str, tuple[int, datetime | None]] = {}
        self.polls = 0
        for shard in range(FEED_SHARDS):
            for url, state in read_states(output, shard).items():
                self._known[url] = state.polls, state.next_due

    def look(self) -> None:
        """Reads the changes of feeds since: a poll is as late as it comes after the time that was set before."""
        for path in sorted(self._folder.glob("[0-9]*+*")):
            if path.name not in self._read:
                self._read.add(path.name)
                with suppress(FileNotFoundError):
                    for line in path.read_text().splitlines():
                        self._learn(from_json(line))

    def _learn(self, state: FeedState) -> None:
        polls, due = self._known[state.url]
        self.polls += state.polls - polls
        if state.polls == polls + 1 and state.last_poll and due:
            self.began = min(self.began or state.last_poll, state.last_poll)
            self._polled.append((due, state.last_poll))
        self._known[state.url] = state.polls, state.next_due

    def end(self, output: str, at: datetime) -> None:
        """Reads what stands at the end; feeds that wait are as late as they are by then."""
        for shard in range(FEED_SHARDS):
            for state in read_states(output, shard).values():
                self._learn(state)
        self._polled += [(due, at) for _, due in self._known.values() if due and due < at]

    @property
    def lags(self) -> list[float]:
        """Seconds, in order, of the polls that became due while the stream polled."""
        return sorted((at - due).total_seconds() for due, at in self._polled if self.began and due >= self.began)


def watch(command: list[str], output: str, server: subprocess.Popen[str], seconds: float) -> Watched:
    """Runs the command, looks at it every second, and stops it where it does not stop."""
    watched = Watched(output)
    before = used(server.pid)
    started = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as run:
        ended_at = datetime.now(UTC) + timedelta(seconds=seconds)
        while run.poll() is None and time.monotonic() - started < seconds + 300:
            time.sleep(LOOK_EVERY)
            watched.look()
            passed = time.monotonic() - started
            for pid in [run.pid, *children(run.pid)]:
                name = (Path("/proc") / str(pid) / "comm").read_text().strip() if alive(pid) else ""
                if name:
                    watched.seconds[name] = max(watched.seconds.get(name, 0.0), used(pid))
                    if passed <= seconds:
                        watched.memory.setdefault(int(passed // 60 + 1), {})[name] = resident(pid)
        run.terminate()
        print(f"exit status {run.wait()}, {time.monotonic() - started:.0f} seconds in all")
    watched.seconds["server"] = used(server.pid) - before
    watched.end(output, ended_at)
    return watched


def report(watched: Watched, output: str, seconds: float, asked: float) -> None:
    """Prints what was seen."""
    print(f"polls a second: {asked:.1f} asked for, {watched.polls / seconds:.1f} done ({watched.polls:,})")
    lags = watched.lags or [0.0]
    p50, p95 = (lags[int(len(lags) * share)] for share in (0.5, 0.95))
    print(f"behind schedule: p50 {p50:.1f} s, p95 {p95:.1f} s, max {lags[-1]:.1f} s ({len(lags):,} seen)")
    for minute, memory in sorted(watched.memory.items()):
        print(f"memory after {minute} min: {', '.join(f'{k} {v:.0f} MB' for k, v in sorted(memory.items()))}")
    print(f"CPU seconds: {', '.join(f'{name} {used:.0f}' for name, used in sorted(watched.seconds.items()))}")
    for path in sorted(Path(output).glob("_ledger/*.json")):
        ledger: dict[str, Any] = json.loads(path.read_text())
        print("ledger:", {key: ledger[key] for key in ("captured", "polls", "fetches", "outcomes")})
    files = list((Path(output) / "_state" / "feeds").iterdir())
    size = sum(path.stat().st_size for path in files)
    print(f"states: {size / 1e6:.1f} MB in {len(files)} files, {size / len(watched._known):.0f} bytes a feed")


def children(pid: int) -> list[int]:
    """The processes that a process started, and theirs."""
    with suppress(FileNotFoundError, ProcessLookupError):
        found = [
            int(c) for task in Path(f"/proc/{pid}/task").iterdir() for c in (task / "children").read_text().split()
        ]
        return [*found, *(deeper for child in found for deeper in children(child))]
    return []


def alive(pid: int) -> bool:
    """Whether there is such a process."""
    return Path(f"/proc/{pid}").exists()


def used(pid: int) -> float:
    """Seconds of CPU that a process used."""
    with suppress(FileNotFoundError, ProcessLookupError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK_SECONDS
    return 0.0


def resident(pid: int) -> float:
    """Megabytes of memory that a process has now."""
    with suppress(FileNotFoundError, ProcessLookupError):
        if found := re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text()):
            return int(found[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main()
