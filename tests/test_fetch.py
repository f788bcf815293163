"""What comes of asking a server: each way in which servers behave, and the name that it gets."""

import asyncio
import gzip
import socket
import struct
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
from aiohttp import AsyncResolver, web
from aiohttp.abc import ResolveResult
from hypothesis import given
from hypothesis import strategies as st

from schemas.capture import Announcement
from schemas.fetch import Exchange, FetchLimits, FetchOutcome, Request
from tests.newsserver import Handler, NewsServer, RawHandler, read_request
from tests.test_content_coding import CODERS
from tests.test_interstitial import CHECK
from transforms.base.http import retry_after
from transforms.crawl.fetch.fetcher import Fetcher, user_agent
from transforms.crawl.fetch.guard import any_address
from transforms.crawl.fetch.outcome import FetchVerdict, backoff
from transforms.crawl.fetch.politeness import HostResting, Turns

NOW = datetime(2025, 3, 3, 12, tzinfo=UTC)
LIMITS = FetchLimits(connect_timeout=5, total_timeout=20, backoff=0.01, max_wait=0.5, max_bytes=1 << 20)
HASTY = replace(LIMITS, read_timeout=0.3, total_timeout=0.6)
AGENT = user_agent("0.1", "https://news.test/bot")
PAGE = b"<!doctype html><title>Bridge opens</title><article><p>The bridge opened on Monday.</p></article>"
Get = Callable[..., Exchange]


@pytest.fixture(scope="module")
def shared() -> Iterator[NewsServer]:
    with NewsServer() as server:
        yield server


@pytest.fixture
def server(shared: NewsServer) -> NewsServer:
    shared.routes.clear()
    shared.seen.clear()
    shared.most.clear()
    shared.delay = 0
    return shared


def fetch(*requests: Request | str, limits: FetchLimits = LIMITS) -> list[Exchange]:
    """The exchanges of requests made one after the other by one client."""

    async def run() -> list[Exchange]:
        async with Fetcher(AGENT, limits, permitted=any_address, now=lambda: NOW) as fetcher:
            return [await fetcher.fetch(Request(url=r) if isinstance(r, str) else r) for r in requests]

    return asyncio.run(run())


def all_of(requests: list[str], limits: FetchLimits = LIMITS) -> list[Exchange]:
    async def run() -> list[Exchange]:
        async with Fetcher(AGENT, limits, permitted=any_address, now=lambda: NOW) as fetcher:
            return [exchange async for exchange in fetcher.fetch_all(Request(url=url) for url in requests)]

    return asyncio.run(run())


def answers(*responses: Callable[[], web.Response]) -> Handler:
    """A route that gives one response after the other; the last one stays."""
    left = list(responses)

    async def handler(request: web.Request) -> web.StreamResponse:
        return (left.pop(0) if len(left) > 1 else left[0])()

    return handler


def status(code: int, headers: dict[str, str] | None = None) -> Callable[[], web.Response]:
    return lambda: web.Response(status=code, headers=headers, body=b"the server's words")


def html(body: bytes = PAGE, headers: dict[str, str] | None = None, code: int = 200) -> Callable[[], web.Response]:
    return lambda: web.Response(status=code, headers={"Content-Type": "text/html", **(headers or {})}, body=body)


