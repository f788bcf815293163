"""Fetches the pages that feeds announced, and archives every exchange."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from schemas.capture import Announcement
from schemas.fetch import FetchOutcome, Request
from transforms.base.progress import FETCHES, append
from transforms.crawl.archive.writer import ArchiveFile
from transforms.crawl.counts import CrawlCounts
from transforms.crawl.fetch.fetcher import Fetcher
from transforms.crawl.polling import Wanted
from transforms.crawl.site import SiteFiles

WORTH_ANOTHER_TRY = frozenset(
    {FetchOutcome.TIMED_OUT, FetchOutcome.UNREACHABLE, FetchOutcome.SERVER_ERROR, FetchOutcome.FAILED}
)


@dataclass
class Step(CrawlCounts):
    """What became of some pages; `again` has feed and key of each entry to announce again at the next poll."""

    again: list[tuple[str, str]] = field(default_factory=list)


def by_url(wanted: Iterable[Wanted]) -> dict[str, list[Wanted]]:
    """The entries of each address, in an order that does not depend on theirs."""
    found: dict[str, list[Wanted]] = {}
    for page in sorted(wanted):
        found.setdefault(page.url, []).append(page)
    return found


def hosts_in_turn(urls: Iterable[str]) -> list[str]:
    """The first page of every host, the second of every host, and so on: a step then waits for no host for long."""
    count: Counter[str] = Counter()
    ranked: list[tuple[int, str]] = []
    for url in sorted(urls):
        host = urlsplit(url).netloc
        ranked.append((count[host], url))
        count[host] += 1
    return [url for _, url in sorted(ranked)]


async def fetch_pages(
    fetcher: Fetcher,
    urls: Iterable[str],
    wanted: Mapping[str, list[Wanted]],
    pages: ArchiveFile,
    sites: SiteFiles,
    progress: str | None = None,
) -> Step:
    """Fetches addresses, each announced as the first entry that wants it says, and the files of their `sites`."""
    step = Step()
    requests = [Request(url=url, announcement=Announcement.from_json(wanted[url][0].announcement)) for url in urls]
    async for exchange in fetcher.fetch_all(requests, then=sites.beside):
        pages.write(exchange)
        step.fetches[str(exchange.outcome)] += 1
        append(progress, FETCHES, 1)
        if exchange.outcome in WORTH_ANOTHER_TRY:
            asked = exchange.request.announcement.url or exchange.request.url
            step.again += [(page.feed, page.key) for page in wanted.get(asked, ())]
    return step
