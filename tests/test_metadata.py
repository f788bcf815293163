"""What a page says of its article: headline, authors, dates, address; read where readers see them too."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_extract import BODY, FIRST, SECOND, in_data, page, read
from transforms.extract.names import clean
from transforms.extract.written_dates import find

HEADLINE = "Board votes to deepen the channel"
SITE = "https://news.harbour-post.example"
URL = f"{SITE}/local/channel"


def shown(*lines: str, head: str = "", above: str = "", lang: str = "en", below: str = "") -> str:
    """A page with lines between headline and text, as most have them."""
    middle = "".join(f"<div>{line}</div>" for line in lines)
    return (
        f"<!DOCTYPE html><html lang='{lang}'><head><title>{HEADLINE} - Harbour Post</title>{head}</head><body>"
        f"<header><a href='/'>Harbour Post</a></header>{above}"
        f"<main><article><h1>{HEADLINE}</h1>{middle}{BODY}</article></main>{below}</body></html>"
    )


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


# Titles


@pytest.mark.parametrize(
    "heading",
    [
        f"<h1><span class='kicker'>Harbour</span><span class='headline'>{HEADLINE}</span></h1>",
        f"<h1><small class='eyebrow'>Opinion</small><br>{HEADLINE}</h1>",
        f"<h1><div class='visually-hidden'>Article title</div>{HEADLINE}</h1>",
    ],
)
def test_a_kicker_is_no_part_of_the_title(heading: str) -> None:
    source = f"<!DOCTYPE html><html><head><title>{HEADLINE} - Harbour Post</title></head><body>{heading}{BODY}</body>"
    assert read(source, url=URL).title == HEADLINE


@pytest.mark.parametrize("kicker", ["Opinion | ", "Exclusive: ", "Comment – "])
def test_a_kicker_that_one_place_has_and_another_has_not(kicker: str) -> None:
    head = f"<meta property='og:title' content='{kicker}{HEADLINE}'>"
    assert read(shown(head=head), url=URL).title == HEADLINE


@pytest.mark.parametrize(
    "wrong",
    [
        "<h1 class='site-logo'><a href='/'>The paper of the harbour and its people</a></h1>",
        "<nav><h1>All the news from the harbour today</h1></nav>",
        "<h1 class='menu-title'>Main menu</h1>",
        "<h1 class='section'>Local</h1>",
    ],
)
def test_a_masthead_menu_or_section_is_not_the_title(wrong: str) -> None:
    source = (
        f"<!DOCTYPE html><html><head><title>Harbour Post Online</title></head><body>{wrong}"
        f"<article><h1 class='article-title'>{HEADLINE}</h1>{BODY}</article></body></html>"
    )
    assert read(source, url=URL).title == HEADLINE


def test_the_headline_that_readers_see_before_the_one_for_search_engines() -> None:
    head = "<meta property='og:title' content='Channel dredging 2024: dates, cost, map'>" + in_data(
        headline="Channel dredging 2024: dates, cost, map"
    )
    source = shown(head=head).replace(f"<title>{HEADLINE}", f"<title>{HEADLINE}")
    assert read(source, url=f"{SITE}/board-votes-to-deepen-the-channel").title == HEADLINE


def test_parts_of_a_headline_are_not_glued() -> None:
    source = (
        f"<!DOCTYPE html><html><head><title>x</title></head><body><h1>Board votes<br>to deepen</h1>{BODY}</body></html>"
    )
    assert read(source, url=URL).title == "Board votes to deepen"


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("Opinion | Board votes to deepen", "Board votes to deepen"),
        ("Kommentar | Der Hafen wird tiefer", "Der Hafen wird tiefer"),
        ("港务局投票决定加深航道-海港网", "港务局投票决定加深航道"),
        ("港务局投票决定加深航道_海港新闻", "港务局投票决定加深航道"),
        ("Live: Board votes to deepen", "Live: Board votes to deepen"),
    ],
)
def test_a_section_before_and_a_site_behind_every_title_of_a_page(title: str, headline: str) -> None:
    assert read(page(title=title), url=URL).title == headline


def test_a_title_goes_as_far_as_the_line_of_the_page_that_it_begins_with() -> None:
    source = (
        f"<!DOCTYPE html><html><head><title>{HEADLINE} - The Paper of the Harbour</title></head><body>"
        f"<div><b>{HEADLINE}</b></div>{BODY}</body></html>"
    )
    assert read(source, url=URL).title == HEADLINE


# Dates


@pytest.mark.parametrize(
    ("lang", "line", "day"),
    [
        ("en-US", "03/05/2024", (2024, 3, 5)),
        ("en-GB", "03/05/2024", (2024, 5, 3)),
        ("en-GB", "Posted on 5th March 2024", (2024, 3, 5)),
        ("en", "Mar. 5, 2024", (2024, 3, 5)),
        ("de", "Veröffentlicht am 5. März 2024", (2024, 3, 5)),
        ("fr", "Publié le 1er mars 2024", (2024, 3, 1)),
        ("es", "5 de marzo de 2024", (2024, 3, 5)),
        ("it", "Pubblicato il 5 marzo 2024", (2024, 3, 5)),
        ("pt", "5 de março de 2024", (2024, 3, 5)),
        ("nl", "5 maart 2024", (2024, 3, 5)),
        ("pl", "5 marca 2024", (2024, 3, 5)),
        ("cs", "5. března 2024", (2024, 3, 5)),
        ("hu", "2024. március 5.", (2024, 3, 5)),
        ("fi", "5. maaliskuuta 2024", (2024, 3, 5)),
        ("sv", "Publicerad 5 mars 2024", (2024, 3, 5)),
        ("ru", "5 марта 2024", (2024, 3, 5)),
        ("uk", "5 березня 2024", (2024, 3, 5)),
        ("el", "5 Μαρτίου 2024", (2024, 3, 5)),
        ("tr", "5 Mart 2024 Salı", (2024, 3, 5)),
        ("ar", "٥ مارس ٢٠٢٤", (2024, 3, 5)),
        ("ar", "الجمعة 24 نيسان / أبريل 2020", (2020, 4, 24)),
        ("he", "5 במרץ 2024", (2024, 3, 5)),
        ("hi", "5 मार्च 2024", (2024, 3, 5)),
        ("bn", "৫ মার্চ ২০২৪", (2024, 3, 5)),
        ("th", "5 มีนาคม 2567", (2024, 3, 5)),
        ("vi", "Thứ ba, ngày 5 tháng 3 năm 2024", (2024, 3, 5)),
        ("id", "5 Maret 2024", (2024, 3, 5)),
        ("ja", "2024年3月5日", (2024, 3, 5)),
        ("zh-CN", "2024年03月05日", (2024, 3, 5)),
        ("ko", "입력 2024. 3. 5.", (2024, 3, 5)),
        ("ja", "令和6年3月5日", (2024, 3, 5)),
        ("zh-TW", "民國113年3月5日", (2024, 3, 5)),
        ("fa", "15 اسفند 1402 - 12:09", (2024, 3, 5)),
        ("fa", "۱۴۰۲/۱۲/۱۵", (2024, 3, 5)),
        ("en", "Mar 05 09:34 2024", (2024, 3, 5)),
    ],
)
def test_a_date_beside_the_headline(lang: str, line: str, day: tuple[int, int, int]) -> None:
    found = read(shown(line, lang=lang), url=URL, captured_at=at(2024, 6, 1)).published_at
    assert found is not None
    assert found.date() == at(*day).date()


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("March 5, 2024 at 9:10 pm", (2024, 3, 5, 21, 10)),
        ("March 5, 2024 9:10 a.m. EST", (2024, 3, 5, 14, 10)),
        ("5 марта 2024, 21:10", (2024, 3, 5, 21, 10)),
        ("2024年3月5日 21時10分", (2024, 3, 5, 21, 10)),
        ("2024.03.05 오후 9:10", (2024, 3, 5, 21, 10)),
        ("5 March 2024 at 21:10 GMT+2", (2024, 3, 5, 19, 10)),
    ],
)
def test_the_hour_behind_a_date(line: str, moment: tuple[int, ...]) -> None:
    assert [one.moment for one in find(line)] == [at(*moment)]


@pytest.mark.parametrize(
    "line",
    [
        "32 March 2024",
        "5 Marching 2024",
        "room 3/55/2024",
        "2024",
        "1.2.3.2024",
        "Call 05-03",
        "0001-01-01 00:00 +14:00",
        "30 اسفند 1402",
        "平成0年13月5日",
    ],
)
def test_what_is_not_a_date(line: str) -> None:
    assert find(line) == []


CLOCK = "<header><time datetime='2024-05-31T08:00:00Z'>Friday 31 May</time></header>"
TEASER = (
    "<aside class='related'><a href='/x'>Ferry late</a> <time datetime='2024-05-30T08:00:00Z'>30 May</time></aside>"
)


def test_the_clock_of_the_site_and_the_dates_of_other_articles_are_not_the_date() -> None:
    source = shown("<p>Published <time datetime='2024-05-14T21:10:00Z'>14 May</time></p>", above=CLOCK + TEASER)
    assert read(source, url=URL).published_at == at(2024, 5, 14, 21, 10)


@pytest.mark.parametrize(
    "lines",
    [
        (
            "Last updated <time datetime='2024-05-15T07:10:00Z'>15 May</time>",
            "First published <time datetime='2024-05-14T21:10:00Z'>14 May</time>",
        ),
        ("Published 14 May 2024, 21:10 | Updated 15 May 2024, 07:10",),
        ("14 May 2024, 21:10Updated on: 15 May 2024, 07:10",),
    ],
)
def test_an_update_is_not_the_publication(lines: tuple[str, ...]) -> None:
    found = read(shown(*lines), url=URL)
    assert (found.published_at, found.modified_at) == (at(2024, 5, 14, 21, 10), at(2024, 5, 15, 7, 10))


def test_an_update_that_is_told_at_the_foot() -> None:
    foot = "<footer><p>Last updated on 15 May 2024</p></footer>"
    found = read(shown("14 May 2024", below=foot), url=URL)
    assert (found.published_at, found.modified_at) == (at(2024, 5, 14), at(2024, 5, 15))
    assert read(shown(below=foot), url=URL).published_at == at(2024, 5, 15)


@pytest.mark.parametrize(("between", "is_near"), [(0, True), (6, True), (7, True), (8, False)])
def test_a_date_above_the_headline_is_near_up_to_eight_blocks(between: int, is_near: bool) -> None:
    above = "<p>5 March 2024</p>" + "".join(f"<p>Section {n}</p>" for n in range(between))
    found = read(
        f"<!DOCTYPE html><html lang='en'><head><title>{HEADLINE}</title></head><body><main><article>"
        f"<header>{above}<h1>{HEADLINE}</h1></header>{BODY}</article></main></body></html>"
    )
    assert (found.published_at is not None) == is_near


def test_a_label_in_a_line_of_its_own() -> None:
    found = read(shown("Updated:", "15 May 2024", "Original:", "14 May 2024"), url=URL)
    assert (found.published_at, found.modified_at) == (at(2024, 5, 14), at(2024, 5, 15))


def test_a_label_behind_the_date_at_the_foot() -> None:
    foot = "<footer><p>Dieser Beitrag wurde am 14. Mai 2024 um 23:03 Uhr gepostet und steht unter Hafen</p></footer>"
    assert read(shown(lang="de", below=foot), url=URL).published_at == at(2024, 5, 14, 23, 3)


@pytest.mark.parametrize(
    "place", ["HARBOUR CITY, May 14, 2024 –", "Harbour City (14.05.2024).", "14 May 2024 /Newswire/ --"]
)
def test_the_dateline_of_the_first_paragraph(place: str) -> None:
    source = shown().replace(FIRST, f"{place} {FIRST} {SECOND}")
    assert read(source, url=URL).published_at == at(2024, 5, 14)


@pytest.mark.parametrize("start", ["On May 14, 2024,", "Since 14 May 2024 –", "May 14, 2024 was"])
def test_a_day_that_begins_a_sentence_is_no_dateline(start: str) -> None:
    source = shown("Harbour Post").replace(FIRST, f"{start} {FIRST[0].lower()}{FIRST[1:]} {SECOND}")
    assert read(source, url=URL).published_at is None


def test_where_data_contradicts_itself_what_readers_see_decides() -> None:
    data = in_data(headline=HEADLINE, datePublished="2024-05-11T08:00:00Z")
    meta = "<meta property='article:published_time' content='2024-05-14T08:00:00Z'>"
    assert read(shown("14 May 2024", head=data + meta), url=URL).published_at == at(2024, 5, 14, 8)
    assert read(shown("16 May 2024", head=data + meta), url=URL).published_at == at(2024, 5, 11, 8)


def test_a_vague_meta_element_gives_way_to_the_date_beside_the_headline() -> None:
    meta = "<meta name='date' content='2024-05-20'>"
    assert read(shown("14 May 2024", head=meta), url=URL).published_at == at(2024, 5, 14)
    assert read(shown(head=meta), url=URL).published_at == at(2024, 5, 20)


def test_a_meta_element_that_has_a_value_for_its_content() -> None:
    assert read(shown(head="<meta name='pub_date' value='2024-05-14'>"), url=URL).published_at == at(2024, 5, 14)


def test_a_date_in_the_text_is_of_its_subject() -> None:
    late = "<p>The first ship sank on 3 April 1996 off the pier, and nobody has raised it since, the council says.</p>"
    assert read(shown("14 May 2024", below=late), url=URL).published_at == at(2024, 5, 14)


def test_when_a_source_was_retrieved_is_not_the_date() -> None:
    source = shown("14 May 2024", below="<p>Retrieved 2 June 2024</p>")
    assert read(source, url=URL).published_at == at(2024, 5, 14)


@pytest.mark.parametrize(
    "path", ["2024/05/14/x", "2024/5/14/x", "2024/may/14/x", "20240514/x", "2024-05-14/x", "14-05-2024"]
)
def test_the_day_in_an_address(path: str) -> None:
    assert read(page(), url=f"{SITE}/{path}").published_at == at(2024, 5, 14)


# Authors


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By JANE DOE and JOHN ROE", ("Jane Doe", "John Roe")),
        ("Par ÉLISE DURÂND", ("Élise Durând",)),
        ("By: Jane Doe Posted: March 5, 2024", ("Jane Doe",)),
        ("Tuesday March 5, 2024 9:10 pm by Evan Slade", ("Evan Slade",)),
        ("By <a href='/author/jane-doe'>Jane Doe</a> • December 20, 2023 7:00 am", ("Jane Doe",)),
        ("<a href='/author/jane'>Jane</a>", ("Jane",)),
        ("By Jane Doe, Contributing Opinion Writer", ("Jane Doe",)),
        ("By Jane Doe, PhD, RD", ("Jane Doe",)),
        ("Posted by <a rel='author' href='/u/77'>harbour_fan</a> on May 5, 2024", ("harbour_fan",)),
        ("Von Jana Dörfler", ("Jana Dörfler",)),
        ("Von Jana von Berg und Fotos von Max Roe", ("Jana von Berg",)),
        ("Par Jeanne Dubois", ("Jeanne Dubois",)),
        ("Por Juana Díaz", ("Juana Díaz",)),
        ("Di Gianna Donati", ("Gianna Donati",)),
        ("Автор: Анна Иванова", ("Анна Иванова",)),
        ("Από Άννα Ιωάννου", ("Άννα Ιωάννου",)),
        ("द्वारा अनीता शर्मा", ("अनीता शर्मा",)),
        ("2024年03月05日 21:10 来源：海港日报 作者：李文", ("李文",)),
        ("記者 李文", ("李文",)),
        ("김철수 기자 kim@news.example", ("김철수",)),
        ("取材・文＝山田太郎", ("山田太郎",)),
        ("بقلم: أحمد علي", ("أحمد علي",)),
        ("Γράφει η Άννα Ιωάννου", ("Άννα Ιωάννου",)),
        ("By Jane Doe, Photography by Max Roe", ("Jane Doe",)),
        ("By Jane Doe/Harbour Post", ("Jane Doe",)),
        ("<span>By</span><span>Jane Doe</span>", ("Jane Doe",)),
        ("Jane Doe, Kiel", ()),
        ("Von Jana Dörfler Stand: 5. März 2024", ("Jana Dörfler",)),
        ("von Jana Dörfler Foto: Max Roe", ("Jana Dörfler",)),
        ("Von Jana D\u00adörf\u00adler", ("Jana Dörfler",)),
        ("Door onze redacteur Sanne de Vries", ("Sanne de Vries",)),
        ("De notre correspondante à Brest Anne Le Goff", ("Anne Le Goff",)),
        ("Escribe Camila Díaz", ("Camila Díaz",)),
        ("By Jane Doe | HPTV", ("Jane Doe",)),
        ("<span id='byline'>[田中宏昌，港新聞]</span>", ("田中宏昌", "港新聞")),
        ("Posted in Ships by quayside on August 3, 2019", ("quayside",)),
        ("Verfasst von: quayside | 31. Dezember 2008", ("quayside",)),
    ],
)
def test_a_byline_beside_the_headline(line: str, names: tuple[str, ...]) -> None:
    assert read(shown(line), url=URL).authors == names


@pytest.mark.parametrize(
    ("line", "below", "names"),
    [
        ("Jane Doe", "<img src='x.jpg' alt='Jane Doe'>", ("Jane Doe",)),
        ("Jane Doe", "<h4>About Jane Doe</h4>", ("Jane Doe",)),
        ("Jane Doe", "<h4>More from the harbour</h4>", ()),
        ("Table Of Contents", "<img src='x.jpg' alt='A table'>", ()),
    ],
)
def test_a_name_that_stands_alone_needs_to_be_confirmed(line: str, below: str, names: tuple[str, ...]) -> None:
    assert read(shown(line, below=below), url=URL).authors == names


@pytest.mark.parametrize(
    "line",
    [
        "Medically reviewed by <a href='/author/ann-lee'>Ann Lee</a>",
        "Photo: <a href='/author/ann-lee'>Ann Lee</a>",
        "<a rel='author' href='/author/x'>View all posts</a>",
        "Foto: Max Roe",
        "Read by thousands every day",
        "Hit by a Heavy Storm",
    ],
)
def test_what_is_not_a_byline(line: str) -> None:
    assert read(shown(line), url=URL).authors == ()


def test_an_account_in_data_gives_way_to_the_person_on_the_page() -> None:
    assert read(shown("By Ann Lee", head=in_data(author={"name": "alee77"})), url=URL).authors == ("Ann Lee",)
    assert read(shown(head=in_data(author={"name": "alee77"})), url=URL).authors == ("alee77",)


def test_whom_a_meta_element_alone_names_gives_way_to_the_byline() -> None:
    meta = "<meta name='author' content='Quayside Media'>"
    assert read(shown("By Jane Doe", head=meta), url=URL).authors == ("Jane Doe",)
    assert read(shown("14 May 2024", head=meta), url=URL).authors == ("Quayside Media",)


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("Maria del Carmen de la Cruz Vega", True), ("Maria del Pilar Carmen de la Cruz Vega", False)],
)
def test_a_name_has_at_most_seven_words(name: str, is_one: bool) -> None:
    assert read(shown(head=f"<meta name='author' content='{name}'>"), url=URL).authors == ((name,) if is_one else ())


def test_an_agency_that_the_page_marks_as_creator() -> None:
    byline = "Por <span itemprop='creator'><strong itemprop='name'>Agência O Globo</strong> | 12/02/2024</span>"
    assert read(shown(byline)).agency == "Agência O Globo"


def test_a_byline_that_names_more_than_the_data_is_heard() -> None:
    one = in_data(author={"name": "Jane Doe"})
    assert read(shown("By Jane Doe, John Roe and Ann Lee", head=one), url=URL).authors == (
        "Jane Doe",
        "John Roe",
        "Ann Lee",
    )
    assert read(shown("By Jane Doe, Harbour Staff", head=one), url=URL).authors == ("Jane Doe",)
    assert read(shown("By John Roe", head=one), url=URL).authors == ("Jane Doe",)


def test_a_company_in_data_gives_way_to_the_person_beside_it() -> None:
    head = in_data(author=[{"name": "Quayside Media Inc."}, {"name": "Jane Doe"}])
    assert read(shown(head=head), url=URL).authors == ("Jane Doe",)


def test_a_name_at_the_right_under_the_last_paragraph_is_a_signature() -> None:
    signed = shown().replace("</article>", "<p style='text-align:right'>Lê Phương</p></article>")
    assert read(signed, url=URL).authors == ("Lê Phương",)
    assert read(signed.replace("right", "left"), url=URL).authors == ()


def test_the_authors_of_other_articles_are_not_of_this_one() -> None:
    other = "<aside class='related'><p>By <a href='/author/kim-orr'>Kim Orr</a></p></aside>"
    assert read(shown(above=other, below=other), url=URL).authors == ()


def test_meta_elements_that_are_named_in_the_plural() -> None:
    assert read(shown(head="<meta name='authors' content='Ann Lee, Bo Ray'>"), url=URL).authors == ("Ann Lee", "Bo Ray")


def test_a_name_of_a_citation_has_the_family_name_first() -> None:
    head = "<meta name='citation_author' content='Lee, Ann'><meta name='citation_author' content='Ray, Bo'>"
    assert read(shown(head=head), url=URL).authors == ("Ann Lee", "Bo Ray")


# Data


def test_a_comma_too_many_in_data_costs_nothing() -> None:
    node = (
        '{"@type":"NewsArticle","headline":"A, }","author":{"name":"Tom Reddle",},"datePublished":"2024-05-14T21:10Z",}'
    )
    found = read(shown(head=f"<script type='application/ld+json'>{node}</script>"), url=URL)
    assert (found.authors, found.published_at) == (("Tom Reddle",), at(2024, 5, 14, 21, 10))


# Addresses


@pytest.mark.parametrize(
    ("asked", "stated", "wanted"),
    [
        ("/article.php?id=7", "/article.php", "/article.php?id=7"),
        ("/?p=123", "/", "/?p=123"),
        ("/news/?tx_ttnews[tt_news]=5", "/news/", "/news/?tx_ttnews[tt_news]=5"),
        ("/board-votes-to-deepen?id=7", "/board-votes-to-deepen", "/board-votes-to-deepen"),
        ("/story-20240514.html?page=2", "/story-20240514.html", "/story-20240514.html"),
        ("/article.php?id=7&view=all", "/article.php?id=7", "/article.php?id=7"),
        ("/article.php?theme=dark", "/article.php", "/article.php"),
    ],
)
def test_an_address_without_what_tells_its_articles_apart_is_not_canonical(
    asked: str, stated: str, wanted: str
) -> None:
    source = shown(head=f"<link rel='canonical' href='{SITE}{stated}'>")
    assert read(source, url=SITE + asked).canonical_url == SITE + wanted


# Properties


@given(st.text(max_size=300))
def test_any_line_may_hold_a_date_or_a_name(text: str) -> None:
    for one in find(text, "en", month_first=True):
        assert 0 <= one.start < one.end <= len(text)
    assert all(0 < len(name) <= 80 for name in clean([text]))


@pytest.mark.parametrize(
    "unit", ["1 a", "1. ", "a. ", "12/", "( ", "By ", " and ", "1 march ", "·", "senior ", "at ", "2024 "]
)
def test_no_line_takes_long(unit: str) -> None:
    text = unit * 1000
    start = time.process_time()
    find(text)
    clean([text])
    assert time.process_time() - start < 1


def test_broken_data_takes_linear_time() -> None:
    start = time.process_time()
    for unit in ('",', ", ", '"\\', "{,", '"a":'):
        read(page(head=f"<script type='application/ld+json'>{unit * 100_000}</script>"))
    assert time.process_time() - start < 10


def test_the_text_is_as_before() -> None:
    assert read(shown("By Ann Lee", "14 May 2024"), url=URL).text.split("\n")[-3:-1] == [FIRST, SECOND]