def raw_url(server: NewsServer, handler: RawHandler) -> str:
    """The address of a page behind which a handler has the connection, on a host without robots.txt."""

    async def routed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await read_request(reader)
        if " /robots.txt " in head:
            writer.write(b"HTTP/1.1 404 None\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        else:
            await handler(reader, writer)
        await writer.drain()

    return f"http://127.0.0.1:{server.raw(routed)}/page"


def reset(writer: asyncio.StreamWriter) -> None:
    """Ends a connection with RST instead of FIN."""
    connection: socket.socket = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


# Plain answers


def test_a_page_is_fetched_with_all_that_an_archive_needs(server: NewsServer) -> None:
    body = gzip.compress(PAGE)
    server.routes["/a"] = answers(html(body, {"Content-Encoding": "gzip", "X-Odd": "Zoë", "ETag": '"1"'}))
    url = server.url("news", "/a")

    (exchange,) = fetch(Request(url=url, announcement=Announcement(entry_id="e1")))

    assert exchange.outcome is FetchOutcome.FETCHED
    assert exchange.content == PAGE
    assert exchange.request.announcement.entry_id == "e1"
    (hop,) = exchange.hops
    assert (hop.url, hop.status, hop.reason, hop.http_version, hop.address) == (url, 200, "OK", "1.1", "127.0.0.1")
    assert (hop.body, hop.fetched_at, hop.truncated) == (body, NOW, None)
    sent, received = dict(hop.request_headers), dict(hop.response_headers)
    assert sent["Host"] == f"news.localhost:{server.port}"
    assert sent["User-Agent"] == "Dateline/0.1 (+https://news.test/bot)"
    assert (received["ETag"], received["Content-Encoding"]) == ('"1"', "gzip")
    assert received["X-Odd"].encode("latin-1").decode() == "Zoë"
    (seen,) = server.asked(path="/a")
    assert seen.headers == {name.lower(): value for name, value in sent.items()}


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (200, FetchOutcome.FETCHED),
        (203, FetchOutcome.FETCHED),
        (304, FetchOutcome.SERVER_ERROR),
        (400, FetchOutcome.BLOCKED),
        (401, FetchOutcome.BLOCKED),
        (402, FetchOutcome.PAYWALLED),
        (403, FetchOutcome.BLOCKED),
        (404, FetchOutcome.NOT_FOUND),
        (406, FetchOutcome.BLOCKED),
        (410, FetchOutcome.GONE),
        (429, FetchOutcome.BLOCKED),
        (451, FetchOutcome.BLOCKED),
        (500, FetchOutcome.SERVER_ERROR),
        (503, FetchOutcome.SERVER_ERROR),
        (520, FetchOutcome.SERVER_ERROR),
        (999, FetchOutcome.BLOCKED),
        (301, FetchOutcome.SERVER_ERROR),
    ],
)
def test_every_status_has_an_outcome(server: NewsServer, code: int, outcome: FetchOutcome) -> None:
    server.routes["/a"] = answers(status(code))
    (exchange,) = fetch(server.url(f"status-{code}", "/a"))

    assert exchange.outcome is outcome
    assert exchange.hops[-1].status == code
    assert len(server.asked(path="/a")) == (3 if code == 503 else 1)


def test_validators_are_sent_and_304_is_unchanged(server: NewsServer) -> None:
    server.routes["/a"] = answers(status(304, {"ETag": '"1"'}))
    headers = (("If-None-Match", '"1"'), ("if-modified-since", "Mon, 03 Mar 2025 00:00:00 GMT"), ("Accept", "text/xml"))

    (exchange,) = fetch(Request(url=server.url("news", "/a"), headers=headers))

    assert exchange.outcome is FetchOutcome.UNCHANGED
    (seen,) = server.asked(path="/a")
    assert (seen.headers["if-none-match"], seen.headers["accept"]) == ('"1"', "text/xml")
    assert seen.headers["if-modified-since"] == "Mon, 03 Mar 2025 00:00:00 GMT"


@pytest.mark.parametrize("declared", ["text/html; charset=iso-8859-1", "text/html; charset=no-such", "text/html", None])
def test_a_wrong_or_missing_charset_leaves_the_bytes_alone(server: NewsServer, declared: str | None) -> None:
    body = "<html><p>Zoë’s bridge</p></html>".encode()
    head = f"Content-Type: {declared}\r\n" if declared else ""

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 200 OK\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    (exchange,) = fetch(raw_url(server, handler))

    assert (exchange.outcome, exchange.content) == (FetchOutcome.FETCHED, body)
    assert exchange.hops[0].header("content-type") == declared


# Overload


@pytest.mark.parametrize("value", ["0", "00", format_datetime(NOW + timedelta(seconds=0.4), usegmt=True)])
def test_429_with_a_near_retry_after_is_asked_again(server: NewsServer, value: str) -> None:
    server.routes["/a"] = answers(status(429, {"Retry-After": value}), html())
    (exchange,) = fetch(server.url("news", "/a"))

    assert (exchange.outcome, exchange.attempts, len(exchange.hops)) == (FetchOutcome.FETCHED, 2, 1)


def test_retry_after_is_waited_for(server: NewsServer) -> None:
    server.routes["/a"] = answers(status(503, {"Retry-After": "1"}), html())
    (exchange,) = fetch(server.url("news", "/a"), limits=FetchLimits(max_wait=1))

    first, second = server.asked(path="/a")
    assert exchange.outcome is FetchOutcome.FETCHED
    assert 1 <= second.at - first.until < 2


