"""Title, authors and dates of small pages in forms that pages of the news have: one form a page."""

import json
from typing import Any

import pytest

from tests.forms import HEADLINE, SITE, URL, at, document, meta, page, prop, script
from tests.test_extract import BODY, in_data

DAY, MOMENT = at(2024, 5, 14), at(2024, 5, 14, 8, 30)
ANA, BAO, LUCIA = "Amara Okafor", "Bao Nguyen", "Lucía Peña"
PERSON = "itemscope itemtype='https://schema.org/Person'"


def news(**says: Any) -> str:
    """A page whose JSON-LD says this of its article."""
    return page(script({"@type": "NewsArticle", "headline": HEADLINE, **says}))


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        (
            page(
                script(
                    {
                        "@graph": [
                            {
                                "@type": "NewsArticle",
                                "headline": HEADLINE,
                                "author": [{"name": ANA}, {"@id": "#2"}, {"name": LUCIA}],
                                "datePublished": "2024-05-14T10:30:00+02:00",
                            },
                            {"@id": "#2", "@type": "Person", "name": BAO},
                        ]
                    }
                )
            ),
            {"authors": (ANA, BAO, LUCIA), "published_at": MOMENT},
        ),
        (
            news(author={"@type": "Organization", "name": "Coastal Reporting Network"}),
            {"authors": ("Coastal Reporting Network",)},
        ),
        (
            news(
                author=[{"@type": "Organization", "name": "Harbour Post"}, {"@type": "Person", "name": ANA}],
                publisher={"@type": "Organization", "name": "Harbour Post"},
            ),
            {"authors": (ANA,)},
        ),
        (news(author=[ANA, BAO]), {"authors": (ANA, BAO)}),
        (news(author={"name": f"{ANA}, {BAO} and {LUCIA}"}), {"authors": (ANA, BAO, LUCIA)}),
        (news(author={"name": "Amara O&#39;Brien"}), {"authors": ("Amara O'Brien",)}),
        (
            f"<!doctype html><html amp lang=en><head><title>x</title><link rel=canonical href='{URL}'></head>"
            "<body><article>"
            f"<h1 class='amp-wp-title'>{HEADLINE}</h1><div class='amp-wp-meta amp-wp-byline'>"
            f"<span class='amp-wp-author author vcard'>{ANA}</span></div><div class='amp-wp-meta amp-wp-posted-on'>"
            f"<time datetime='2024-05-14T08:30:00+00:00'>3 hours ago</time></div>{BODY}</article></body></html>",
            {"title": HEADLINE, "authors": (ANA,), "published_at": MOMENT, "canonical_url": URL},
        ),
        (
            page(
                h1=f"<div itemscope itemtype='https://schema.org/NewsArticle'><h1 itemprop='headline'>{HEADLINE}</h1>"
                f"<span itemprop='author' {PERSON}><a href='/x'><span itemprop='name'>{ANA}</span></a></span> and "
                f"<span itemprop='author' {PERSON}><span itemprop='name'>{BAO}</span></span>"
                "<meta itemprop='datePublished' content='2024-05-14T08:30:00Z'></div>"
            ),
            {"title": HEADLINE, "authors": (ANA, BAO), "published_at": MOMENT},
        ),
        (
            page(
                h1=f"<h1 itemprop='headline'>{HEADLINE}</h1>"
                f"<div itemprop='author' {PERSON}><meta itemprop='name' content='{ANA}'></div>"
                "<time itemprop='datePublished' datetime='2024-05-14T10:30+02:00'>14.05.2024</time>"
            ),
            {"authors": (ANA,), "published_at": MOMENT},
        ),
        (
            page(
                f"<meta name='DC.title' content='{HEADLINE}'><meta name='DC.creator' content='Okafor, Amara'>"
                "<meta name='DC.creator' content='Nguyen, Bao'><meta name='DC.date.issued' content='2024-05-14'>",
                title="Harbour Post",
            ),
            {"title": HEADLINE, "authors": (ANA, BAO), "published_at": DAY},
        ),
        (
            page(
                f"<meta name='dcterms.creator' content='{ANA}'><meta name='dcterms.issued' content='2024-05-14T08:30Z'>"
                "<meta name='dcterms.modified' content='2024-05-15T08:30Z'>"
            ),
            {"authors": (ANA,), "published_at": MOMENT, "modified_at": at(2024, 5, 15, 8, 30)},
        ),
        (
            page(
                f"<meta name='parsely-title' content='{HEADLINE}'><meta name='parsely-author' content='{ANA}'>"
                f"<meta name='parsely-author' content='{BAO}'>"
                "<meta name='parsely-pub-date' content='2024-05-14T08:30:00Z'>",
                title="News",
            ),
            {"title": HEADLINE, "authors": (ANA, BAO), "published_at": MOMENT},
        ),
        (
            page(
                meta(**{"parsely-page": json.dumps({"authors": [ANA, BAO], "pub_date": "2024-05-14T08:30:00Z"})}),
                title="News",
            ),
            {"title": HEADLINE, "authors": (ANA, BAO), "published_at": MOMENT},
        ),
        (
            page(
                f"<meta name='sailthru.title' content='{HEADLINE}'><meta name='sailthru.author' content='{ANA}'>"
                "<meta name='sailthru.date' content='2024-05-14 08:30:00'>",
                title="News",
            ),
            {"title": HEADLINE, "authors": (ANA,), "published_at": MOMENT},
        ),
        (
            page("<meta name='sailthru.date' content='Tue, 14 May 2024 10:30:00 +0200'>"),
            {"published_at": MOMENT},
        ),
    ],
)
def test_what_data_says(source: str, wanted: dict[str, Any]) -> None:
    found = document(source)
    assert {name: getattr(found, name) for name in wanted} == wanted


