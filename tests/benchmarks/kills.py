"""Kills at random moments: what is killed and started again ends as what was not, to the byte, with one writer or two.

    python -m tests.benchmarks.kills --kills 200 [--seed N] [--modes batch,round,…] [--log FILE] [--minutes N]

An attempt kills a command over small inputs up to twelve times in a row over one output, before it lets it end. Half of
the kills come after a time, drawn up to that of a whole run; half right before a step by which the command changes a
file (open, fsync, rename, remove). Every other time a second program queues beside (`--wait`) and may be killed, too.
Each attempt is a line with its number, and with `--log` one of a file behind which the next start goes on; it fails at
the first difference. A stream's moments of capture are its own: its rows are compared, and its replay.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from tests.conftest import digests, rows
from tests.killing import LONGEST, Mode, modes, start
from tests.newsserver import NewsServer
from tests.rounds import by_command, listed
from tests.streams import WINDOW, living, stream
from tests.test_stream_follow import announced, edited, left

MODES = ("batch", "round", "replay", "stories", "compact", "stream")
MOST = 12
"""Kills in a row."""
STEPS = 30
"""Before which step of a command it is killed, at most: after about as many each of them has ended."""
STREAM_KILLS, STREAM_SECONDS = 6, 25.0
"""A stream is killed so often in a row, each time before so long."""


def attempt(mode: Mode, output: Path, dice: random.Random) -> int:
    """Kills the command up to MOST times, starts it again until it ends, and compares; gives the number of kills."""
    mode.prepared(output)
    kills, most, ended = 0, dice.randint(MOST // 2, MOST), False
    command = [*mode.command(output), "--wait=10m"]
    while not ended:
        # Who queues while the other is killed comes next, and may be killed in turn.
        steps = [dice.choice((0, dice.randint(1, STEPS))) if kills < most else 0 for _ in range(dice.choice((1, 2)))]
        writers = [start(command, output, step) for step in steps]
        for process, step in zip(writers, steps, strict=True):
            if kills < most and not step and dice.random() < 0.8:
                process.join(dice.uniform(0, mode.seconds))
                process.kill()
        codes = [ended_with(process) for process in writers]
        assert set(codes) <= {0, -signal.SIGKILL}, codes
        kills += codes.count(-signal.SIGKILL)
        ended = codes[-1] == 0
    if len(codes) > 1:
        # What was killed behind the one that ended leaves its litter to the next.
        mode.finish(output)
    mode.check(output)
    return kills


def ended_with(process: ForkServerProcess) -> int | None:
    """The exit status of a command that must end."""
    process.join(LONGEST)
    assert process.exitcode is not None, "it does not end"
    return process.exitcode


def streamed(folder: Path, dice: random.Random) -> int:
    """Kills a stream on Prism with all that it started, several times in a row; gives the number of kills."""
    output = folder / "out"
    folder.mkdir()
    with living(feeds=4, speed=900, delay=0.05) as server:
        for each in server.feeds:
            # However long it takes to start again, no entry has left its feed unseen meanwhile.
            each.length = 200
        feeds = listed(server, folder)
        for _ in range(STREAM_KILLS):
            process = subprocess.Popen(
                stream("PrismRunner", feeds, output),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            time.sleep(dice.uniform(3, STREAM_SECONDS))
            assert process.poll() is None, process.returncode
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        by_command(*stream("PrismRunner", feeds, output, "--run-for=20s")[1:])
        expected = sum((announced(server, feed) for feed in server.feeds), Counter[tuple[str, bool]]())
    found = Counter((row["url"], edited(row)) for row in rows(output / "articles"))
    # A page that was announced before a kill and fetched after it may have been edited meanwhile.
    missing = {url for url, _ in expected} ^ {url for url, _ in found}
    assert not missing, sorted(missing)[:5]
    assert {url for url, is_edit in found if is_edit} >= {url for url, is_edit in expected if is_edit}
    assert max(found.values()) == 1
    assert left(output) == []
    by_command("replay", str(output / "archive"), "--output", str(folder / "again"), "--models=", *WINDOW)
    assert digests(folder / "again" / "articles") == digests(output / "articles")
    return STREAM_KILLS


def main() -> None:
    """Kills, and says how often."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200, help="of all modes together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=600)
    parser.add_argument("--modes", default=",".join(MODES))
    parser.add_argument("--log", type=Path, help="a file of the attempts that were made, which are not made again")
    options = parser.parse_args()
    chosen, end = options.modes.split(","), time.monotonic() + 60 * options.minutes
    done: Counter[str] = Counter()
    for line in options.log.read_text().splitlines() if options.log and options.log.exists() else ():
        done.update(json.loads(line))
    kills = Counter({name: count for name, count in done.items() if name in MODES})
    with tempfile.TemporaryDirectory() as name, NewsServer(feeds=3) as server:
        folder = Path(name)
        ready = {mode.name: mode for mode in modes(folder, server, {*chosen})}
        for name in chosen:
            while kills[name] < options.kills / len(chosen) and time.monotonic() < end:
                number = done[f"attempts at {name}"]
                place, dice = folder / f"{name}-{number}", random.Random(f"{options.seed}-{name}-{number}")
                try:
                    count = streamed(place, dice) if name == "stream" else attempt(ready[name], place, dice)
                except AssertionError as error:
                    kept = shutil.copytree(place, tempfile.mkdtemp(), dirs_exist_ok=True)
                    sys.exit(f"{name}, attempt {number} of --seed {options.seed}: {error}; the output is in {kept}")
                shutil.rmtree(place)
                made = {name: count, f"attempts at {name}": 1}
                kills[name] += count
                done.update(made)
                print(f"{name} {number}: {count} kills, {kills.total()} in all", flush=True)
                if options.log:
                    with options.log.open("a") as log:
                        log.write(json.dumps(made) + "\n")
    attempts = sum(count for name, count in done.items() if name not in MODES)
    print(f"{kills.total()} kills, {dict(kills)}, in {attempts} attempts; every output as one that nobody killed")


if __name__ == "__main__":
    main()
