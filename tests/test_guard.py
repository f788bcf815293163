"""No connection to a place that is not public."""

import asyncio
import ipaddress
import socket
from collections.abc import Iterator

import pytest
from aiohttp import ThreadedResolver
from aiohttp.abc import AbstractResolver, ResolveResult
from hypothesis import given
from hypothesis import strategies as st

from schemas.fetch import Exchange, FetchLimits, FetchOutcome, Request
from tests.newsserver import NewsServer, read_request
from transforms.crawl.fetch.fetcher import Fetcher, user_agent
from transforms.crawl.fetch.guard import any_address, is_public
from transforms.crawl.fetch.wire import open_session

PRIVATE = """0.0.0.0 10.1.2.3 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 169.254.169.254 169.254.170.2
    172.16.0.1 172.31.255.255 192.0.0.192 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.7 203.0.113.9
    224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 168.63.129.16
    :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe
    64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1::1 2002:808:808::1 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1
    fe80::1%eth0 fec0::1 ff02::1"""
PUBLIC = "8.8.8.8 1.1.1.1 100.63.255.255 100.128.0.1 172.32.0.1 192.0.1.1 223.255.255.255 2606:4700::1 2a00:1450::1"
EMBEDDED = "::ffff:8.8.8.8 64:ff9b::808:808"


@pytest.mark.parametrize("address", PRIVATE.split())
def test_non_public_addresses_are_recognised(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [*PUBLIC.split(), *EMBEDDED.split()])
def test_a_public_address_is_let_through(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_what_the_standard_library_calls_private_is_never_public(address: ipaddress.IPv4Address) -> None:
    if not address.is_global or address.is_multicast:
        assert not is_public(str(address))
    assert is_public(f"::ffff:{address}") == is_public(str(address)) == is_public(f"64:ff9b::{address}")


@given(st.ip_addresses(v=6))
def test_a_public_ipv6_address_is_a_global_one(address: ipaddress.IPv6Address) -> None:
    if is_public(str(address)) and address.ipv4_mapped is None and not str(address).startswith("64:ff9b:"):
        assert address.is_global
        assert int(address) >> 125 == 1


@given(st.text(max_size=40))
def test_text_that_is_not_an_address_is_not_public(text: str) -> None:
    try:
        ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        assert not is_public(text)


LIMITS = FetchLimits(connect_timeout=5, total_timeout=10, backoff=0.01)
STAND_IN = "127.0.0.2"
"""Loopback that these tests let through as if it were public, beside 127.0.0.1 that the guard must refuse."""


class Names(AbstractResolver):
    """A DNS whose answer to a name is the next one of its list; the last one stays."""

    def __init__(self, **answers: list[list[str]]) -> None:
        self.answers = answers

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        answers = self.answers[host.partition(".")[0]]
        addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        return [ResolveResult(hostname=host, host=a, port=port, family=_family(a), proto=0, flags=0) for a in addresses]

    async def close(self) -> None:
        pass


def _family(address: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in address else socket.AF_INET


@pytest.fixture
def server() -> Iterator[NewsServer]:
    with NewsServer(1) as server:
        yield server


def get(url: str, resolver: AbstractResolver | None = None, stand_in: bool = False) -> Exchange:
    async def run() -> Exchange:
        permitted = (lambda a: a == STAND_IN or is_public(a)) if stand_in else is_public
        async with Fetcher(user_agent("1", "bot@news.test"), LIMITS, permitted=permitted, resolver=resolver) as fetcher:
            return await fetcher.fetch(Request(url=url))

    return asyncio.run(run())


SPELLINGS = """127.0.0.1 localhost news-0.localhost 2130706433 127.1 0177.0.0.1 017700000001 0x7f.1 0x7f000001
    127.0.0.1. 0.0.0.0 0 [::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] [64:ff9b::127.0.0.1] [0:0:0:0:0:ffff:127.0.0.1]
    LOCALHOST. %31%32%37.0.0.1 127。0。0。1 １２７.0.0.1 ①②⑦.0.0.1 user:word@127.0.0.1 news.test@127.0.0.1
    169.254.169.254"""


@pytest.mark.parametrize("host", SPELLINGS.split())
def test_no_spelling_of_a_private_address_is_connected_to(server: NewsServer, host: str) -> None:
    exchange = get(f"http://{host}:{server.port}/feed.xml")

    assert exchange.outcome in (FetchOutcome.REFUSED, FetchOutcome.UNREACHABLE)
    assert exchange.hops == ()
    assert server.seen == []


@pytest.mark.parametrize("host", SPELLINGS.split())
def test_the_connection_itself_is_guarded(server: NewsServer, host: str) -> None:
    # Below the fetcher, which takes some of these for no address, and with the resolver that understands most of them.
    async def run() -> None:
        async with open_session(LIMITS, is_public, ThreadedResolver()) as session:
            with pytest.raises((OSError, ValueError)):
                await session.get(f"http://{host}:{server.port}/feed.xml")

    asyncio.run(run())
    assert server.seen == []


def test_the_flag_for_intranets_lets_it_through(server: NewsServer) -> None:
    async def run() -> Exchange:
        async with Fetcher(user_agent("1", "bot@news.test"), LIMITS, permitted=any_address) as fetcher:
            return await fetcher.fetch(Request(url=server.feed_urls[0]))

    assert asyncio.run(run()).outcome is FetchOutcome.FETCHED


@pytest.mark.parametrize("answer", [["127.0.0.1"], ["::1"], ["127.0.0.1", "::1"], ["10.0.0.1", "::ffff:127.0.0.1"]])
def test_a_name_of_private_addresses_is_refused(server: NewsServer, answer: list[str]) -> None:
    exchange = get(f"http://inside.test:{server.port}/", Names(inside=[answer]))

    assert exchange.outcome is FetchOutcome.REFUSED
    assert "private address" in exchange.detail
    assert "give --allow-private-addresses" in exchange.detail
    assert server.seen == []


@pytest.fixture
def stand_in(server: NewsServer) -> int:
    """A port on the stand-in for a public server: redirects from /away to where its query says, else answers 200."""
    if not _can_bind(STAND_IN):
        pytest.skip("this machine has one loopback address: no stand-in for a public one")

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await read_request(reader)).split(" ")[1]
        if path == "/robots.txt":
            writer.write(b"HTTP/1.1 404 None\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        elif path.startswith("/away?"):
            where = path.removeprefix("/away?").encode()
            writer.write(b"HTTP/1.1 302 Found\r\nLocation: " + where + b"\r\nContent-Length: 0\r\n\r\n")
        else:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nfine")
        await writer.drain()

    return server.raw(handler, STAND_IN)


def _can_bind(address: str) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return False
        return True


def test_the_stand_in_answers(stand_in: int) -> None:
    exchange = get(f"http://{STAND_IN}:{stand_in}/", stand_in=True)

    assert (exchange.outcome, exchange.content, exchange.hops[0].address) == (FetchOutcome.FETCHED, b"fine", STAND_IN)


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:{port}/feed.xml",
        "//localhost:{port}/feed.xml",
        "http://[::ffff:127.0.0.1]:{port}/feed.xml",
        "http://2130706433:{port}/feed.xml",
        "file:///etc/passwd",
        "ftp://news.test/a",
        "gopher://127.0.0.1:{port}/",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://:80/",
    ],
)
def test_a_redirect_to_a_private_place_or_another_scheme_is_refused(
    server: NewsServer, stand_in: int, target: str
) -> None:
    exchange = get(f"http://{STAND_IN}:{stand_in}/away?{target.format(port=server.port)}", stand_in=True)

    assert exchange.outcome is FetchOutcome.REFUSED
    assert [hop.status for hop in exchange.hops] == [302]
    assert server.seen == []


