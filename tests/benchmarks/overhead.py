"""What Beam and Dateline cost beside a bare loop: CPU, two workers against one, memory at ten times the input.

    .venv/bin/python -m tests.benchmarks.overhead [--warc FILE] [--repeats N]

The command runs over a WARC as a user runs it, in one process. The bare loop is one function in one process that calls
the same functions: read, extract, clean, find entities, write one Parquet file. The plain loop is what one would write
without Dateline: trafilatura with metadata, spaCy's `ner`, one Parquet file. Each is measured as a child process; what
the same child takes over an archive of one page is its start-up, and that is taken off. All take turns within one run,
because machines are noisy: only the ratios count, and of them the medians. On a machine that does something else as
well, wall times say little: the share of the busiest worker then says what two workers gain. Linux only.
"""

import argparse
import contextlib
import ctypes
import gzip
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from pipeline.options import Options
from pipeline.values import language_models
from schemas.capture import Capture
from tests.pages import START, archive
from transforms.read.warc.reader import read_range

COMMAND = str(Path(sys.executable).with_name("dateline"))
MODEL = language_models(Options.specs()["models"].default or "")["en"]
TWO_WORKERS = ("--direct_num_workers=2", "--direct_running_mode=multi_processing")
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")
_ADOPT = 36
"""PR_SET_CHILD_SUBREAPER of prctl(2): who loses its parent becomes a child of this process."""
_PATIENCE = 100
"""Tenths of a second that such a child may take to end."""
BARE = f"""
import sys
import pyarrow.parquet as pq
from pathlib import Path
from schemas.arrow import to_table
from schemas.article import Article
from schemas.capture import Capture
from schemas.reject import Unusable
from transforms.clean.stage import clean
from transforms.enrich.stage import enrich
from transforms.enrich.model import entity_model
from transforms.extract.stage import extract
from transforms.read.warc.reader import read_range

models = {{"en": entity_model("{MODEL}")}}
rows = []
with open(sys.argv[1], "rb") as file:
    for capture in read_range(file, sys.argv[1], 0, Path(sys.argv[1]).stat().st_size):
        if isinstance(capture, Capture):
            try:
                rows.append(enrich(clean(extract(capture), pipeline_version="0"), models))
            except Unusable:
                pass
pq.write_table(to_table(Article, rows), sys.argv[2], compression="zstd")
"""
PLAIN = f"""
import sys
import pyarrow as pa
import pyarrow.parquet as pq
import spacy
import trafilatura
from pathlib import Path
from schemas.capture import Capture
from transforms.read.warc.reader import read_range

spans = spacy.load("{MODEL}", exclude=["tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer"])
rows = []
with open(sys.argv[1], "rb") as file:
    for capture in read_range(file, sys.argv[1], 0, Path(sys.argv[1]).stat().st_size):
        found = isinstance(capture, Capture) and trafilatura.bare_extraction(capture.body, with_metadata=True)
        if found and found.text:
            entities = [[span.text, span.label_] for span in spans(found.text).ents]
            rows.append(dict(title=found.title, date=found.date, text=found.text, entities=entities))
pq.write_table(pa.Table.from_pylist(rows), sys.argv[2], compression="zstd")
"""


class Cost(NamedTuple):
    """What a command took: seconds of CPU and of wall time, MB at its peak, CPU of each worker.

    A worker is a process that reads documents in a child, and that child with it. Memory that several processes share
    counts once.
    """

    cpu: float
    wall: float
    memory: float
    workers: list[float]


class Seen(NamedTuple):
    """A process that lives: its seconds of CPU, its MB of memory, and whom it belongs to."""

    pid: int
    parent: int
    cpu: float
    memory: float
    reads: bool


def cost(*command: str) -> Cost:
    """Runs a command to its end.

    The processes in which it reads documents end when it does, and nobody waits for them: here it is done.
    """
    ctypes.CDLL(None).prctl(_ADOPT, 1, 0, 0, 0)
    started = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    ended, known, peaks = threading.Event(), dict[int, Seen](), [0.0]

    def watch() -> None:
        # Workers that nobody waits for are in no account of their parent's: they are looked at while they live.
        while not ended.wait(0.2):
            seen = [found for pid in [child.pid, *children(child.pid)] if (found := process(pid))]
            # Who loses its parent is still its worker's.
            known.update({each.pid: each._replace(parent=known.get(each.pid, each).parent) for each in seen})
            peaks.append(sum(each.memory for each in seen))

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - started
    ended.set()
    watcher.join()
    child.returncode = status
    cpu = usage.ru_utime + usage.ru_stime
    for _ in range(_PATIENCE):
        try:
            orphan, _, left = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            break
        if orphan:
            cpu += left.ru_utime + left.ru_stime
        else:
            time.sleep(0.1)
    if status:
        raise SystemExit(f"{' '.join(command)}: ended with {status}")
    memory = max(peaks) if len(known) > 1 else usage.ru_maxrss / 1024
    readers = [each for each in known.values() if each.reads]
    workers = {reader.parent: known[reader.parent].cpu for reader in readers if reader.parent in known}
    for reader in readers:
        if reader.parent in workers:
            workers[reader.parent] += reader.cpu
    return Cost(cpu, wall, memory, list(workers.values()))


def children(pid: int) -> Iterator[int]:
    """The processes below a process that live: Beam starts a worker by a shell."""
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in task.read_text().split():
                yield int(child)
                yield from children(int(child))


