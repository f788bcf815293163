"""A month of rounds over a server of news on loopback, its days compressed by --now: does an output stay as it began?

    python -m tests.benchmarks.month FOLDER --days 3        # again and again, or --days 30
    python -m tests.benchmarks.month FOLDER --check

On the way rounds are killed, the disk is full once, and the output is moved once; with --before COMMAND, a `dateline`
of an earlier version writes the first day. Prints a line a day: rows, files and bytes by kind, seconds, CPU and memory
of a round. FOLDER remembers the day, so that a month can be had in parts. --check fails if an article is missing or
doubled, or if a replay gives other bytes.

Each round is a process, forked from one that has imported Beam: it can be killed, and its memory is its own, but what
the command takes to start is not in its time.
"""

import argparse
import contextlib
import io
import json
import os
import random
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import pyarrow.dataset as ds

from tests.newsserver import NewsServer

KINDS = ("archive", "articles", "rejects", "_ledger", "_state")
DAY = timedelta(days=1)
FULL, MOVED = 10, 20
"""Days on which the disk is full, and after which the output is moved."""
FORKS = get_context("forkserver")


@dataclass
class Rounds:
    """What rounds took: seconds and CPU seconds of each, and the most memory of any, in MB."""

    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    memory: float = 0.0

    def run(self, arguments: Sequence[str], kill_after: float | None = None) -> int:
        """Runs one; gives its status."""
        begun = time.monotonic()
        received, sent = FORKS.Pipe(duplex=False)
        process = FORKS.Process(target=_round, args=(list(arguments), sent))
        process.start()
        sent.close()
        process.join(kill_after)
        if process.is_alive():
            process.kill()
        process.join()
        code = process.exitcode or 0
        if code == 0:
            cpu, memory = received.recv()
            self.seconds.append(time.monotonic() - begun)
            self.cpu.append(cpu)
            self.memory = max(self.memory, memory)
        return code


def _round(arguments: list[str], sent: Connection) -> None:
    from pipeline.cli import main as dateline

    with contextlib.redirect_stdout(io.StringIO()):
        status = dateline([*arguments, "-q"])
    used = resource.getrusage(resource.RUSAGE_SELF)
    sent.send((used.ru_utime + used.ru_stime, used.ru_maxrss / 1e3))
    sys.stderr.flush()
    os._exit(status)


@contextmanager
def disk(megabytes: int) -> Iterator[Path]:
    """A file system of its own that can be filled; a folder where only root could mount one."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as mounted:
        if os.getuid() == 0:
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder], check=True)
            mounted.callback(subprocess.run, ["umount", "-l", folder], check=True)
        yield Path(folder)


def fill(folder: Path, leave: int) -> Path:
    """Takes all room of a file system but `leave` bytes."""
    ballast = folder / "ballast"
    room = shutil.disk_usage(folder).free - leave
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, room))
    return ballast


def sizes(output: Path) -> dict[str, tuple[int, int]]:
    """Files and bytes of each kind."""
    found = {}
    for kind in KINDS:
        files = [path.stat().st_size for path in (output / kind).rglob("*") if path.is_file()]
        found[kind] = len(files), sum(files)
    return found


def rows(output: Path) -> list[tuple[str, str, str]]:
    """Article, revision and address of each row."""
    table = ds.dataset(output / "articles").to_table(columns=["article_id", "revision_id", "url"])
    return list(zip(*(table.column(name).to_pylist() for name in table.column_names), strict=True))


def report(day: int, output: Path, before: dict[str, tuple[int, int]], took: Rounds) -> None:
    """Prints a day."""
    now = sizes(output)
    kinds = ", ".join(
        f"{kind} {now[kind][0] - before[kind][0]:+,} files {(now[kind][1] - before[kind][1]) / 1e6:+.1f} MB"
        for kind in KINDS
    )
    spent = (
        f"{statistics.median(took.seconds):5.1f} s  CPU {statistics.median(took.cpu):5.1f} s, at most "
        f"{max(took.cpu):5.1f} s  {took.memory:4.0f} MB"
        if took.seconds
        else "an earlier version"
    )
    print(f"day {day:2}  {len(rows(output)):7,} rows  {spent}  {kinds}", flush=True)


def check(server: NewsServer, output: Path, folder: Path, is_upgraded: bool) -> list[str]:
    """What is wrong after the last round. What an earlier version wrote stays as it wrote it, but for a replay."""
    from tests.conftest import digests
    from tests.rounds import replay

    there = rows(output)
    wrong = [f"{count} rows of {key}" for key, count in Counter(row[:2] for row in there).items() if count > 1]
    urls = {url for _, _, url in there}
    for feed in server.feeds:
        since = [item for item in server.items(feed) if item.published >= server.start]
        wrong += [f"{item.url} is missing" for item in since if item.url not in urls]
    replay(output / "archive", folder / "again")
    live, again = digests(output / "articles"), digests(folder / "again" / "articles")
    differing = {name for name in live.keys() | again.keys() if live.get(name) != again.get(name)}
    first = f"/{server.start:%Y%m%d}T"
    return wrong + [f"{name} differs in a replay" for name in differing if not (is_upgraded and first in name)]


def arguments(server: NewsServer, folder: Path, output: Path, *more: str) -> list[str]:
    """The command of a round at the time of the server's clock."""
    (folder / "feeds.txt").write_text("\n".join(server.feed_urls))
    private = ("--allow-private-addresses", "--host-delay=0s", "--models=", "--contact=https://example.org/bot")
    now = f"--now={server.now.isoformat()}"
    return ["run", str(folder / "feeds.txt"), "--output", str(output), *private, now, *more]


