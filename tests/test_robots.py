"""robots.txt: what is obeyed, for how long, and what its absence or failure means (RFC 9309)."""

import asyncio
import time
from collections.abc import Iterator, MutableMapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

from schemas.fetch import Exchange, FetchLimits, FetchOutcome, HttpExchange, Request, RobotsRecord
from tests.newsserver import Handler, NewsServer, read_request
from transforms.crawl.fetch.fetcher import Fetcher, user_agent
from transforms.crawl.fetch.guard import any_address
from transforms.crawl.fetch.robots import (
    ROBOTS_BYTES,
    Robots,
    Rules,
    known_robots,
    origin,
    robots_record,
    rules,
)

NOW = datetime(2025, 3, 3, tzinfo=UTC)
FETCHED, REFUSED = FetchOutcome.FETCHED, FetchOutcome.REFUSED


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def server() -> Iterator[NewsServer]:
    with NewsServer(1) as server:
        yield server


@pytest.fixture
def clock() -> Clock:
    return Clock()


def fetcher(clock: Clock, records: MutableMapping[str, RobotsRecord] | None = None) -> Fetcher:
    limits = FetchLimits(connect_timeout=5, total_timeout=20, backoff=0.01, max_crawl_delay=0.3)
    return Fetcher(user_agent("1", "bot@news.test"), limits, permitted=any_address, robots=records, now=clock)


def get(clock: Clock, *urls: str, records: MutableMapping[str, RobotsRecord] | None = None) -> list[Exchange]:
    async def run() -> list[Exchange]:
        async with fetcher(clock, records) as client:
            return [await client.fetch(Request(url=url)) for url in urls]

    return asyncio.run(run())


def test_what_is_forbidden_is_not_asked_for(server: NewsServer, clock: Clock) -> None:
    server.feeds[0].robots = "User-agent: *\nDisallow: /private/\nAllow: /private/open\n"
    server.routes["/private/open"] = server.routes["/private/a"] = ok

    results = get(clock, *(server.url("news-0", path) for path in ("/private/a", "/private/open", "/feed.xml")))

    assert [r.outcome for r in results] == [REFUSED, FETCHED, FETCHED]
    assert results[0].detail == "robots.txt forbids it"
    assert server.asked(path="/private/a") == []
    assert len(server.asked(path="/robots.txt")) == 1


def test_a_group_for_this_agent_counts_before_the_one_for_all(server: NewsServer, clock: Clock) -> None:
    server.feeds[0].robots = "User-agent: *\nDisallow: /\n\nUser-agent: DateLine\nDisallow: /no\n"
    server.routes["/yes"] = server.routes["/no"] = ok

    results = get(clock, server.url("news-0", "/yes"), server.url("news-0", "/no"))

    assert [r.outcome for r in results] == [FETCHED, REFUSED]


def test_the_target_of_a_redirect_asks_its_own_host(server: NewsServer, clock: Clock) -> None:
    server.feeds[0].robots = "User-agent: *\nDisallow: /\n"
    server.routes["other", "/go"] = redirect(server.url("news-0", "/feed.xml"))

    (result,) = get(clock, server.url("other", "/go"))

    assert result.outcome is REFUSED
    assert [hop.status for hop in result.hops] == [302]
    assert server.asked("news-0", "/feed.xml") == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_site_without_robots_txt_allows_everything(server: NewsServer, clock: Clock, status: int) -> None:
    server.feeds[0].robots = status

    assert get(clock, server.feed_urls[0])[0].outcome is FETCHED


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_server_error_forbids_everything_for_a_while(server: NewsServer, clock: Clock, status: int) -> None:
    async def run() -> list[Exchange]:
        async with fetcher(clock) as client:
            server.feeds[0].robots = status
            results = [await client.fetch(Request(url=server.feed_urls[0])) for _ in range(2)]
            server.feeds[0].robots = "User-agent: *\nAllow: /\n"
            results.append(await client.fetch(Request(url=server.feed_urls[0])))
            clock.now += timedelta(hours=1)
            return [*results, await client.fetch(Request(url=server.feed_urls[0]))]

    assert [r.outcome for r in asyncio.run(run())] == [REFUSED, REFUSED, REFUSED, FETCHED]
    assert len(server.asked(path="/feed.xml")) == 1


def test_it_is_fetched_again_after_a_day(server: NewsServer, clock: Clock) -> None:
    records: dict[str, RobotsRecord] = {}
    for _ in range(3):
        get(clock, server.feed_urls[0], records=records)
    assert len(server.asked(path="/robots.txt")) == 1

    clock.now += timedelta(hours=25)
    server.feeds[0].robots = "User-agent: *\nDisallow: /\n"

    assert get(clock, server.feed_urls[0], records=records)[0].outcome is REFUSED


