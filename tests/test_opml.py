import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.reject import Reason, Unusable
from transforms.read.feed.opml import FeedSource, feed_list, is_feed_list, is_opml

OPML = """<?xml version="1.0" encoding="{}"?><!-- mine --><opml version="2.0"><head><title>News</title></head><body>
<outline text="City"><outline type="rss" text="Brücke &amp; Café – 日本" xmlUrl="https://example.com/a.xml?x=1&amp;y=2"/>
<outline type="rss" title="Two" xmlUrl="feed://example.com/b.xml"/></outline>
<outline text="again" xmlUrl="https://example.com/a.xml?x=1&amp;y=2"/><outline text="Site" htmlUrl="https://site.example"/>
<outline text="bad" xmlUrl="javascript:x"/><outline type="include" url="https://example.com/more.opml" text="more"/>
</body></opml>"""
BAD = "feed 3: 'javascript:x' is not an http or https address; write its address, or # before it"
FEEDS = (
    FeedSource(url="https://example.com/a.xml?x=1&y=2", title="Brücke & Café – 日本", folders=("City",)),
    FeedSource(url="http://example.com/b.xml", title="Two", folders=("City",)),
    FeedSource(url="javascript:x", title="bad", problem=BAD),
)


@pytest.mark.parametrize(("declared", "encoding"), [("utf-8", "utf-8"), ("iso-8859-1", "utf-8"), ("utf-16", "utf-16")])
def test_opml(declared: str, encoding: str) -> None:
    body = OPML.format(declared).encode(encoding)
    assert feed_list(body) == FEEDS
    assert is_opml(body)
    assert is_feed_list(body)


def test_opml_that_is_cut_off_gives_what_is_there() -> None:
    assert feed_list(OPML.format("utf-8").encode()[:330])[0] == FEEDS[0]


def test_plain_list() -> None:
    body = b"""\xef\xbb\xbf# my feeds

https://example.com/a.xml
  https://Example.com/b.xml\tThe B feed
https://example.com/c.xml # slow
feed:https://example.com/d.xml
https://example.com/a.xml
example.com/e.xml
"""
    assert feed_list(body) == (
        FeedSource(url="https://example.com/a.xml"),
        FeedSource(url="https://example.com/b.xml", title="The B feed"),
        FeedSource(url="https://example.com/c.xml"),
        FeedSource(url="https://example.com/d.xml"),
        FeedSource(
            url="example.com/e.xml",
            problem="line 8: 'example.com/e.xml' is not an http or https address; write https://example.com/e.xml",
        ),
    )


@pytest.mark.parametrize(
    "line", ["<{}>", '"{}"', "{},", "- {}", "* {}", "1. {}", "2) <{}>", "\u200b{}", "\u00a0{}\u00a0", "feed:{}"]
)
def test_an_address_with_marks_around_it(line: str) -> None:
    body = f"{line.format('https://example.com/a.xml')}\r\n{line.format('https://example.com/b.xml')}\r\n".encode()
    assert is_feed_list(body)
    assert feed_list(body) == (
        FeedSource(url="https://example.com/a.xml"),
        FeedSource(url="https://example.com/b.xml"),
    )


def test_hosts_without_a_scheme_are_a_list_of_mistakes() -> None:
    body = b"example.com/rss\nfeeds.example.org\n"
    assert is_feed_list(body)
    assert [source.problem is not None for source in feed_list(body)] == [True, True]


def test_a_feed_within_a_feed_is_in_no_folder() -> None:
    inner = '<outline text="b" xmlUrl="https://example.com/b.xml"/>'
    body = f'<opml version="2.0"><body><outline xmlUrl="https://example.com/a.xml">{inner}</outline></body></opml>'
    assert [source.folders for source in feed_list(body.encode())] == [(), ()]


