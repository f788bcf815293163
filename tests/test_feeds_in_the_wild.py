"""Feeds and servers as they come: every form of list, what archives hold, and what becomes of the bad ones."""

import gzip
import re
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

import pipeline.steps
from pipeline.runners.local import missing_runner
from tests.conftest import digests, rows
from tests.isolated_work import newer, nothing
from tests.newsserver import Item, NewsServer, page
from tests.rounds import arguments, by_command, follow, replay
from transforms.crawl.health import Health, health
from transforms.crawl.state import FeedState
from transforms.crawl.store import FEED_SHARDS, read_states

HOUR = timedelta(hours=1)
TEXT = "".join(
    f"<p>The harbour council weighed bridge number {n} twice, and the engineers of the town wrote the figures into a "
    f"book that anybody may read in the library on day {n} of the month.</p>"
    for n in range(8)
)


@pytest.fixture
def server() -> Iterator[NewsServer]:
    with NewsServer(feeds=6) as server:
        yield server


def say(server: NewsServer, host: str, path: str, body: str | bytes, kind: str = "text/html", **more: Any) -> str:
    """A route that answers this; gives its address."""
    data = body.encode() if isinstance(body, str) else body

    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=data, content_type=kind, **more)

    server.routes[host, path] = answer
    return server.url(host, path)


def feed(*items: str) -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{"".join(items)}</channel></rss>'


def item(title: str, link: str | None = None, text: str = "", more: str = "") -> str:
    address = "" if link is None else f"<link>{escape(link)}</link>"
    content = f"<content:encoded><![CDATA[{text}]]></content:encoded>" if text else ""
    namespace = ' xmlns:content="http://purl.org/rss/1.0/modules/content/"' if text else ""
    return f"<item{namespace}><title>{title}</title>{address}{content}{more}</item>"


def article(server: NewsServer, title: str, url: str = "http://pages.localhost/a") -> str:
    made = server.items(server.feeds[0])[0]
    return page(Item(1, url, title, made.paragraphs, made.published, made.published))


def states(output: Path) -> dict[str, FeedState]:
    return {url: state for shard in range(FEED_SHARDS) for url, state in read_states(str(output), shard).items()}


def doing(server: NewsServer, output: Path) -> dict[str, Health]:
    return {url: health(state, server.now)[0] for url, state in states(output).items()}


def addresses(output: Path) -> set[str]:
    return {row["url"] for row in rows(output / "articles")}


