"""A capture becomes a document: its text, what is said of it, and what was cut."""

import json
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.article import DateOrigin, RemovedKind
from schemas.capture import Announcement, Capture, Document, Media
from schemas.reject import Reason, Unusable
from transforms.base import deadline
from transforms.extract.stage import extract

FIRST = (
    "The harbour board voted on Monday to deepen the channel by two metres, so that larger ships can reach the quay."
)
SECOND = "Work will begin in October and last three years, said the harbour master, Ingrid Solheim, after the meeting."
THIRD = "Fishermen have asked for a pause during the herring season, and the board has promised to consider it."
BODY = "".join(f"<p>{text}</p>" for text in (FIRST, SECOND, THIRD))
URL = "https://news.harbour-post.example/local/2024/05/channel"


def page(body: str = BODY, head: str = "", title: str = "Board votes to deepen the channel") -> str:
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{title}</title>{head}</head>"
        f"<body><main><article><h1>{title}</h1>{body}</article></main></body></html>"
    )


def read(
    source: str | bytes,
    media: Media = Media.HTML,
    url: str | None = URL,
    charset: str | None = None,
    announcement: Announcement = Announcement(),  # noqa: B008
    captured_at: datetime | None = None,
    last_modified: datetime | None = None,
) -> Document:
    body = source if isinstance(source, bytes) else source.encode()
    return extract(
        Capture(
            uri="memory:1",
            body=body,
            media=media,
            url=url,
            charset=charset,
            announcement=announcement,
            captured_at=captured_at,
            last_modified=last_modified,
        )
    )


def reason(source: str | bytes, media: Media = Media.HTML, url: str | None = URL) -> Reason:
    with pytest.raises(Unusable) as caught:
        read(source, media, url)
    return caught.value.reason


def in_data(**fields: object) -> str:
    node = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    return f"<script type='application/ld+json'>{json.dumps(node)}</script>"


# Text


def test_each_paragraph_is_a_line() -> None:
    assert read(page()).text.split("\n")[-3:] == [FIRST, SECOND, THIRD]


def test_headings_and_items_are_lines_of_their_own() -> None:
    extra = f"<h2>Cost</h2><ul><li>Dredging: 40 million</li><li>Quay: 12 million</li></ul><p>{SECOND[::-1]}</p>"
    lines = read(page(BODY + extra + BODY.replace("board", "council"))).text.split("\n")
    assert {"Cost", "Dredging: 40 million", "Quay: 12 million"} <= set(lines)


def test_inline_markup_does_not_split_words() -> None:
    text = read(
        page(BODY + "<p>The <b>chan</b>nel is <a href='/x'>nine</a> metres deep, <x-note>they</x-note> say.</p>")
    ).text
    assert "The channel is nine metres deep, they say." in text.split("\n")


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (
            "On <time datetime='2024-06-12'>12 June</time> the quay closes, and all are asked to come.",
            "On 12 June the quay closes, and all are asked to come.",
        ),
        (
            "They call it <q>the deep one</q> in the town, for nobody has seen its ground.",
            "They call it the deep one in the town, for nobody has seen its ground.",
        ),
        (
            "The <button>channel</button> is nine metres deep, and the quay is as long as ever.",
            "The channel is nine metres deep, and the quay is as long as ever.",
        ),
        (
            "The <label>board</label> has said that it will think about it until the summer ends.",
            "The board has said that it will think about it until the summer ends.",
        ),
        (
            "See <a href='/m'>the map<span style='display:none'> (new)</span></a> of the channel that they have drawn.",
            "See the map of the channel that they have drawn.",
        ),
        (
            "A ship of <math><mi>d</mi> <mo>&gt;</mo> <mn>9</mn><annotation>d &gt; 9</annotation></math> metres will "
            "reach the quay when the channel is open, they say.",
            "A ship of d > 9 metres will reach the quay when the channel is open, they say.",
        ),
        (
            "A keel of <span class='katex'><span class='katex-mathml'><math><mi>k</mi></math></span>"
            "<span aria-hidden='true'>k</span></span> metres will be too deep for the old channel, as they all know.",
            "A keel of k metres will be too deep for the old channel, as they all know.",
        ),
        (
            "<ruby>港<rt>みなと</rt></ruby>は来年から深くなり、大きな船が入る。",
            "港は来年から深くなり、大きな船が入る。",
        ),
        ("<ruby>港<rp>(</rp><rt>みなと</rt><rp>)</rp></ruby>は来年から深くなる。", "港(みなと)は来年から深くなる。"),
    ],
)
def test_a_sentence_with_something_inside_stands_once_and_whole(source: str, line: str) -> None:
    text = read(page(f"{BODY}<p>{source}</p><p>{THIRD[::-1]}</p>")).text
    assert text.split("\n").count(line) == 1
    assert text.count(line[-25:]) == 1