@pytest.mark.parametrize("value", ["3600", format_datetime(NOW + timedelta(hours=1), usegmt=True)])
def test_429_with_a_far_retry_after_is_blocked_and_the_host_left_alone(server: NewsServer, value: str) -> None:
    server.routes["/a"] = answers(status(429, {"Retry-After": value}))
    server.routes["/b"] = answers(html())
    first, second, other = fetch(server.url("news", "/a"), server.url("news", "/b"), server.url("other", "/b"))

    assert (first.outcome, first.retry_after, first.hops[0].status) == (FetchOutcome.BLOCKED, 3600, 429)
    assert (second.outcome, second.hops) == (FetchOutcome.BLOCKED, ())
    assert second.retry_after == pytest.approx(3600, abs=5)
    assert other.outcome is FetchOutcome.FETCHED
    assert server.asked("news", "/b") == []


@pytest.mark.parametrize("headers", [{}, {"Retry-After": "soon"}, {"Retry-After": ""}])
def test_429_without_a_time_is_blocked_at_once(server: NewsServer, headers: dict[str, str]) -> None:
    server.routes["/a"] = answers(status(429, headers), html())
    (exchange,) = fetch(server.url("news", "/a"))

    assert (exchange.outcome, exchange.attempts, exchange.retry_after) == (FetchOutcome.BLOCKED, 1, None)


def test_429_for_good_ends_with_the_host_left_alone(server: NewsServer) -> None:
    server.routes["/a"] = answers(status(429))
    exchanges = fetch(*[server.url("news", "/a")] * 30)

    assert {e.outcome for e in exchanges} == {FetchOutcome.BLOCKED}
    assert len(server.asked(path="/a")) == LIMITS.host_failures


def test_503_for_a_moment_is_asked_again(server: NewsServer) -> None:
    server.routes["/a"] = answers(status(503), status(502), html())
    (exchange,) = fetch(server.url("news", "/a"))

    assert (exchange.outcome, exchange.attempts) == (FetchOutcome.FETCHED, 3)


def test_500_for_a_while_then_well(server: NewsServer) -> None:
    server.routes["/a"] = answers(status(500), status(500), html())
    exchanges = fetch(*[server.url("news", "/a")] * 3)

    assert [e.outcome for e in exchanges] == [
        FetchOutcome.SERVER_ERROR,
        FetchOutcome.SERVER_ERROR,
        FetchOutcome.FETCHED,
    ]
    assert len(server.asked(path="/a")) == 3


@given(st.text(max_size=30) | st.integers(-(10**30), 10**30).map(str) | st.datetimes().map(format_datetime))
def test_any_retry_after_is_none_or_seconds(value: str) -> None:
    seconds = retry_after(value, NOW)
    assert seconds is None or seconds >= 0


def test_back_off_doubles_is_bounded_and_repeats() -> None:
    waits = [backoff("http://news.test/", attempt, 1.0, 60.0) for attempt in range(40)]

    assert waits == [backoff("http://news.test/", attempt, 1.0, 60.0) for attempt in range(40)]
    assert all(2**n / 2 <= wait <= 2**n for n, wait in enumerate(waits[:6]))
    assert max(waits) <= 60
    assert waits[0] != backoff("http://other.test/", 0, 1.0, 60.0)


# Broken connections


def test_a_reset_is_tried_again_then_unreachable(server: NewsServer) -> None:
    times = 0

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal times
        times += 1
        reset(writer)

    (exchange,) = fetch(raw_url(server, handler))

    assert (exchange.outcome, exchange.hops, exchange.attempts) == (FetchOutcome.UNREACHABLE, (), LIMITS.attempts)
    assert times >= LIMITS.attempts


def test_a_reset_in_the_body_is_tried_again(server: NewsServer) -> None:
    times = 0

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal times
        times += 1
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(PAGE))
        writer.write(PAGE[:20] if times == 1 else PAGE)
        await writer.drain()
        if times == 1:
            reset(writer)

    (exchange,) = fetch(raw_url(server, handler))

    assert (exchange.outcome, exchange.content, times) == (FetchOutcome.FETCHED, PAGE, 2)


