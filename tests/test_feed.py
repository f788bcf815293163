import contextlib
import gzip
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.capture import Media
from schemas.reject import Reason, Unusable
from transforms.clean.stage import clean as clean_document
from transforms.extract.stage import extract
from transforms.read.feed import Entry, Feed, FeedFormat, captures, looks_like_feed, model, parse_feed

URL = "https://example.com/news/feed.xml"


def rss(items: str, channel: str = "", root: str = "", head: str = '<?xml version="1.0" encoding="utf-8"?>') -> bytes:
    return f'{head}<rss version="2.0" {root}><channel><title>Desk</title>{channel}{items}</channel></rss>'.encode()


def atom(entries: str, feed: str = "", root: str = "") -> bytes:
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {root}><title>Desk</title>{feed}{entries}</feed>'.encode()


def json_feed(*items: object, **more: object) -> bytes:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Desk", "items": items, **more}).encode()


def only(body: bytes, url: str | None = URL, content_type: str | None = None) -> Entry:
    (entry,) = parse_feed(body, url=url, content_type=content_type).entries
    return entry


def fragments(feed: Feed) -> list[str]:
    return [capture.uri.removeprefix("feed.xml#") for capture in captures(feed, "feed.xml")]


RSS = rss(
    """<item><title>Bridge &amp; tunnel &lt;b&gt;open&lt;/b&gt;</title><link>https://example.com/1?utm_source=rss</link>
    <guid isPermaLink="false">tag:1</guid><pubDate>Sat, 07 Sep 2002 02:00:01 +0200</pubDate>
    <dc:creator>Ann Lee</dc:creator><dc:creator>Bo Li</dc:creator><category>City</category><category>City</category>
    <description>A short summary…</description>
    <content:encoded><![CDATA[<p>The bridge opened &amp; the band played for a long time.</p>]]></content:encoded>
    </item>""",
    "<link>https://example.com/</link><language>en_us</language><ttl>90</ttl>"
    "<lastBuildDate>Sat, 07 Sep 2002 10:00:00 GMT</lastBuildDate>"
    "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>",
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"',
)


def test_rss() -> None:
    feed = parse_feed(RSS, url=URL)
    assert (feed.kind, feed.title, feed.url, feed.site_url) == (FeedFormat.RSS, "Desk", URL, "https://example.com/")
    assert (feed.language, feed.ttl, feed.update_period) == ("en-US", timedelta(minutes=90), timedelta(minutes=30))
    assert feed.updated_at == datetime(2002, 9, 7, 10, tzinfo=UTC)
    assert not feed.recovered
    (entry,) = feed.entries
    announcement = entry.announcement
    assert (announcement.feed_url, announcement.entry_id, announcement.title) == (URL, "tag:1", "Bridge & tunnel open")
    # What is fetched is the address as announced; tracking is removed from what is published.
    assert announcement.url == "https://example.com/1?utm_source=rss"
    assert (announcement.authors, announcement.tags, announcement.language) == (
        ("Ann Lee", "Bo Li"),
        ("City",),
        "en-US",
    )
    assert (announcement.published_at, announcement.modified_at) == (datetime(2002, 9, 7, 0, 0, 1, tzinfo=UTC), None)
    assert entry.content == "<p>The bridge opened &amp; the band played for a long time.</p>"
    assert entry.content_is_full


def test_captures_are_pages_with_what_the_feed_says() -> None:
    (capture,) = captures(parse_feed(RSS, url=URL), "seeds/a.xml")
    assert capture.uri == "seeds/a.xml#tag%3A1"
    assert (capture.media, capture.charset, capture.last_modified) == (Media.HTML, "utf-8", None)
    assert capture.captured_at == datetime(2002, 9, 7, 10, tzinfo=UTC)
    assert capture.url == capture.announcement.url == "https://example.com/1?utm_source=rss"
    assert b"<p>The bridge opened" in capture.body


def test_atom() -> None:
    entry = """<entry xml:lang="fr"><id>tag:2</id><title type="html">Le &amp;lt;pont&amp;gt; &amp;amp; l'eau</title>
    <link rel="enclosure" href="a.mp3"/><link href="deux"/><author><name>Ann</name></author>
    <category term="x" label="Ville"/><published>2020-05-01T10:00:00+02:00</published>
    <updated>2020-05-02T00:00:00Z</updated>
    <content type="text">Premier.
Second: 1 &lt; 2.</content></entry>"""
    feed = parse_feed(
        atom(entry, '<updated>2020-05-03T00:00:00Z</updated><link href="/"/>', 'xml:base="https://b.example/a/"'),
        url=URL,
    )
    assert (feed.kind, feed.updated_at) == (FeedFormat.ATOM, datetime(2020, 5, 3, tzinfo=UTC))
    (found,) = feed.entries
    announcement = found.announcement
    assert (announcement.url, announcement.title, announcement.language) == (
        "https://b.example/a/deux",
        "Le <pont> & l'eau",
        "fr",
    )
    assert (announcement.authors, announcement.tags) == (("Ann",), ("Ville",))
    assert announcement.published_at == datetime(2020, 5, 1, 8, tzinfo=UTC)
    assert announcement.modified_at == datetime(2020, 5, 2, tzinfo=UTC)
    assert (found.media, found.content) == (Media.TEXT, "Premier.\nSecond: 1 < 2.")
    assert [c.body for c in captures(feed, "u")] == [b"Premier.\nSecond: 1 < 2."]


