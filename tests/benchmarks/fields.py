"""How right title, day and authors are: figures of each set, and every miss.

    .venv/bin/python -m tests.benchmarks.fields FOLDER... [--only SET,SET] [--misses title|day|authors] [--processes N]

A folder holds SET.warc.gz and SET.gold.json, see `golds`; of a gold `title`, `published` (a day, or a UTC moment) and
`authors` are read. Titles and names are compared by letters and digits; `~day` allows the day of any time zone. A page
that is refused counts as wrong.
"""

import argparse
import logging
import statistics
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from multiprocessing import Pool
from pathlib import Path

from schemas.capture import Document
from schemas.reject import Unusable
from tests.benchmarks.golds import Gold, Page, pages
from transforms.extract.names import squash
from transforms.extract.stage import extract

ZONES = range(-12, 15)
"""Hours by which clocks somewhere on earth are off UTC."""


def read(page: Page) -> tuple[Page, Document | None]:
    """What is read of the page; None if it is refused."""
    logging.disable(logging.CRITICAL)
    try:
        return page, extract(page.capture)
    except Unusable:
        return page, None


def score(gold: Gold, found: Document | None) -> Iterator[tuple[str, float]]:
    """The name of each field that the gold has, and how right it is, from 0 to 1."""
    if gold.get("title"):
        yield "title", squash(gold["title"]) == squash((found and found.title) or "")
    if gold.get("published"):
        at, day = found.published_at if found else None, _day(gold["published"])
        yield "day", at is not None and at.date().isoformat() == day
        yield "~day", at is not None and day in days(at)
    if gold.get("authors"):
        yield "authors", agreement(gold["authors"], found.authors if found else ())


def _day(published: str) -> str:
    """The day of a gold, in UTC where it has an offset."""
    at = datetime.fromisoformat(published)
    return (at.astimezone(UTC) if at.tzinfo else at).date().isoformat()


def days(at: datetime) -> set[str]:
    """The days on which a moment is, somewhere on earth; a bare day is one."""
    hours = (0,) if at.time() == time.min else ZONES
    return {(at + timedelta(hours=hour)).date().isoformat() for hour in hours}


def agreement(wanted: Sequence[str], found: Sequence[str]) -> float:
    """F1 of two sets of names."""
    one, other = set(map(squash, wanted)), set(map(squash, found))
    return 2 * len(one & other) / (len(one) + len(other))


def main() -> None:
    """Prints a line of figures for each set, below it the misses that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--only", default="", help="sets, with commas between them")
    parser.add_argument("--misses", choices=["title", "day", "authors"], help="the field of which to show each miss")
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    figures: dict[str, dict[str, list[float]]] = {}
    misses: dict[str, list[str]] = {}
    with Pool(args.processes) as pool:
        for page, found in pool.imap(read, pages(args.folders, [*filter(None, args.only.split(","))]), chunksize=4):
            for name, value in score(page.gold, found):
                figures.setdefault(page.group, {}).setdefault(name, []).append(value)
                if name == args.misses and value < 1:
                    got = found and {"title": found.title, "day": found.published_at, "authors": found.authors}[name]
                    wanted = page.gold["published" if name == "day" else name]
                    misses.setdefault(page.group, []).append(f"  {page.url}\n    - {wanted}\n    + {got}")
    for group, fields in figures.items():
        shown = (f"{name} {statistics.mean(values):.3f} of {len(values)}" for name, values in fields.items())
        print(f"{group:10}", *shown, *misses.get(group, ()), sep="\n" if group in misses else "  ")


if __name__ == "__main__":
    main()
