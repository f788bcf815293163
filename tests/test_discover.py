from hypothesis import given
from hypothesis import strategies as st

from transforms.crawl.discover import discover_feeds

SITE = "https://example.com/news/"


def page(head: str, body: str = "") -> bytes:
    head = f"<meta charset=utf-8><title>Ü</title>{head}"
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def test_the_main_feed_comes_first() -> None:
    head = """<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">
    <link rel="alternate" type="application/json+oembed" href="/oembed?url=x">
    <link rel="alternate" hreflang="fr" href="/fr/"><link rel="stylesheet" href="/a.css">
    <link rel="alternate" type="application/feed+json" href="/feed.json">
    <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">
    <LINK REL="Alternate Home" TYPE="application/rss+xml; charset=utf-8" HREF="rss?a=1&amp;b=ü">
    <link rel="alternate" type="application/atom+xml" href="//feeds.example.com/atom">
    <link rel="alternate" type="application/rss+xml" href="rss?a=1&amp;b=ü">
    <link rel="alternate" type="application/rss+xml" href="">
    <link rel="alternate" type="application/rss+xml" href="javascript:x">"""
    assert discover_feeds(page(head), SITE) == (
        "https://example.com/news/rss?a=1&b=%C3%BC",
        "https://feeds.example.com/atom",
        "https://example.com/feed.json",
        "https://example.com/comments/feed/",
    )


def test_links_are_relative_to_the_base_of_the_page() -> None:
    head = '<base href="/de/"><link rel="feed" href="feed.xml">'
    assert discover_feeds(page(head), SITE) == ("https://example.com/de/feed.xml",)


def test_a_page_without_a_feed() -> None:
    assert discover_feeds(page("", "<!-- <link rel=alternate type=application/rss+xml href=/x> -->"), SITE) == ()
    assert discover_feeds(b"", SITE) == ()
    assert discover_feeds(b"\0\xff" * 50, SITE) == ()
    assert discover_feeds(b"<div>" * 100_000, SITE) == ()


@given(st.binary(max_size=200), st.text(max_size=20))
def test_any_bytes_are_a_page(html: bytes, url: str) -> None:
    discover_feeds(html, url)
    discover_feeds(b"<link rel=alternate type=application/rss+xml href='" + html + b"'>", url)