def test_the_most_recently_used_records_are_kept(server: NewsServer, clock: Clock) -> None:
    hosts = [f"host-{n}" for n in range(4)]
    server.routes["/page"] = ok
    # The first is used between the others, so it is never the one that was longest not used.
    order = [hosts[0], hosts[1], hosts[0], hosts[2], hosts[0], hosts[3], hosts[0], hosts[1]]

    get(clock, *(server.url(host, "/page") for host in order), records=known_robots(most=2))

    asked = [len(server.asked(host, "/robots.txt")) for host in hosts]
    assert asked == [1, 2, 1, 1]


def test_records_are_bounded_in_bytes() -> None:
    records = known_robots(most_bytes=10_000)
    for n in range(100):
        records[f"http://host-{n}.test"] = RobotsRecord(text="#" * 1000, expires_at=NOW)
    assert 5 < len(records) < 10
    assert "http://host-99.test" in records

    records["http://large.test"] = RobotsRecord(text="#" * ROBOTS_BYTES, expires_at=NOW)
    assert list(records) == ["http://large.test"]


def test_a_host_that_does_not_answer_is_unreachable_not_refused(clock: Clock) -> None:
    (result,) = get(clock, "http://127.0.0.1:1/feed.xml")

    assert result.outcome is FetchOutcome.UNREACHABLE
    assert "robots.txt" in result.detail


def test_a_failure_of_thirty_days_is_taken_for_absence() -> None:
    failed = Exchange(request=Request(url="http://news.test/robots.txt"), outcome=FetchOutcome.UNREACHABLE)
    record = robots_record(failed, NOW)
    assert record.text is None

    assert robots_record(failed, NOW + timedelta(days=29), record).text is None
    assert robots_record(failed, NOW + timedelta(days=31), record).text == ""


@pytest.mark.parametrize(("redirects", "outcome"), [(1, REFUSED), (5, REFUSED), (6, FETCHED)])
def test_five_redirects_are_followed(server: NewsServer, clock: Clock, redirects: int, outcome: FetchOutcome) -> None:
    steps = ["/robots.txt", *(f"/step-{n}" for n in range(1, redirects)), "/rules"]
    for here, there in pairwise(steps):
        server.routes["news-0", here] = redirect(there)
    server.routes["news-0", "/rules"] = text("User-agent: *\nDisallow: /\n")

    assert get(clock, server.feed_urls[0])[0].outcome is outcome


def test_of_a_large_file_the_first_500_kib_count(server: NewsServer, clock: Clock) -> None:
    sent = 0

    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        path = (await read_request(reader)).split(" ")[1]
        if path != "/robots.txt":
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
            return
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10485760\r\n\r\nUser-agent: *\nDisallow: /early\n")
        filler = b"Disallow: /" + b"x" * 1012 + b"\n"
        while sent < 10 << 20:
            writer.write(filler)
            sent += len(filler)
            await writer.drain()

    base = f"http://127.0.0.1:{server.raw(endless)}"
    results = get(clock, f"{base}/early", f"{base}/other")

    assert [r.outcome for r in results] == [REFUSED, FETCHED]
    assert sent < 10 << 20