def test_atom_xhtml_is_html() -> None:
    content = '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One <em>two</em></p></div></content>'
    entry = only(atom(f"<entry><id>1</id><title>t</title>{content}</entry>"))
    assert (entry.media, entry.content) == (Media.HTML, "<p>One <em>two</em></p>")


def test_rdf() -> None:
    body = b"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://example.com/">
    <title>Desk</title><link>https://example.com/</link><dc:date>2004-01-02</dc:date></channel>
    <item rdf:about="https://example.com/1"><title>One</title><link>https://example.com/1</link>
    <description>Text</description><dc:date>2004-01-01T12:00:00</dc:date></item></rdf:RDF>"""
    feed = parse_feed(body, url=URL)
    assert (feed.kind, feed.updated_at) == (FeedFormat.RSS, datetime(2004, 1, 2, tzinfo=UTC))
    announcement = feed.entries[0].announcement
    assert (announcement.entry_id, announcement.url) == ("https://example.com/1", "https://example.com/1")
    assert announcement.published_at == datetime(2004, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("version", ["0.90", "0.91", "0.92"])
def test_old_rss_with_its_doctype(version: str) -> None:
    head = '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss.dtd">'
    item = "<item><title>Caf&eacute;</title></item>"
    body = f'{head}<rss version="{version}"><channel><title>D</title>{item}</channel></rss>'
    assert only(body.encode()).announcement.title == "Café"


def test_json_feed_1_1() -> None:
    item = {
        "id": "1",
        "url": "/one",
        "title": "One",
        "content_html": "<p>Text &amp; more</p>",
        "summary": "S",
        "authors": [{"name": "Ann"}, {"name": "Bo"}, {"url": "x"}],
        "tags": ["a", "a", "b", 3],
        "date_published": "2020-01-01T00:00:00-05:00",
        "date_modified": "2020-01-02T00:00:00Z",
        "language": "de",
    }
    feed = parse_feed(json_feed(item, language="en", home_page_url="https://example.com/"), url=None)
    assert (feed.kind, feed.title, feed.language, feed.updated_at) == (FeedFormat.JSON, "Desk", "en", None)
    entry = feed.entries[0]
    announcement = entry.announcement
    assert (announcement.url, announcement.authors, announcement.tags, announcement.language) == (
        "https://example.com/one",
        ("Ann", "Bo"),
        ("a", "b"),
        "de",
    )
    assert announcement.published_at == datetime(2020, 1, 1, 5, tzinfo=UTC)
    assert (entry.media, entry.content, entry.content_is_full) == (Media.HTML, "<p>Text &amp; more</p>", True)


def test_json_feed_1_0_with_numbers_text_and_items_that_are_none() -> None:
    items = [
        {"id": 7, "external_url": "https://o.example/", "content_text": "1 < 2\nnew line", "author": {"name": "Ann"}},
        3,
        None,
    ]
    feed = parse_feed(json_feed(*items, version="https://jsonfeed.org/version/1"), url=URL)
    (entry,) = feed.entries
    announcement = entry.announcement
    assert (announcement.entry_id, announcement.url, announcement.authors) == ("7", "https://o.example/", ("Ann",))
    assert (entry.media, entry.content) == (Media.TEXT, "1 < 2\nnew line")
    assert [problem.position for problem in feed.problems] == [1, 2]


NEWS = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://example.com/1</loc><lastmod>2021-02-03</lastmod><image:image><image:title>No</image:title></image:image>
<news:news><news:publication><news:name>Desk</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2021-02-02T10:00:00Z</news:publication_date><news:title>A &amp; B</news:title>
<news:keywords>x, y,</news:keywords></news:news></url><url><loc>https://example.com/about</loc></url></urlset>"""


def test_a_news_sitemap_is_a_feed() -> None:
    feed = parse_feed(NEWS, url=URL)
    assert feed.kind is FeedFormat.NEWS_SITEMAP
    announcement = feed.entries[0].announcement
    assert (announcement.url, announcement.title, announcement.tags, announcement.language) == (
        "https://example.com/1",
        "A & B",
        ("x", "y"),
        "en",
    )
    assert announcement.published_at == datetime(2021, 2, 2, 10, tzinfo=UTC)
    assert announcement.modified_at == datetime(2021, 2, 3, tzinfo=UTC)
    assert [problem.position for problem in feed.problems] == [1]


def test_a_sitemap_index_lists_sitemaps_and_gives_no_captures() -> None:
    body = b"<sitemapindex><sitemap><loc>https://example.com/news.xml</loc><lastmod>2021-01-01</lastmod></sitemap></sitemapindex>"
    feed = parse_feed(body, url=URL)
    assert (feed.kind, feed.entries[0].announcement.url) == (FeedFormat.SITEMAP_INDEX, "https://example.com/news.xml")
    assert list(captures(feed, "u")) == []


