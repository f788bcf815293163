"""A server of news on loopback: feeds whose content follows a clock of its own, and a record of all that it was asked.

    with NewsServer(feeds=50) as server:
        run(server.feed_urls)
        server.now += timedelta(hours=1)

Every host is `NAME.localhost`, which aiohttp's resolver answers with loopback. Without a context of pytest:
`python tests/newsserver.py --feeds 50 --delay 0.1` prints its port and serves until its input ends.
"""

import argparse
import asyncio
import contextlib
import hashlib
import json
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from html import escape
from types import TracebackType
from typing import Any, Self

from aiohttp import web

START = datetime(2025, 3, 3, tzinfo=UTC)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
RawHandler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

_NOUNS = """council harbour bridge budget teacher river festival engineer market winter hospital library station garden
    minister school railway village storm museum election village coast mayor clinic orchard theatre factory airport
    island tunnel parade court farmer airline archive valley concert stadium meadow canal"""
_WORDS = _NOUNS.split()
_ACTIONS = "opens closes repairs plans approves delays funds restores questions widens inspects welcomes"
_VERBS = _ACTIONS.split()


@dataclass(frozen=True, slots=True)
class Item:
    """One article of a feed, as it stands at a moment."""

    number: int
    url: str
    title: str
    paragraphs: tuple[str, ...]
    published: datetime
    modified: datetime


@dataclass(slots=True)
class Feed:
    """How one host behaves; change it as you like while the server runs.

    `stale_etag` repeats the first ETag whatever changes; `status` is answered in the place of the feed; `robots` is the
    body of robots.txt, or the status that is answered for it.
    """

    number: int
    form: str
    interval: timedelta
    full_text: bool = False
    length: int = 15
    edited_after: timedelta = timedelta(hours=3)
    stale_etag: bool = False
    status: int = 200
    robots: str | int = 404
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def host(self) -> str:
        return f"news-{self.number}"

    @property
    def path(self) -> str:
        return {"rss": "/feed.xml", "atom": "/atom.xml", "json": "/feed.json"}[self.form]


@dataclass(frozen=True, slots=True)
class Seen:
    """One request. `at` and `until` are seconds of time.monotonic, `now` is the server's clock."""

    host: str
    path: str
    at: float
    until: float
    now: datetime
    status: int
    headers: dict[str, str]