def test_what_a_list_has_commented_out_is_not_followed() -> None:
    gone = '<outline text="Old" isComment="true"><outline xmlUrl="https://example.com/a.xml"/></outline>'
    gone += '<outline xmlUrl="https://example.com/b.xml" isComment="true"/>'
    body = f'<opml version="2.0"><body>{gone}<outline xmlUrl="https://example.com/c.xml"/></body></opml>'
    assert [source.url for source in feed_list(body.encode())] == ["https://example.com/c.xml"]


def test_a_list_as_people_write_them_is_read() -> None:
    body = """<opml><body><outline title="A & B"><outline XMLURL=https://example.com/a.xml text="Caf&eacute;">
<outline text="C" category="/x/y, z" xmlurl="https://example.com/b.xml?c=1&d=2"></outline></body></opml>"""
    assert feed_list(body.encode()) == (
        FeedSource(url="https://example.com/a.xml", title="Café", folders=("A & B",)),
        FeedSource(url="https://example.com/b.xml?c=1&d=2", title="C", folders=("x/y", "z", "A & B")),
    )


def test_an_outline_of_a_feed_may_name_it_by_its_url() -> None:
    body = """<opml version="1.0"><body><outline text="City"><outline type="rss" text="A" url="https://example.com/a.xml"/>
<outline type="Atom" url="https://example.com/b.xml"/><outline type="rss" xmlUrl="" url="https://example.com/c.xml"/>
<outline type="rss" xmlUrl="https://example.com/d.xml" url="https://example.com/d.html"/></outline>
<outline type="link" url="https://example.com/e.xml"/><outline type="include" url="https://example.com/f.opml"/>
<outline text="g" url="https://example.com/g.html"/></body></opml>"""
    found = feed_list(body.encode())
    assert [source.url for source in found] == [f"https://example.com/{name}.xml" for name in "abcd"]
    assert {source.folders for source in found} == {("City",)}


def test_a_feed_in_many_folders_takes_time_in_proportion() -> None:
    def seconds(folders: int) -> float:
        inner = '<outline xmlUrl="https://example.com/a.xml"/>'
        body = "".join(f'<outline text="{n}">{inner}</outline>' for n in range(folders))
        started = time.process_time()
        (source,) = feed_list(f"<opml><body>{body}</body></opml>".encode())
        assert source.folders == tuple(map(str, range(folders)))
        return time.process_time() - started

    # Four times as many take four times as long; sixteen would be the square.
    assert min(seconds(8000) / seconds(2000) for _ in range(5)) < 8


def test_an_article_is_not_a_list_of_feeds() -> None:
    assert is_feed_list(b"# feeds\nhttps://example.com/a.xml\n\nhttp://example.com/b.xml")
    assert not is_feed_list(b"https://example.com/a.xml\nThe bridge opened today.")
    assert not is_feed_list(b"# only a comment")
    assert not is_feed_list(b"<rss><channel><item><title>opml</title></item></channel></rss>")
    assert not is_opml(b"<html><body>about <opml></body></html>")


@pytest.mark.parametrize("body", [b"", b"# nothing\n", b"<opml><body/></opml>"])
def test_a_list_without_a_feed(body: bytes) -> None:
    with pytest.raises(Unusable) as raised:
        feed_list(body)
    assert raised.value.reason is Reason.EMPTY


def test_entities_of_a_list_do_not_expand() -> None:
    entities = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    body = f'<!DOCTYPE opml [<!ENTITY l0 "lol">{entities}]><opml><body><outline text="&l11;" xmlUrl="https://a.example"/></body></opml>'
    assert feed_list(body.encode())[0].url == "https://a.example/"


@given(
    st.binary(max_size=100) | st.text(max_size=100).map(lambda text: f"<opml>{text}<outline xmlUrl='{text}'>".encode())
)
def test_any_bytes_are_a_list_or_unusable(body: bytes) -> None:
    is_feed_list(body)
    with contextlib.suppress(Unusable):
        assert all(source.url for source in feed_list(body))