def test_the_lines_of_a_poem_are_lines() -> None:
    poem = "The boats come in\nbefore the light,\n\n  their lamps are thin."
    text = read(page(f"{BODY}<pre>{poem}</pre><p>{THIRD[::-1]}</p>")).text
    assert "The boats come in\nbefore the light,\ntheir lamps are thin." in text


def test_boxes_go_and_are_kept_with_their_kind() -> None:
    boxes = (
        "<div class='share-buttons'><a>Facebook</a> <a>Email</a></div>"
        "<div class='newsletterSignup'><p>Get the news in your inbox</p></div>"
        "<aside class='related-articles'><ul><li><a href='/a'>Ferry is late again</a></li></ul></aside>"
        "<section id='comments'><h2>Comments (1)</h2><p>About time, if you ask me.</p></section>"
        "<div class='cookie-banner'><p>We use cookies to improve your visit.</p></div>"
    )
    found = read(page(BODY + boxes))
    assert {piece.kind: piece.text for piece in found.removed} == {
        RemovedKind.HEADLINE_REPEAT: "Board votes to deepen the channel",
        RemovedKind.SHARE: "Facebook Email",
        RemovedKind.NEWSLETTER: "Get the news in your inbox",
        RemovedKind.RELATED_LINKS: "Ferry is late again",
        RemovedKind.COMMENTS: "Comments (1)\nAbout time, if you ask me.",
        RemovedKind.COOKIE_BANNER: "We use cookies to improve your visit.",
    }
    assert not any(line in found.text for piece in found.removed for line in piece.text.split("\n"))
    assert FIRST in found.text
    assert THIRD in found.text


def test_a_wrapper_with_an_unlucky_name_is_not_cut() -> None:
    found = read(page(f"<div class='related share comments'>{BODY}</div>"))
    assert found.text.split("\n")[-3:] == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize("start", ["<article class='post tag-promo'>", "<form id='aspnetForm'>", "<nav>"])
def test_what_stands_in_a_box_with_an_unlucky_name_is_read_as_elsewhere(start: str) -> None:
    related = "<div class='related'><a href='/1'>Ferry is late again</a></div>"
    letter = "<div class='newsletter'>Get the news in your inbox</div>"
    found = read(f"<html><body>{start}<h1>Board votes to deepen the channel</h1>{letter}{BODY}{related}</body></html>")
    assert found.text.split("\n")[-3:] == [FIRST, SECOND, THIRD]
    assert {piece.kind: piece.text for piece in found.removed if piece.kind is not RemovedKind.HEADLINE_REPEAT} == {
        RemovedKind.NEWSLETTER: "Get the news in your inbox",
        RemovedKind.RELATED_LINKS: "Ferry is late again",
    }


def test_the_standfirst_is_part_of_the_text() -> None:
    lead = "Two metres more will let container ships in, but the herring fleet fears for its season and says so loudly."
    assert lead in read(page(f"<header><p class='standfirst'>{lead}</p></header>{BODY}")).text.split("\n")


def test_paragraphs_around_an_advert_stay_together() -> None:
    halves = f"<div class='body-part'>{BODY}</div><div class='ad-slot'>Advertisement</div>"
    late = "The ministry must still agree, and its answer is not expected before the end of the summer, officials said."
    text = read(page(f"{halves}<div class='body-part'><p>{late}</p><p>{late[::-1]}</p></div>")).text
    assert late in text
    assert "Advertisement" not in text


def test_a_short_report_is_an_article() -> None:
    assert (
        "Ferry late" in read(page("<p>Ferry late: fog keeps it in port until noon.</p>", in_data(headline="Fog"))).text
    )


@pytest.mark.parametrize(
    "source", ["<p>One.</p>", "One.", "<p>One.</p><p>Two.</p>", "One.<br><br>Two.", "Tom &amp; Jerry"]
)
def test_a_piece_of_html_from_a_feed_comes_out_whole(source: str) -> None:
    text = read(source, announcement=Announcement(title="A title")).text
    assert text == "\n".join(
        source.replace("</p><p>", "\n").replace("<br><br>", "\n").replace("&amp;", "&").split("\n")
    ).replace("<p>", "").replace("</p>", "")


