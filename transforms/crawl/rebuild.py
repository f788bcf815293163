"""Lost states of feeds, rebuilt from the archive: each poll that it holds is taken as it was then.

What the archive cannot tell: polls that nothing answered, and the folders of a list, which the next round reads again.
"""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple

from schemas.fetch import FetchOutcome
from schemas.reject import Unusable
from transforms.base.http_body import stored_body
from transforms.base.sandbox import isolated
from transforms.base.storage import listed, open_raw
from transforms.crawl.answer import has_moved
from transforms.crawl.due import POLICY, Policy
from transforms.crawl.pages import WORTH_ANOTHER_TRY
from transforms.crawl.schedule import FeedResponse, after_poll, forget
from transforms.crawl.state import FeedState
from transforms.crawl.store import feed_shard, read_states
from transforms.read.feed import Feed, FeedFormat, merged, parse_feed
from transforms.read.warc.fields import parse_headers, warc_date
from transforms.read.warc.metadata import FetchNote, read_note
from transforms.read.warc.records import Record, records
from transforms.read.warc.stream import head_end

POLLS, PAGES, STAGED = "archive/feeds", "archive/pages", "_state/stream/staged"
_TIME = re.compile(r"\d{8}T\d{6}Z")


class Hop(NamedTuple):
    """A response of the archive; names of `headers` in lower case."""

    url: str
    at: datetime
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class _Remembered:
    """A feed while its polls are taken; what waits is an index for its sitemaps, or a page for the feed it names."""

    state: FeedState
    wanted: dict[str, set[str]] = field(default_factory=dict)
    """By address, the keys of the entries whose page was to be fetched."""
    waits: tuple[FeedResponse, Feed | None, datetime] | None = None
    sitemaps: list[Feed] = field(default_factory=list)
    last: tuple[bytes, Feed | None] = (b"", None)


def rebuilt(output: str, shard: int, policy: Policy = POLICY) -> dict[str, FeedState]:
    """The feeds of a shard that were polled after what is remembered of them, as these polls left them.

    An entry whose page is not in the archive is announced again by the next poll.
    """
    states = read_states(output, shard)
    feeds: dict[str, _Remembered] = {}
    for note, hops in _exchanges(output, (POLLS, STAGED), policy):
        url = note.announcement.feed_url
        if url is None or note.announcement.url is not None or feed_shard(url) != shard:
            continue
        feed = feeds.setdefault(url, _Remembered(states.get(url, FeedState(url=url))))
        _take(feed, note, hops, policy)
    for feed in feeds.values():
        _settle(feed, policy)
    wanted = {url for feed in feeds.values() for url in feed.wanted}
    there = _archived(output, wanted, policy) if wanted else frozenset()
    return {
        url: _without(feed, there) for url, feed in feeds.items() if feed.state != states.get(url, FeedState(url=url))
    }


def _take(feed: _Remembered, note: FetchNote, hops: Sequence[Hop], policy: Policy) -> None:
    """Takes an exchange as `read_answer` did: a poll, a sitemap of its index, or the feed that its page names."""
    asked, answer, parsed = hops[0].url, _answer(note, hops), _parsed(feed, hops[-1])
    if feed.waits is not None and asked != feed.state.address:
        index = feed.waits[1]
        if index is not None:
            feed.sitemaps += [parsed] if parsed else []
            return
        if parsed is not None:
            feed.waits, feed.state = (answer, parsed, hops[-1].at), replace(feed.state, adopted=asked)
            if parsed.kind is not FeedFormat.SITEMAP_INDEX:
                feed.waits = None
                _poll(feed, answer, parsed, hops[-1].at, policy)
            return
    _settle(feed, policy)
    if asked == feed.state.url:
        # After enough failures, of which the archive may know nothing, the listed address is asked again.
        feed.state = replace(feed.state, adopted=None)
    if asked != feed.state.address or (feed.state.last_poll or hops[-1].at) > hops[-1].at:
        return
    if feed.state.last_poll == hops[-1].at:
        return
    is_page = parsed is None and note.outcome is FetchOutcome.FETCHED
    if is_page or (parsed is not None and parsed.kind is FeedFormat.SITEMAP_INDEX):
        feed.waits = answer, parsed, hops[-1].at
    else:
        _poll(feed, answer, parsed, hops[-1].at, policy)