def process(pid: int) -> Seen | None:
    """A process; None where it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        shares = Path(f"/proc/{pid}/smaps_rollup").read_text()
        reads = b"transforms.base.sandbox" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return None
    proportional = next((int(line.split()[1]) for line in shares.splitlines() if line.startswith("Pss:")), 0)
    return Seen(pid, int(fields[1]), (int(fields[11]) + int(fields[12])) / CLOCK_TICKS, proportional / 1024, reads)


class Bench(NamedTuple):
    """The folder that everything is written to, and what is measured over: the pages, and one page."""

    folder: Path
    pages: Path
    start: Path

    def loop(self, code: str, warc: Path) -> Cost:
        """A loop over an archive."""
        return cost(sys.executable, "-c", code, str(warc), str(self.folder / "loop.parquet"))

    def command(self, warc: Path, *options: str) -> Cost:
        """The command over an archive, into a fresh folder."""
        output = tempfile.mkdtemp(dir=self.folder)
        return cost(COMMAND, "run", str(warc), "--output", output, *options)


def main() -> None:
    """Measures and prints the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--warc", type=Path, help="pages to measure over (default: pages made for it)")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--only", choices=("cpu", "workers", "memory"), help="one of the three")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as name:
        folder = Path(name)
        bench = Bench(folder, folder / "pages.warc.gz", folder / "start.warc.gz")
        bench.pages.write_bytes(chosen.warc.read_bytes() if chosen.warc else archive(range(600)))
        bench.start.write_bytes(archive([1]))
        for part in (cpu, workers):
            if chosen.only in (None, part.__name__):
                part(bench, chosen.repeats)
        if chosen.only in (None, "memory"):
            memory(bench)


def cpu(bench: Bench, repeats: int) -> None:
    """The command in one process against the loops; each start-up is the median of its own."""
    ways: dict[str, Callable[[Path], Cost]] = {
        "command": bench.command,
        "bare": partial(bench.loop, BARE),
        "plain": partial(bench.loop, PLAIN),
    }
    whole: dict[str, list[float]] = {name: [] for name in ways}
    start: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(repeats):
        for name, way in ways.items():
            whole[name].append(way(bench.pages).cpu)
            start[name].append(way(bench.start).cpu)
    net = {name: [value - statistics.median(start[name]) for value in whole[name]] for name in ways}
    for name in ways:
        print(f"CPU of {name}, s: {shown(net[name])}; its start-up: {shown(start[name])}")
    command = statistics.median(net["command"])
    print(f"command / bare loop of the same functions: {command / statistics.median(net['bare']):.3f}")
    print(f"command / plain loop of trafilatura and spaCy: {command / statistics.median(net['plain']):.3f}", flush=True)


def workers(bench: Bench, repeats: int) -> None:
    """Two workers against one, and two loops at once against one: what the machine itself gives."""
    walls, shares, sums, loops = [], [], [], []
    for _ in range(repeats):
        one, one_start = bench.command(bench.pages), bench.command(bench.start)
        two, two_start = bench.command(bench.pages, *TWO_WORKERS), bench.command(bench.start, *TWO_WORKERS)
        walls.append((one.wall - one_start.wall) / (two.wall - two_start.wall))
        shares.append(max(two.workers) / sum(two.workers))
        sums.append(two.cpu / one.cpu)
        loops.append(at_once(bench))
    print(f"wall time, one worker / two: {shown(walls)}")
    print(f"wall time, two bare loops one after the other / at once: {shown(loops)}")
    print(f"CPU of the busier of two workers, of both: {shown(shares)}")
    print(f"CPU of all, two workers / one: {shown(sums)}", flush=True)


def at_once(bench: Bench) -> float:
    """How much faster two bare loops are at once than one after the other, start-up included."""
    command = [sys.executable, "-c", BARE, str(bench.pages)]
    started = time.monotonic()
    subprocess.run([*command, str(bench.folder / "alone.parquet")], check=True)
    alone = time.monotonic() - started
    both = [subprocess.Popen([*command, str(bench.folder / f"{name}.parquet")]) for name in ("left", "right")]
    for loop in both:
        loop.wait()
    return 2 * alone / (time.monotonic() - started - alone)


def memory(bench: Bench) -> None:
    """Ten times the pages, each with an address of its own."""
    ten = bench.folder / "ten.warc.gz"
    with ten.open("wb") as out:
        out.writelines(copies(bench.pages, range(10)))
    for name, options in (("one worker", ()), ("command and two workers", TWO_WORKERS)):
        small, large = bench.command(bench.pages, *options).memory, bench.command(ten, *options).memory
        print(f"peak memory of {name}: {small:.0f} MB, at ten times the input {large:.0f} MB", flush=True)


def copies(warc: Path, numbers: Iterable[int]) -> Iterator[bytes]:
    """An archive's pages over and over, each time under another host's name."""
    for number in numbers:
        with warc.open("rb") as file:
            for capture in read_range(file, str(warc), 0, warc.stat().st_size):
                if isinstance(capture, Capture) and capture.url:
                    yield copy(capture, f"copy{number}.{urlsplit(capture.url).netloc}")


def copy(capture: Capture, host: str) -> bytes:
    """A page as a record of an archive, with another host in its addresses."""
    assert capture.url is not None
    old = urlsplit(capture.url).netloc
    url, body = capture.url.replace(old, host, 1), capture.body.replace(old.encode(), host.encode())
    charset = f"; charset={capture.charset}" if capture.charset else ""
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html{charset}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Date: {capture.captured_at or START:%Y-%m-%dT%H:%M:%SZ}\r\n"
        f"WARC-Record-ID: <{uuid.uuid5(uuid.NAMESPACE_URL, url).urn}>\r\nWARC-Target-URI: {url}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + http + b"\r\n\r\n", mtime=0)


def shown(values: list[float]) -> str:
    """The median, and the values of the runs."""
    return f"{statistics.median(values):.3f} ({', '.join(f'{value:.3f}' for value in values)})"


if __name__ == "__main__":
    main()