def test_a_piece_from_a_feed_keeps_its_captions_and_tags_and_loses_its_buttons() -> None:
    piece = (
        "<p>The quay opens on Monday.</p><figure><figcaption>The quay in March.</figcaption></figure>"
        '<ul class="tags"><li>Harbour</li></ul><div class="share-buttons"><a href="/s">Share this</a></div>'
    )
    found = read(piece, announcement=Announcement(title="A title"))
    assert found.text == "The quay opens on Monday.\nThe quay in March.\nHarbour"
    assert [(cut.kind, cut.text) for cut in found.removed] == [(RemovedKind.SHARE, "Share this")]


def test_plain_text_keeps_its_lines() -> None:
    found = read("First line\r\n\r\n  Second\tline \rThird\x00 line", Media.TEXT, url=None)
    assert found.text == "First line\nSecond line\nThird line"
    assert found.title is None


# Charsets


@pytest.mark.parametrize(
    ("charset", "declared", "meta"),
    [
        ("utf-8", None, None),
        ("utf-8", "iso-8859-1", "windows-1251"),
        ("windows-1252", "iso-8859-1", None),
        ("windows-1252", None, "windows-1252"),
        ("windows-1252", None, None),
        ("windows-1252", "utf-16", None),
        ("windows-1252", "utf-8", "utf-8"),
        ("utf-16", None, None),
        ("utf-16-le", None, None),
        ("utf-8-sig", "iso-8859-1", None),
    ],
)
def test_charsets(charset: str, declared: str | None, meta: str | None) -> None:
    line = "Zoë’s café in Malmö – “naïve”, said Señor Núñez – reopens on Thursday, and the façade is as it always was."
    head = f"<meta charset='{meta}'>" if meta else ""
    assert line in read(page(BODY + f"<p>{line}</p>", head).encode(charset), charset=declared).text


@pytest.mark.parametrize(
    ("charset", "line"),
    [
        (
            "windows-1251",
            "Портовый совет проголосовал за углубление канала, чтобы большие суда могли подойти к причалу.",
        ),
        (
            "shift_jis",
            "港湾局は月曜日、大型船が岸壁に着けるように水路を二メートル深くすることを決めた。工事は十月に始まる。",
        ),
        ("gb18030", "港务局周一投票决定将航道加深两米，以便大型船舶能够到达码头。工程将于十月开始，历时三年。"),
    ],
)
def test_charsets_that_nothing_declares(charset: str, line: str) -> None:
    for declared in (None, charset, "iso-8859-1"):
        assert line in read(page(f"<p>{line}</p>" * 3).encode(charset), charset=declared).text


def test_mixed_charsets() -> None:
    mixed = (
        page(BODY + "<p>Größe ändert nichts, élan too: % stays.</p>").encode().replace(b"%", "“so”".encode("cp1252"))
    )
    assert "Größe ändert nichts, élan too: “so” stays." in read(mixed).text


def test_text_that_was_encoded_twice_is_decoded_twice() -> None:
    line = "The board’s vote – its third – lets “bigger” ships in, from Kraków to Ærø, at 5 € a tonne, in 2026…"
    twice = page(f"{BODY}<p>{line}</p>").encode().decode("latin-1").encode()
    assert line in read(twice).text.split("\n")
    once = page(f"{BODY}<p>{line} Â£ and Ã© are what others see.</p>").encode()
    assert "Â£ and Ã© are what others see." in read(once).text