def test_a_byte_at_a_time_is_timed_out(server: NewsServer) -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.1)

    (exchange,) = fetch(raw_url(server, handler), limits=HASTY)

    assert (exchange.outcome, exchange.hops, exchange.attempts) == (FetchOutcome.TIMED_OUT, (), 1)


def test_headers_a_byte_at_a_time_are_timed_out(server: NewsServer) -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for byte in b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 1000:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.1)

    assert fetch(raw_url(server, handler), limits=HASTY)[0].outcome is FetchOutcome.TIMED_OUT


def test_silence_is_timed_out(server: NewsServer) -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(5)

    assert fetch(raw_url(server, handler), limits=HASTY)[0].outcome is FetchOutcome.TIMED_OUT


def test_a_body_that_never_ends_is_too_large(server: NewsServer) -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")
            await writer.drain()

    (exchange,) = fetch(raw_url(server, handler))

    assert exchange.outcome is FetchOutcome.TOO_LARGE
    assert (exchange.content, exchange.hops[0].body, exchange.hops[0].truncated) == (b"", b"", "length")


def test_a_content_length_that_is_too_long_is_not_a_page(server: NewsServer) -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4000\r\nConnection: close\r\n\r\n" + PAGE)

    (exchange,) = fetch(raw_url(server, handler))

    assert (exchange.outcome, exchange.attempts) == (FetchOutcome.UNREACHABLE, LIMITS.attempts)


def test_a_content_length_that_is_too_short_cuts_and_poisons_nothing(server: NewsServer) -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        extra = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison"
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(PAGE) + PAGE + extra)
        await writer.drain()
        await asyncio.sleep(0.2)

    url = raw_url(server, handler)
    exchanges = fetch(url, url)

    assert [(e.outcome, e.content) for e in exchanges] == [(FetchOutcome.FETCHED, PAGE)] * 2


@pytest.mark.parametrize(
    "answer", [b"", b"hello\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00", b"\0" * 999]
)
def test_what_is_not_http_has_an_outcome(server: NewsServer, answer: bytes) -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)

    (exchange,) = fetch(raw_url(server, handler))

    assert exchange.outcome in (FetchOutcome.SERVER_ERROR, FetchOutcome.UNREACHABLE)


def test_a_plain_server_asked_for_tls_is_unreachable(server: NewsServer) -> None:
    (exchange,) = fetch(server.url("news").replace("http:", "https:"))

    assert exchange.outcome is FetchOutcome.UNREACHABLE
    assert "TLS" in exchange.detail


def test_a_name_that_does_not_exist_is_unreachable() -> None:
    class Nowhere(AsyncResolver):
        async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
            raise OSError(None, "Domain name not found")

    async def run() -> Exchange:
        async with Fetcher(AGENT, LIMITS, resolver=Nowhere()) as fetcher:
            return await fetcher.fetch(Request(url="http://news.test/"))

    exchange = asyncio.run(run())

    assert exchange.outcome is FetchOutcome.UNREACHABLE
    assert "Domain name not found" in exchange.detail


# Size


@pytest.mark.parametrize("chunked", [False, True])
def test_thirty_megabytes_are_too_large_and_not_held(server: NewsServer, chunked: bool) -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers=None if chunked else {"Content-Length": str(30 << 20)})
        await response.prepare(request)
        for _ in range(30 * 16):
            await response.write(b"x" * 65536)
        return response

    server.routes["/a"] = handler
    (exchange,) = fetch(server.url("news", "/a"))

    assert exchange.outcome is FetchOutcome.TOO_LARGE
    assert exchange.hops[0].body == b""