def _settle(feed: _Remembered, policy: Policy) -> None:
    """Takes the poll that waited for more, of which no more came."""
    if feed.waits is not None:
        answer, index, at = feed.waits
        if index is not None:
            index = merged(index, feed.sitemaps)
        feed.waits, feed.sitemaps = None, []
        _poll(feed, answer, index, at, policy)


def _poll(feed: _Remembered, answer: FeedResponse, parsed: Feed | None, at: datetime, policy: Policy) -> None:
    feed.state, announced = after_poll(feed.state, answer, parsed, at, policy)
    for each in announced:
        if url := each.entry.announcement.url:
            feed.wanted.setdefault(url, set()).add(each.key)


def _without(feed: _Remembered, there: Container[str]) -> FeedState:
    """The state without the entries that were announced, and whose pages nobody has."""
    missing = {key for url, keys in feed.wanted.items() if url not in there for key in keys}
    return forget(feed.state, missing) if missing else feed.state


def _archived(output: str, wanted: Container[str], policy: Policy) -> set[str]:
    """Of these addresses those whose page, or the entry that stands for it, needs no other try."""
    return {
        note.announcement.url
        for note, _ in _exchanges(output, (PAGES, STAGED), policy, bodies=False)
        if note.announcement.url in wanted and note.outcome not in WORTH_ANOTHER_TRY
    } - {None}  # type: ignore[return-value]


def _answer(note: FetchNote, hops: Sequence[Hop]) -> FeedResponse:
    last, moved = hops[-1], has_moved([hop.status for hop in hops])
    return FeedResponse(
        status=last.status, headers=last.headers, moved_to=last.url if moved else None, error=note.detail or None
    )


def _parsed(feed: _Remembered, hop: Hop) -> Feed | None:
    """The feed in a response. Most polls find what the one before found, which is read once."""
    if not 200 <= hop.status < 300:
        return None
    if feed.last[0] != hop.body:
        read = partial(parse_feed, url=hop.url, content_type=hop.headers.get("content-type"))
        try:
            feed.last = hop.body, isolated(read, hop.body)
        except Unusable:
            feed.last = hop.body, None
    return feed.last[1]


def _exchanges(
    output: str, folders: Sequence[str], policy: Policy, bodies: bool = True
) -> Iterator[tuple[FetchNote, list[Hop]]]:
    """What the archives of these folders hold, oldest first, of the time for which an entry is remembered."""
    paths = {path: size for folder in folders for path, size in listed(f"{output}/{folder}").items()}
    times = {path: (_TIME.findall(path) or [""])[-1] for path in paths if path.endswith(".warc.gz")}
    newest = max(filter(None, times.values()), default="")
    oldest = f"{_date(newest) - policy.expiry:%Y%m%dT%H%M%SZ}" if newest else ""
    for path in sorted(times, key=lambda path: (times[path], path)):
        if times[path] and times[path] < oldest:
            continue
        hops: list[Hop] = []
        with open_raw(path) as file:
            for record, _ in records(file, path, 0, paths[path]):
                if record.problem is not None:
                    continue
                if record.type == "response" and bodies:
                    hops += filter(None, [_hop(record)])
                elif record.type == "metadata" and (note := _note(record)) and (hops or not bodies):
                    yield note, hops
                    hops = []


def _date(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def _note(record: Record) -> FetchNote | None:
    try:
        return read_note(record.headers.get("Content-Type") or "", record.block)
    except Unusable:
        return None


def _hop(record: Record) -> Hop | None:
    end, start = head_end(record.block)
    at, url = warc_date(record.headers.get("WARC-Date")), record.headers.get("WARC-Target-URI")
    if end < 0 or at is None or url is None:
        return None
    headers = parse_headers(record.block[:end])
    try:
        body = stored_body(record.block[start:], headers.get("Transfer-Encoding"), headers.get("Content-Encoding"))
    except Unusable:
        body = b""
    return Hop(url, at, headers.status_code or 0, {name.lower(): value for name, value in headers.items()}, body)
