import socket
import string
import time
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.base.address import absolute_url, article_key, canonical_url, registrable_domain

PLAIN = "https://example.com/story"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://Example.COM:443/Story#comments", "https://example.com/Story"),
        ("http://example.com:80", "http://example.com/"),
        ("http://example.com:8080/a", "http://example.com:8080/a"),
        ("https://user:secret@example.com/story", PLAIN),
        (" \n https://example.com/st\nory\t", PLAIN),
        ("https://example.com./story", PLAIN),
        ("https://example.com/a/../story", PLAIN),
        ("https://example.com/%7estory/%2e%2e/story", PLAIN),
        ("https://bücher.example/ä b?q=ü", "https://xn--bcher-kva.example/%C3%A4%20b?q=%C3%BC"),
        ("https://example.com/100%", "https://example.com/100%25"),
        ("https://example.com/a%2fb", "https://example.com/a%2Fb"),
        ("http://[2001:DB8:0::1]/a", "http://[2001:db8::1]/a"),
    ],
)
def test_canonical_url_changes_only_what_servers_do_not_look_at(url: str, expected: str) -> None:
    assert canonical_url(url) == expected


@pytest.mark.parametrize(
    "query",
    [
        "utm_source=a&utm_medium=b",
        "UTM_Source=a",
        "utm%5Fsource=a",
        "&amp;utm_source=a&amp;amp;fbclid=b",
        "fbclid=1&gclid=2&msclkid=3&mc_cid=4&mc_eid=5&igshid=6&_ga=7&yclid=8&dclid=9",
        "at_medium=RSS&ns_campaign=x&cmpid=y&xtor=RSS-1",
        "ref=rss",
        "source=Twitter&via=newsletter",
        "",
        "&&",
    ],
)
def test_tracking_is_removed(query: str) -> None:
    assert canonical_url(f"{PLAIN}?{query}") == PLAIN
    assert canonical_url(f"{PLAIN}?{query}&id=7") == f"{PLAIN}?id=7"


@pytest.mark.parametrize(
    "query",
    [
        "id=1",
        "p=12",
        "b=2&a=1",
        "story=x&page=2",
        "ref=12345",
        "source=ap-1",
        "q=utm_source",
        "a[]=1&a[]=2",
        "id=1;v=2",
    ],
)
def test_a_query_that_identifies_the_article_is_kept_in_order(query: str) -> None:
    assert canonical_url(f"{PLAIN}?{query}") == f"{PLAIN}?{query}"


def test_a_feed_keeps_every_parameter() -> None:
    assert absolute_url("/feed?source=rss&utm_source=x#top", "https://Example.com/") == (
        "https://example.com/feed?source=rss&utm_source=x"
    )


@pytest.mark.parametrize(
    "url", [f"{PLAIN}/", PLAIN, f"{PLAIN}.html", "https://www.example.com/", "http://m.example.com/x"]
)
def test_the_published_address_still_opens(url: str) -> None:
    assert canonical_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "  ",
        "javascript:void(0)",
        "mailto:desk@example.com",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://example.com/",
        "//example.com/story",
        "/story",
        "story",
        "http://",
        "http:///story",
        "http://[::1",
        "http://[nonsense]/",
        "http://example.com:port/",
        "http://example.com:99999/",
        "http://a b/",
        "http://ex..ample/",
        "http://exa\\mple.com/",
        "http://0x7f.1/",
        "http://2130706433/",
        "http://example.com℀.org/",
        "http://\ud800.example/",
        "https://example.com/" + "a" * 9000,
        "https://example.com/" + "ä" * 2000,
    ],
)
def test_an_address_that_cannot_be_opened_is_none(url: str) -> None:
    assert canonical_url(url) is None
    assert absolute_url(url) is None
    assert article_key(url) is None


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("../b?id=1", "https://example.com/b?id=1"),
        ("/b", "https://example.com/b"),
        ("//other.example/b", "https://other.example/b"),
        ("?page=2", "https://example.com/a/x?page=2"),
        ("http://other.example/b", "http://other.example/b"),
        ("", None),
        ("javascript:x", None),
        ("mailto:a@b.example", None),
    ],
)
def test_links_resolve_against_the_base(link: str, expected: str | None) -> None:
    assert canonical_url(link, "https://example.com/a/x") == expected


@pytest.mark.parametrize(
    "variant",
    [
        "http://example.com/story",
        "https://www.example.com/story/",
        "https://m.example.com/story",
        "https://mobile.example.com/story#top",
        "https://amp.example.com/story",
        "https://example.com/story?utm_source=x",
        "https://example.com/amp/story",
        "https://example.com/story/amp/",
        "https://example.com/story/amp.html",
        "https://example.com/story.amp",
        "https://example.com/story?amp",
        "https://example.com/story?amp=1",
        "https://example.com/story?outputType=amp",
        "https://example.com/story?m=1",
        "https://example.com/story/index.html",
        "https://example-com.cdn.ampproject.org/c/s/example.com/story",
        "https://www.google.com/amp/s/example.com/story",
    ],
)
def test_variants_of_one_article_have_one_key(variant: str) -> None:
    assert article_key(variant) == article_key(PLAIN)