def test_a_sitemap_of_a_whole_site_is_no_feed() -> None:
    with pytest.raises(Unusable) as raised:
        parse_feed(b"<urlset><url><loc>https://example.com/</loc></url></urlset>", url=URL)
    assert raised.value.reason is Reason.MALFORMED


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", Reason.EMPTY),
        (b" \n\0", Reason.EMPTY),
        (b"\xef\xbb\xbf", Reason.EMPTY),
        (b"<!DOCTYPE html><title>x</title><p>News", Reason.MALFORMED),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', Reason.MALFORMED),
        (b"Not found", Reason.MALFORMED),
        (b"<error>no</error>", Reason.MALFORMED),
        (b"{", Reason.MALFORMED),
        (b'[{"id": 1}]', Reason.MALFORMED),
        (b'{"items": [{"id": "1"}]}', Reason.MALFORMED),
        (b'{"version": "https://jsonfeed.org/version/1"}', Reason.MALFORMED),
        (b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 200_000, Reason.MALFORMED),
        (bytes(range(256)) * 8, Reason.MALFORMED),
    ],
    ids=lambda value: str(value[:20]),
)
def test_a_document_that_is_not_a_feed_is_unusable_for_a_named_reason(body: bytes, reason: Reason) -> None:
    with pytest.raises(Unusable) as raised:
        parse_feed(body, url=URL)
    assert raised.value.reason is reason
    assert raised.value.message


ITEM = "<item><title>One &amp; two</title><link>https://example.com/1</link><description>Text</description></item>"


@pytest.mark.parametrize(
    "body",
    [
        rss(ITEM.replace("&amp;", "&")),
        rss(ITEM.replace("Text", "a&nbsp;b &unknown; &#0; &#xD800; &#99999999999; \x0b")),
        rss(ITEM)[: -len("</channel></rss>")],
        rss(ITEM)[: -len("</channel></rss>")] + b"<item><title>cut o",
        rss(ITEM) + b"<script>tracker()</script>",
        b"\n\n  <br />\n<b>Warning</b>: include() failed<br/>\n" + rss(ITEM),
        rss(ITEM.replace("<description>", "<media:thing a='1'/><description>")),
        rss(ITEM.replace("Text", "<p>Text</div><br>")),
        b"\xef\xbb\xbf" + rss(ITEM),
        rss(ITEM).replace(b"Text", b"Te\0xt"),
        rss(ITEM).decode().replace("utf-8", "utf-16").encode("utf-16"),
    ],
    ids=["ampersand", "entities", "end", "cut", "after", "before", "prefix", "tags", "bom", "nul", "utf-16"],
)
def test_a_feed_that_is_not_well_formed_gives_what_is_there(body: bytes) -> None:
    entry = parse_feed(body, url=URL).entries[0]
    assert entry.announcement.title == "One & two"
    assert entry.announcement.url == "https://example.com/1"


@pytest.mark.parametrize(
    ("declared", "encoded", "content_type"),
    [
        ("iso-8859-1", "cp1252", None),
        ("utf-8", "cp1252", None),
        ("iso-8859-1", "utf-8", None),
        ("utf-8", "utf-8", "text/xml; charset=iso-8859-1"),
        ("utf-8", "utf-8", "text/html"),
        ("nonsense", "utf-8", "application/xml; charset=nonsense"),
        (None, "cp1252", "text/xml; charset=windows-1252"),
        (None, "utf-8", "text/xml"),
        ("windows-1251", "windows-1251", None),
    ],
)
def test_charset_wrong_or_missing(declared: str | None, encoded: str, content_type: str | None) -> None:
    title = "Городские новости сегодня" if encoded == "windows-1251" else "Über die Brücke fährt ein “Café” – für alle"
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    body = rss(f"<item><title>{title}</title></item>", head=head).decode().encode(encoded)
    assert only(body, content_type=content_type).announcement.title == title


def test_an_entity_bomb_costs_nothing() -> None:
    entities = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    head = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{entities}<!ENTITY big "{"a" * 50_000}">]>'
    start = time.process_time()
    entry = only(rss(f"<item><title>&l11;</title><description>{'&big;' * 50_000}</description></item>", head=head))
    assert time.process_time() - start < 5
    assert entry.announcement.title == "&l11;"


def test_external_entities_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    head = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    item = "<item><title>&x;</title></item>"
    for body in (rss(item, head=head), head.encode() + NEWS[21:].replace(b"A &amp; B", b"&x;")):
        assert "SECRET" not in repr(parse_feed(body, url=URL))


def test_a_body_that_is_an_address_or_a_path_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(RSS)
    for body in (str(path).encode(), path.as_uri().encode(), b"http://127.0.0.1:9/"):
        with pytest.raises(Unusable):
            parse_feed(body, url=None)


def test_ten_thousand_entries_on_one_line() -> None:
    body = rss("".join(f"<item><guid>g{i}</guid><title>T{i}</title></item>" for i in range(10_000)))
    feed = parse_feed(body, url=URL)
    assert [entry.announcement.entry_id for entry in feed.entries] == [f"g{i}" for i in range(10_000)]
    assert len(set(fragments(feed))) == 10_000


