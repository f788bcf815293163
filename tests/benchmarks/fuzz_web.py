"""What is fuzzed of what servers send beside pages and feeds: HTTP itself, robots.txt, rights, lists, sitemaps."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cache

from schemas.fetch import Exchange, FetchLimits, FetchOutcome, Request, RobotsRecord
from schemas.reject import Unusable
from tests.newsserver import read_request
from transforms.crawl.discover import discover_feeds
from transforms.crawl.fetch.fetcher import Fetcher, user_agent
from transforms.crawl.fetch.guard import any_address
from transforms.crawl.fetch.robots import Robots
from transforms.read.feed.opml import feed_list, is_feed_list
from transforms.rights.evidence import Evidence
from transforms.rights.licences import licences
from transforms.rights.rights import rights

NOW = datetime(2025, 3, 3, 12, tzinfo=UTC)
PAGE = "https://news.example/a"
LIMITS = FetchLimits(
    connect_timeout=2,
    read_timeout=0.3,
    total_timeout=1,
    attempts=1,
    max_bytes=1 << 20,
    host_failures=1 << 30,
    backoff=0,
)
ANSWERS = [
    b'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 19\r\nETag: "a"\r\n'
    b"Cache-Control: max-age=60\r\nSet-Cookie: a=b; Path=/; Max-Age=5\r\n\r\n<p>The ferry runs.\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: Expires\r\n\r\n"
    b"5;a=b\r\n<p>Th\r\ne\r\ne ferry runs.<p\r\n0\r\n"
    b"Expires: Sat, 01 Mar 2025 00:00:00 GMT\r\n\r\n",
    b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
    b"HTTP/1.0 503 Later\r\nRetry-After: 1\r\nContent-Encoding: gzip, br\r\n\r\nwait",
    b"HTTP/1.1 302 Found\r\nLocation: //127.0.0.1:9/\xc3\xa9?a#b\r\nSet-Cookie: c=d; Domain=.example; "
    b"Expires=Thu, 01 Jan 1970 00:00:00 GMT\r\nContent-Length: 0\r\n\r\n",
]
ROBOTS = b"""User-agent: *
Disallow: /private/*.html$
Allow: /
Crawl-delay: 2
Request-rate: 1/10s 0600-0845
Content-Signal: search=yes, ai-train=no

User-agent: GPTBot
User-agent: Dateline/1.0
Disallow: /%E2%82%AC
License: https://news.example/licence.xml
Sitemap: https://news.example/news.xml
"""
TDMREP = (
    b'[{"location": "/a*", "tdm-reservation": 1, "tdm-policy": "https://news.example/policy.json"}, {"location": "/$"}]'
)
LICENCE = (
    b'<rsl xmlns="https://rslstandard.org/rsl"><content url="/*" server="https://l.example"><license>'
    b'<permits type="usage">search</permits><prohibits type="usage">train-ai</prohibits><payment type="free"/>'
    b"</license></content></rsl>"
)
OPML = (
    b'<?xml version="1.0" encoding="utf-8"?><opml version="2.0"><body><outline text="City">'
    b'<outline type="rss" text="A &amp; B" xmlUrl="https://news.example/a.xml" category="/x/y,z"/></outline>'
    b'<outline type="include" url="https://news.example/b"/></body></opml>'
)
LIST = b"# mine\nhttps://news.example/a.xml A title\n- <feed:news.example/b>\n1. news.example/c\n"
HEAD = (
    b'<!doctype html><html><head><base href="/x/"><link rel="alternate" type="application/rss+xml" href="feed.xml">'
    b'<link rel="alternate" type="application/atom+xml" href="//news.example/atom"></head><body><a href="/rss">RSS</a>'
)
_SPACE = b'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
SITEMAP = (
    b"<urlset "
    + _SPACE
    + b"><url><loc>https://news.example/a</loc><lastmod>2025-03-01</lastmod><n:news><n:publication>"
    b"<n:name>News</n:name><n:language>en</n:language></n:publication><n:publication_date>2025-03-01T10:00:00Z"
    b"</n:publication_date><n:title>A</n:title><n:keywords>a, b</n:keywords></n:news></url></urlset>"
)
INDEX = (
    b"<sitemapindex "
    + _SPACE
    + b"><sitemap><loc>https://news.example/1.xml.gz</loc><lastmod>2025-03-01</lastmod></sitemap>"
    b"</sitemapindex>"
)


class _Server:
    """A server that says what it is told to, and its client; both live as long as the process."""

    def __init__(self) -> None:
        self.answer = b""
        self._loop = asyncio.new_event_loop()
        self._fetcher = self._loop.run_until_complete(self._open())

    async def _open(self) -> Fetcher:
        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                head = await read_request(reader)
                is_robots = " /robots.txt " in head
                writer.write(b"HTTP/1.1 404 None\r\nContent-Length: 0\r\n\r\n" if is_robots else self.answer)
                await writer.drain()
            writer.close()

        server = await asyncio.start_server(handle, "127.0.0.1", 0)
        self._url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/a"
        agent = user_agent("0.1", "https://news.example/bot")
        return await Fetcher(agent, LIMITS, permitted=any_address, now=lambda: NOW).__aenter__()

    def outcome(self, answer: bytes) -> tuple[FetchOutcome, str]:
        self.answer = answer
        exchange = self._loop.run_until_complete(self._fetcher.fetch(Request(url=self._url)))
        for hop in exchange.hops:
            f"{hop.url}{hop.reason}{hop.response_headers}".encode()
        return exchange.outcome, exchange.detail


@cache
def _server() -> _Server:
    return _Server()


def _http(data: bytes) -> None:
    outcome, detail = _server().outcome(data)
    assert outcome is not FetchOutcome.FAILED, detail
    detail.encode()


def _robots(data: bytes) -> None:
    text = data.decode("utf-8-sig", "replace")
    _robots_of(text)
    licences(PAGE, (), text, b"")
    _rights("/robots.txt", text)


def _robots_of(text: str) -> None:
    record = RobotsRecord(text=text, expires_at=NOW + timedelta(days=1), fetched_at=NOW)

    async def nothing(url: str) -> Exchange:
        raise AssertionError(url)

    asyncio.run(Robots(nothing, "dateline", 30.0, lambda: NOW, {"https://news.example": record}).rules(PAGE))


def _rights(path: str, text: str) -> None:
    found = rights(
        Evidence(url=PAGE, captured_at=NOW, files={f"https://news.example{path}": text, "https://news.example/l": text})
    )
    for signal in found.signals:
        "".join(map(str, signal)).encode()


def _licence(data: bytes) -> None:
    address, text = "https://news.example/licence.xml", data.decode("utf-8-sig", "replace")
    robots = f"License: {address}\n"
    rights(Evidence(url=PAGE, captured_at=NOW, files={"https://news.example/robots.txt": robots, address: text}))


def _list(data: bytes) -> None:
    is_feed_list(data)
    with suppress(Unusable):
        for source in feed_list(data):
            "".join((source.url, source.title or "", *source.folders)).encode()


def _page_of_site(data: bytes) -> None:
    for url in discover_feeds(data, PAGE):
        url.encode()


Target = tuple[list[bytes], Callable[[bytes], None]]
TARGETS: dict[str, Target] = {
    "http": (ANSWERS, _http),
    "robots": ([ROBOTS], _robots),
    "tdmrep": ([TDMREP], lambda data: _rights("/.well-known/tdmrep.json", data.decode("utf-8-sig", "replace"))),
    "licence": ([LICENCE], _licence),
    "list": ([OPML, LIST], _list),
    "site": ([HEAD], _page_of_site),
}
