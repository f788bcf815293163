"""Pages a second: a round's Crawl stage through Beam beside the same client and the same archive without Beam.

    .venv/bin/python -m tests.benchmarks.fetch [--hosts N] [--pages N] [--repeats N]

Both fetch the same pages, with the same limits, from a server in a process of its own that answers after 100 ms, and
archive every exchange. Each is measured over all pages and over one, and the second is taken off: a round starts once.
All in one run, in turns, because machines are noisy: only the ratio counts. The aim is 0.9.

Crawl does more than the loop beside it: it groups pages by host, and it fetches them in steps that a round which was
stopped does not do again. A step waits for its slowest host, so its pages are taken from all hosts in turn.
"""

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

import apache_beam as beam

from pipeline.run.settings import beam_options
from schemas.capture import Announcement
from schemas.fetch import FetchLimits, FetchOutcome, Request
from tests.newsserver import START, NewsServer
from transforms.crawl.archive.files import archive
from transforms.crawl.fetch.client import Client
from transforms.crawl.fetch.fetcher import user_agent
from transforms.crawl.polling import Wanted
from transforms.crawl.round.fetch import FetchPages
from transforms.crawl.round.journal import RoundJournal

DELAY = 0.1
SERVER = ("-m", "tests.newsserver", f"--delay={DELAY}")
CLIENT = Client(agent=user_agent("0", "bench@example.org"), limits=FetchLimits(), private=True)


@contextmanager
def served(hosts: int) -> Iterator[int]:
    """The port of a server in a process of its own."""
    child = subprocess.Popen(
        [sys.executable, *SERVER, f"--feeds={hosts}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with child:
        assert child.stdout
        yield int(child.stdout.readline())
        child.communicate()


def pages(hosts: int, count: int, port: int) -> list[Wanted]:
    """So many pages of each host."""
    server = NewsServer(hosts, port=port)
    return [
        Wanted(
            item.url, Announcement(url=item.url, title=item.title).to_json(), server.feed_url(feed), str(item.number)
        )
        for feed in server.feeds
        for item in server.items(feed)[:count]
    ]


def through_beam(wanted: list[Wanted], output: str) -> float:
    """Seconds of a pipeline that has this stage only."""
    started = time.monotonic()
    with beam.Pipeline(options=beam_options([])) as pipeline:
        (
            pipeline
            | beam.Create([None])
            | beam.FlatMap(lambda _: wanted)
            | FetchPages(CLIENT, RoundJournal(output, "round", START))
        )
    return time.monotonic() - started


def bare(wanted: list[Wanted], output: str) -> float:
    """Seconds of the client and the archive alone."""

    async def fetched() -> int:
        good = 0
        with archive(f"{output}/bare", CLIENT) as file:
            async with CLIENT.open() as fetcher:
                requests = [
                    Request(url=page.url, announcement=Announcement.from_json(page.announcement)) for page in wanted
                ]
                async for exchange in fetcher.fetch_all(requests):
                    file.write(exchange)
                    good += exchange.outcome is FetchOutcome.FETCHED
        return good

    started = time.monotonic()
    assert asyncio.run(fetched()) == len(wanted)
    return time.monotonic() - started


def main() -> None:
    """Measures and prints the rates and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--pages", type=int, default=10, help="of each host, at most 10")
    parser.add_argument("--repeats", type=int, default=3)
    chosen = parser.parse_args()
    rates: dict[str, list[float]] = {"through Beam": [], "without Beam": []}
    with served(chosen.hosts) as port, tempfile.TemporaryDirectory(prefix="dateline-bench-") as folder:
        wanted = pages(chosen.hosts, chosen.pages, port)
        for _ in range(chosen.repeats):
            for name, measure in zip(rates, (through_beam, bare), strict=True):
                one, whole = (measure(some, tempfile.mkdtemp(dir=folder)) for some in (wanted[:1], wanted))
                rates[name].append((len(wanted) - 1) / (whole - one))
    for name, found in rates.items():
        print(f"{name}: {statistics.median(found):.0f} pages a second (runs: {', '.join(f'{r:.0f}' for r in found)})")
    ratios = [a / b for a, b in zip(*rates.values(), strict=True)]
    print(f"ratio: {statistics.median(ratios):.2f} (runs: {', '.join(f'{r:.2f}' for r in ratios)})")


if __name__ == "__main__":
    main()
