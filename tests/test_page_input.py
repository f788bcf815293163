"""An address as an input: of a feed, of a site that names its feed, or of an article."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import digests, rows
from tests.newsserver import NewsServer, answer
from tests.rounds import follow, replay
from tests.streams import WINDOW, needs, stream
from tests.test_follow import states

PARAGRAPH = "<p>The ferry to the islands runs again after its winter repairs, the company said on Monday.</p>"
FEED = "<link rel='alternate' type='application/rss+xml' href='/feed.xml'>"
OPEN_GRAPH = "<meta property='og:type' content='article'>"
JSON_LD = '<script type="application/ld+json">{"@type": ["NewsArticle"], "headline": "Ferry runs"}</script>'


@pytest.fixture
def server() -> Iterator[NewsServer]:
    with NewsServer(feeds=1) as server:
        yield server


def page(head: str = "", articles: int = 1) -> str:
    body = f"<article><h1>Ferry runs</h1>{PARAGRAPH * 4}</article>" * articles
    return f"<html lang=en><head><title>Ferry runs</title>{head}</head><body>{body or PARAGRAPH * 4}</body></html>"


@pytest.mark.parametrize(
    ("path", "html"),
    [
        ("/ferry", page(FEED + OPEN_GRAPH)),
        ("/ferry", page(FEED + JSON_LD)),
        ("/ferry", page()),
        ("/ferry.html", page(articles=0)),
    ],
)
def test_the_address_of_an_article_is_fetched_archived_and_written(
    server: NewsServer, tmp_path: Path, path: str, html: str
) -> None:
    server.routes[path] = answer(html, "text/html")
    url = server.url("pages", path)
    ledger = follow(server, url, tmp_path / "out", "--fail-on=all")
    assert (ledger["polls"], ledger["fetches"]) == ({"page": 1}, {"fetched": 1})
    (row,) = rows(tmp_path / "out" / "articles")
    assert (row["url"], row["title"], row["feed_url"]) == (url, "Ferry runs", None)
    assert row["capture_uri"].startswith("archive/pages/")
    assert not states(tmp_path / "out")
    before = digests(tmp_path / "out" / "articles")
    follow(server, url, tmp_path / "out")
    assert digests(tmp_path / "out" / "articles") == before
    replay(tmp_path / "out" / "archive", tmp_path / "again")
    assert digests(tmp_path / "again" / "articles") == before


def test_the_address_of_an_article_is_written_once_by_a_stream(server: NewsServer, tmp_path: Path) -> None:
    needs("PrismRunner")
    server.routes["/ferry.html"] = answer(page(articles=0), "text/html")
    url, output = server.url("pages", "/ferry.html"), tmp_path / "out"
    command = stream("PrismRunner", url, output, "--run-for=15s")
    # What stands behind the flag is an input.
    command[2:6] = ["--output", str(output), "--streaming", url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    (row,) = rows(output / "articles")
    assert (row["url"], row["title"], row["feed_url"]) == (url, "Ferry runs", None)
    assert [one.path for one in server.seen].count("/ferry.html") == 2  # Asked what it is, and fetched.
    replay(output / "archive", tmp_path / "again", *WINDOW)
    assert digests(tmp_path / "again" / "articles") == digests(output / "articles")


def test_a_site_that_names_its_feed_is_followed(server: NewsServer, tmp_path: Path) -> None:
    named = FEED.replace("/feed.xml", server.feed_urls[0])
    server.routes["/home"] = answer(page(named, articles=3), "text/html")
    ledger = follow(server, server.url("pages", "/home"), tmp_path)
    assert ledger["polls"] == {"fetched": 1}
    assert list(states(tmp_path)) == [server.url("pages", "/home")]


def test_an_article_in_a_list_of_feeds_is_not_a_feed(server: NewsServer, tmp_path: Path) -> None:
    server.routes["/ferry"] = answer(page(OPEN_GRAPH), "text/html")
    (tmp_path / "feeds.txt").write_text(server.url("pages", "/ferry"))
    assert follow(server, tmp_path / "feeds.txt", tmp_path / "out")["polls"] == {"not-a-feed": 1}


def test_a_feed_that_redirects_adds_no_reject(server: NewsServer, tmp_path: Path) -> None:
    from aiohttp import web

    async def away(request: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": server.feed_urls[0]})

    server.routes["/old"] = away
    ledger = follow(server, server.url("pages", "/old"), tmp_path)
    assert ledger["polls"] == {"fetched": 1}
    assert (ledger["reasons"], rows(tmp_path / "rejects") if (tmp_path / "rejects").exists() else []) == ({}, [])
    assert rows(tmp_path / "articles")


def test_folders_of_an_opml_are_told_of_its_feeds(
    server: NewsServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from pipeline.cli import main

    feed = f'<outline type="rss" text="F" xmlUrl="{server.feed_urls[0]}"/>'
    outlines = (
        f'<outline text="News"><outline text="Europe">{feed}</outline></outline><outline text="Mine">{feed}</outline>'
    )
    (tmp_path / "feeds.opml").write_text(f'<opml version="2.0"><body>{outlines}</body></opml>')
    follow(server, tmp_path / "feeds.opml", tmp_path / "out")
    (state,) = states(tmp_path / "out").values()
    assert state.folders == ("News/Europe", "Mine")
    capsys.readouterr()
    assert main(["feeds", str(tmp_path / "out")]) == 0
    assert "in News/Europe, Mine" in capsys.readouterr().out