def test_a_title_of_a_megabyte_is_kept_as_it_is() -> None:
    title = "word " * 200_000 + "end"
    assert only(rss(f"<item><title>{title}</title></item>")).announcement.title == title


def test_a_feed_without_dates_has_no_time_of_capture() -> None:
    feed = parse_feed(rss(ITEM), url=URL)
    assert feed.updated_at is None
    assert [capture.captured_at for capture in captures(feed, "u")] == [None]


def test_fragments_are_guid_else_link_else_position_and_never_twice() -> None:
    items = (
        "<item><guid isPermaLink='false'>a b/ü~2</guid></item><item><guid isPermaLink='false'>x</guid></item>"
        "<item><guid isPermaLink='false'>x</guid><title>again</title></item><item><link>https://example.com/1</link></item>"
        f"<item><title>only</title></item><item><guid isPermaLink='false'>{'g' * 5000}1</guid></item>"
        f"<item><guid isPermaLink='false'>{'g' * 5000}2</guid></item><item><guid isPermaLink='false'>x~2</guid></item>"
    )
    found = fragments(parse_feed(rss(items), url=URL))
    assert found[:5] == ["a%20b%2F%C3%BC%7E2", "x", "x~2", "https%3A%2F%2Fexample.com%2F1", "~4"]
    assert found[7] == "x%7E2"
    assert len(set(found)) == 8
    assert max(map(len, found)) <= 210


def test_an_entry_without_content_is_an_empty_capture_and_not_lost() -> None:
    feed = parse_feed(rss("<item><title>Headline</title><link>https://example.com/1</link></item><item/>"), url=URL)
    assert [capture.body for capture in captures(feed, "u")] == [b"", b""]


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("story", "https://example.com/news/story"),
        ("/story", "https://example.com/story"),
        ("javascript:alert(1)", None),
        ("mailto:a@example.com", None),
        ("", None),
        ("https://user:secret@example.com/x", "https://example.com/x"),
        ("https://example.com:port/", None),
        ("https://example.com/?a=1&amp;copy=2&amp;x=3", "https://example.com/?a=1&copy=2&x=3"),
    ],
)
def test_links(link: str, expected: str | None) -> None:
    assert only(rss(f"<item><title>t</title><link>{link}</link></item>")).announcement.url == expected
    if "&" not in link:
        assert only(json_feed({"id": "1", "url": link})).announcement.url == expected
        assert only(atom(f'<entry><id>x</id><title>t</title><link href="{link}"/></entry>')).announcement.url in (
            expected,
            None if link else URL,
        )


@pytest.mark.parametrize(
    ("description", "full"),
    [
        ("<content:encoded>&lt;p&gt;A long text.&lt;/p&gt;</content:encoded><description>A</description>", True),
        ("<content:encoded>&lt;p&gt;A long [&amp;#8230;]&lt;/p&gt;</content:encoded>", False),
        ("<content:encoded>&lt;p&gt;A long …&lt;/p&gt;</content:encoded>", False),
        ("<description>Only a summary.</description>", False),
    ],
)
def test_content_is_full(description: str, full: bool) -> None:
    root = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    assert only(rss(f"<item><title>t</title>{description}</item>", root=root)).content_is_full is full


def test_a_guid_is_a_link_only_when_it_is_an_address() -> None:
    items = "<item><guid>12345</guid></item><item><guid>https://example.com/1</guid></item>"
    announcement = [entry.announcement for entry in parse_feed(rss(items), url=URL).entries]
    assert [(a.entry_id, a.url) for a in announcement] == [("12345", None), ("https://example.com/1",) * 2]


def test_relative_links_of_rss_belong_to_the_site() -> None:
    body = rss("<item><title>t</title><link>/1</link></item>", "<link>https://site.example/</link>")
    assert only(body, "https://feeds.example/x").announcement.url == "https://site.example/1"


