"""Structure, links and image: what each piece of the text is on its page, in offsets that outlive cleaning."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.notebook.documents import article_of
from schemas.article import Article
from schemas.capture import Capture, Media
from schemas.coder import decode, encode
from schemas.reject import Unusable
from schemas.structure import Image, PartKind

URL = "https://courier.example/2024/bridge.html"
SENTENCE = "The council of Harbourton said on Monday that the new bridge would carry forty carts an hour."


def prose(place: str) -> str:
    """Three paragraphs that stand nowhere else on the page."""
    ends = ("will open in May", "is narrow", "has a toll that is paid twice")
    return "".join(
        f"<p>The council of {place} said on Monday that its own bridge {end}, as everybody knew.</p>" for end in ends
    )


PROSE, MORE, LAST = map(prose, ("Harbourton", "Glasgow", "Zurich"))


def article(body: str, head: str = "", media: Media = Media.HTML) -> Article:
    page = f"<html lang=en><head><title>Bridge opens</title>{head}</head><body><article><h1>Bridge opens</h1>{body}"
    source = page + "</article></body></html>" if media is Media.HTML else body
    return article_of(Capture(uri="a", body=source.encode(), media=media, url=URL, charset="utf-8"))


def parts(found: Article) -> list[tuple[str, int | None, str]]:
    return [(part.kind, part.level, found.text[part.start : part.end]) for part in found.structure or ()]


def links(found: Article) -> list[tuple[str, str]]:
    return [(found.text[link.start : link.end], link.url) for link in found.links or ()]


def data(**values: Any) -> str:
    return f"<script type='application/ld+json'>{json.dumps({'@context': 'https://schema.org', **values})}</script>"


def test_each_piece_says_what_it_is() -> None:
    items = "<ul><li>Forty carts an hour cross it.</li><li>It costs:<ul><li>two crowns a cart.</li></ul></li></ul>"
    quote = "<blockquote><p>It is a good bridge, she said.</p><p>It will stand for long, she said.</p></blockquote>"
    rows = "<table><tr><th>Year</th><th>Carts</th></tr><tr><td>The year 2023</td><td>12,000 carts</td></tr></table>"
    code = "<pre>carts = bridges * 40\ntolls = carts * 2</pre>"
    found = article(
        f"{PROSE}<h2>What it costs</h2>{prose('Bern')}{items}{MORE}{quote}{rows}{prose('Rome')}{code}{LAST}"
    )
    assert parts(found) == [
        ("heading", 2, "What it costs"),
        ("list-item", 1, "Forty carts an hour cross it."),
        ("list-item", 1, "It costs:"),
        ("list-item", 2, "two crowns a cart."),
        ("quote", None, "It is a good bridge, she said.\nIt will stand for long, she said."),
        ("table-row", None, "Year | Carts"),
        ("table-row", None, "The year 2023 | 12,000 carts"),
        ("preformatted", None, "carts = bridges * 40\ntolls = carts * 2"),
    ]


def test_a_table_that_lays_out_a_page_is_no_table_of_figures() -> None:
    assert parts(article(f"<table><tr><td>menu</td><td>{PROSE}</td></tr></table>")) == []


def test_links_are_where_they_stand_and_lead_to_a_clean_address() -> None:
    body = (
        f"<p>{SENTENCE} See  the <a href='/2024/plan?utm_source=x#top'>plan  of the\nbridge</a>, the "
        "<a href='https://user:secret@mayor.example/'>mayor</a>'s word on the mayor, "
        "<a href='javascript:alert(1)'>this</a>, <a href='#note'>a note</a> and "
        "<a href='mailto:a@b.example'>mail</a>.</p>"
    )
    found = article(PROSE + body + LAST)
    assert links(found) == [
        ("plan of the bridge", "https://courier.example/2024/plan"),
        ("mayor", "https://mayor.example/"),
    ]
    (_, mayor) = found.links or ()
    assert found.text[mayor.start - 4 : mayor.end + 2] == "the mayor's"
    based = article(
        PROSE + "<p>It is <a href='b'>said by the second paper</a> that it is open.</p>", "<base href='/x/'>"
    )
    assert links(based) == [("said by the second paper", "https://courier.example/x/b")]


def test_what_cleaning_cut_has_no_structure() -> None:
    related = "<div class=related><h3>You may also like</h3><ul><li><a href=/x>Another bridge</a></li></ul></div>"
    found = article(f"{PROSE}<h2>Read more:</h2>{related}{LAST}<p><a href=/share>Share this article</a></p>")
    assert [piece.kind for piece in found.removed]
    assert (parts(found), links(found)) == ([], [])


def test_a_piece_of_which_some_was_cut_is_what_is_left() -> None:
    quote = "<blockquote><p>It is good, she said.</p><p>Advertisement</p><p>It will stand, she said.</p></blockquote>"
    found = article(PROSE + quote + LAST)
    assert "Advertisement" in [piece.text for piece in found.removed]
    assert parts(found) == [("quote", None, "It is good, she said.\nIt will stand, she said.")]


def test_a_text_says_nothing_and_an_entry_of_a_feed_does() -> None:
    plain = article(f"{SENTENCE}\n\n{SENTENCE}", media=Media.TEXT)
    assert (plain.structure, plain.links, plain.image) == (None, None, None)
    source = f"{PROSE}<h3>Tolls</h3><p>See <a href='/t'>the tolls</a> of it.</p>"
    entry = article_of(Capture(uri="a", body=source.encode(), media=Media.HTML, url=URL))
    assert parts(entry) == [("heading", 3, "Tolls")]
    assert links(entry) == [("the tolls", "https://courier.example/t")]


AT = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
POSTS = (("Carts queue", "2024-03-01T10:30:00+01:00"), ("Mayor speaks", "2024-03-01T09:45:00Z"))


def blog(**update: str) -> str:
    updates = [
        {"@type": "BlogPosting", "headline": headline, "datePublished": time, "url": f"{URL}#post-{number}"}
        for number, (headline, time) in enumerate(POSTS)
    ]
    return data(**{"@type": "LiveBlogPosting", "headline": "Bridge opens", "liveBlogUpdate": updates} | update)


@pytest.mark.parametrize(
    ("head", "opening"),
    [
        ("", "<div itemprop=liveBlogUpdate><time itemprop=datePublished datetime='{time}'>now</time>"),
        (blog(), "<div id=post-{number}>"),
        (blog(), "<div class=entry>"),
    ],
    ids=["microdata", "id", "headline"],
)
def test_posts_of_a_live_blog_have_their_time(head: str, opening: str) -> None:
    body = "".join(
        f"{opening.format(number=number, time=time)}<h3>{headline}</h3>{prose(headline)}</div>"
        for number, (headline, time) in enumerate(POSTS)
    )
    found = article(PROSE + f"<div>{body}</div>", head)
    posts = [part for part in found.structure or () if part.kind is PartKind.POST]
    assert [found.text[post.start : post.end].split("\n")[0] for post in posts] == [headline for headline, _ in POSTS]
    assert [found.text[post.start : post.end].count("\n") for post in posts] == [3, 3]
    assert [post.time for post in posts] == [AT, AT.replace(minute=45)]
    assert [kind for kind, *_ in parts(found)] == ["post", "heading"] * 2


def test_posts_that_stand_only_in_data_have_their_time() -> None:
    updates = [
        {
            "@type": "BlogPosting",
            "headline": headline,
            "datePublished": time,
            "articleBody": f"{SENTENCE} {headline}. " * 4,
        }
        for headline, time in POSTS
    ]
    head = data(**{"@type": "LiveBlogPosting", "headline": "Bridge opens", "liveBlogUpdate": updates})
    found = article("<p>Loading…</p>", head)
    assert [(part.kind, part.time) for part in found.structure or ()] == [
        (PartKind.POST, AT),
        (PartKind.POST, AT.replace(minute=45)),
    ]


FIGURE = (
    "<figure><img src='/pictures/bridge-opens.jpg?w=600'><figcaption>The bridge at dawn "
    "<span class=photo-credit>Ailsa Drummond/Courier</span></figcaption></figure>"
)


@pytest.mark.parametrize(
    ("head", "image"),
    [
        ("", None),
        ("<meta property=og:image content='javascript:x'>", None),
        (
            "<meta property=og:image content='/pictures/bridge-opens.jpg?w=1200'>",
            Image(
                "https://courier.example/pictures/bridge-opens.jpg?w=1200",
                "The bridge at dawn",
                "Ailsa Drummond/Courier",
            ),
        ),
        (
            data(
                **{
                    "@type": "NewsArticle",
                    "image": [
                        {"@type": "ImageObject", "url": "https://a:b@i.example/x.jpg", "caption": "Dawn &amp; dusk"}
                    ],
                }
            ),
            Image("https://i.example/x.jpg", "Dawn & dusk", None),
        ),
        (
            data(
                **{"@type": "NewsArticle", "image": {"contentUrl": "https://i.example/x.jpg", "creditText": "Reuters"}}
            ),
            Image("https://i.example/x.jpg", None, "Reuters"),
        ),
        (
            data(**{"@type": "NewsArticle", "image": "/i/other.jpg"}),
            Image("https://courier.example/i/other.jpg", None, None),
        ),
    ],
)
def test_an_image_has_caption_and_credit(head: str, image: Image | None) -> None:
    assert article(PROSE + FIGURE, head).image == image


def test_rows_travel_whole() -> None:
    head = blog() + "<meta property=og:image content='/pictures/bridge-opens.jpg'>"
    body = f"<div id=post-1><h2>Carts queue</h2><p>See <a href=/x>the queue of carts</a> there.</p>{MORE}</div>"
    found = article(PROSE + body + FIGURE, head)
    assert found.structure
    assert found.links
    assert found.image
    assert decode(encode(found)) == found


WORDS = st.lists(
    st.sampled_from(["the bridge", "carts", " ", "\n", "\u00ad", "\u200b|", "é", "e\u0301", "😀", "\x85"]), max_size=6
).map("".join)
INLINE = st.recursive(
    WORDS,
    lambda inner: st.tuples(
        st.sampled_from(["a href=/to", "a href='https://x.example/?q=1'", "b", "span"]), inner, inner
    ).map(lambda it: f"<{it[0]}>{it[1]}</{it[0].split()[0]}>{it[2]}"),
    max_leaves=6,
)
BLOCKS = st.recursive(
    st.tuples(st.sampled_from(["p", "h2", "h4", "pre", "li", "div", "td"]), INLINE).map(
        lambda it: f"<{it[0]}>{it[1]}</{it[0]}>"
    ),
    lambda inner: st.tuples(
        st.sampled_from(["blockquote", "ul", "ol", "div", "table", "tr", "section", "div itemprop=liveBlogUpdate"]),
        st.lists(inner, max_size=4),
    ).map(lambda it: f"<{it[0]}>{''.join(it[1])}</{it[0].split()[0]}>"),
    max_leaves=12,
)


@settings(max_examples=40)
@given(st.lists(st.one_of(BLOCKS, st.just(f"<p>{SENTENCE}</p>"), st.just("<p>Share this article</p>")), max_size=12))
def test_spans_lie_in_the_text_and_hold_what_they_should(blocks: list[str]) -> None:
    try:
        found = article(PROSE + "".join(blocks) + LAST)
    except Unusable:
        return
    text = found.text
    lines = {0, *(at + 1 for at, char in enumerate(text) if char == "\n")}
    for part in found.structure or ():
        assert 0 <= part.start < part.end <= len(text)
        assert part.start in lines
        assert part.end == len(text) or text[part.end] == "\n"
    last = 0
    for link in found.links or ():
        assert last <= link.start < link.end <= len(text)
        words = text[link.start : link.end]
        assert words == words.strip()
        assert "\n" not in words
        last = link.end
    kinds = [(part.start, -part.end) for part in found.structure or ()]
    assert kinds == sorted(kinds)