def test_a_name_that_turns_to_loopback_the_second_time_is_refused(server: NewsServer, stand_in: int) -> None:
    # The answers: for robots.txt and the page, which share one lookup, then for the other port of the redirect.
    names = Names(turning=[[STAND_IN], ["127.0.0.1"]])
    exchange = get(
        f"http://turning.test:{stand_in}/away?http://turning.test:{server.port}/feed.xml", names, stand_in=True
    )

    assert exchange.outcome is FetchOutcome.REFUSED
    assert [hop.address for hop in exchange.hops] == [STAND_IN]
    assert server.seen == []


def test_a_name_of_both_kinds_is_fetched_from_the_public_one(stand_in: int) -> None:
    exchange = get(f"http://both.test:{stand_in}/", Names(both=[["127.0.0.1", STAND_IN, "::1"]]), stand_in=True)

    assert (exchange.outcome, exchange.hops[0].address) == (FetchOutcome.FETCHED, STAND_IN)


def test_a_proxy_of_the_environment_is_not_used(stand_in: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # A proxy that may be connected to would bring what may not be.
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://{STAND_IN}:{stand_in}")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)

    exchange = get("http://somewhere.test/", Names(somewhere=[["10.0.0.1"]]), stand_in=True)

    assert (exchange.outcome, exchange.hops) == (FetchOutcome.REFUSED, ())


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://news.test/a", "", "news", "http://", "http://[", "a" * 99_999]
)
def test_only_http_and_https_are_fetched(url: str) -> None:
    exchange = get(url)

    assert (exchange.outcome, exchange.hops, exchange.attempts) == (FetchOutcome.REFUSED, (), 0)