def test_addresses_are_not_taken_for_authors() -> None:
    entry = only(rss("<item><title>t</title><author>desk@example.com</author></item>"))
    assert entry.announcement.authors == ()
    entry = only(rss("<item><title>t</title><author>desk@example.com (Ann Lee)</author></item>"))
    assert entry.announcement.authors == ("Ann Lee",)


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ("<author>desk@harwick.online</author>", ()),
        ("<author>ina.grell@harwick.online (Ina Grell)</author>", ("Ina Grell",)),
        ("<dc:creator>Ned Fosse (mailto:ned@press.example)</dc:creator>", ("Ned Fosse",)),
        ("<author>Ned Fosse &lt;ned@press.example&gt;</author>", ("Ned Fosse",)),
        ("<dc:creator>Ann Stowe, Morrow News</dc:creator>", ("Ann Stowe",)),
        ("<dc:creator>Doe, Jane</dc:creator>", ("Jane Doe",)),
        ("<dc:creator>Jane Doe | The Outlet</dc:creator>", ("Jane Doe",)),
        ("<dc:creator>Jane Doe | Desk</dc:creator>", ("Jane Doe",)),
        ("<dc:creator>Ann Lee, Bo Li</dc:creator>", ("Ann Lee, Bo Li",)),
        ("<dc:creator>Morrow News</dc:creator>", ("Morrow News",)),
        ("<author>a@x.example (Jane Doe), b@x.example (John Roe)</author>", ("Jane Doe, John Roe",)),
        ("<author>Jane Doe/jane@x.example</author>", ("Jane Doe",)),
        ("<dc:creator>Jane Doe @janedoe</dc:creator>", ("Jane Doe",)),
        ("<dc:creator>Jane Doe (Harwick Post)</dc:creator>", ("Jane Doe",)),
        ("<dc:creator>Jane Doe / Harwick Post</dc:creator>", ("Jane Doe",)),
        ("<dc:creator>Jane Doe for The Harwick Post</dc:creator>", ("Jane Doe",)),
        ("<dc:creator>Jane Doe • Harwick Post</dc:creator>", ("Jane Doe",)),
        ("<dc:creator>Doe, Jane, Harwick Post</dc:creator>", ("Jane Doe",)),
        ("<dc:creator>Jane Doe (AFP), John Roe (AFP)</dc:creator>", ("Jane Doe, John Roe, AFP",)),
        ("<dc:creator>Jane Doe, AFP</dc:creator>", ("Jane Doe, AFP",)),
        ("<dc:creator>Jane Doe/John Roe</dc:creator>", ("Jane Doe", "John Roe")),
        ("<dc:creator>DOE, Jane</dc:creator>", ("Jane Doe",)),
        ("<dc:creator>Van Dyke, Jane; Roe, John</dc:creator>", ("Jane Van Dyke", "John Roe")),
        ("<dc:creator>Doe, Jane and Roe, John</dc:creator>", ("Jane Doe", "John Roe")),
        ("<media:credit role='author'>Jane Doe</media:credit>", ("Jane Doe",)),
        ("<media:credit role='photographer'>Jane Doe</media:credit>", ()),
    ],
)
def test_names_of_authors(element: str, expected: tuple[str, ...]) -> None:
    item = f"<item><title>t</title>{element}</item>"
    root = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
    assert only(rss(item, root=root)).announcement.authors == expected


NAMES = st.sampled_from(["Ada", "Bruno", "Chi", "Dora", "Emil", "Grell", "Håkon"])
PERSONS = st.lists(NAMES, min_size=2, max_size=3).map(" ".join)
ADDRESSES = st.from_regex(r"[a-z.]{1,10}@[a-z]{2,12}\.(com|online|example|press)", fullmatch=True)
FORMS = ["{mail} ({name})", "{name} ({mail})", "{name} (mailto:{mail})", "{name} &lt;{mail}&gt;", "{name} {mail}"]


@given(PERSONS, ADDRESSES, st.sampled_from(FORMS))
def test_an_address_is_no_part_of_a_name(name: str, mail: str, form: str) -> None:
    item = f"<item><title>t</title><author>{form.format(name=name, mail=mail)}</author></item>"
    assert only(rss(item)).announcement.authors == (name,)


@pytest.mark.parametrize(
    "authors",
    [
        {"author": "Ann Lee"},
        {"authors": ["Ann Lee"]},
        {"authors": {"name": "Ann Lee"}},
        {"authors": [], "author": {"name": "ann@example.com (Ann Lee)"}},
    ],
)
def test_an_author_of_json_feed_that_is_no_object_in_a_list(authors: dict[str, object]) -> None:
    assert only(json_feed({"id": "1", **authors})).announcement.authors == ("Ann Lee",)


def test_an_entry_from_another_feed_has_the_authors_of_that() -> None:
    source = "<source><author><name>Ann Lee</name></author></source>"
    body = atom(f"<entry><id>1</id><title>t</title>{source}</entry>", "<author><name>Bo Li</name></author>")
    assert only(body).announcement.authors == ("Ann Lee",)


@pytest.mark.parametrize(
    ("element", "published", "modified"),
    [
        ("dcterms:date", True, False),
        ("dcterms:available", True, False),
        ("dc:created", True, False),
        ("prism:publicationDate", True, False),
        ("dc:modified", False, True),
        ("prism:modificationDate", False, True),
    ],
)
def test_elements_of_dates(element: str, published: bool, modified: bool) -> None:
    root = (
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"'
    )
    item = f"<item><title>t</title><{element}>2024-03-06T15:07:41Z</{element}></item>"
    announcement = only(rss(item, root=root)).announcement
    at = datetime(2024, 3, 6, 15, 7, 41, tzinfo=UTC)
    assert announcement.published_at == (at if published else None)
    assert announcement.modified_at == (at if modified else None)


@pytest.mark.parametrize("date", [1709737661, 1709737661000, "1709737661", "2024-03-06T15:07:41Z"])
def test_a_date_of_json_feed_may_be_a_number(date: object) -> None:
    found = only(json_feed({"id": "1", "date_published": date})).announcement.published_at
    assert found == datetime(2024, 3, 6, 15, 7, 41, tzinfo=UTC)