class NewsServer:
    """Serves in a thread of its own. `routes` by (host, path), or by path alone, take the place of feeds and pages."""

    def __init__(self, feeds: int = 0, *, delay: float = 0.0, start: datetime = START, port: int = 0) -> None:
        self.now = start
        self.delay = delay
        self.start = start
        self.port = port
        self.feeds = [
            Feed(n, ("rss", "atom", "json")[n % 3], timedelta(hours=1 + n % 6), full_text=n % 5 == 4)
            for n in range(feeds)
        ]
        self.routes: dict[tuple[str, str] | str, Handler] = {}
        self.seen: list[Seen] = []
        self.most: Counter[str] = Counter()
        """The most requests of a host that were under way at once; under "" those of all hosts."""
        self._open: Counter[str] = Counter()
        self._known: dict[tuple[int, int, bool], Item] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._raw: list[asyncio.Server] = []

    # What it holds

    def url(self, host: str, path: str = "/") -> str:
        return f"http://{host}.localhost:{self.port}{path}"

    def feed_url(self, feed: Feed) -> str:
        return self.url(feed.host, feed.path)

    @property
    def feed_urls(self) -> list[str]:
        return [self.feed_url(feed) for feed in self.feeds]

    def items(self, feed: Feed, now: datetime | None = None) -> list[Item]:
        """Every article that the feed's host has published by then, oldest first. Each seventh is edited once."""
        now = now or self.now
        first = self.start - 10 * feed.interval + timedelta(minutes=feed.number)
        count = max(0, (now - first) // feed.interval + 1)
        return [self._item(feed, n, first + n * feed.interval, now) for n in range(count)]

    def _item(self, feed: Feed, number: int, published: datetime, now: datetime) -> Item:
        edited = number % 7 == 3 and now >= published + feed.edited_after
        key = feed.number, number, edited
        if key not in self._known:
            self._known[key] = self._write(feed, number, published, edited)
        return self._known[key]

    def _write(self, feed: Feed, number: int, published: datetime, edited: bool) -> Item:
        dice = random.Random(f"{feed.number}/{number}")
        sentences = [
            f"The {dice.choice(_WORDS)} {dice.choice(_VERBS)} the {dice.choice(_WORDS)} near the {dice.choice(_WORDS)} "
            f"before the {dice.choice(_WORDS)} of {dice.choice(_WORDS)} number {dice.randrange(10_000)}."
            for _ in range(18)
        ]
        paragraphs = [" ".join(sentences[i : i + 3]) for i in range(0, 18, 3)]
        title = f"{dice.choice(_WORDS)} {dice.choice(_VERBS)} {dice.choice(_WORDS)} {feed.number}-{number}".capitalize()
        if edited:
            paragraphs.append(f"This report was completed later with figures from the {dice.choice(_WORDS)}.")
        url = self.url(feed.host, f"/{published:%Y/%m/%d}/story-{number}.html")
        modified = published + feed.edited_after if edited else published
        return Item(number, url, title, tuple(paragraphs), published, modified)

    # What it was asked

    def asked(self, host: str | None = None, path: str | None = None) -> list[Seen]:
        """The requests that have ended, of a host, of a path."""
        return [s for s in self.seen if (host is None or s.host == host) and (path is None or s.path == path)]

    # How it runs

    def __enter__(self) -> Self:
        self._thread.start()
        self.call(self._listen())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.call(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def call(self, work: Awaitable[Any]) -> Any:
        """Runs a coroutine in the server's loop."""

        async def wrapped() -> Any:
            return await work

        return asyncio.run_coroutine_threadsafe(wrapped(), self._loop).result(10)

    def raw(self, handler: RawHandler, host: str = "127.0.0.1") -> int:
        """Another port, behind which a handler has the bare connection: for what no HTTP library would send."""

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                await handler(reader, writer)
            writer.close()

        async def listen() -> int:
            server = await asyncio.start_server(connected, host, 0)
            self._raw.append(server)
            return int(server.sockets[0].getsockname()[1])

        port: int = self.call(listen())
        return port

    async def _listen(self) -> None:
        app = web.Application(client_max_size=1 << 20)
        app.router.add_route("*", "/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, backlog=1024)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def _stop(self) -> None:
        for server in self._raw:
            server.close()
        await self._runner.cleanup()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            if "_stop" not in repr(task):
                task.cancel()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        host = request.host.partition(":")[0].removesuffix(".localhost")
        at = time.monotonic()
        for key in (host, ""):
            self._open[key] += 1
            self.most[key] = max(self.most[key], self._open[key])
        status = 0
        try:
            if self.delay:
                await asyncio.sleep(self.delay)
            handler = self.routes.get((host, request.path)) or self.routes.get(request.path)
            response = await handler(request) if handler else self._answer(host, request)
            status = response.status
            # Archives hold it, and two runs under the same clock are compared.
            response.headers.setdefault("Date", format_datetime(self.now, usegmt=True))
            return response
        finally:
            for key in (host, ""):
                self._open[key] -= 1
            headers = {name.lower(): value for name, value in request.headers.items()}
            self.seen.append(Seen(host, request.path_qs, at, time.monotonic(), self.now, status, headers))

    def _answer(self, host: str, request: web.Request) -> web.Response:
        number = host.removeprefix("news-")
        feed = self.feeds[int(number)] if number.isdigit() and int(number) < len(self.feeds) else None
        if feed is None:
            return web.Response(status=404, text="no such host")
        if request.path == "/robots.txt":
            if isinstance(feed.robots, int):
                return web.Response(status=feed.robots)
            return web.Response(text=feed.robots)
        if request.path == feed.path:
            return self._answer_feed(feed, request)
        item = next((i for i in self.items(feed) if i.url.endswith(request.path)), None)
        if item is None:
            return web.Response(status=404, text="no such page")
        return web.Response(text=page(item), content_type="text/html", charset="utf-8")

    def _answer_feed(self, feed: Feed, request: web.Request) -> web.Response:
        if feed.status != 200:
            return web.Response(status=feed.status, headers=feed.headers)
        items = self.items(feed)[-feed.length :][::-1]
        body = {"rss": rss, "atom": atom, "json": json_feed}[feed.form](feed, items)
        changed = max((i.modified for i in items), default=self.start)
        etag = '"constant"' if feed.stale_etag else f'"{hashlib.sha256(body.encode()).hexdigest()[:16]}"'
        headers = {"ETag": etag, "Last-Modified": format_datetime(changed, usegmt=True), **feed.headers}
        since = request.headers.get("If-Modified-Since")
        match = request.headers.get("If-None-Match")
        fresh = match == etag if match else bool(since and parsedate_to_datetime(since) >= changed)
        if fresh:
            return web.Response(status=304, headers=headers)
        kind = "application/feed+json" if feed.form == "json" else f"application/{feed.form}+xml"
        return web.Response(text=body, content_type=kind, charset="utf-8", headers=headers)


def page(item: Item) -> str:
    """An article's page, with what a publisher puts around it."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": item.title,
        "datePublished": item.published.isoformat(),
        "dateModified": item.modified.isoformat(),
        "author": {"@type": "Person", "name": "Ines Holm"},
    }
    body = "\n".join(f"<p>{escape(p)}</p>" for p in item.paragraphs)
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(item.title)}</title>
<link rel="canonical" href="{item.url}"><meta property="og:type" content="article">
<script type="application/ld+json">{json.dumps(data)}</script></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<main><article><h1>{escape(item.title)}</h1>
{body}
</article></main>
<footer>All rights reserved.</footer></body></html>"""


def rss(feed: Feed, items: list[Item]) -> str:
    entries = "".join(
        f"<item><title>{escape(i.title)}</title><link>{i.url}</link><guid>{i.url}</guid>"
        f"<pubDate>{format_datetime(i.published, usegmt=True)}</pubDate>"
        f"<description>{escape(_text(feed, i))}</description></item>\n"
        for i in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{feed.host}</title>\n{entries}</channel></rss>'


def atom(feed: Feed, items: list[Item]) -> str:
    entries = "".join(
        f'<entry><id>{i.url}</id><title>{escape(i.title)}</title><link href="{i.url}"/>'
        f"<published>{i.published.isoformat()}</published><updated>{i.modified.isoformat()}</updated>"
        f'<{"content" if feed.full_text else "summary"} type="html">{escape(_text(feed, i))}'
        f"</{'content' if feed.full_text else 'summary'}></entry>\n"
        for i in items
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{feed.host}</title>\n{entries}</feed>'


def json_feed(feed: Feed, items: list[Item]) -> str:
    entries = [
        {
            "id": i.url,
            "url": i.url,
            "title": i.title,
            "content_html" if feed.full_text else "summary": _text(feed, i),
            "date_published": i.published.isoformat(),
            "date_modified": i.modified.isoformat(),
        }
        for i in items
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": feed.host, "items": entries})


def _text(feed: Feed, item: Item) -> str:
    return "".join(f"<p>{p}</p>" for p in item.paragraphs) if feed.full_text else item.paragraphs[0][:80]


async def read_request(reader: asyncio.StreamReader) -> str:
    """The head of a request on a bare connection."""
    return (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")


@contextlib.contextmanager
def served(handler: RawHandler) -> Iterator[int]:
    """The port of a server that has only this handler."""
    with NewsServer() as server:
        yield server.raw(handler)


def answer(text: str, media_type: str = "application/json") -> Handler:
    """A route that says the same to whoever asks."""

    async def handler(request: web.Request) -> web.StreamResponse:
        return web.Response(text=text, content_type=media_type)

    return handler


def _main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--feeds", type=int, default=3)
    parser.add_argument("--delay", type=float, default=0.0)
    options = parser.parse_args()
    with NewsServer(options.feeds, delay=options.delay) as server:
        print(server.port, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    _main()