def live_a_day(options: argparse.Namespace, server: NewsServer, day: int, output: Path) -> Rounds:
    """Runs a day's rounds; some are killed before, and on the tenth day the disk is full."""
    dice, took = random.Random(day), Rounds()
    for number in range(options.rounds):
        command = arguments(server, options.folder, output, f"--longest-interval={options.longest}")
        if options.before and day == 1:
            subprocess.run([options.before, *command], check=True, capture_output=True)
        else:
            command.append("--fail-on=never")
            if dice.random() < options.kills:
                killed = took.run(command, kill_after=dice.uniform(0.1, 4)) == -signal.SIGKILL
                print(f"        round {number + 1} was {'killed' if killed else 'over before it was killed'}")
            if day == FULL and number == 0:
                on_a_full_disk(options, server, output)
            if took.run(command):
                sys.exit("a round failed")
        server.now += DAY / options.rounds
    return took


def on_a_full_disk(options: argparse.Namespace, server: NewsServer, output: Path) -> None:
    """Lets a round fail on a disk without room, and takes what it left for the output."""
    if os.getuid() != 0:
        return
    with disk(options.disk) as small:
        shutil.copytree(output, small / "out")
        fill(small, 100_000)
        status = Rounds().run(arguments(server, options.folder, small / "out"))
        print(f"        a round on a full disk ended with status {status}")
        shutil.rmtree(output)
        shutil.copytree(small / "out", output)


def main() -> None:
    """Runs some days of the month, or checks them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--feeds", type=int, default=60)
    parser.add_argument("--days", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=2, help="a day")
    parser.add_argument("--slower", type=float, default=12, help="times as long between two articles of a feed")
    parser.add_argument("--longest", default="1d", help="--longest-interval of the rounds: how many feeds are due")
    parser.add_argument("--kills", type=float, default=0.1, help="share of the rounds that are killed")
    parser.add_argument("--disk", type=int, default=512, help="megabytes of the disk that is filled")
    parser.add_argument("--before", metavar="COMMAND", help="the dateline that writes the first day")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    FORKS.set_forkserver_preload(["pipeline.run.start", "pipeline.view.summary"])
    remembered = options.folder / "month.json"
    past = (
        json.loads(remembered.read_text())
        if remembered.exists()
        else {"day": 0, "port": 0, "is_upgraded": bool(options.before)}
    )
    with NewsServer(options.feeds, port=past["port"]) as server:
        for feed in server.feeds:
            feed.interval *= options.slower
            feed.length = 4
        for day in range(past["day"] + 1, past["day"] + 1 + options.days * (not options.check)):
            server.now = server.start + (day - 1) * DAY
            output = options.folder / ("out" if day <= MOVED else "moved")
            if day == MOVED + 1 and not output.exists():
                (options.folder / "out").rename(output)
            before = sizes(output)
            report(day, output, before, live_a_day(options, server, day, output))
            remembered.write_text(json.dumps(past | {"day": day, "port": server.port}))
        if options.check:
            server.now = server.start + past["day"] * DAY
            output = max(options.folder / "out", options.folder / "moved", key=Path.exists)
            if Rounds().run(arguments(server, options.folder, output, "--poll-now")):
                sys.exit("the last round failed")
            wrong = check(server, output, options.folder, bool(past["is_upgraded"]))
            print("\n".join(wrong[:20]) or "Every article is a row, once, and a replay gives the same bytes.")
            sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