def test_the_editor_of_a_feed_is_not_the_author_of_its_entries() -> None:
    entry = only(rss("<item><title>t</title></item>", "<managingEditor>jane@example.com (Jane Chief)</managingEditor>"))
    assert entry.announcement.authors == ()


def test_a_caption_is_not_taken_for_a_summary() -> None:
    caption = "<media:description>A long caption of a picture.</media:description>"
    media = f'<media:content url="a.jpg">{caption}</media:content>{caption}'
    item = f"<item><title>t</title><description>Short.</description>{media}</item>"
    assert only(rss(item, root='xmlns:media="http://search.yahoo.com/mrss/"')).content == "Short."
    assert only(rss(item)).content == "Short."


def test_entries_that_share_an_address_are_told_apart_by_their_guids() -> None:
    items = "".join(
        f"<item><title>{n}</title><link>https://example.com/live#{n}</link><guid>tag:{n}</guid></item>" for n in "abc"
    )
    alone = "<item><title>d</title><link>https://example.com/d</link><guid>tag:d</guid></item>"
    feed = parse_feed(rss(items + alone), url=URL)
    assert [entry.announcement.shares_url for entry in feed.entries] == [True, True, True, False]


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ('<link/><guid isPermaLink="true">https://example.com/1</guid>', "https://example.com/1"),
        ('<link>#</link><guid isPermaLink="true">https://example.com/1</guid>', "https://example.com/1"),
        ('<guid isPermaLink="true">/1</guid>', "https://example.com/1"),
        ('<guid ispermalink=" False ">https://example.com/1</guid>', None),
        ("<link>www.example.com/1</link>", "https://www.example.com/1"),
    ],
)
def test_what_stands_for_the_address_of_an_entry(links: str, expected: str | None) -> None:
    assert only(rss(f"<item><title>t</title>{links}</item>")).announcement.url == expected


def test_an_id_is_the_address_where_there_is_no_other() -> None:
    assert only(json_feed({"id": "https://example.com/1"})).announcement.url == "https://example.com/1"
    rdf = 'xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    body = f'<rdf:RDF {rdf}><item rdf:about="https://example.com/1"><title>t</title></item></rdf:RDF>'
    assert only(body.encode()).announcement.url == "https://example.com/1"


@pytest.mark.parametrize(
    "link",
    [
        'rel="alternate" type="text/html; charset=utf-8" href="/1"',
        'rel="http://www.iana.org/assignments/relation/alternate" href="/1"',
        'href="/1"',
        'xml:base="http://[broken" href="/1"',
        'xml:base="https://example.com/a/b/" href="../../1"',
        'rel="https://www.iana.org/assignments/link-relations/alternate" href="/1"',
        'rel="alternate self" href="/1"',
    ],
)
def test_links_of_atom(link: str) -> None:
    others = '<link rel="alternate" type="application/json" href="/1.json"/><link rel="replies" href="/1/comments"/>'
    entry = only(atom(f"<entry><id>x</id><title>t</title>{others}<link {link}/></entry>"))
    assert entry.announcement.url == "https://example.com/1"


@pytest.mark.parametrize(
    "bad",
    [
        "<item " + "a='b' " * 20_000 + "/>",
        "<item><title>bad</title><description " + "a='b' " * 20_000 + ">x</description></item>",
        "<item><description>" + "<div>" * 100_000 + "</description></item>",
        "<item><description>" + "<div>" * 100_000 + "</item>",
    ],
    ids=["tag", "inner tag", "deep", "deep and open"],
)
@pytest.mark.parametrize("position", [0, 1, 2])
def test_an_oversized_entry_costs_only_itself(bad: str, position: int) -> None:
    items = [f"<item><title>{number}</title></item>" for number in (0, 1)]
    items.insert(position, bad)
    feed = parse_feed(rss("".join(items)), url=URL)
    assert [entry.announcement.title for entry in feed.entries] == ["0", "1"]
    assert [problem.position for problem in feed.problems] == [position]


@pytest.mark.parametrize(
    "content",
    [
        "<ul><li><a href='/a'>One bridge opens</a></li><li><a href='/b'>Two ferries sail</a></li></ul>",
        "<p>One sentence.</p>",
        "<html><head><title>x</title></head><body class='a'><p>One sentence.</p></body></html>",
    ],
)
def test_an_entry_is_a_piece_of_a_page(content: str) -> None:
    (capture,) = captures(
        parse_feed(rss(f"<item><description><![CDATA[{content}]]></description></item>"), url=URL), "u"
    )
    text = extract(capture).text
    assert text in ("One bridge opens\nTwo ferries sail", "One sentence.")


TWICE = "<p>One sentence.</p><p>And a second one.</p>"
SUMMARY = "<description>One sentence. And a second one.</description>"


@pytest.mark.parametrize(
    "body",
    [
        rss(f"<item><title>t</title><description>{escape(escape(TWICE))}</description></item>"),
        rss(f"<item><title>t</title><description><![CDATA[{escape(TWICE)}]]></description></item>"),
        atom(f"<entry><id>1</id><title>t</title><content type='text'>{escape(TWICE)}</content></entry>"),
        atom(f"<entry><id>1</id><title>t</title><content>{escape(TWICE)}</content></entry>"),
    ],
    ids=["escaped twice", "escaped in CDATA", "said to be text", "said to be nothing"],
)
def test_html_is_html_whatever_it_is_said_to_be(body: bytes) -> None:
    (capture,) = captures(parse_feed(body, url=URL), "u")
    assert extract(capture).text == "One sentence.\nAnd a second one."