def test_no_control_character_remains() -> None:
    text = read(page(BODY + "<p>A\0 b&#1;c \x1b[0m d&#146;s</p>")).text
    assert not any((ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 for c in text)
    assert "d’s" in text


# What is said


def test_metadata_from_data() -> None:
    head = in_data(
        headline="Board votes to deepen the channel",
        author=[{"@type": "Person", "name": "By Ann Lee, Staff Writer"}, {"name": "Bo Ray and Cy Fox (cf)"}],
        datePublished="2024-05-13T23:30:00-05:00",
        dateModified="2024-05-14T09:00:00Z",
        keywords=["harbour", "ships"],
    )
    found = read(page(head=head))
    assert found.title == "Board votes to deepen the channel"
    assert found.authors == ("Ann Lee", "Bo Ray", "Cy Fox")
    assert found.published_at == datetime(2024, 5, 14, 4, 30, tzinfo=UTC)
    assert found.published_from == DateOrigin.JSON_LD
    assert found.modified_at == datetime(2024, 5, 14, 9, tzinfo=UTC)
    assert found.tags == ("harbour", "ships")
    assert found.language == "en"


def test_data_of_other_articles_is_not_of_this_one() -> None:
    other = {
        "@type": "NewsArticle",
        "headline": "Ferry late",
        "author": "Di Roe",
        "datePublished": "2020-01-01T00:00:00Z",
    }
    own = {
        "@type": "NewsArticle",
        "headline": "Board votes",
        "author": "Ann Lee",
        "datePublished": "2024-05-14T08:00:00Z",
        "url": URL,
    }
    head = f"<script type='application/ld+json'>{json.dumps([other, own])}</script>"
    found = read(page(head=head, title="Board votes"))
    assert found.authors == ("Ann Lee",)
    assert found.published_at == datetime(2024, 5, 14, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Board votes on channel | Harbour Post", "Board votes on channel"),
        ("Board votes on channel - Harbour Post", "Board votes on channel"),
        ("Harbour Post: nothing else", "Harbour Post: nothing else"),
        ("Board - harbour - channel", "Board - harbour - channel"),
    ],
)
def test_the_site_is_no_part_of_the_title(title: str, wanted: str) -> None:
    head = f"<title>{title}</title><meta property='og:site_name' content='Harbour Post'>"
    source = f"<html><head>{head}</head><body>{BODY}</body></html>"
    assert read(source).title == wanted


def test_a_byline_on_the_page() -> None:
    byline = "<p class='byline'>By <a rel='author'>Ann Lee</a> and <a rel='author'>Bo Ray</a>, 14 May 2024</p>"
    aside = "<div class='related'><p class='byline'>By Di Roe</p></div>"
    assert read(page(aside + byline + BODY)).authors == ("Ann Lee", "Bo Ray")


def test_a_person_in_the_byline_before_the_house_in_data() -> None:
    head = in_data(author={"@type": "Organization", "name": "Harbour Post"}, publisher={"name": "Harbour Post"})
    assert read(page("<p class='author'>Ann Lee</p>" + BODY, head)).authors == ("Ann Lee",)
    assert read(page(BODY, head)).authors == ("Harbour Post",)


@pytest.mark.parametrize(
    ("head", "url", "origin", "day"),
    [
        ("<meta property='article:published_time' content='2024-05-14T08:00:00+02:00'>", URL, DateOrigin.META, 14),
        ("", "https://harbour-post.example/2024/05/12/channel", DateOrigin.URL, 12),
        ("<meta name='date' content='2031-01-01'>", "https://harbour-post.example/2024/05/12/x", DateOrigin.URL, 12),
    ],
)
def test_where_the_date_comes_from(head: str, url: str, origin: DateOrigin, day: int) -> None:
    found = read(page(head=head), url=url, captured_at=datetime(2024, 6, 1, tzinfo=UTC))
    assert (found.published_from, found.published_at and found.published_at.day) == (origin, day)


def test_the_date_in_the_text_and_of_the_server() -> None:
    found = read(page("<p class='date'>Published 12 May 2024</p>" + BODY), captured_at=datetime(2024, 6, 1, tzinfo=UTC))
    assert (found.published_from, found.published_at) == (DateOrigin.TEXT, datetime(2024, 5, 12, tzinfo=UTC))
    stamp = datetime(2024, 5, 11, 7, tzinfo=UTC)
    found = read(page(), url="https://harbour-post.example/channel", last_modified=stamp)
    assert (found.published_from, found.published_at) == (DateOrigin.HTTP, stamp)


@pytest.mark.parametrize(
    "written", ["2024-05-14T08:00", "2024-05-14 08:00:00", "1715673600", "Tue, 14 May 2024 08:00:00 GMT"]
)
def test_ways_to_write_a_date(written: str) -> None:
    assert read(page(head=in_data(datePublished=written))).published_at == datetime(2024, 5, 14, 8, tzinfo=UTC)


