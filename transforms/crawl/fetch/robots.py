"""robots.txt (RFC 9309): fetched once for a while for each origin, and obeyed."""

import asyncio
import math
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from cachetools import LRUCache
from protego import Protego

from schemas.fetch import Exchange, FetchOutcome, RobotsRecord
from transforms.crawl.fetch.outcome import FetchVerdict
from transforms.rights.robots import AGENT, parse

ROBOTS_BYTES = 500 << 10
"""What is read of a robots.txt: the least that RFC 9309 section 2.5 allows a crawler to stop at."""
ROBOTS_REDIRECTS = 5

_FRESH = timedelta(hours=24)
_FRESH_FAILURE = timedelta(minutes=10)
_FORGIVEN = timedelta(days=30)
# Characters of text whose rules are kept parsed; they take up to 17 times as much memory, the shortest 1.2 KB.
_PARSED, _SHORTEST = 4 << 20, 100
_READ = frozenset((FetchOutcome.FETCHED, FetchOutcome.BLOCKED, FetchOutcome.PAYWALLED))
KEPT, KEPT_BYTES = 50_000, 64 << 20
"""Records that a client keeps, and the memory that they take, at most."""


class Rules(NamedTuple):
    """What a robots.txt says of one address: why it is not fetched, or None, and the seconds between two requests."""

    refusal: FetchVerdict | None
    delay: float


def origin(url: str) -> str:
    """Scheme, host and port: the scope of a robots.txt."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def known_robots(most: int = KEPT, most_bytes: int = KEPT_BYTES) -> MutableMapping[str, RobotsRecord]:
    """The records that a client keeps, by origin.

    Above either bound the least recently used are dropped, and fetched again when needed.
    """

    def size(record: RobotsRecord) -> int:
        text = sys.getsizeof(record.text) + sys.getsizeof(record.detail)
        # One record has room, however large; and each takes its share, so that there are never more than `most`.
        return min(max(text, most_bytes // most), most_bytes)

    return LRUCache(most_bytes, getsizeof=size)


def robots_record(exchange: Exchange, now: datetime, before: RobotsRecord | None = None) -> RobotsRecord:
    """What to keep of the answer to a request for robots.txt (RFC 9309 section 2.3.1).

    None there (4xx), or behind too many redirects: all is allowed. A server error, 429 or no answer: nothing is,
    until that has lasted for 30 days.
    """
    status = exchange.hops[-1].status if exchange.hops else 0
    if 200 <= status < 300 and exchange.outcome in _READ:
        return RobotsRecord(text=_text(exchange.content), expires_at=now + _FRESH, fetched_at=now)
    if (400 <= status < 500 and status != 429) or exchange.outcome is FetchOutcome.REDIRECT_LOOP:
        return RobotsRecord(text="", expires_at=now + _FRESH, fetched_at=now)
    since = before.failing_since if before and before.failing_since else now
    if now - since > _FORGIVEN:
        return RobotsRecord(text="", expires_at=now + _FRESH_FAILURE, failing_since=since)
    # That nothing answers is what becomes of the page as well; an answer that is none makes it refused.
    answered = status or exchange.outcome is FetchOutcome.REFUSED
    return RobotsRecord(
        text=None,
        expires_at=now + _FRESH_FAILURE,
        failing_since=since,
        outcome=FetchOutcome.REFUSED if answered else exchange.outcome,
        detail=f"robots.txt: {exchange.detail}",
    )


def rules(record: RobotsRecord, parsed: Protego | None, url: str, token: str, max_delay: float) -> Rules:
    """What a record says of an address, for a product token."""
    if record.text is None:
        return Rules(FetchVerdict(record.outcome, record.detail), 0.0)
    if parsed is None:
        return Rules(None, 0.0)
    if not parsed.can_fetch(url, token):
        return Rules(FetchVerdict(FetchOutcome.REFUSED, "robots.txt forbids it"), 0.0)
    rate = parsed.request_rate(token)
    delay = max(parsed.crawl_delay(token) or 0.0, rate.seconds / rate.requests if rate else 0.0)
    return Rules(None, min(delay, max_delay) if math.isfinite(delay) else max_delay)


class Robots:
    """The robots.txt of every origin, through a cache. One event loop.

    `fetch` gets a robots.txt, following its redirects; `token` is our product token; `records` may outlive the process.
    """

    def __init__(
        self,
        fetch: Callable[[str], Awaitable[Exchange]],
        token: str,
        max_delay: float,
        now: Callable[[], datetime],
        records: MutableMapping[str, RobotsRecord],
    ) -> None:
        self._fetch = fetch
        self._token = token
        self._max_delay = max_delay
        self._now = now
        self._records = records
        self._pending: dict[str, asyncio.Task[RobotsRecord]] = {}
        self._parsed: LRUCache[str, tuple[str, Protego]] = LRUCache(_PARSED, getsizeof=_parsed_size)

    async def rules(self, url: str) -> Rules:
        """What the robots.txt of the address's origin says of it, fetched when it is not known."""
        key = origin(url)
        record = self._records.get(key)
        if record is None or record.expires_at <= self._now():
            if key not in self._pending:
                self._pending[key] = task = asyncio.create_task(self._refresh(key))
                task.add_done_callback(lambda _: self._pending.pop(key, None))
            # Others wait for the same task: it outlives the one that asked first.
            record = await asyncio.shield(self._pending[key])
        return rules(record, self._parse(key, record.text) if record.text else None, url, self._token, self._max_delay)

    def known(self, url: str) -> RobotsRecord | None:
        """The record by which an address was fetched; None if it is not known any more."""
        return self._records.get(origin(url))

    async def close(self) -> None:
        """Gives up what is still being fetched."""
        pending = list(self._pending.values())
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)

    async def _refresh(self, key: str) -> RobotsRecord:
        exchange = await self._fetch(f"{key}/robots.txt")
        record = robots_record(exchange, self._now(), self._records.get(key))
        self._records[key] = record
        return record

    def _parse(self, key: str, text: str) -> Protego:
        known = self._parsed.get(key)
        if known is None or known[0] is not text:
            self._parsed[key] = known = text, Protego.parse(_own(text, self._token))
        return known[1]


def _own(text: str, token: str) -> str:
    """The group of a token alone: protego gives each rule to every agent that it names, and takes as long."""
    robots = parse(text)
    rules = (f"{rule.field}: {rule.value}\n" for rule in robots.rules_of(robots.agent_of(token) or ""))
    return f"{AGENT}: *\n{''.join(rules)}"


def _parsed_size(parsed: tuple[str, Protego]) -> int:
    return max(len(parsed[0]), _SHORTEST)


def _text(content: bytes) -> str:
    if len(content) > ROBOTS_BYTES:
        # The last line is cut somewhere: a rule cut short would say something else.
        content = content[:ROBOTS_BYTES].rpartition(b"\n")[0]
    return content.decode("utf-8-sig", "replace")
