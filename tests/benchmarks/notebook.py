"""What `dateline.extract` and `dateline.enrich` cost beside the functions that they call.

    .venv/bin/python -m tests.benchmarks.notebook [--page FILE] [--repeats N]

Each takes turns of 50 calls over the same page. What is printed is the difference of the medians in milliseconds of
CPU, and the ratio. Linux only.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import dateline

from pipeline.notebook.documents import UNNAMED, _loaded, article_of
from pipeline.options import Options
from pipeline.values import language_models
from schemas.capture import Capture, Media
from tests.benchmarks.overhead import children, process
from tests.pages import page
from transforms.enrich.stage import enrich

TURN = 50


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--page", type=Path, help="a page (default: one made for it)")
    parser.add_argument("--repeats", type=int, default=5)
    chosen = parser.parse_args()
    source = chosen.page.read_bytes() if chosen.page else page(3).encode()
    capture = Capture(uri=UNNAMED, body=source, media=Media.HTML)
    article = dateline.extract(source)
    models = _loaded(tuple(sorted(language_models(Options.specs()["models"].default or "").items())))
    compare("extract", lambda: article_of(capture), lambda: dateline.extract(source), chosen.repeats)
    compare("enrich", lambda: enrich(article, models), lambda: dateline.enrich(article), chosen.repeats)


def compare(name: str, bare: Callable[[], object], ours: Callable[[], object], repeats: int) -> None:
    """Both in turns, after one call of each that loads what they need."""
    bare(), ours()
    turns = [(cost(bare), cost(ours)) for _ in range(repeats)]
    plain, called = (statistics.median(column) for column in zip(*turns, strict=True))
    print(f"{name}: {plain:.2f} ms bare, {called - plain:+.2f} ms, {called / plain:.3f} times", flush=True)


def cost(call: Callable[[], object]) -> float:
    """Milliseconds of CPU that a call takes, in this process and those that it started; the mean of some."""
    started = cpu()
    for _ in range(TURN):
        call()
    return (cpu() - started) / TURN


def cpu() -> float:
    """Milliseconds of CPU until now. What runs in other processes is known to 10 ms, so a turn takes many calls."""
    others = (usage for pid in children(os.getpid()) if (usage := process(pid)))
    return 1000 * (time.process_time() + sum(usage.cpu for usage in others))


if __name__ == "__main__":
    main()
