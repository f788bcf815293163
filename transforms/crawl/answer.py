"""What the answer to a poll says: a feed, a page that names one, a list of sitemaps, or why there is none."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit

from schemas.fetch import Exchange, FetchOutcome, Request
from schemas.reject import Unusable
from transforms.base.sandbox import isolated
from transforms.crawl.discover import discover_feeds, is_article
from transforms.crawl.fetch.fetcher import Fetcher
from transforms.crawl.schedule import FeedResponse
from transforms.read.feed import Feed, FeedFormat, merged, parse_feed

SITEMAPS = 8
"""The newest sitemaps of an index that are read."""
NOT_A_FEED = "not-a-feed"
PAGE = "page"
"""An address that was asked as a feed is that of an article."""
_PAGE_NAMES = (".html", ".htm", ".shtml", ".xhtml")
_PERMANENT = (301, 308)
_HTML = re.compile(rb"<!doctype html|<html", re.IGNORECASE)
_HEAD = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedResponse:
    """A poll as read: `outcome` for the ledger, `adopted` a feed that a site's page named, all `exchanges` in order."""

    exchanges: tuple[Exchange, ...]
    answer: FeedResponse
    outcome: str
    at: datetime
    feed: Feed | None = None
    adopted: str | None = None


async def read_answer(fetcher: Fetcher, exchange: Exchange, now: datetime, may_be_page: bool = False) -> ParsedResponse:
    """Reads the answer to a poll, and asks further if the answer is a site's page or an index of sitemaps.

    If it `may_be_page`, a page that says that it is an article is one (outcome PAGE), and so is one that may be and
    names no feed.
    """
    plain = ParsedResponse(
        exchanges=(exchange,), answer=answer_of(exchange), outcome=exchange.outcome, at=_at(exchange, now)
    )
    if exchange.outcome not in (FetchOutcome.FETCHED, FetchOutcome.PAYWALLED, FetchOutcome.BLOCKED):
        return plain
    try:
        feed = await _parse(exchange)
    except Unusable as error:
        named = () if exchange.request.headers else await _discover(exchange)
        if may_be_page and await _is_page(exchange, bool(named)):
            return replace(plain, outcome=PAGE)
        if not named and exchange.outcome is not FetchOutcome.FETCHED:
            return plain  # A refusal is no feed, and what it holds says nothing of why.
        if not named:
            wrong = replace(plain.answer, error=_no_feed(exchange, error))
            return replace(plain, answer=wrong, outcome=NOT_A_FEED)
        request = Request(url=named[0], announcement=exchange.request.announcement)
        found = await fetcher.fetch(request)
        return await _named(fetcher, plain, found, now)
    return await _read(fetcher, plain, feed)


def answer_of(exchange: Exchange) -> FeedResponse:
    """What the schedule is told of an exchange."""
    hops = exchange.hops
    return FeedResponse(
        status=hops[-1].status if hops else None,
        headers={name.lower(): value for name, value in hops[-1].response_headers} if hops else {},
        moved_to=exchange.url if has_moved([hop.status for hop in hops]) else None,
        error=exchange.detail or None,
    )


def has_moved(statuses: Sequence[int]) -> bool:
    """Whether every redirect before the last answer was a permanent one."""
    return len(statuses) > 1 and all(status in _PERMANENT for status in statuses[:-1])


async def _named(fetcher: Fetcher, plain: ParsedResponse, found: Exchange, now: datetime) -> ParsedResponse:
    """The feed that a site's page named."""
    both = replace(plain, exchanges=(*plain.exchanges, found), answer=answer_of(found), at=_at(found, now))
    try:
        return await _read(fetcher, replace(both, adopted=found.request.url), await _parse(found))
    except Unusable as error:
        return replace(both, answer=replace(both.answer, error=_no_feed(found, error)), outcome=NOT_A_FEED)


def _no_feed(exchange: Exchange, error: Unusable) -> str:
    if _HTML.search(exchange.content, 0, _HEAD):
        return "a page that names no feed; give the feed's address, or save the page and give the file to read it"
    return f"no feed: {error.message.removeprefix('no feed: ')}"


async def _read(fetcher: Fetcher, plain: ParsedResponse, feed: Feed) -> ParsedResponse:
    return (
        replace(plain, feed=feed) if feed.kind is not FeedFormat.SITEMAP_INDEX else await _indexed(fetcher, plain, feed)
    )


async def _indexed(fetcher: Fetcher, plain: ParsedResponse, index: Feed) -> ParsedResponse:
    """The entries of an index's newest sitemaps as one feed."""
    announcements = [entry.announcement for entry in index.entries if entry.announcement.url]
    newest = sorted(announcements, key=lambda a: (str(a.modified_at or ""), a.url or ""), reverse=True)[:SITEMAPS]
    requests = [Request(url=a.url or "", announcement=plain.exchanges[0].request.announcement) for a in newest]
    exchanges = sorted(
        [exchange async for exchange in fetcher.fetch_all(requests)], key=lambda exchange: exchange.request.url
    )
    sitemaps: list[Feed] = []
    for exchange in exchanges:
        try:
            sitemaps.append(await _parse(exchange))
        except Unusable:
            continue
    plain = replace(plain, exchanges=(*plain.exchanges, *exchanges), feed=merged(index, sitemaps))
    if plain.feed is None:
        error = f"an index of which none of the {len(newest)} newest sitemaps has news; give a news sitemap or a feed"
        return replace(plain, answer=replace(plain.answer, error=error), adopted=None, outcome=NOT_A_FEED)
    return plain


async def _parse(exchange: Exchange) -> Feed:
    """The feed, read beside the event loop: others are answered meanwhile."""
    kind = exchange.hops[-1].header("content-type") if exchange.hops else None
    read = partial(parse_feed, url=exchange.url, content_type=kind)
    return await asyncio.to_thread(isolated, read, exchange.content)


async def _discover(exchange: Exchange) -> tuple[str, ...]:
    try:
        return await asyncio.to_thread(isolated, partial(discover_feeds, url=exchange.url), exchange.content)
    except Unusable:
        return ()


async def _is_page(exchange: Exchange, names_feed: bool) -> bool:
    try:
        looks_like_one = await asyncio.to_thread(isolated, is_article, exchange.content)
    except Unusable:
        return False
    if looks_like_one or names_feed:
        return bool(looks_like_one)
    return looks_like_one is None or urlsplit(exchange.url).path.lower().endswith(_PAGE_NAMES)


def _at(exchange: Exchange, now: datetime) -> datetime:
    return exchange.hops[-1].fetched_at if exchange.hops else now