def test_mobile_hosts_are_recognised_at_any_depth_and_domains_stay_whole() -> None:
    assert article_key("https://en.m.example.org/x") == article_key("https://en.example.org/x")
    assert article_key("https://m.com/x") != article_key("https://com.com/x")
    assert article_key("https://amp.dev/x") == "amp.dev/x"


@pytest.mark.parametrize(
    "other",
    [
        "https://example.com/Story",
        "https://example.com/story2",
        "https://example.com/story?id=1",
        "https://example.com/story.html",
        "https://news.example.com/story",
        "https://example.com:8443/story",
        "https://example.org/story",
        "https://example.com/stamp/story",
        "https://example.com/",
    ],
)
def test_different_articles_have_different_keys(other: str) -> None:
    assert article_key(other) != article_key(PLAIN)


def test_the_key_does_not_depend_on_the_order_of_the_query() -> None:
    assert article_key(f"{PLAIN}?b=2&a=1") == article_key(f"{PLAIN}?a=1&b=2") != article_key(f"{PLAIN}?a=2&b=1")


def test_an_amp_cache_gives_the_address_of_the_publisher() -> None:
    assert canonical_url("https://a-example.cdn.ampproject.org/v/s/a.example/x?amp_js_v=0.1&id=3") == (
        "https://a.example/x?amp_js_v=0.1&id=3"
    )
    assert canonical_url("https://www.google.co.uk/amp/a.example/x") == "http://a.example/x"


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://news.BBC.co.uk/1", "bbc.co.uk"),
        ("news.bbc.co.uk", "bbc.co.uk"),
        ("https://foo.github.io/x", "foo.github.io"),
        ("https://a.foo.blogspot.com/x", "foo.blogspot.com"),
        ("https://blog.wordpress.com/x", "wordpress.com"),
        ("https://github.io/", "github.io"),
        ("https://www.bücher.de/", "xn--bcher-kva.de"),
        ("http://127.0.0.1:8000/a", "127.0.0.1"),
        ("http://[::1]:8000/a", "[::1]"),
        ("http://localhost/a", "localhost"),
        ("mailto:a@example.com", None),
        ("", None),
        ("/story", None),
    ],
)
def test_registrable_domain(url: str, domain: str | None) -> None:
    assert registrable_domain(url) == domain


def test_the_suffix_list_is_never_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was touched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert registrable_domain("https://never.seen.before.example.co.jp/") == "example.co.jp"


def test_long_and_hostile_addresses_take_bounded_time() -> None:
    start = time.process_time()
    for url in (
        "http://" + "ä." * 4000 + "/",
        "http://" + "ä" * 8000,
        "http://h/" + "/.." * 2700,
        "http://h/?" + "&amp;" * 1600,
    ):
        canonical_url(url)
        article_key(url)
    canonical_url("https://www.google.com/amp/s/" * 280)
    assert time.process_time() - start < 2


PIECES = st.sampled_from(
    (
        *("http://", "https://", "//", "/", "www.", "m.", "amp", "example.com", "a.github.io", ":80", ":443", "@", "?"),
        *("&", "=", "utm_source=", "amp;", "ref=rss", "%", "%2e", "%2F", "..", ".", ";jsessionid=1", "#", "[", "]"),
        *("\\", "ä", " ", "\ud800", "www.google.com/amp/s/", "x.cdn.ampproject.org/c/s/", "index.html", "0x7f"),
        *("127.0.0.1", "\x00", "%zz", "xn--"),
    )
)
ADDRESSES = st.one_of(
    st.text(max_size=60),
    st.lists(PIECES, max_size=12).map("".join),
    st.lists(PIECES, max_size=10).map(lambda pieces: "https://example.com/" + "".join(pieces)),
    st.text(string.printable, max_size=40).map(lambda text: "http://www.example.com/" + text),
)


@given(ADDRESSES, st.none() | ADDRESSES)
def test_any_text_gives_an_address_that_stays_as_it_is(url: str, base: str | None) -> None:
    for form in (canonical_url, absolute_url):
        found = form(url, base)
        if found is None:
            continue
        assert found == form(found) == form(found, base)
        parts = urlsplit(found)
        assert parts.scheme in ("http", "https")
        assert parts.hostname
        assert parts.username is None
        assert not parts.fragment
        assert found.isascii()
        assert " " not in found


@given(ADDRESSES)
def test_an_article_keeps_its_key_when_its_address_is_made_canonical(url: str) -> None:
    found = canonical_url(url)
    assert (article_key(url) is None) == (found is None)
    if found is not None:
        assert article_key(found) == article_key(url)
        assert article_key(found.replace("https://", "http://", 1)) == article_key(url) or ":" in found[8:]
    assert registrable_domain(url) is None or registrable_domain(url) == registrable_domain(
        str(registrable_domain(url))
    )
