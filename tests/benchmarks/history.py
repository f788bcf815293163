"""The CPU of a run over an output with a long history, beside the same run over an empty one.

    .venv/bin/python -m tests.benchmarks.history [--revisions 300000] [--days 30] [--pages 60] [--repeats 5]

The history is an index of revisions, made here, of as many days before the pages' capture: none is of their articles.
Models are off: they take the same whatever is known. Both take turns. Linux only.
"""

import argparse
import hashlib
import shutil
import statistics
import tempfile
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

from schemas.revision import Revision
from tests.benchmarks.overhead import COMMAND, cost, shown
from tests.pages import START, archive
from transforms.write.index import index_file, index_folder
from transforms.write.table import merge_rows


def write_history(output: Path, count: int, days: int) -> None:
    """Remembers so many revisions in an output, spread over the days before the pages' capture."""
    files: dict[str, list[Revision]] = defaultdict(list)
    for number in range(count):
        known = revision(number, days)
        files[index_file(known)].append(known)
    for file, rows in files.items():
        merge_rows(f"{index_folder(str(output))}/{file}", Revision, rows, [])


def revision(number: int, days: int) -> Revision:
    """A revision of an article that no page has."""
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    url = f"https://other{number % 50}.example/{number}"
    return Revision(
        article_id=digest[:32],
        revision_id=digest[32:],
        captured_at=START - timedelta(days=number % days, seconds=number % 80_000),
        capture_uri=f"archive/pages/{number}.warc.gz#0",
        capture_digest=digest[:32],
        url=url,
        source=f"other{number % 50}.example",
        file=f"date={START:%Y-%m-%d}/{number % 16:05}-of-00016.parquet",
    )


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--revisions", type=int, default=300_000)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--repeats", type=int, default=5)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as name:
        pages, long = Path(name, "pages.warc.gz"), Path(name, "history")
        pages.write_bytes(archive(range(chosen.pages)))
        write_history(long, chosen.revisions, chosen.days)
        took: dict[str, list[float]] = {"empty": [], "long": []}
        for turn in range(chosen.repeats):
            for history, seconds in took.items():
                output = Path(name, f"{history}{turn}")
                if history == "long":
                    shutil.copytree(long, output)
                command = (COMMAND, "run", str(pages), "--output", str(output), "--models=", "--direct_num_workers=1")
                seconds.append(cost(*command).cpu)
        for history, seconds in took.items():
            print(f"CPU over a history that is {history}, s: {shown(seconds)}")
        ratio = statistics.median(took["long"]) / statistics.median(took["empty"])
        print(f"{chosen.revisions:,} revisions known / none: {ratio:.3f}")


if __name__ == "__main__":
    main()