def test_the_announcement_wins() -> None:
    announcement = Announcement(
        feed_url="https://harbour-post.example/feed",
        title="Channel to be deepened",
        authors=("Kim Orr",),
        tags=("Local",),
        published_at=datetime(2024, 5, 13, 7, tzinfo=UTC),
        language="en_GB",
    )
    head = in_data(author="Ann Lee", datePublished="2024-05-13T09:00:00Z", keywords="ships")
    found = read(page(head=head), announcement=announcement)
    assert found.published_from == DateOrigin.FEED
    assert found.published_at == announcement.published_at
    assert found.authors == ("Kim Orr",)
    assert found.tags == ("Local", "ships")
    assert found.language == "en-GB"
    assert found.feed_url == announcement.feed_url


def test_a_day_that_is_announced_gets_its_hour_from_the_page() -> None:
    announcement = Announcement(published_at=datetime(2024, 5, 13, tzinfo=UTC))
    found = read(page(head=in_data(datePublished="2024-05-13T09:00:00Z")), announcement=announcement)
    assert found.published_at == datetime(2024, 5, 13, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("link", "wanted"),
    [
        ("https://www.example.org/channel?utm_source=x", "https://www.example.org/channel"),
        ("/channel", "https://news.example.org/channel"),
        ("https://www.example.net/channel", "https://news.example.org/local/channel"),
        ("https://news.example.org/", "https://news.example.org/local/channel"),
        ("javascript:void(0)", "https://news.example.org/local/channel"),
    ],
)
def test_the_canonical_address_is_checked(link: str, wanted: str) -> None:
    source = page(head=f"<link rel='canonical' href='{link}'>")
    assert read(source, url="https://news.example.org/local/channel?fbclid=1").canonical_url == wanted


# What is no article, or no document


def test_no_article() -> None:
    links = "".join(f"<h2><a href='/{i}'>Story number {i} of the day</a></h2><p>{SECOND}</p>" for i in range(12))
    index = f"<html><head><title>News</title></head><body><main>{links}</main></body></html>"
    assert reason(index) == Reason.NO_ARTICLE
    assert reason("<html><body><div id='root'></div><script>go()</script></body></html>") == Reason.NO_ARTICLE
    assert (
        reason("<html><body><form><input type='password'><button>Log in</button></form></body></html>")
        == Reason.NO_ARTICLE
    )
    assert reason(f"<html><body>{BODY}</body></html>", url="https://harbour-post.example/") == Reason.NO_ARTICLE


@pytest.mark.parametrize("source", [b"", b" \r\n\0", b"\xef\xbb\xbf", b"<!-- -->"])
def test_empty(source: bytes) -> None:
    assert reason(source) == Reason.EMPTY
    assert source.startswith(b"<") or reason(source, Media.TEXT) == Reason.EMPTY


def test_limits() -> None:
    assert reason(b"a" * (10 << 20) + b"a", Media.TEXT) == Reason.TOO_LARGE
    assert reason("<html><body>" + "<i>x</i>" * 60_000) == Reason.TOO_LARGE
    assert reason("<html><body><p " + " ".join(f"a{i}" for i in range(400_000)) + ">x") == Reason.TOO_LARGE
    assert reason("word " * 300_000, Media.TEXT) == Reason.TOO_LARGE
    assert reason("<html><body>" + "<b>" * 100_000 + BODY) == Reason.TOO_DEEP


def test_a_long_title_is_no_title() -> None:
    long = "word " * 150_000
    head = f"<title>{long}</title><meta property='og:title' content='{long}'>"
    assert read(f"<html><head>{head}</head><body>{BODY}</body></html>").title is None


HOSTILE = """
import sys
from schemas.capture import Capture, Media
from schemas.reject import Unusable
from transforms.extract.stage import extract
deep = 100_000
for body in (
    "<html><body>" + "<div>" * deep + "x" + "</div>" * deep,
    "<html><body>" + "<ul><li>" * deep,
    "<html><body>" + "<p><span>" * deep,
    "<table><tr><td>" * deep,
    "<html><body><p>" + "word " * 300_000,
    "<html><script type='application/ld+json'>" + '{"@graph":[' * deep + "</script><body><p>x",
    "<html><script type='application/ld+json'>" + "[" * deep + "]" * deep + "</script><body><p>x",
    "<html " * deep, "<" * deep, "<!" * deep, "&" * deep, "<![CDATA[" * deep,
):
    try:
        extract(Capture(uri="x", body=body.encode(), media=Media.HTML))
    except Unusable as error:
        print(error.reason.value)
print("done")
"""


