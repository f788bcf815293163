"""Kills at random moments: what is killed and started again ends as what was not, to the byte, with one writer or two.

    python -m tests.benchmarks.kills --kills 200 [--seed N] [--modes batch,round,replay,stories] [--minutes N]

Every other time a second program over the same output is started beside, which queues (`--wait`) and may be killed,
too. Prints the kills of each mode, and fails at the first difference with the seed that leads there again. A stream
that is killed is in tests/test_stream_resume.py: its moments of capture are its own, so it is compared by its rows.
"""

import argparse
import itertools
import json
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from pipeline.cli import main as dateline
from tests import newsday
from tests.conftest import SEEDS, digests
from tests.newsserver import NewsServer
from tests.rounds import arguments, follow, listed
from tests.test_resume import start

COMPARED = ("articles", "rejects", "stories", "_ledger", "_state/feeds", "_state/revisions", "_state/stories")
LONGEST = 600.0
"""Seconds in which a command that is not killed must have ended."""


class Mode:
    """A command over an output, with what the output is before, and what it must be in the end."""

    def __init__(self, folder: Path, name: str, before: Path | None, command: Callable[[Path], list[str]]) -> None:
        self.name, self.before, self.command = name, before, command
        unkilled = self.prepared(folder / f"{name}-unkilled")
        started = time.monotonic()
        process = start(command(unkilled))
        process.join(LONGEST)
        assert process.exitcode == 0
        self.seconds = time.monotonic() - started
        self.expected = lasting(unkilled)

    def prepared(self, output: Path) -> Path:
        """The output as it is before the command."""
        if self.before is not None:
            shutil.copytree(self.before, output)
        return output


def lasting(output: Path) -> dict[str, dict[str, str]]:
    """The digests of what must be the same. A second round that found nothing due has a ledger without any count."""
    found = {name: digests(output / name) for name in COMPARED if (output / name).exists()}
    empty = {
        path.name for path in (output / "_ledger").glob("round-*.json") if not json.loads(path.read_text())["polls"]
    }
    found["_ledger"] = {name: digest for name, digest in found["_ledger"].items() if name not in empty}
    return found


def attempt(mode: Mode, output: Path, dice: random.Random, most: int) -> int:
    """Kills the command up to so many times, starts it again until it ends, and compares; gives the number of kills."""
    mode.prepared(output)
    kills = 0
    while True:
        writers = [start([*mode.command(output), "--wait=10m"]) for _ in range(dice.choice((1, 2)))]
        seconds = dice.uniform(0, 1.1 * mode.seconds) if kills < most else LONGEST
        victims = writers if dice.random() < 0.5 else writers[:1]
        for process in victims:
            process.join(seconds)
        for process in victims:
            if process.is_alive():
                process.kill()
                kills += 1
        for process in writers:
            process.join(LONGEST)
        codes = [process.exitcode for process in writers]
        assert set(codes) <= {0, -9}, codes
        if 0 in codes:
            break
    # What was killed behind the one that ended leaves its litter to the next.
    process = start(mode.command(output))
    process.join(LONGEST)
    assert process.exitcode == 0
    found = lasting(output)
    assert found == mode.expected, difference(found, mode.expected)
    assert not list(output.rglob("._staged-*"))
    return kills


def difference(found: dict[str, dict[str, str]], expected: dict[str, dict[str, str]]) -> str:
    """The files that are not as they should be."""
    names = sorted(found.keys() | expected.keys())
    return ", ".join(
        f"{name}/{file}"
        for name in names
        for file in sorted(found.get(name, {}).keys() | expected.get(name, {}).keys())
        if found.get(name, {}).get(file) != expected.get(name, {}).get(file)
    )


def modes(folder: Path, server: NewsServer, chosen: set[str]) -> list[Mode]:
    """The commands that are killed."""
    feeds, first, news = listed(server, folder), folder / "first", newsday.write(folder / "news")
    follow(server, feeds, first)
    server.now += timedelta(hours=8)
    assert dateline(["run", str(news), f"--output={folder / 'told'}", "--models="]) == 0
    made: dict[str, tuple[Path | None, Callable[[Path], list[str]]]] = {
        "batch": (None, lambda output: ["run", str(SEEDS), f"--output={output}", "--models="]),
        "round": (first, lambda output: arguments(server, feeds, output, "--fail-on=never")),
        "replay": (None, lambda output: ["replay", str(first / "archive"), f"--output={output}", "--models="]),
        "stories": (folder / "told", lambda output: ["stories", str(output)]),
    }
    return [Mode(folder, name, *made[name]) for name in made if name in chosen]


def main() -> None:
    """Kills, and says how often."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=600)
    parser.add_argument("--modes", default="batch,round,replay,stories")
    options = parser.parse_args()
    end = time.monotonic() + 60 * options.minutes
    kills: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name, NewsServer(feeds=12, delay=0.05) as server:
        folder = Path(name)
        for number, mode in zip(itertools.count(), itertools.cycle(modes(folder, server, {*options.modes.split(",")}))):
            if kills.total() >= options.kills or time.monotonic() > end:
                break
            seed = options.seed * 100_000 + number
            try:
                kills[mode.name] += attempt(mode, folder / str(number), random.Random(seed), 3)
            except AssertionError as error:
                sys.exit(f"{mode.name}, attempt {number} of --seed {options.seed}: {error}")
            shutil.rmtree(folder / str(number))
            print(f"{number}: {dict(kills)}", flush=True)
    print(f"{kills.total()} kills, {dict(kills)}; every output as the one of a command that was not killed")


if __name__ == "__main__":
    main()