@pytest.mark.parametrize(
    ("source", "address", "when"),
    [
        (page(in_data(datePublished="2024-05-14T08:30:00Z", dateModified="2024-05-01T08:30:00Z")), URL, MOMENT),
        (page(in_data(datePublished="2031-05-14T08:30:00Z"), "14 May 2024"), URL, DAY),
        (page(in_data(datePublished="2031-05-14T08:30:00Z")), URL, None),
        (page(in_data(datePublished="2024-05-14"), "14 May 2024, 8:30 am UTC"), URL, DAY),
        (page(), f"{SITE}/2024/05/14/channel", DAY),
        (page(), f"{SITE}/news/20240514/channel", DAY),
        (page(), f"{SITE}/2024-05-14-channel.html", DAY),
        (page(lang="zh"), f"{SITE}/n1/2024/0514/c100-4022.html", DAY),
        (page("", "<time datetime='2024-05-14T10:30:00+02:00'>14 May 2024, 10.30</time>"), URL, MOMENT),
        (page("", "<time datetime='2024-05-14T10:30:00'>14 May 2024, 10:30 CEST</time>"), URL, MOMENT),
        (
            page(
                "",
                "Updated <time datetime='2024-05-15T10:30:00Z'>15 May</time>",
                "Published <time datetime='2024-05-14T08:30:00Z'>14 May</time>",
            ),
            URL,
            MOMENT,
        ),
        (page("", "14 May 2024") + "<aside><time datetime='2023-01-01'>1 Jan 2023</time></aside>", URL, DAY),
    ],
)
def test_which_of_several_dates(source: str, address: str, when: object) -> None:
    assert document(source, url=address).published_at == when


