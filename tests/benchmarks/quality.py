"""How right the text is: figures, the worst pages, and what was wrongly kept and cut.

    .venv/bin/python -m tests.benchmarks.quality FOLDER... [--only SET,SET] [--worst N] [--lines N] [--processes N]

A folder holds SET.warc.gz and SET.gold.json, see `golds`. Calls the pure functions, extract and clean, in processes of
its own: a set of 500 pages takes half a minute. Lines are held against the gold by their letters and digits, wherever
they stand in it.
"""

import argparse
import logging
import statistics
from collections.abc import Iterator
from multiprocessing import Pool
from pathlib import Path

from schemas.reject import Unusable
from tests.benchmarks.golds import Page, agreement, pages, score
from transforms.clean.stage import clean
from transforms.extract.names import squash
from transforms.extract.stage import extract


def text_of(page: Page) -> tuple[Page, str]:
    """The article's text; empty where there is none."""
    logging.disable(logging.CRITICAL)
    try:
        return page, clean(extract(page.capture), "benchmark").text
    except Unusable:
        return page, ""


def wrongly(gold: str, text: str) -> Iterator[str]:
    """Lines that are not in the gold ("+", with their place) and lines of the gold that are lost ("-")."""
    wanted, found = squash(gold), squash(text)
    lines = text.split("\n")
    for index, line in enumerate(lines, start=1):
        if squash(line) not in wanted:
            yield f"+ {index}/{len(lines)} {line}"
    for line in gold.split("\n"):
        if squash(line) not in found:
            yield f"- {line}"


def main() -> None:
    """Prints a line of figures for each set, then its worst pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--only", default="", help="sets, with commas between them")
    parser.add_argument("--worst", type=int, default=0, help="pages of each set to show")
    parser.add_argument("--lines", type=int, default=6, help="lines of each of them")
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    groups: dict[str, list[tuple[Page, str]]] = {}
    with Pool(args.processes) as pool:
        for page, text in pool.imap(text_of, pages(args.folders, [*filter(None, args.only.split(","))]), chunksize=4):
            groups.setdefault(page.group, []).append((page, text))
    for group, rows in groups.items():
        figures = score((page.gold, text) for page, text in rows)
        shown = (
            f"{name} {value:.3f}" if isinstance(value, float) else f"{name} {value}" for name, value in figures.items()
        )
        print(f"{group:10}", *shown, flush=True)
        whole = [(page, text) for page, text in rows if page.gold.get("text") and not page.gold.get("doubt")]
        ranked = sorted(
            whole,
            key=lambda row: statistics.mean(
                (agreement(row[0].gold["text"], row[1])[0] or 0, *agreement(row[0].gold["text"], row[1])[1:])
            ),
        )
        for page, text in ranked[: args.worst]:
            print(f"  {page.url}")
            for line in list(wrongly(page.gold["text"], text))[: args.lines]:
                print(f"    {line[:150]}")


if __name__ == "__main__":
    main()
