"""Memory of the command at 1, 10 and 100 times the pages, on the DirectRunner and on Prism.

    .venv/bin/python -m tests.benchmarks.memory [--pages N] [--times 1 10 100] [--runner direct|prism] [--models ...]

The pages are made here: 5 KB of text in 15 KB of markup, all of ten days, so that files grow with the pages. What is
measured is the most that all processes of the command together hold at a time. Models are off unless they are named:
they take the same whatever comes. Linux only.
"""

import argparse
import random
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from tests.benchmarks.overhead import COMMAND, cost
from tests.pages import PEOPLE, PLACES, START, response

DAYS, PARAGRAPHS, LINKS = 10, 24, 120
RUNNERS = {"direct": "DirectRunner", "prism": "PrismRunner"}
WORDS = (
    *("bridge", "council", "harbour", "engineer", "carts", "river", "toll", "school", "winter", "market", "doctor"),
    *("train", "ferry", "mayor", "budget", "roof", "library", "storm", "teacher", "garden", "museum", "station"),
)


def news_page(number: int) -> str:
    """A page with an article of 5 KB that no other page has, among links."""
    say = random.Random(number)
    who, where = PEOPLE[number % len(PEOPLE)], PLACES[number // 2 % len(PLACES)]
    day = START + timedelta(days=number % DAYS)
    paragraphs = "".join(
        f"<p>{who} told the council of {where} that the {' and the '.join(say.sample(WORDS, 9))} of section"
        f" {say.randrange(10**6)} would be looked at again before the {say.choice(WORDS)} opens.</p>"
        for _ in range(PARAGRAPHS)
    )
    links = "".join(
        f'<li class="entry"><a href="/{n}/{say.randrange(10**6)}">Other news {n}</a></li>' for n in range(LINKS)
    )
    return f"""<!DOCTYPE html><html lang="en"><head><title>Matter {number} comes before the council of {where}</title>
<meta property="article:published_time" content="{day.isoformat()}"><meta name="author" content="{who}"></head><body>
<nav><ul>{links}</ul></nav><article><h1>Matter {number} comes before the council of {where}</h1>{paragraphs}</article>
</body></html>"""


def write_archive(path: Path, count: int) -> None:
    """An archive of that many pages, captured one a second over a day."""
    with path.open("wb") as out:
        out.writelines(_records(count))


def _records(count: int) -> Iterator[bytes]:
    for number in range(count):
        yield response(number, news_page(number), START + timedelta(days=DAYS, seconds=number % 80_000))


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=100, help="pages of the smallest run")
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10, 100])
    parser.add_argument("--runner", choices=RUNNERS, nargs="+", default=list(RUNNERS))
    parser.add_argument("--models", default="")
    parser.add_argument("--command", default=COMMAND, help="the dateline to measure")
    chosen, more = parser.parse_known_args()
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as name:
        for runner in chosen.runner:
            first: tuple[int, float] | None = None
            for times in chosen.times:
                pages = times * chosen.pages
                archive = Path(name, f"{pages}.warc.gz")
                if not archive.exists():
                    write_archive(archive, pages)
                output = tempfile.mkdtemp(dir=name)
                options = (f"--models={chosen.models}", f"--runner={RUNNERS[runner]}", *more)
                took = cost(chosen.command, "run", str(archive), "--output", output, *options)
                first = first or (pages, took.memory)
                grown = (took.memory - first[1]) * 1024 / max(1, pages - first[0])
                print(
                    f"{runner}: {pages:,} pages, {took.memory:.0f} MB at the peak, {took.wall:.0f} s;"
                    f" {grown:.1f} KB for each page more",
                    flush=True,
                )


if __name__ == "__main__":
    main()
