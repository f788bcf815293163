"""Fetches pages: one client for a process, polite to every host, within limits of time, size and place."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, MutableMapping
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self

from schemas.fetch import Exchange, FetchLimits, FetchOutcome, HttpExchange, Request, RobotsRecord, SiteFile
from schemas.reject import Reason, Unusable
from transforms.base.address import absolute_url
from transforms.base.content_coding import ACCEPT_ENCODING
from transforms.base.http import retry_after, without_credentials
from transforms.base.http_body import stored_body
from transforms.crawl.fetch.course import Course, Response
from transforms.crawl.fetch.guard import is_public
from transforms.crawl.fetch.interstitial import page_verdict
from transforms.crawl.fetch.outcome import (
    FetchVerdict,
    backoff,
    error_verdict,
    is_redirect,
    status_verdict,
)
from transforms.crawl.fetch.politeness import HostResting, Turns, host_of
from transforms.crawl.fetch.robots import ROBOTS_BYTES, ROBOTS_REDIRECTS, Robots, known_robots, origin

if TYPE_CHECKING:
    from aiohttp import ClientSession
    from aiohttp.abc import AbstractResolver


PRODUCT = "Dateline"
ACCEPT = "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8"

_SECRET = frozenset(("authorization", "cookie", "proxy-authorization"))


def user_agent(version: str, contact: str) -> str:
    """`Dateline/0.1.0 (+https://example.org/bot)`. Raises ValueError for a contact that a header cannot hold."""
    contact = contact.strip()
    if not contact or not contact.isascii() or not contact.isprintable() or set(contact) & set("() "):
        raise ValueError(f"{contact!r} is not a contact; give the address of a page, or of mail")
    return f"{PRODUCT}/{version} (+{contact})"


class Fetcher:
    """A client: `async with Fetcher(user_agent(...)) as fetcher`. One event loop; many bundles may use it at once.

    `permitted` is the guard of addresses (`any_address` for an intranet); `resolver` replaces the DNS; `robots` keeps
    the records of robots.txt by origin, and may be filled and stored by the caller (the last ones used are kept where
    it is None); `now` is the clock of the records.
    """

    def __init__(
        self,
        agent: str,
        limits: FetchLimits | None = None,
        *,
        permitted: Callable[[str], bool] = is_public,
        resolver: "AbstractResolver | None" = None,
        robots: MutableMapping[str, RobotsRecord] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._agent = agent
        self._limits = limits or FetchLimits()
        self._permitted = permitted
        self._resolver = resolver
        self._now = now
        self._turns = Turns(self._limits)
        records = known_robots() if robots is None else robots
        self._robots = Robots(self._fetch_robots, PRODUCT.lower(), self._limits.max_crawl_delay, now, records)
        self._session: ClientSession | None = None

    async def __aenter__(self) -> Self:
        from transforms.crawl.fetch.wire import open_session

        self._session = open_session(self._limits, self._permitted, self._resolver)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._robots.close()
        if self._session is not None:
            await self._session.close()

    async def fetch_all(
        self, requests: Iterable[Request], then: Callable[[Exchange], Awaitable[Exchange]] | None = None
    ) -> AsyncIterator[Exchange]:
        """One exchange for each request, as they end. Hosts go side by side, the requests of one in their order.

        `then` adds to an exchange what else it needs of its host; it raises nothing. What is finished waits for the
        reader: at most `concurrency` exchanges, and `per_host` for each host.
        """
        lines: dict[str, deque[Request]] = {}
        for request in requests:
            lines.setdefault(host_of(request.url), deque()).append(request)
        total = sum(map(len, lines.values()))
        done: asyncio.Queue[Exchange] = asyncio.Queue(self._limits.concurrency)

        async def work(line: deque[Request]) -> None:
            while line:
                exchange = await self.fetch(line.popleft())
                await done.put(exchange if then is None else await then(exchange))

        workers = [
            asyncio.create_task(work(line))
            for line in lines.values()
            for _ in range(min(self._limits.per_host, len(line)))
        ]
        try:
            for _ in range(total):
                yield await done.get()
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)

    async def fetch(self, request: Request) -> Exchange:
        """The exchange of one request. Raises nothing but cancellation."""
        request = replace(request, url=without_credentials(request.url))
        try:
            return await self._follow(Course(request, self._limits.max_redirects, self._limits.max_bytes))
        except Exception as error:
            return Exchange(request=request, outcome=FetchOutcome.FAILED, detail=f"{type(error).__name__}: {error}")

    def robots(self, url: str) -> SiteFile | None:
        """The robots.txt by which an address was fetched; None if it is not known any more."""
        try:
            record = self._robots.known(url)
        except ValueError:
            return None
        if record is None or record.text is None or record.fetched_at is None:
            return None
        return SiteFile(f"{origin(url)}/robots.txt", record.text, record.fetched_at, "text/plain")

    async def _fetch_robots(self, url: str) -> Exchange:
        return await self._follow(Course(Request(url=url), ROBOTS_REDIRECTS, ROBOTS_BYTES, is_robots=True))

    async def _follow(self, course: Course) -> Exchange:
        url = absolute_url(course.request.url)
        if url is None:
            return course.end(FetchVerdict(FetchOutcome.REFUSED, "not an address of http or https"))
        while True:
            answer = await self._ask(course, url)
            if answer.hop is None:
                return course.end(answer.verdict, wait=answer.wait)
            course.hops.append(answer.hop)
            location = answer.hop.header("location")
            if not location or not is_redirect(answer.hop.status):
                return course.end(answer.verdict, answer.content, answer.wait)
            target = absolute_url(_text(location), url)
            if target is None:
                return course.end(FetchVerdict(FetchOutcome.REFUSED, "a redirect to no address of http or https"))
            if not course.turns_to(target):
                reason = f"redirects in a circle, or too many ({len(course.hops)})"
                return course.end(FetchVerdict(FetchOutcome.REDIRECT_LOOP, reason))
            url = target

    async def _ask(self, course: Course, url: str) -> Response:
        """The answer of one address, asked again while that can help."""
        delay = self._limits.host_delay
        if not course.is_robots:
            rules = await self._robots.rules(url)
            if rules.refusal is not None:
                return Response(rules.refusal)
            delay = max(delay, rules.delay)
        host = host_of(url)
        while True:
            try:
                async with self._turns.turn(host, delay):
                    course.attempts += 1
                    answer = await self._get(course, url)
            except HostResting as rest:
                return Response(rest.verdict, wait=rest.seconds)
            again = self._account(host, answer, course)
            if again is None:
                return answer
            await asyncio.sleep(again)

    def _account(self, host: str, answer: Response, course: Course) -> float | None:
        """Tells the host's turns how it went; the seconds until the request is repeated, None if it is not."""
        limits = self._limits
        # The redirects so far took one attempt each; retries are counted over the whole course.
        last = course.attempts - len(course.hops) >= limits.attempts
        if answer.wait is not None:
            if answer.wait > limits.max_wait:
                self._turns.rest(host, answer.verdict, answer.wait)
                return None
            self._turns.pause(host, answer.wait)
            if not last:
                return answer.wait
        elif answer.verdict.again and not last:
            return backoff(course.request.url, course.attempts - 1, limits.backoff, limits.max_wait)
        if answer.hop is None or answer.hop.status in (429, 503):
            self._turns.failed(host, answer.verdict)
        else:
            self._turns.succeeded(host)
        return None

    async def _get(self, course: Course, url: str) -> Response:
        if self._session is None:
            raise RuntimeError("use a Fetcher within `async with`")
        from aiohttp import ClientError

        from transforms.crawl.fetch.wire import get

        headers = {"User-Agent": self._agent, "Accept": ACCEPT, "Accept-Encoding": ACCEPT_ENCODING}
        # Title case, so that a request's own Accept takes the place of ours.
        headers |= {name.title(): value for name, value in course.request.headers if name.lower() not in _SECRET}
        if cookies := course.cookies(url):
            headers["Cookie"] = cookies
        try:
            hop = await get(self._session, url, headers, self._now(), course.max_bytes, cut=course.is_robots)
        except (ClientError, OSError, ValueError) as error:
            return Response(error_verdict(error))
        # Beside the event loop: what a server sends must not hold up others.
        return await asyncio.to_thread(self._read, course, hop)

    def _read(self, course: Course, hop: HttpExchange) -> Response:
        verdict = status_verdict(hop.status, course.is_conditional)
        wait = retry_after(hop.header("retry-after"), self._now()) if hop.status in (429, 503) else None
        content, trouble = b"", None
        try:
            # The same function reads the archive: a replay sees what was seen here.
            content = stored_body(hop.body, None, hop.header("content-encoding"), self._limits.max_bytes)
        except Unusable as error:
            is_large = error.reason is Reason.TOO_LARGE
            trouble = FetchVerdict(FetchOutcome.TOO_LARGE if is_large else FetchOutcome.SERVER_ERROR, error.message)
        if hop.truncated and not course.is_robots:
            trouble = FetchVerdict(FetchOutcome.TOO_LARGE, f"more than {course.max_bytes:,} bytes")
        if verdict.outcome in (FetchOutcome.FETCHED, FetchOutcome.SERVER_ERROR) and not is_redirect(hop.status):
            found = trouble if verdict.outcome is FetchOutcome.FETCHED else None
            verdict = found or page_verdict(course.request.url, hop, content) or verdict
        return Response(verdict, hop, content, wait)


def _text(value: str) -> str:
    """A Location as its sender meant it: UTF-8 where it is."""
    raw = value.encode("latin-1")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return value
