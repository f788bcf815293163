"""A replay of an archive as large as a file of CC-NEWS: its time, its memory, and what more cores would take.

    .venv/bin/python -m tests.benchmarks.replay [--pages 40000] [--cores 64] [--models ...] [--command DATELINE]

The pages are made here: those of `memory`, with as much style and script around them as pages of news have, 75 KB
each. The command runs as a user runs it, with a process for each core. What more cores would take is arithmetic: the
CPU of all workers is shared in whole ranges of the archive, for no range is worked on by two, and the command's own CPU
is not shared. Linux only.
"""

import argparse
import random
import tempfile
from datetime import timedelta
from pathlib import Path

from tests.benchmarks.memory import DAYS, news_page
from tests.benchmarks.overhead import COMMAND, Cost, cost
from tests.pages import START, response
from transforms.read.warc.reader import ranges

STYLES, SCRIPTS = 700, 500
"""Rules of style and calls of script of a page: 40 KB and 50 KB."""
CAPTURED_WITHIN = 86_400
"""Seconds that an archive spans."""


def full_page(number: int) -> str:
    """A page with an article of 5 KB, and the head of a page of news."""
    say = random.Random(-number)
    styles = "".join(
        f".box-{say.randrange(10**6)}{{margin:0 {n}px;color:#{say.randrange(16**6):06x}}}" for n in range(STYLES)
    )
    scripts = "".join(
        f'window.slots.push({{"id":"slot-{say.randrange(10**9)}","size":[{n},{say.randrange(900)}],"lazy":true}});'
        for n in range(SCRIPTS)
    )
    head = f"<style>{styles}</style><script>window.slots=[];{scripts}</script></head>"
    return news_page(number).replace("</head>", head, 1)


def write_archive(path: Path, count: int) -> None:
    """An archive of so many pages, captured over a day."""
    with path.open("wb") as out:
        for number in range(count):
            captured = START + timedelta(days=DAYS, seconds=number * CAPTURED_WITHIN // count)
            out.write(response(number, full_page(number), captured))


def on(cores: int, took: Cost, parts: int) -> float:
    """Seconds that a run with so many cores would take: what the command does alone, and the fullest worker's parts."""
    shared = sum(took.workers)
    return took.cpu - shared + shared * -(-parts // cores) / parts


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=40_000)
    parser.add_argument("--cores", type=int, nargs="+", default=[2, 16, 64])
    parser.add_argument("--command", default=COMMAND, help="the dateline to measure")
    parser.add_argument("--archive", type=Path, help="made by an earlier call, or made there")
    chosen, more = parser.parse_known_args()
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as name:
        archive = chosen.archive or Path(name, "pages.warc.gz")
        if not archive.exists():
            write_archive(archive, chosen.pages)
        size = archive.stat().st_size
        took = cost(chosen.command, "replay", str(archive), "--output", str(Path(name, "out")), *more)
        took_in_all = f"{took.wall:.0f} s, {took.cpu:.0f} s of CPU, {took.memory:.0f} MB at the peak"
        print(f"{chosen.pages:,} pages, {size >> 20} MB: {took_in_all}", flush=True)
        parts = len(list(ranges(str(archive), size)))
        for cores in chosen.cores:
            print(f"on {cores} cores, by arithmetic: {on(cores, took, parts):.0f} s", flush=True)


if __name__ == "__main__":
    main()
