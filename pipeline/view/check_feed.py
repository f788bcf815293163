"""Tries one address, and says what it is as a feed."""

import asyncio

from rich.console import Console

from pipeline import VERSION
from pipeline.errors import UsageError
from pipeline.run.settings import agent_of
from schemas.fetch import FetchLimits, Request
from transforms.base.address import absolute_url
from transforms.crawl.answer import ParsedResponse, read_answer
from transforms.crawl.fetch.client import Client

ENTRIES = 3


def check(console: Console, url: str, contact: str, private: bool) -> bool:
    """Polls an address as a round would, without keeping anything; returns whether it is a feed, or names one."""
    address = absolute_url(url if "://" in url else f"https://{url}")
    if address is None:
        raise UsageError(f"{url} is not an http or https address")
    client = Client(agent=agent_of(VERSION, contact), limits=FetchLimits(), private=private, now=None)
    found = asyncio.run(_poll(client, address))
    if found.feed is None:
        hops = found.exchanges[-1].hops
        status = f" (status {hops[-1].status})" if hops else ""
        what = "is not a feed" if hops else "cannot be asked"
        console.print(f"{address} {what}: {found.answer.error or found.outcome}{status}")
        return False
    feed = found.feed
    where = f"names the feed {found.adopted}, which" if found.adopted else "is a feed: it"
    console.print(f"{address} {where} is {feed.kind} with {len(feed.entries):,} entries")
    for entry in feed.entries[:ENTRIES]:
        announcement = entry.announcement
        day = f"{announcement.published_at:%Y-%m-%d %H:%M}" if announcement.published_at else "undated"
        console.print(f"  {day}  {announcement.title or announcement.url or 'without a title'}")
    return True


async def _poll(client: Client, address: str) -> ParsedResponse:
    async with client.open() as fetcher:
        return await read_answer(fetcher, await fetcher.fetch(Request(url=address)), client.clock())