@pytest.mark.parametrize("text", ["Use <p> for paragraphs.", "If 1 < 2, then 2 > 1."])
def test_text_that_speaks_of_tags_is_text(text: str) -> None:
    for body in (
        rss(f"<item><title>t</title><description>{escape(escape(text))}</description></item>"),
        atom(f"<entry><id>1</id><title>t</title><content type='text'>{escape(text)}</content></entry>"),
    ):
        (capture,) = captures(parse_feed(body, url=URL), "u")
        assert extract(capture).text == text


@pytest.mark.parametrize("length", [300, 3000])
def test_a_picture_takes_no_summary_away(length: int) -> None:
    picture = f"<content:encoded><![CDATA[<img src='/{'a' * length}.jpg'>]]></content:encoded>"
    item = f"<item xmlns:content='http://purl.org/rss/1.0/modules/content/'><title>t</title>{SUMMARY}{picture}</item>"
    assert only(rss(item)).content == "One sentence. And a second one."


@pytest.mark.parametrize(
    ("behind", "removed"),
    [
        ("<p><a href='https://example.com/1'>Lire la suite</a></p>", "Lire la suite"),
        ("<p>(<a href='/1?utm_source=rss'>Czytaj dalej</a> …)</p>", "(Czytaj dalej …)"),
        (" <a href='https://example.com/1'>Continue reading...</a>", "Continue reading..."),
        ("<p><a href='https://example.com/2'>Another story</a></p>", None),
    ],
)
def test_a_link_to_itself_at_the_end_of_an_entry_goes(behind: str, removed: str | None) -> None:
    item = f"<item><title>t</title><link>https://example.com/1</link><description><![CDATA[{TWICE}{behind}]]>"
    (capture,) = captures(parse_feed(rss(f"{item}</description></item>"), url=URL), "u")
    document = extract(capture)
    assert document.text == "One sentence.\nAnd a second one." + ("" if removed else "\nAnother story")
    assert [piece.text for piece in document.removed] == ([removed] if removed else [])


@pytest.mark.parametrize(
    "line",
    [
        "The post {} appeared first on {}.",
        "Post {} pojawił się po raz pierwszy w {}.",
        "Запись {} впервые появилась {}.",
        "Запис {} спершу з'явився на {}.",
        "Indlægget {} blev først udgivet på {}.",
        "Artikkeli {} julkaistiin ensimmäisen kerran {}.",
        "Příspěvek {} pochází z {}",
        "Articolul {} apare prima dată în {}.",
        "A(z) {} bejegyzés először {}-én jelent meg.",
        "Το άρθρο {} εμφανίστηκε πρώτα στο {}.",
        "{} yazısı ilk önce {} üzerinde ortaya çıktı.",
        "Artikel {} pertama kali tampil pada {}.",
        "L'entrada {} ha aparegut primer a {}.",
        "ظهرت المقالة {} أولاً على {}.",
        "הפוסט {} הופיע לראשונה ב-{}.",
        "{}最先出现在{}。",
        "{} was originally published in {} on Medium, where people are continuing the conversation.",
    ],
)
def test_where_an_entry_appeared_first_goes_in_any_translation(line: str) -> None:
    links = ("<a href='https://example.com/1'>A bridge</a>", "<a href='https://example.com'>Harwick Post</a>")
    description = f"<description><![CDATA[{TWICE}<p>{line.format(*links)}</p>]]></description>"
    (capture,) = captures(parse_feed(rss(f"<item><title>t</title>{description}</item>"), url=URL), "u")
    assert clean_document(extract(capture), "1").text == "One sentence.\nAnd a second one."


@pytest.mark.parametrize("nobody", ["admin", "Staff Writer", "Super User", "root", "Anonymous", "N/A", "(no author)"])
def test_who_is_nobody_wrote_nothing(nobody: str) -> None:
    body = rss(f"<item><title>t</title><author>{nobody}</author><description>{TWICE}</description></item>")
    (capture,) = captures(parse_feed(body, url=URL), "u")
    assert extract(capture).authors == ()


def test_looks_like_feed() -> None:
    for body in (RSS, atom(""), NEWS, json_feed(), b"<sitemapindex/>", RSS.decode().encode("utf-16"), b"<rss>"):
        assert looks_like_feed(body)
        assert looks_like_feed(body[:2000])
    for body in (
        b"",
        b"<html><body>rss</body></html>",
        b'{"url": "https://example.com/"}',
        gzip.compress(RSS),
        b"<opml/>",
    ):
        assert not looks_like_feed(body)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ITEMS = st.lists(
    st.fixed_dictionaries({"id": TEXTS, "title": TEXTS, "url": TEXTS, "body": TEXTS, "date": TEXTS}), max_size=6
)