@pytest.mark.parametrize(
    ("lang", "line", "names"),
    [
        ("en", f"By {ANA} and {BAO}, with reporting by {LUCIA}", (ANA, BAO)),
        ("en", f"By {ANA} and {BAO} | Photographs by {LUCIA}", (ANA, BAO)),
        ("en", f"By {ANA} in Lagos, {BAO} in Hanoi and {LUCIA} in Madrid", (ANA, BAO, LUCIA)),
        ("en", f"By {ANA} in Lagos, Nigeria", (ANA,)),
        ("en", "BY AMARA OKAFOR | STAFF WRITER", (ANA,)),
        ("en", f"{ANA}, Political correspondent", (ANA,)),
        ("en", f"Words: {ANA}. Pictures: {BAO}", (ANA,)),
        ("en", f"Written by: {ANA} | 14 May 2024 | 5 min read", (ANA,)),
        ("en", f"<span>Written by</span></div><div><span>{ANA}</span>", (ANA,)),
        ("en", f"<a href='/author/amara'>{ANA}</a>, <a href='/author/bao'>{BAO}</a>", (ANA, BAO)),
        ("es", "Por Lucía Peña y Martín Ruiz", (LUCIA, "Martín Ruiz")),
        ("es", "Texto: Lucía Peña / Fotos: Martín Ruiz", (LUCIA,)),
        ("de", "Von Jürgen Groß und Anna-Lena Weiß, Hamburg", ("Jürgen Groß", "Anna-Lena Weiß")),
        ("de", "Ein Gastbeitrag von Jürgen Groß", ("Jürgen Groß",)),
        ("de", "Aus Hamburg berichtet Jürgen Groß", ("Jürgen Groß",)),
        ("de", "Interview: Jürgen Groß", ("Jürgen Groß",)),
        ("fr", "Par Éloïse Dupré avec AFP", ("Éloïse Dupré",)),
        ("fr", "Propos recueillis par Éloïse Dupré", ("Éloïse Dupré",)),
        ("fr", "Publié le 14 mai 2024 par Éloïse Dupré", ("Éloïse Dupré",)),
        ("it", "di Giulia D'Amico e Paolo Rossi", ("Giulia D'Amico", "Paolo Rossi")),
        ("it", "dal nostro inviato Paolo Rossi", ("Paolo Rossi",)),
        ("pt", "Por João Antônio da Silva — São Paulo", ("João Antônio da Silva",)),
        ("ru", "Текст: Анна Петрова", ("Анна Петрова",)),
        ("ru", "Автор: Анна Петрова, Иван Смирнов", ("Анна Петрова", "Иван Смирнов")),
        ("ar", "بقلم: سارة الخطيب", ("سارة الخطيب",)),
        ("ar", "كتبت سارة الخطيب", ("سارة الخطيب",)),
        ("hi", "लेखक: अनिता शर्मा", ("अनिता शर्मा",)),
        ("ja", "文：田中花子", ("田中花子",)),
        ("ja", "田中花子 記者", ("田中花子",)),
        ("ja", "田中 花子記者", ("田中 花子",)),
        ("zh", "作者：王小明", ("王小明",)),
        ("zh", "记者 王小明 李雷", ("王小明", "李雷")),
        ("ko", "김민수 기자", ("김민수",)),
        ("ko", "글 김민수 · 사진 이영희", ("김민수",)),
        ("tr", "Haber: Ayşe Yılmaz", ("Ayşe Yılmaz",)),
        ("tr", "Yazan: Ayşe Yılmaz", ("Ayşe Yılmaz",)),
        ("pl", "Autor: Zofia Wiśniewska", ("Zofia Wiśniewska",)),
        ("pl", "oprac. Zofia Wiśniewska", ("Zofia Wiśniewska",)),
        ("nl", "Door Sanne de Vries en Pieter van den Berg", ("Sanne de Vries", "Pieter van den Berg")),
        ("sv", "Av Åsa Lindström", ("Åsa Lindström",)),
        ("sv", "Text: Åsa Lindström Foto: Nils Berg", ("Åsa Lindström",)),
        ("vi", "Tác giả: Nguyễn Thị Hoa", ("Nguyễn Thị Hoa",)),
    ],
)
def test_who_signs_below_the_headline(lang: str, line: str, names: tuple[str, ...]) -> None:
    assert document(page("", line, lang=lang)).authors == names


def test_a_blogger_who_is_the_publisher_too_is_not_run_together_with_what_follows() -> None:
    blog = script({"@type": "BlogPosting", "author": {"name": ANA}, "publisher": {"@type": "Person", "name": ANA}})
    assert document(page(blog, f"By {ANA}In Coastal Travel, Budget Guides")).authors == (ANA,)


@pytest.mark.parametrize(
    ("last", "names"),
    [
        ("<p><b><i>Amara Okafor</i></b></p>", (ANA,)),
        ("<p><em>Unlimited PTO</em></p>", ()),
        ("<p><em>Any Questions Yet?</em></p>", ()),
    ],
)
def test_a_name_in_italics_under_the_text_signs_it(last: str, names: tuple[str, ...]) -> None:
    assert document(page().replace("</article>", f"{last}</article>")).authors == names


def test_who_took_the_picture_is_not_the_author() -> None:
    caption = (
        "The board met on Monday night in the old customs house on the quay. By <a href='/writer/2'>Bao Nguyen</a>"
    )
    assert document(page("", caption, f"By <a href='/writer/1'>{ANA}</a>, Staff Writer")).authors == (ANA,)


@pytest.mark.parametrize(
    "mark",
    [" | ", " - ", " – ", " — ", " · ", " • ", " :: ", " » ", " « ", " / ", " : ", " < ", " ~ ", "｜", " ‹ ", "："],
)
def test_the_site_behind_any_mark_is_not_of_the_headline(mark: str) -> None:
    source = page(prop("og:site_name", "Harbour Post"), title=f"{HEADLINE}{mark}Harbour Post", h1="")
    assert document(source).title == HEADLINE


