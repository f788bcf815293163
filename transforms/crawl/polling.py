"""Polls feeds, and says which pages to fetch. A feed with full text needs no page."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from schemas.article import digest
from schemas.capture import Announcement, Capture
from schemas.fetch import Request
from transforms.base.progress import DUE, POLLS, append
from transforms.crawl.answer import PAGE, ParsedResponse, read_answer
from transforms.crawl.archive.writer import ArchiveFile
from transforms.crawl.counts import CrawlCounts
from transforms.crawl.due import Policy
from transforms.crawl.fetch.client import Client
from transforms.crawl.fetch.fetcher import Fetcher
from transforms.crawl.schedule import Announced, FeedResponse, after_poll, request_headers
from transforms.crawl.state import FeedState, to_json
from transforms.read.feed import captures
from transforms.read.warc.metadata import ENTRY

FULL_TEXT = 800
"""Characters of content from which a feed's text stands for the page."""


class Pages(StrEnum):
    """Which entries' pages are fetched."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Wanted(NamedTuple):
    """A page to fetch, for an entry of a feed: `key` is the feed's name for the entry."""

    url: str
    announcement: str
    feed: str
    key: str


@dataclass
class PollResult(CrawlCounts):
    """What the polls of some feeds led to: their states as JSON, the status, if any, of each poll, pages to fetch."""

    states: list[str] = field(default_factory=list)
    statuses: list[int | None] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Polling:
    """How feeds are polled."""

    client: Client
    pages: Pages
    policy: Policy
    poll_now: bool = False
    """Whether every feed is polled, due or not."""

    async def poll(
        self,
        fetcher: Fetcher,
        feeds: Mapping[str, FeedState],
        polls: ArchiveFile,
        entries: ArchiveFile,
        progress: str | None = None,
        maybe_pages: Collection[str] = (),
    ) -> PollResult:
        """Polls these feeds, archives the answers and the entries that stand for their pages.

        Those of them that may be pages, and are, are fetched as such: nothing is remembered of them.
        """
        result = PollResult()
        append(progress, DUE, len(feeds))
        async for exchange in fetcher.fetch_all(map(_request, feeds.values())):
            state = feeds[exchange.request.announcement.feed_url or ""]
            answer = await read_answer(fetcher, exchange, self.client.clock(), state.url in maybe_pages)
            for each in answer.exchanges:
                polls.write(each)
            result.statuses.append(answer.answer.status)
            result.polls[str(answer.outcome)] += 1
            append(progress, POLLS, 1)
            if answer.outcome == PAGE:
                result.wanted.append(Wanted(state.url, Announcement(url=state.url).to_json(), "", state.url))
                continue
            for stored in self._take(result, state, answer):
                robots = fetcher.robots(stored.url or "")
                entries.write_entry(stored, [robots] if robots else [])
        return result

    def wrong(self, state: FeedState, problem: str) -> str:
        """The state, as JSON, of a feed whose address is not one."""
        return to_json(after_poll(state, FeedResponse(error=problem), None, self.client.clock(), self.policy)[0])

    def _take(self, result: PollResult, state: FeedState, answer: ParsedResponse) -> Iterator[Capture]:
        """Adds what a poll led to; returns the entries that stand for their pages."""
        if answer.adopted:
            state = replace(state, adopted=answer.adopted)
        state, announced = after_poll(state, answer.answer, answer.feed, answer.at, self.policy)
        result.states.append(to_json(state))
        for each in announced:
            announcement = replace(each.entry.announcement, feed_url=state.url)
            if announcement.url is not None and wants_page(each, self.pages):
                result.wanted.append(Wanted(announcement.url, announcement.to_json(), state.url, each.key))
            elif answer.feed is not None:
                (capture,) = captures(replace(answer.feed, entries=(each.entry,)), state.url)
                url = announcement.url or _no_address(state.url, announcement)
                yield replace(capture, url=url, captured_at=answer.at, announcement=announcement)


def wants_page(announced: Announced, pages: Pages) -> bool:
    """Whether an entry's page is fetched; if not, what the feed holds is the document."""
    entry = announced.entry
    if entry.announcement.url is None or pages is Pages.NEVER:
        return False
    return pages is Pages.ALWAYS or not entry.content_is_full or len(entry.content or "") < FULL_TEXT


def _request(state: FeedState) -> Request:
    return Request(
        url=state.address,
        headers=tuple(request_headers(state).items()),
        announcement=Announcement(feed_url=state.url),
    )


def _no_address(feed: str, announcement: Announcement) -> str:
    """What an archive calls an entry without an address; no address that could be fetched."""
    name = announcement.entry_id or digest(announcement.title or "", str(announcement.published_at))
    return f"{ENTRY}{urlsplit(feed).hostname or 'feed'}/{quote(name, safe='')[:500]}"