def clean(text: str) -> str:
    return escape("".join(c for c in text if c >= " " and c not in "\ufffe\uffff"))


def as_rss(items: list[dict[str, str]]) -> bytes:
    return rss(
        "".join(
            f"<item><guid>{clean(i['id'])}</guid><title>{clean(i['title'])}</title><link>{clean(i['url'])}</link>"
            f"<description>{clean(i['body'])}</description><pubDate>{clean(i['date'])}</pubDate></item>"
            for i in items
        )
    )


def as_atom(items: list[dict[str, str]]) -> bytes:
    return atom(
        "".join(
            f"<entry><id>{clean(i['id'])}</id><title type='html'>{clean(i['title'])}</title>"
            f"<updated>{clean(i['date'])}</updated>"
            f"<link href='{clean(i['url']).replace(chr(39), '')}'/><content>{clean(i['body'])}</content></entry>"
            for i in items
        )
    )


def as_json(items: list[dict[str, str]]) -> bytes:
    return json_feed(*({**i, "content_html": i["body"], "date_published": i["date"]} for i in items))


def as_sitemap(items: list[dict[str, str]]) -> bytes:
    return "".join(
        (
            "<urlset>",
            *(
                f"<url><loc>{clean(i['url'])}</loc><news:news><news:title>{clean(i['title'])}</news:title>"
                f"<news:publication_date>{clean(i['date'])}</news:publication_date></news:news></url>"
                for i in items
            ),
            "</urlset>",
        )
    ).encode()


FORMATS = st.sampled_from([as_rss, as_atom, as_json, as_sitemap])


@pytest.mark.parametrize("form", [as_rss, as_atom, as_json, as_sitemap])
def test_a_feed_of_more_entries_than_a_sitemap_may_have_is_too_large(
    form: Callable[[list[dict[str, str]]], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, "MAX_ENTRIES", 3)
    found = [
        {"id": str(n), "url": f"https://example.com/{n}", "title": "t", "body": "b", "date": "2024-05-06"}
        for n in range(4)
    ]
    assert len(parse_feed(form(found[:3]), url=URL).entries) == 3
    with pytest.raises(Unusable, match="4 entries, more than 3") as raised:
        parse_feed(form(found), url=URL)
    assert raised.value.reason is Reason.TOO_LARGE


@given(FORMATS, ITEMS)
def test_every_entry_is_accounted_for(
    write: Callable[[list[dict[str, str]]], bytes], items: list[dict[str, str]]
) -> None:
    feed = parse_feed(write(items), url=URL)
    assert len(feed.entries) + len(feed.problems) == len(items)
    found = list(captures(feed, "feed.xml"))
    assert len({capture.uri for capture in found}) == len(items)
    assert all(capture.uri.isascii() for capture in found)


@settings(max_examples=300)
@given(FORMATS, ITEMS, st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.1), st.binary(max_size=8)), max_size=4))
def test_damage_costs_no_more_than_the_feed(
    write: Callable[[list[dict[str, str]]], bytes],
    items: list[dict[str, str]],
    damage: list[tuple[float, float, bytes]],
) -> None:
    body = write(items)
    for where, length, new in damage:
        start = int(where * len(body))
        body = body[:start] + new + body[start + int(length * len(body)) :]
    with contextlib.suppress(Unusable):
        feed = parse_feed(body, url=URL)
        found = list(captures(feed, "feed.xml"))
        assert len(found) == len({capture.uri for capture in found})
        assert feed == parse_feed(body, url=URL)


@given(
    st.binary(max_size=200) | st.text(max_size=200).map(lambda text: ("<rss>" + text).encode("utf-8", "surrogatepass"))
)
def test_any_bytes_are_a_feed_or_unusable(body: bytes) -> None:
    looks_like_feed(body)
    with contextlib.suppress(Unusable):
        parse_feed(body, url=None)


@pytest.mark.parametrize("piece", ["<head ><a", "<a", "<a ", "<!--", "<item ", "<a b='", "<![CDATA[", "<title>", "&"])
def test_time_grows_with_the_feed_and_not_with_its_square(piece: str) -> None:
    def seconds(count: int) -> float:
        body = rss(
            f"<item><title>t</title><description><![CDATA[{piece * count}]]></description>{piece * count}</item>"
        )
        start = time.process_time()
        list(captures(parse_feed(body, url=URL), "u"))
        return time.process_time() - start

    assert seconds(40_000) < 12 * seconds(10_000) + 0.2


@pytest.mark.parametrize(
    ("byline", "agency"),
    [
        ("Jane Doe, AFP", "Agence France-Presse"),
        ("Jane Doe (Reuters)", "Reuters"),
        ("Jane Doe / dpa", "Deutsche Presse-Agentur"),
        ("Jane Doe, Harwick Post", None),
    ],
)
def test_an_agency_beside_the_author_of_an_entry_is_not_lost(byline: str, agency: str | None) -> None:
    body = rss(f"<item><title>t</title><author>{byline}</author><description>{TWICE}</description></item>")
    (capture,) = captures(parse_feed(body, url=URL), "u")
    document = extract(capture)
    assert (document.authors, document.agency) == (("Jane Doe",), agency)