def test_hostile_markup_does_not_end_the_process() -> None:
    done = subprocess.run([sys.executable, "-c", HOSTILE], capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.split()[-1:] == ["done"], (done.returncode, done.stderr[-500:])
    assert done.stdout.count("too-deep") >= 3


# Properties

CHUNKS = st.sampled_from(
    [
        *(
            BODY,
            page(),
            FIRST,
            "<div class='related'>",
            "</div>",
            "<article>",
            "<p>",
            "</p>",
            "<a href=x>",
            "<ul><li>",
            "<h1>x",
        ),
        *(
            "<table><tr><td colspan=999>",
            "<br>",
            "<ruby>a<rt>b",
            "<script type='application/ld+json'>",
            "{",
            '"@graph":[',
            "]}",
        ),
        *(
            '{"@type":["Article",1],"author":[[{"name":[1]}],null],"headline":["x"],"datePublished":{}}',
            "</script>",
            "\0",
            "\x92",
        ),
        *(
            "<meta property='article:published_time' content='0001-01-01T00:00:00+14:00'>",
            "<time datetime='9999-12-31'>",
        ),
        *(
            "<link rel=canonical href='http://[::1'>",
            "<html lang='--'>",
            "<!--",
            "<![CDATA[",
            "&#xD800;",
            "&#1;",
            "<body>",
            "<svg>",
        ),
        *(
            "<meta charset='utf-7'>",
            "<meta charset='zip'>",
            "<title>",
            "<form>",
            "<blockquote>",
            "<pre>{",
            "<h2><a>",
            "\u2028",
        ),
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.one_of(CHUNKS, st.text(max_size=20)), max_size=25).map("".join),
    st.sampled_from([None, "utf-8", "koi8-r", "x"]),
)
def test_only_unusable_is_raised(source: str, charset: str | None) -> None:
    try:
        found = read(source.encode("utf-8", "surrogatepass"), charset=charset)
    except Unusable:
        return
    assert found.text
    assert all(line.strip() == line and line for line in found.text.split("\n"))
    assert found == read(source.encode("utf-8", "surrogatepass"), charset=charset)


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=200),
    st.sampled_from(list(Media)),
    st.sampled_from([None, "utf-16", "gb18030", "rot13", "idna", "utf-7", ""]),
)
def test_any_bytes(body: bytes, media: Media, charset: str | None) -> None:
    try:
        text = read(body, media, charset=charset).text
    except Unusable:
        return
    text.encode()


def test_pages_do_not_depend_on_each_other() -> None:
    sources = [page(BODY + f"<p>{FIRST.replace('Monday', day)}</p>" * 2) for day in ("Tuesday", "Friday", "Sunday")] * 4
    alone = {source: read(source) for source in sources}
    results: list[tuple[str, Document]] = []

    def work(order: list[str]) -> None:
        results.extend((source, read(source)) for source in order)

    threads = [threading.Thread(target=work, args=(sources[i:] + sources[:i],)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 4 * len(sources)
    assert all(found == alone[source] for source, found in results)


# The wall clock


def spin(seconds: float) -> str:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            sum(range(100))
        except Exception:
            continue
    return "done"


def test_work_that_is_late_is_stopped_in_any_thread() -> None:
    outcomes: list[object] = []

    def work() -> None:
        started = time.monotonic()
        try:
            outcomes.append(deadline.within(0.2, lambda: spin(20)))
        except Unusable as error:
            outcomes.append(error.reason)
        outcomes.append(time.monotonic() - started < 10)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert outcomes == [Reason.TOO_SLOW, True]


def test_nothing_is_raised_after_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadline, "POLL_SECONDS", 0.0005)
    late = 0
    for turn in range(400):
        try:
            assert deadline.within(0.002, lambda turn=turn: spin(0.001 + turn % 5 / 2000)) == "done"  # type: ignore[misc]
        except Unusable:
            late += 1
        spin(0.0005)
    assert late > 0


def test_a_process_is_as_before_after_work_that_was_late() -> None:
    """A profiler or debugger, which looks at each call, must not stand still in it."""
    code = """if True:
        import sys, time
        from schemas.reject import Unusable
        from transforms.base.deadline import within
        def slow():
            while True:
                time.sleep(0)
        try:
            within(0.05, slow)
        except Unusable as error:
            sys.setprofile(lambda *_: None)
            print(error.reason.value)
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30)
    assert done.stdout == "too-slow\n"


def test_an_error_of_the_work_is_its_own() -> None:
    with pytest.raises(ZeroDivisionError):
        deadline.within(5, lambda: 1 / 0)
