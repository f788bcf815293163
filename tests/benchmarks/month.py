"""A month of rounds over a server of news on loopback, its days compressed by --now: does an output stay as it began?

    python -m tests.benchmarks.month --feeds 1000 --days 30 --rounds 6 --slower 12

On the way rounds are killed, the disk is full once, and the output is moved once; with --before COMMAND, a `dateline`
of an earlier version writes the first day. Prints a line a day: rows, files and bytes by kind, seconds, CPU and memory
of a round. At the end, fails if an article is missing or doubled, or if a replay gives other bytes.

Each round is a process, forked from one that has imported Beam: it can be killed, and its memory is its own, but what
the command takes to start is not in its time.
"""

import argparse
import contextlib
import io
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

from pipeline.cli import main
from tests.conftest import digests
from tests.newsserver import NewsServer
from tests.rounds import arguments, listed, replay

KINDS = ("archive", "articles", "rejects", "_ledger", "_state")
DAY = timedelta(days=1)
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
    with contextlib.redirect_stdout(io.StringIO()):
        status = main([*arguments, "-q"])
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


def report(day: int, output: Path, before: dict[str, tuple[int, int]], took: Rounds) -> dict[str, tuple[int, int]]:
    """Prints a day, and gives the sizes at its end."""
    now = sizes(output)
    kinds = ", ".join(
        f"{kind} {now[kind][0] - before[kind][0]:+,} files {(now[kind][1] - before[kind][1]) / 1e6:+.1f} MB"
        for kind in KINDS
    )
    spent = (
        f"{statistics.median(took.seconds):5.1f} s  CPU {statistics.median(took.cpu):5.1f} s  {took.memory:4.0f} MB"
        if took.seconds
        else "an earlier version"
    )
    print(f"day {day:2}  {len(rows(output)):7,} rows  {spent}  {kinds}", flush=True)
    return now


def check(server: NewsServer, output: Path, folder: Path) -> list[str]:
    """What is wrong after the last round."""
    there = rows(output)
    wrong = [f"{count} rows of {key}" for key, count in Counter(row[:2] for row in there).items() if count > 1]
    urls = {url for _, _, url in there}
    for feed in server.feeds:
        since = [item for item in server.items(feed) if item.published >= server.start]
        wrong += [f"{item.url} is missing" for item in since if item.url not in urls]
    replay(output / "archive", folder / "again")
    live, again = digests(output / "articles"), digests(folder / "again" / "articles")
    wrong += [f"{name} differs in a replay" for name in live.keys() | again.keys() if live.get(name) != again.get(name)]
    return wrong


def slowed(server: NewsServer, times: float) -> None:
    """Lets feeds publish less often, and hold fewer entries: more feeds for the same work."""
    for feed in server.feeds:
        feed.interval *= times
        feed.length = 4


def live(options: argparse.Namespace) -> list[str]:
    """Runs the month; gives what is wrong after it."""
    dice = random.Random(1)
    kills = moved = full = 0
    with NewsServer(options.feeds) as server, disk(options.disk) as folder:
        slowed(server, options.slower)
        output = folder / "out"
        source = listed(server, folder)
        before = dict.fromkeys(KINDS, (0, 0))
        for day in range(1, options.days + 1):
            took = Rounds()
            for _ in range(options.rounds):
                command = arguments(server, source, output)
                if options.before and day == 1:
                    subprocess.run([options.before, *command], check=True, capture_output=True)
                else:
                    command.append("--fail-on=never")
                    if dice.random() < options.kills:
                        kills += took.run(command, kill_after=dice.uniform(0.1, 4)) == -signal.SIGKILL
                    if day == options.days // 2 and not full and os.getuid() == 0:
                        ballast = fill(folder, 200_000)
                        full += took.run(command) != 0
                        ballast.unlink()
                    if took.run(command):
                        sys.exit("a round failed")
                server.now += DAY / options.rounds
                server.seen.clear()
            if day == options.days * 2 // 3:
                output = output.rename(folder / "moved")
                moved += 1
            before = report(day, output, before, took)
        if Rounds().run([*arguments(server, source, output), "--poll-now"]):
            sys.exit("the last round failed")
        print(f"{kills} kills, {full} full disk, {moved} moved")
        return check(server, output, folder)


def main_program() -> None:
    """Runs the month, and says what is wrong after it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=6, help="a day")
    parser.add_argument("--slower", type=float, default=12, help="times as long between two articles of a feed")
    parser.add_argument("--kills", type=float, default=0.05, help="share of the rounds that are killed")
    parser.add_argument("--disk", type=int, default=2048, help="megabytes of the disk")
    parser.add_argument("--before", metavar="COMMAND", help="the dateline that writes the first day")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    FORKS.set_forkserver_preload(["pipeline.run.start", "pipeline.view.summary", "tests.newsserver"])
    wrong = live(options)
    print("\n".join(wrong[:20]) or "Every article is a row, once, and a replay gives the same bytes.")
    print(f"This process and its server: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main_program()