@pytest.mark.parametrize("coding", CODERS)
def test_a_bomb_is_too_large_within_bounded_memory(server: NewsServer, coding: str) -> None:
    bomb = CODERS[coding](b"\0" * (64 << 20))
    assert len(bomb) < 1 << 20
    server.routes["/a"] = answers(html(bomb, {"Content-Encoding": coding}))
    tracemalloc.start()
    try:
        (exchange,) = fetch(server.url("news", "/a"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert exchange.outcome is FetchOutcome.TOO_LARGE
    assert peak < 8 << 20


def test_a_body_that_is_not_in_its_coding_is_a_server_error(server: NewsServer) -> None:
    server.routes["/a"] = answers(html(b"\x1f\x8b" + b"nonsense" * 9, {"Content-Encoding": "gzip"}))
    server.routes["/b"] = answers(html(PAGE, {"Content-Encoding": "gzip"}))
    broken, plain = fetch(server.url("news", "/a"), server.url("news", "/b"))

    assert broken.outcome is FetchOutcome.SERVER_ERROR
    assert (plain.outcome, plain.content) == (FetchOutcome.FETCHED, PAGE)


# Redirects


def redirect(where: str, code: int = 302, headers: dict[str, str] | None = None) -> Callable[[], web.Response]:
    return lambda: web.Response(status=code, headers=[("Location", where), *(headers or {}).items()])


def test_redirects_are_followed_and_recorded(server: NewsServer) -> None:
    server.routes["/a"] = answers(redirect("/b#part", 301))
    server.routes["/b"] = answers(redirect(server.url("other", "/c"), 307))
    server.routes["/c"] = answers(html())
    (exchange,) = fetch(server.url("news", "/a"))

    assert [(hop.status, hop.url) for hop in exchange.hops] == [
        (301, server.url("news", "/a")),
        (307, server.url("news", "/b")),
        (200, server.url("other", "/c")),
    ]
    assert (exchange.outcome, exchange.url, exchange.content) == (FetchOutcome.FETCHED, server.url("other", "/c"), PAGE)


def test_circular_and_endless_redirects_are_loops(server: NewsServer) -> None:
    async def further(request: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": f"/line?{int(request.query_string or 0) + 1}"})

    server.routes["/a"] = answers(redirect("/b"))
    server.routes["/b"] = answers(redirect("/a"))
    server.routes["/line"] = further
    circle, line = fetch(server.url("news", "/a"), server.url("news", "/line"))

    assert (circle.outcome, len(circle.hops)) == (FetchOutcome.REDIRECT_LOOP, 2)
    assert (line.outcome, len(line.hops)) == (FetchOutcome.REDIRECT_LOOP, LIMITS.max_redirects + 1)


def test_a_circle_that_ends_when_the_cookie_is_sent_back_is_not_a_loop(server: NewsServer) -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        if request.cookies.get("seen") == "1":
            return html()()
        return web.Response(status=302, headers={"Location": "/a", "Set-Cookie": "seen=1; Path=/"})

    server.routes["/a"] = handler
    first, second = fetch(server.url("news", "/a"), server.url("news", "/a"))

    assert (first.outcome, second.outcome) == (FetchOutcome.FETCHED, FetchOutcome.FETCHED)
    # Nothing is remembered from one article to the next.
    assert (len(first.hops), len(second.hops)) == (2, 2)


def test_credentials_are_neither_sent_nor_kept(server: NewsServer) -> None:
    target = server.url("other", "/b")
    server.routes["/a"] = answers(redirect(target.replace("://", "://user:secret@")))
    server.routes["/b"] = answers(html())
    request = Request(
        url=server.url("news", "/a").replace("://", "://user:secret@"),
        headers=(("Authorization", "Basic secret"), ("Cookie", "a=secret")),
    )

    (exchange,) = fetch(request)

    assert exchange.outcome is FetchOutcome.FETCHED
    assert "secret" not in repr((exchange.request.url, exchange.hops))
    assert all("authorization" not in seen.headers and "cookie" not in seen.headers for seen in server.seen)


# Pages that stand for others


def test_a_bot_check_is_not_asked_again_whatever_its_status(server: NewsServer) -> None:
    server.routes["/a"] = answers(html(CHECK, code=503))
    server.routes["/b"] = answers(html(PAGE, {"cf-mitigated": "challenge"}))
    exchanges = fetch(server.url("news", "/a"), server.url("news", "/b"))

    assert [(e.outcome, e.attempts) for e in exchanges] == [(FetchOutcome.BLOCKED, 1)] * 2


def test_a_redirect_to_a_consent_wall_is_blocked(server: NewsServer) -> None:
    back = server.url("news", "/a").replace(":", "%3A").replace("/", "%2F")
    server.routes["news", "/a"] = answers(redirect(server.url("consent.other", f"/collect?return={back}")))
    server.routes["/collect"] = answers(html(PAGE))
    server.routes["/law/consent"] = answers(html(PAGE))
    wall, article = fetch(server.url("news", "/a"), server.url("news", "/law/consent"))

    assert (wall.outcome, article.outcome) == (FetchOutcome.BLOCKED, FetchOutcome.FETCHED)


# Limits, measured at the server


def test_no_host_is_asked_above_its_limit_and_all_together_not_above_theirs(server: NewsServer) -> None:
    server.delay = 0.03
    urls = [server.url(f"host-{n % 10}", f"/{n}") for n in range(150)]
    exchanges = all_of(urls, FetchLimits(concurrency=8, per_host=2))

    assert sorted(e.request.url for e in exchanges) == sorted(urls)
    assert server.most[""] == 8
    assert max(server.most[f"host-{n}"] for n in range(10)) == 2
    assert len(server.asked(path="/robots.txt")) == 10


def test_bundles_of_one_process_share_the_limits(server: NewsServer) -> None:
    server.delay = 0.03

    async def run() -> None:
        async with Fetcher(AGENT, FetchLimits(per_host=2), permitted=any_address) as fetcher:
            await asyncio.gather(*(fetcher.fetch(Request(url=server.url("news", f"/{n}"))) for n in range(20)))

    asyncio.run(run())
    assert server.most["news"] == 2


def test_a_delay_between_requests_is_kept(server: NewsServer) -> None:
    server.routes["/a"] = answers(html())
    all_of([server.url("news", "/a")] * 4, FetchLimits(host_delay=0.15))

    gaps = [after.at - before.until for before, after in pairwise(server.asked("news"))]
    assert len(gaps) == 4
    assert min(gaps) >= 0.147


def test_a_pause_outlasts_the_delay_of_a_request_that_ends_in_it() -> None:
    async def run() -> float:
        turns = Turns(FetchLimits())
        async with turns.turn("news", 0.01):
            turns.pause("news", 0.2)
        start = asyncio.get_running_loop().time()
        async with turns.turn("news", 0.01):
            return asyncio.get_running_loop().time() - start

    assert asyncio.run(run()) > 0.15


def test_a_host_that_rested_may_fail_as_often_again() -> None:
    async def run() -> None:
        turns = Turns(FetchLimits(host_failures=2, host_rest=0.05, backoff=0.001))
        failed = FetchVerdict(FetchOutcome.TIMED_OUT)
        turns.failed("news", failed)
        turns.failed("news", failed)
        with pytest.raises(HostResting):
            async with turns.turn("news", 0):
                pass
        await asyncio.sleep(0.06)
        turns.failed("news", failed)
        async with turns.turn("news", 0):
            pass

    asyncio.run(run())


def test_a_slow_host_holds_up_no_other(server: NewsServer) -> None:
    async def slow(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.25)
        return html()()

    server.routes["slow", "/a"] = slow
    server.routes["/a"] = answers(html())
    urls = [server.url("slow", "/a")] * 4 + [server.url(f"fast-{n}", "/a") for n in range(20)]
    exchanges = all_of(urls, FetchLimits(concurrency=4, per_host=1))

    assert all("slow" in e.url for e in exchanges[-3:])


def test_a_dead_host_costs_a_few_attempts_not_one_for_each_page(server: NewsServer) -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(5)

    limits = FetchLimits(read_timeout=0.1, backoff=0.01, host_failures=3)
    url = raw_url(server, handler)
    exchanges = all_of([f"{url}/{n}" for n in range(200)], limits)

    assert {e.outcome for e in exchanges} == {FetchOutcome.TIMED_OUT}
    assert sum(e.attempts for e in exchanges) <= 4


def test_a_reader_may_stop_early(server: NewsServer) -> None:
    server.routes["/a"] = answers(html())

    async def run() -> None:
        async with Fetcher(AGENT, LIMITS, permitted=any_address) as fetcher:
            exchanges = fetcher.fetch_all(Request(url=server.url(f"host-{n}", "/a")) for n in range(100))
            async for _ in exchanges:
                break
            await exchanges.aclose()  # type: ignore[attr-defined]

    asyncio.run(asyncio.wait_for(run(), 3))


def test_no_requests_give_no_exchanges() -> None:
    assert all_of([]) == []


@pytest.mark.parametrize("contact", ["", " ", "a\r\nX: y", "(me)", "ü@news.test"])
def test_a_contact_that_no_header_can_hold_is_refused(contact: str) -> None:
    with pytest.raises(ValueError, match="contact"):
        user_agent("1", contact)