def test_a_rule_that_is_cut_does_not_count() -> None:
    line = b"Disallow: /an/address/that/is/long\n"
    body = b"User-agent: *\n" + line * (ROBOTS_BYTES // len(line) + 1)

    record = robots_record(_answer(body[: ROBOTS_BYTES + 9]), NOW)

    assert record.text is not None
    assert set(record.text.splitlines()) == {"User-agent: *", "Disallow: /an/address/that/is/long"}


def test_crawl_delay_is_kept_and_bounded(server: NewsServer, clock: Clock) -> None:
    server.feeds[0].robots = "User-agent: *\nCrawl-delay: 0.2\n"
    server.routes["slow", "/robots.txt"] = text("User-agent: *\nCrawl-delay: 86400\n")
    urls = [server.url(host, f"/{n}") for host in ("news-0", "slow") for n in range(3)]

    async def run() -> None:
        async with fetcher(clock) as client:
            async for _ in client.fetch_all([Request(url=url) for url in urls]):
                pass

    asyncio.run(run())

    for host, least in (("news-0", 0.2), ("slow", 0.3)):
        pages = [seen for seen in server.asked(host) if seen.path != "/robots.txt"]
        gaps = [after.at - before.until for before, after in pairwise(pages)]
        assert len(gaps) == 2
        assert min(gaps) >= least * 0.98
        assert server.most[host] == 1


def test_one_request_for_many_pages_at_once(server: NewsServer, clock: Clock) -> None:
    server.delay = 0.05

    async def run() -> None:
        async with fetcher(clock) as client:
            await asyncio.gather(*(client.fetch(Request(url=server.url("news-0", f"/{n}"))) for n in range(20)))

    asyncio.run(run())
    assert len(server.asked(path="/robots.txt")) == 1
    assert len(server.seen) == 21


@given(st.binary(max_size=300) | st.text(alphabet="Usr-agent: *Dilow/$%\n#0C", max_size=300).map(str.encode))
def test_any_bytes_are_a_robots_txt(body: bytes) -> None:
    record = robots_record(_answer(body), NOW)
    assert record.text is not None
    assert isinstance(_rules(record.text, "http://news.test/a?b=c"), Rules)


@pytest.mark.parametrize(
    "text",
    [
        "User-agent: a\nUser-agent: Dateline/1\nDisallow: /b\nCrawl-delay: 3\nUser-agent: *\nDisallow: /a\n",
        "User-agent: *\nDisallow: /a\nUser-agent: date\nAllow: /a\nUser-agent: other\nDisallow: /\n",
        "Disallow: /a\nUser-agent: other\nDisallow: /\nRequest-rate: 1/5s\n",
        "User agent *\nDisalow /a # why\nAllow: /a/*.html$\nRequest rate: 1/7s\nUser-agent: b\n\nAllow: /",
    ],
)
def test_our_group_alone_is_obeyed_as_in_the_whole_file(text: str, clock: Clock) -> None:
    robots = Robots(_nothing, "dateline", 30.0, clock, known := {})
    known["http://news.test"] = RobotsRecord(text=text, expires_at=NOW + timedelta(days=1), fetched_at=NOW)
    for path in ("/", "/a", "/a/x.html", "/b", "/c"):
        url = f"http://news.test{path}"
        whole = rules(known["http://news.test"], Protego.parse(text.replace("/1", "")), url, "dateline", 30.0)
        assert asyncio.run(robots.rules(url)) == whole


def test_a_file_of_many_agents_above_many_rules_takes_time_in_proportion(clock: Clock) -> None:
    def seconds(lines: int) -> float:
        agents = "".join(f"User-agent: a{n}\n" for n in range(lines))
        text = agents + "User-agent: dateline\n" + "".join(f"Disallow: /{n}/\n" for n in range(2 * lines))
        record = RobotsRecord(text=text, expires_at=NOW + timedelta(days=1), fetched_at=NOW)
        robots = Robots(_nothing, "dateline", 30.0, clock, {"http://news.test": record})
        started = time.process_time()
        assert asyncio.run(robots.rules("http://news.test/7/")).refusal is not None
        return time.process_time() - started

    seconds(10)
    # Four times as many of each take four times as long; sixteen would be the square.
    assert min(seconds(1600) / seconds(400) for _ in range(5)) < 9


async def _nothing(url: str) -> Exchange:
    raise AssertionError(url)


def test_a_byte_order_mark_hides_no_rule() -> None:
    record = robots_record(_answer(b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /\r\n"), NOW)
    assert record.text is not None
    assert _rules(record.text, "http://news.test/").refusal is not None


def test_request_rate_is_a_delay() -> None:
    assert _rules("User-agent: *\nRequest-rate: 2/10s\n", "http://news.test/").delay == 5.0


@pytest.mark.parametrize("value", ["inf", "nan", "-1", "1e400", "soon"])
def test_an_invalid_delay_is_ignored(value: str) -> None:
    assert _rules(f"User-agent: *\nCrawl-delay: {value}\n", "http://news.test/").delay == 0.0


def test_an_origin_has_scheme_host_and_port() -> None:
    assert origin("https://news.test:8443/a/b?c") == "https://news.test:8443"


def _rules(text: str, url: str) -> Rules:
    return rules(RobotsRecord(text=text, expires_at=NOW), Protego.parse(text), url, "dateline", 30.0)


def _answer(body: bytes) -> Exchange:
    hop = HttpExchange(
        url="http://news.test/robots.txt",
        status=200,
        reason="OK",
        http_version="1.1",
        request_headers=(),
        response_headers=(),
        body=body,
        fetched_at=NOW,
    )
    return Exchange(request=Request(url=hop.url), outcome=FETCHED, hops=(hop,), content=body)


async def ok(request: web.Request) -> web.StreamResponse:
    return web.Response(text="ok")


def text(body: str) -> Handler:
    async def handler(request: web.Request) -> web.StreamResponse:
        return web.Response(text=body)

    return handler


def redirect(where: str) -> Handler:
    async def handler(request: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": where})

    return handler


@pytest.mark.parametrize("agent", ["Dateline/0.1", "dateline/2", "Dateline", "DATELINE/0.1 "])
def test_a_group_that_names_a_version_is_ours(agent: str, server: NewsServer, clock: Clock) -> None:
    server.feeds[0].robots = f"User-agent: {agent}\nDisallow: /private/\n\nUser-agent: *\nDisallow: /\n"
    server.routes["/open"] = ok
    results = get(clock, *(server.url("news-0", path) for path in ("/private/a", "/open")))
    assert [each.outcome for each in results] == [REFUSED, FETCHED]