@pytest.mark.parametrize(
    ("title", "site", "headline"),
    [
        (f"Harbour Post | {HEADLINE}", "Harbour Post", HEADLINE),
        (f"Harbour Post: {HEADLINE}", "Harbour Post", HEADLINE),
        (f"{HEADLINE} | Local | Harbour Post", "Harbour Post", HEADLINE),
        (f"{HEADLINE} – 2024 | Harbour Post", "Harbour Post", f"{HEADLINE} – 2024"),
        ("港湾委員会が航路の深化を可決：港新聞", "港新聞", "港湾委員会が航路の深化を可決"),
        ("港务委员会投票加深航道_港口日报", "港口日报", "港务委员会投票加深航道"),
        ("港务委员会投票加深航道-新闻-港口日报", "港口日报", "港务委员会投票加深航道"),
        ("مجلس الميناء يصوت لتعميق القناة | جريدة الميناء", "جريدة الميناء", "مجلس الميناء يصوت لتعميق القناة"),
        ("Совет порта решил углубить канал — Портовая газета", "Портовая газета", "Совет порта решил углубить канал"),
        ("항만위원회, 수로 심화 의결 < 정치 < 항구신문", "항구신문", "항만위원회, 수로 심화 의결"),
        (
            "बंदरगाह बोर्ड ने नहर गहरी करने का फैसला किया - बंदर समाचार",
            "बंदर समाचार",
            "बंदरगाह बोर्ड ने नहर गहरी करने का फैसला किया",
        ),
        (
            "Liman kurulu kanalı derinleştirme kararı aldı - Liman Postası Haberler",
            "Liman Postası",
            "Liman kurulu kanalı derinleştirme kararı aldı",
        ),
    ],
)
def test_the_headline_in_a_title_alone(title: str, site: str, headline: str) -> None:
    assert document(page(prop("og:site_name", site), title=title, h1="")).title == headline


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        *(("en", line) for line in ("Tuesday, May 14th, 2024", "14-May-2024", "May 14, 2024")),
        *(("es", line) for line in ("martes, 14 de mayo de 2024", "14/05/2024", "14 may. 2024")),
        *(("de", line) for line in ("Dienstag, 14. Mai 2024", "14.05.24")),
        *(("fr", line) for line in ("mardi 14 mai 2024", "Publié le 14/05/2024")),
        *(("pt", line) for line in ("14 de maio de 2024", "14/mai/2024")),
        *(("ar", line) for line in ("14 مايو 2024", "١٤ مايو ٢٠٢٤")),
        *(("hi", line) for line in ("14 मई 2024", "१४ मई २०२४")),
        *(("ja", line) for line in ("2024年5月14日(火)", "令和6年5月14日")),
        *(("zh", line) for line in ("2024年05月14日", "发布时间：2024-05-14")),
        *(("th", line) for line in ("14 พฤษภาคม 2567", "14 พ.ค. 2567")),
        ("it", "martedì 14 maggio 2024"),
        ("nl", "dinsdag 14 mei 2024"),
        ("sv", "14 maj 2024"),
        ("da", "14. maj 2024"),
        ("fi", "14.5.2024"),
        ("pl", "14 maja 2024"),
        ("cs", "14. května 2024"),
        ("hu", "2024. május 14."),
        ("ro", "14 mai 2024"),
        ("ru", "14 мая 2024 г."),
        ("uk", "14 травня 2024"),
        ("el", "14 Μαΐου 2024"),
        ("ko", "2024.05.14."),
        ("tr", "14 Mayıs 2024 Salı"),
        ("vi", "Thứ Ba, ngày 14/5/2024"),
        ("id", "Selasa, 14 Mei 2024"),
        ("fa", "۲۵ اردیبهشت ۱۴۰۳"),
        ("he", "14 במאי 2024"),
        ("bn", "১৪ মে ২০২৪"),
    ],
)
def test_the_day_below_the_headline(lang: str, line: str) -> None:
    assert document(page("", line, lang=lang)).published_at == DAY


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "14 May 2024 at 10:30 CEST"),
        ("en", "May 14, 2024, 4:30 a.m. ET"),
        ("en", "14 May 2024 03:30 GMT-0500"),
        ("fr", "14 mai 2024 à 8h30"),
        ("de", "14.05.2024, 8:30 Uhr"),
        ("ja", "2024年5月14日 8時30分"),
        ("ru", "14 мая 2024, 11:30 МСК"),
    ],
)
def test_the_moment_below_the_headline(lang: str, line: str) -> None:
    assert document(page("", line, lang=lang)).published_at == MOMENT