def stored(output: Path, folder: str = "pages") -> list[tuple[str, str, str]]:
    """Kind, address and status of every record of an archive."""
    found = []
    for path in sorted((output / "archive" / folder).rglob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                status = record.http_headers.get_statuscode() if record.rec_type == "response" else ""
                found.append((record.rec_type, record.rec_headers["WARC-Target-URI"] or "", status))
    return found


# Lists, and what names a feed


def test_the_forms_in_which_feeds_are_named(server: NewsServer, tmp_path: Path) -> None:
    first, second, third = server.feeds[:3]
    opml = tmp_path / "feeds.opml"
    opml.write_text(
        f'<opml version="2.0"><body><outline text="G"><outline xmlUrl="{server.feed_url(first)}"/></outline></body>'
        "</opml>"
    )
    plain = tmp_path / "feeds.txt"
    plain.write_text(f"# mine\n{server.feed_url(second)} Second\n")
    say(server, third.host, "/", f'<link rel="alternate" type="application/atom+xml" href="{third.path}">')
    output = tmp_path / "out"
    sources = [str(opml), str(plain), server.url(third.host)]
    ledger = follow(server, sources, output)
    assert ledger["polls"] == {"fetched": 3}
    urls = addresses(output)
    for each in (first, second, third):
        assert {found.url for found in server.items(each)} <= urls
    server.now += timedelta(hours=26)
    follow(server, sources, output)
    assert len(server.asked(third.host, "/")) == 1


def test_news_sitemaps_and_their_index(server: NewsServer, tmp_path: Path) -> None:
    items = server.items(server.feeds[0])[:3]
    entry = (
        "<url><loc>{}</loc><news:news><news:publication_date>{}</news:publication_date>"
        "<news:title>{}</news:title></news:news></url>"
    )
    news = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    for n, one in enumerate(items):
        body = entry.format(one.url, one.published.isoformat(), one.title)
        say(server, "maps", f"/{n}.xml", f"<urlset {space} {news}>{body}</urlset>", "application/xml")
    listed = "".join(f"<sitemap><loc>{server.url('maps', f'/{n}.xml')}</loc></sitemap>" for n in (1, 2))
    index = say(server, "maps", "/index.xml", f"<sitemapindex {space}>{listed}</sitemapindex>", "application/xml")
    follow(server, [index, server.url("maps", "/0.xml")], tmp_path)
    assert addresses(tmp_path) == {one.url for one in items}


def test_an_index_that_lists_indexes_is_not_followed_and_says_so(server: NewsServer, tmp_path: Path) -> None:
    def listing(*paths: str) -> str:
        listed = "".join(f"<sitemap><loc>{server.url('maps', path)}</loc></sitemap>" for path in paths)
        return f"<sitemapindex>{listed}</sitemapindex>"

    one = server.items(server.feeds[0])[0]
    news = f"<url><loc>{one.url}</loc><news:news><news:title>{one.title}</news:title></news:news></url>"
    say(server, "maps", "/news.xml", f"<urlset>{news}</urlset>", "application/xml")
    loop = say(server, "maps", "/loop.xml", listing("/loop.xml", "/other.xml"), "application/xml")
    say(server, "maps", "/other.xml", listing("/loop.xml", "/page.html"), "application/xml")
    mixed = say(server, "maps", "/mixed.xml", listing("/loop.xml", "/news.xml"), "application/xml")
    home = say(server, "home", "/", f'<link rel="alternate" type="application/rss+xml" href="{mixed}">')
    ledger = follow(server, [loop, mixed, home], tmp_path)
    assert ledger["polls"] == {"fetched": 2, "not-a-feed": 1}
    assert addresses(tmp_path) == {one.url}
    assert {url for _, url, _ in stored(tmp_path) if url.startswith(server.url("maps"))} <= {
        server.url("maps", "/robots.txt")
    }
    assert "none of the 2 newest sitemaps has news" in str(states(tmp_path)[loop].problem)
    assert states(tmp_path)[home].adopted == mixed


def test_a_sitemap_in_gzip_is_read_and_one_that_unpacks_to_too_much_costs_itself(
    server: NewsServer, tmp_path: Path
) -> None:
    one = server.items(server.feeds[0])[0]
    news = f"<url><loc>{one.url}</loc><news:news><news:title>{one.title}</news:title></news:news></url>"
    packed = gzip.compress(f"<urlset>{news}</urlset>".encode())
    say(server, "maps", "/news.xml.gz", packed, "application/gzip")
    say(server, "maps", "/large.xml.gz", gzip.compress(b"<urlset>" + bytes(17 << 20)), "application/gzip")
    listed = "".join(f"<sitemap><loc>{server.url('maps', f'/{n}.xml.gz')}</loc></sitemap>" for n in ("large", "news"))
    index = say(server, "maps", "/index.xml", f"<sitemapindex>{listed}</sitemapindex>", "application/xml")
    follow(server, index, tmp_path)
    assert addresses(tmp_path) == {one.url}


# Archives


def test_an_archive_passes_the_checker_and_holds_redirects(server: NewsServer, tmp_path: Path, capfd: Any) -> None:
    say(server, "old", "/a", "", status=301, headers={"Location": server.url("new", "/a")})
    say(server, "new", "/a", article(server, "Moved"))
    url = say(server, "feeds", "/f", feed(item("Moved", server.url("old", "/a"))), "application/rss+xml")
    ledger = follow(server, url, tmp_path)
    assert ledger["outcomes"] == {"written": 1, "not-article": 1}
    kinds = [one for one in stored(tmp_path) if one[0] == "response"]
    old, new = server.url("old", "/a"), server.url("new", "/a")
    assert kinds == [("response", old, "301"), ("response", new, "200")]
    paths = [str(path) for path in (tmp_path / "archive").rglob("*.warc.gz")]
    assert len(paths) == 2
    capfd.readouterr()

    class Chosen:
        inputs, verbose, type = paths, False, None

    checker = Checker(Chosen())
    checker.process_all()
    assert checker.exit_value == 0, capfd.readouterr().out


def test_credentials_are_nowhere_in_the_output(server: NewsServer, tmp_path: Path) -> None:
    def secret(url: str) -> str:
        return url.replace("://", "://editor:hush-hush@")

    say(server, "pages", "/a", article(server, "Secret"))
    say(server, "pages", "/b", "", status=302, headers={"Location": secret(server.url("pages", "/a"))})
    say(
        server,
        "feeds",
        "/f",
        feed(
            item("A", secret(server.url("pages", "/a"))),
            item("B", secret(server.url("pages", "/b"))),
            item("C", secret(server.url("pages", "/c")), TEXT * 3),
        ),
        "application/rss+xml",
    )
    source = tmp_path / "feeds.txt"
    source.write_text(secret(server.url("feeds", "/f")))
    output = tmp_path / "out"
    follow(server, source, output)
    assert len(rows(output / "articles")) == 2
    for path in (path for path in output.rglob("*") if path.is_file()):
        data = path.read_bytes()
        if "archive/feeds" not in str(path):  # A feed's own bytes are what they are.
            assert b"hush-hush" not in (gzip.decompress(data) if path.suffix == ".gz" else data), path
    assert "hush-hush" not in str(rows(output / "articles"))


@pytest.mark.parametrize(
    ("pages", "fetched"), [("always", {"/full", "/short"}), ("never", set()), ("auto", {"/short"})]
)
def test_whether_pages_are_fetched(pages: str, fetched: set[str], server: NewsServer, tmp_path: Path) -> None:
    for path in ("/full", "/short"):
        say(server, "pages", path, article(server, path, server.url("pages", path)))
    entries = (item("F", server.url("pages", "/full"), TEXT), item("S", server.url("pages", "/short"), TEXT[:400]))
    url = say(server, "feeds", "/f", feed(*entries), "application/rss+xml")
    follow(server, url, tmp_path, f"--pages={pages}")
    asked = {one.path for one in server.asked("pages")} - {"/robots.txt", "/.well-known/tdmrep.json"}
    assert asked == fetched
    assert addresses(tmp_path) == {server.url("pages", "/full"), server.url("pages", "/short")}
    replay(tmp_path / "archive", tmp_path / "again")
    assert digests(tmp_path / "again" / "articles") == digests(tmp_path / "articles")


def test_an_entry_without_a_link_is_an_article(server: NewsServer, tmp_path: Path) -> None:
    url = say(server, "feeds", "/f", feed(item("No link", None, TEXT, "<guid>n-1</guid>")), "application/rss+xml")
    follow(server, url, tmp_path)
    (row,) = rows(tmp_path / "articles")
    assert (row["url"], row["title"], row["feed_url"]) == (None, "No link", url)
    replay(tmp_path / "archive", tmp_path / "again")
    assert digests(tmp_path / "again" / "articles") == digests(tmp_path / "articles")


# Bad servers


def test_each_problem_is_reported_with_its_feed(server: NewsServer, tmp_path: Path) -> None:
    well, gone, lost = server.feeds[:3]
    gone.status, lost.status = 410, 404
    html = say(server, "html", "/feed", "<html><body><p>Welcome to our site.</p></body></html>")
    line = say(server, "line", "/feed", feed(item("x" * 30_000_000)), "application/rss+xml")
    sources = [*map(server.feed_url, (well, gone, lost)), html, line]
    ledger = follow(server, sources, tmp_path)
    assert ledger["polls"] == {"fetched": 1, "gone": 1, "not-found": 1, "not-a-feed": 1, "too-large": 1}
    healths = (Health.WELL, Health.RETIRED, Health.FAILING, Health.FAILING, Health.FAILING)
    assert doing(server, tmp_path) == dict(zip(sources, healths, strict=True))
    problems = {url: state.problem or "" for url, state in states(tmp_path).items()}
    assert "404" in problems[sources[2]]
    assert "no feed" in problems[html]
    assert "bytes" in problems[line]
    server.now += timedelta(days=1, hours=13)
    again = follow(server, sources, tmp_path)
    assert "gone" not in again["polls"]
    assert again["polls"]["not-found"] == 1


def test_5000_entries_at_once(server: NewsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.steps, "extract", nothing)
    entries = (
        item(f"Bridge {n}", server.url("pages", f"/{n}"), f"<p>The council of the harbour opened bridge {n}.</p>")
        for n in range(5000)
    )
    url = say(server, "feeds", "/f", feed(*entries), "application/rss+xml")
    ledger = follow(server, url, tmp_path, "--pages=never", "--entries-per-poll=5000")
    assert ledger["captured"] == ledger["outcomes"]["not-article"] == 5000
    server.now += timedelta(days=2)
    assert follow(server, url, tmp_path, "--pages=never")["captured"] == 0


def test_a_feed_of_too_many_entries_is_named_and_ends_in_several_polls(
    server: NewsServer, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    links = [server.items(server.feeds[0])[n].url for n in range(7)]
    text = feed(*(item(f"Bridge {n}", link) for n, link in enumerate(links)))
    statuses = []

    async def unchanging(request: web.Request) -> web.Response:
        known = request.headers.get("If-None-Match") == '"1"'
        statuses.append(304 if known else 200)
        return web.Response(status=statuses[-1], text=None if known else text, headers={"ETag": '"1"'})

    server.routes["feeds", "/f"] = unchanging
    url = server.url("feeds", "/f")
    fetched = []
    for _ in range(4):
        ledger = follow(server, url, tmp_path, "--entries-per-poll=3")
        fetched.append((ledger["fetches"].get("fetched", 0), f"{url} announced more" in capfd.readouterr().err))
        server.now += timedelta(days=2)
    assert fetched == [(3, True), (3, True), (1, False), (0, False)]
    # Nothing is told of a version whose entries wait.
    assert statuses == [200, 200, 200, 304]
    assert addresses(tmp_path) == set(links)


def test_robots_that_forbid_the_pages(server: NewsServer, tmp_path: Path) -> None:
    server.feeds[0].robots = "User-agent: *\nDisallow: /2025\n"
    ledger = follow(server, server.feed_url(server.feeds[0]), tmp_path)
    assert ledger["fetches"] == {"refused": 11}
    assert not rows(tmp_path / "articles")
    assert not [one for one in server.seen if "/story-" in one.path]


def test_entries_as_nobody_should_write_them(server: NewsServer, tmp_path: Path) -> None:
    for name in ("a", "b", "c", "d"):
        say(server, "pages", f"/{name}", article(server, f"Title {name}", server.url("pages", f"/{name}")))
    base = server.url("pages")
    future = format_datetime(server.now + timedelta(days=400))
    entries = (
        item("A", base + "a", more="<guid>same</guid>"),
        item("B", base + "b", more="<guid>same</guid>"),
        item("Relative", "/c"),
        item("Script", "javascript:alert(1)", TEXT),
        item("Empty", "", TEXT.replace("bridge", "tunnel")),
        item("Future", base + "d", more=f"<pubDate>{future}</pubDate>"),
    )
    url = say(server, "pages", "/f", feed(*entries), "application/rss+xml")
    ledger = follow(server, url, tmp_path)
    assert ledger["outcomes"] == {"written": 6}
    found = {row["title"]: row["url"] for row in rows(tmp_path / "articles")}
    assert found == {f"Title {n}": base + n for n in ("a", "b", "c", "d")} | {"Script": None, "Empty": None}


def test_a_date_in_the_future_is_kept_and_chooses_no_partition(server: NewsServer, tmp_path: Path) -> None:
    future = server.now + timedelta(days=400)
    more = f"<pubDate>{format_datetime(future)}</pubDate>"
    follow(server, say(server, "feeds", "/f", feed(item("E", None, TEXT, more)), "application/rss+xml"), tmp_path)
    (row,) = rows(tmp_path / "articles")
    assert row["published_at"] == future
    assert [path.name for path in (tmp_path / "articles").iterdir()] == ["date=2025-03-03"]


def test_a_network_that_is_down_is_not_held_against_any_feed(tmp_path: Path) -> None:
    with NewsServer(feeds=4) as server:
        follow(server, server.feed_urls, tmp_path)
    before = states(tmp_path)
    server.now += timedelta(hours=30)
    ledger = follow(server, server.feed_urls, tmp_path)
    assert ledger["polls"] == {"unreachable": 4}
    assert states(tmp_path) == before


# Revisions over rounds


def test_the_addresses_of_an_article_are_one_article(server: NewsServer, tmp_path: Path) -> None:
    text = re.sub(r'<link rel="canonical"[^>]*>', "", article(server, "One"))
    for path in ("/story", "/story/amp"):
        say(server, "example", path, text)
    ledgers = []
    for n, form in enumerate(("?utm_source=rss&utm_medium=feed", "", "/amp", "?fbclid=1")):
        entry = item("One", server.url("example", "/story") + form)
        url = say(server, "feeds", f"/{n}", feed(entry), "application/rss+xml")
        ledgers.append(follow(server, url, tmp_path)["outcomes"])
        server.now += HOUR
    assert ledgers == [{"written": 1}, *[{"duplicate": 1}] * 3]
    assert len(rows(tmp_path / "articles")) == 1


def test_a_recapture_that_brings_nothing_new_is_unchanged(server: NewsServer, tmp_path: Path) -> None:
    say(server, "pages", "/a", article(server, "Same"))
    ledgers = []
    for summary in ("one", "two"):
        entry = item("Same", server.url("pages", "/a"), more=f"<description>{summary}</description>")
        url = say(server, "feeds", "/f", feed(entry), "application/rss+xml")
        ledgers.append(follow(server, url, tmp_path)["outcomes"])
        server.now += timedelta(hours=30)
    assert ledgers == [{"written": 1}, {"unchanged": 1}]


def test_a_newer_cleaner_replaces_the_records_of_its_range(
    server: NewsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = []
    for _ in range(3):
        times.append(server.now)
        follow(server, server.feed_urls[:2], tmp_path)
        server.now += timedelta(hours=26)
    before = rows(tmp_path / "articles")
    middle = {row["capture_uri"] for row in before if row["captured_at"] == times[1]}
    assert 0 < len(middle) < len(before)
    rejected = min(middle)

    monkeypatch.setattr(pipeline.steps, "clean", partial(newer, rejected=rejected))
    span = (f"--since={times[1].isoformat()}", f"--until={times[2].isoformat()}")
    for _ in range(2):
        replay(tmp_path / "archive", tmp_path, *span)
        after = rows(tmp_path / "articles")
        assert len(after) == len({row["capture_uri"] for row in after}) == len(before) - 1
        made = {row["capture_uri"] for row in after if row["pipeline_version"] == "newer"}
        assert made == middle - {rejected}
        assert [row for row in after if row["capture_uri"] not in middle] == [
            row for row in before if row["capture_uri"] not in middle
        ]
    monkeypatch.undo()
    replay(tmp_path / "archive", tmp_path, *span)
    assert rows(tmp_path / "articles") == before


# Other runners


@pytest.mark.parametrize("runner", ["PrismRunner", pytest.param("FlinkRunner", marks=pytest.mark.long)])
def test_a_round_on_other_runners(runner: str, server: NewsServer, tmp_path: Path) -> None:
    if missing := missing_runner(runner):
        pytest.skip(missing)
    follow(server, server.feed_urls, tmp_path / "direct")
    by_command(*arguments(server, server.feed_urls, tmp_path / "other", f"--runner={runner}"))
    for name in ("articles", "_state/feeds", "_ledger"):
        assert digests(tmp_path / "other" / name) == digests(tmp_path / "direct" / name)
