"""When an article was published, in the forms of content management systems and in the languages of the news."""

import pytest

from tests.forms import GRAPH, HEADLINE, SITE, URL, WHEN, at, document, meta, page, prop, script
from tests.test_extract import in_data


@pytest.mark.parametrize(
    "head",
    [
        in_data(datePublished="2024-05-14T23:10:00+02:00"),
        in_data(datePublished="2024-05-14T21:10:00.000+0000"),
        in_data(datePublished="2024-05-14T21:10:00.000Z"),
        in_data(datePublished="20240514T211000Z"),
        in_data(datePublished="2024-05-14 21:10:00 UTC"),
        in_data(datePublished="2024-05-14T16:10:00 -0500"),
        in_data(datePublished="Tue, 14 May 2024 21:10:00 GMT"),
        in_data(datePublished="Tue May 14 2024 21:10:00 GMT+0000 (Coordinated Universal Time)"),
        in_data(datePublished="Tue May 14 2024 16:10:00 GMT-0500 (EST)"),
        in_data(datePublished="2024-05-14T16:10:00 GMT-0500"),
        in_data(datePublished="2024-05-14 23:10 GMT+2"),
        in_data(datePublished="2024-05-14 17:10:00 EDT"),
        in_data(datePublished="2024-05-14 17:10 ET"),
        in_data(datePublished="Tue May 14 21:10:00 UTC 2024"),
        in_data(datePublished="May 14, 2024 9:10 PM"),
        in_data(datePublished="5/14/2024 9:10:00 PM"),
        in_data(datePublished={"@type": "DateTime", "@value": "2024-05-14T21:10:00Z"}),
        in_data(datePublished=["2024-05-14T21:10:00Z"]),
        in_data(datePublished=1715721000),
        in_data(datePublished="1715721000000"),
        in_data(datePublished="2024-05-14T21:10:00+00:00[UTC]"),
        in_data(dateCreated="2024-05-14T21:10:00Z"),
        in_data(datePublished="", dateCreated="2024-05-14T21:10:00Z"),
        in_data(datePublished="0001-01-01T00:00:00Z") + prop("article:published_time", "2024-05-14T21:10:00Z"),
        in_data(datePublished="1970-01-01T00:00:00Z") + prop("article:published_time", "2024-05-14T21:10:00Z"),
        script(GRAPH),
        script(
            [
                {"@type": "BreadcrumbList"},
                {"@type": "http://schema.org/NewsArticle", "datePublished": "2024-05-14T21:10Z"},
            ]
        ),
        script(
            {"@type": "WebPage", "mainEntity": {"@type": "ReportageNewsArticle", "datePublished": "2024-05-14T21:10Z"}}
        ),
        script(
            {
                "@type": "LiveBlogPosting",
                "datePublished": "2024-05-14T21:10:00Z",
                "headline": HEADLINE,
                "coverageStartTime": "2024-05-13T08:00:00Z",
                "liveBlogUpdate": [
                    {"@type": "BlogPosting", "datePublished": "2024-05-15T07:00:00Z", "headline": "A ship"}
                ],
            }
        ),
        script(
            [
                {
                    "@type": "NewsArticle",
                    "headline": "Ferry late",
                    "url": f"{SITE}/ferry",
                    "datePublished": "2024-05-20",
                },
                {"@type": "NewsArticle", "headline": HEADLINE, "url": URL, "datePublished": "2024-05-14T21:10:00Z"},
            ]
        ),
        script('{"@type":"NewsArticle","headline":"A "quoted" word","datePublished":"2024-05-14T21:10:00Z"}'),
        script(
            "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;datePublished&quot;:&quot;2024-05-14T21:10:00Z&quot;}"
        ),
        prop("article:published_time", "2024-05-14T23:10:00+02:00"),
        prop("article:published_time", "2024-05-14T21:10:00Z") + prop("article:published_time", "2024-05-20T08:00:00Z"),
        prop("article:published_time", "") + prop("article:published_time", "2024-05-14T21:10:00Z"),
        prop("article:published_time", "2024-05-14T21:10:00Z") + prop("article:modified_time", "2024-05-15T07:10:00Z"),
        prop("article:published_time", "14.05.2024 21:10"),
        prop("og:article:published_time", "1715721000"),
        meta(**{"parsely-pub-date": "2024-05-14T21:10:00Z"}),
        '<meta name=\'parsely-page\' content=\'{"title":"x","pub_date":"2024-05-14T21:10:00Z","author":"Jane Doe"}\'>',
        meta(**{"sailthru.date": "2024-05-14 21:10:00 +0000"}),
        meta(**{"cXenseParse:recs:publishtime": "2024-05-14T21:10:00.000Z"}),
        meta(**{"DC.date.issued": "2024-05-14T21:10:00Z"}),
        meta(**{"dcterms.created": "2024-05-14T21:10:00Z"}),
        meta(**{"publish-date": "Tue, 14 May 2024 21:10:00 +0000"}),
        meta(publication_date="May 14, 2024 21:10"),
        meta(**{"article.published": "2024-05-14T21:10:00Z"}),
        meta(**{"bt:pubDate": "2024-05-14T21:10:00Z"}),
        meta(**{"vr:published_time": "2024-05-14T21:10:00Z"}),
        meta(pubDate="2024-05-14T21:10:00Z"),
        "<meta itemprop='datePublished' content='2024-05-14T21:10:00Z'>",
        "<meta http-equiv='date' content='Tue, 14 May 2024 21:10:00 GMT'>",
    ],
)
def test_the_hour_in_data(head: str) -> None:
    assert document(page(head)).published_at == WHEN


@pytest.mark.parametrize(
    "line",
    [
        "<span itemprop='datePublished' content='2024-05-14T21:10:00Z'>14 May</span>",
        "<time itemprop='datePublished' datetime='2024-05-14T21:10:00Z'>14 May</time>",
        "<span property='datePublished' content='2024-05-14T21:10:00Z'>14 May</span>",
        "<span property='schema:datePublished' content='2024-05-14T21:10:00Z'>14 May</span>",
        "<span property='dc:date' content='2024-05-14T21:10:00Z'>14 May</span>",
        "<time pubdate datetime='2024-05-14T21:10:00Z'>14 May</time>",
        "<time pubdate='pubdate' datetime='2024-05-14 21:10'>14 May</time>",
        "<time datetime='2024-05-14T21:10:00Z'>3 hours ago</time>",
        "<abbr class='published' title='2024-05-14T21:10:00Z'>14 May</abbr>",
        "<time>14 May 2024, 21:10</time>",
        "<time class='entry-date published' datetime='2024-05-14T23:10:00+02:00'>14 May</time>"
        "<time class='updated' datetime='2024-05-15T08:00:00+02:00'>15 May</time>",
        "<time class='updated' datetime='2024-05-15T08:00:00+02:00'>15 May</time>"
        "<time class='entry-date published' datetime='2024-05-14T23:10:00+02:00'>14 May</time>",
        "Published: 14 May 2024 21:10 | Updated: 15 May 2024 07:10",
        "Tue 14 May 2024 21.10 GMT",
        "Tue May 14 2024 21:10:00 GMT+0000",
        "May 14th, 2024 | 9:10 p.m.",
        "5:10 PM EDT, Tue May 14, 2024",
        "21:10, 14 May 2024",
        "Posted at 21:10 on 14 May 2024",
        "14/05/24 21:10",
        "<span data-timestamp='1715721000'>3 hours ago</span>",
        "<relative-time datetime='2024-05-14T21:10:00Z'>3 hours ago</relative-time>",
    ],
)
def test_the_hour_beside_the_headline(line: str) -> None:
    assert document(page("", line)).published_at == WHEN


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("de", "Dienstag, 14. Mai 2024, 21:10 Uhr"),
        ("de", "Stand: 14.05.2024, 21:10 Uhr"),
        ("de", "Aktualisiert am 15.05.2024, 08:00 Uhr Veröffentlicht am 14.05.2024, 21:10 Uhr"),
        ("fr", "mardi 14 mai 2024 à 21h10"),
        ("fr", "Publié le 14/05/2024 à 21:10, mis à jour le 15/05/2024 à 08:00"),
        ("fr", "Mis à jour le 15 mai 2024 à 08h00, publié le 14 mai 2024 à 21h10"),
        ("es", "martes, 14 de mayo de 2024 - 21:10"),
        ("es", "14 MAY 2024 - 23:10 CEST"),
        ("es", "Actualizado a 15 mayo 2024 08:00 Publicado 14 mayo 2024 21:10"),
        ("pt", "terça-feira, 14 de maio de 2024, 21h10"),
        ("pt-BR", "14/05/2024 21h10 Atualizado 15/05/2024"),
        ("it", "Martedì 14 Maggio 2024, ore 21:10"),
        (
            "it",
            "14 maggio 2024 | 21:10 (modifica il 15 maggio 2024 | 08:00)",
        ),
        ("nl", "dinsdag 14 mei 2024 om 21:10"),
        ("nl", "Geplaatst: 14-05-2024 21:10 Laatste update: 15-05-2024 08:00"),
        ("nb", "Tirsdag 14. mai 2024 kl. 21.10"),
        ("sv", "Publicerad 14 maj 2024 kl 21.10"),
        ("da", "14. maj 2024 kl. 21:10"),
        ("fi", "14.5.2024 klo 21.10"),
        ("is", "14. maí 2024 kl. 21:10"),
        ("pl", "14 maja 2024, 21:10"),
        ("cs", "14. května 2024 21:10"),
        ("sk", "14. mája 2024 o 21:10"),
        ("sl", "14. maj 2024 ob 21.10"),
        ("hr", "14. svibnja 2024. u 21:10"),
        ("sr", "14. мај 2024. 21:10"),
        ("bg", "14 май 2024 г., 21:10 ч."),
        ("ro", "14 mai 2024, ora 21:10"),
        ("hu", "2024. május 14., kedd 21:10"),
        ("lt", "2024 m. gegužės 14 d. 21:10"),
        ("lv", "2024. gada 14. maijs, 21:10"),
        ("et", "14. mai 2024, 21:10"),
        ("ca", "14 de maig de 2024 21:10"),
        ("ru", "14 мая 2024 в 21:10"),
        ("uk", "14 травня 2024, 21:10"),
        ("be", "14 мая 2024, 21:10"),
        ("el", "Τρίτη, 14 Μαΐου 2024 21:10"),
        ("tr", "14.05.2024 - 21:10 | Güncelleme: 15.05.2024 - 08:00"),
        ("az", "14 may 2024 21:10"),
        ("hy", "14 մայիսի 2024, 21:10"),
        ("ka", "14 მაისი 2024, 21:10"),
        ("ar", "الثلاثاء 14 مايو 2024 - 21:10"),
        ("ar", "الثلاثاء 06 ذو القعدة 1445 هـ - 14 مايو 2024 م 21:10"),
        ("fa", "سه‌شنبه ۲۵ اردیبهشت ۱۴۰۳ - ۲۱:۱۰"),
        ("ur", "14 مئی 2024، 21:10"),
        ("he", "14 במאי 2024, 21:10"),
        ("hi", "14 मई 2024, 21:10"),
        ("mr", "14 मे 2024, 21:10"),
        ("bn", "প্রকাশ: ১৪ মে ২০২৪, ২১:১০"),
        ("ta", "14 மே 2024, 21:10"),
        ("te", "14 మే 2024, 21:10"),
        ("th", "14 พ.ค. 2567 21:10 น."),
        ("th", "14 พฤษภาคม 2567 เวลา 21.10 น."),
        ("vi", "14/05/2024 21:10 GMT+0"),
        ("vi", "Thứ ba, 14/5/2024, 21:10 (GMT+0)"),
        ("id", "Selasa, 14 Mei 2024 21:10 WIB"),
        ("ms", "14 Mei 2024, 21:10"),
        ("fil", "Mayo 14, 2024 9:10 PM"),
        ("sw", "14 Mei 2024, 21:10"),
        ("ja", "公開日：2024年5月14日 21:10"),
        ("ja", "2024/5/14 21:10 （2024/5/15 8:00 更新）"),
        ("ja", "2024年5月14日（火） 午後9時10分"),
        ("zh-CN", "2024-05-14 21:10 来源：海港日报"),
        ("zh-TW", "2024/05/14 21:10"),
        ("ko", "입력 2024.05.14 21:10 수정 2024.05.15 08:00"),
        ("ko", "2024년 5월 14일 오후 9시 10분"),
    ],
)
def test_the_hour_in_the_language_of_the_page(lang: str, line: str) -> None:
    wanted = at(2024, 5, 14, 14, 10) if line.endswith("WIB") else WHEN
    assert document(page("", line, lang=lang)).published_at == wanted


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "3 hours ago"),
        ("en", "Yesterday at 9:10 pm"),
        ("en", "2 min read"),
        ("en", "14 comments | 5 shares"),
        ("de", "vor 3 Stunden"),
        ("fr", "il y a 2 heures"),
        ("es", "hace 3 horas"),
        ("ja", "3時間前"),
        ("ar", "24 شعبان 1445 هـ"),
        ("en", "Event: 30 May 2024"),
        ("en", "Version 3.5.2024"),
        ("de", "Abgerufen am 14. Mai 2024"),
        ("en", "Vol. 14, No. 5"),
        ("en", "Call 020 7946 0514"),
    ],
)
def test_what_beside_the_headline_is_no_date(lang: str, line: str) -> None:
    assert document(page("", line, lang=lang)).published_at is None


@pytest.mark.parametrize(
    "line",
    ["14 May 2024 - Updated 21:10", "14 May 2024 (updated 21:10)", "14 May 2024 · modified 9:10 pm"],
)
def test_the_hour_of_an_update_is_not_that_of_the_publication(line: str) -> None:
    assert document(page("", line)).published_at == at(2024, 5, 14)


def test_a_day_in_words_in_data_gives_way_to_the_one_beside_the_headline() -> None:
    data = in_data(datePublished="May 20, 2024", dateModified="May 20, 2024")
    assert document(page(data, "14 May 2024")).published_at == at(2024, 5, 14)
    assert document(page(data)).published_at == at(2024, 5, 20)


def test_a_change_stands_for_the_publication_where_nothing_else_is_said() -> None:
    found = document(page(in_data(dateModified="2024-05-14T21:10:00Z")))
    assert (found.published_at, found.modified_at) == (WHEN, WHEN)
    found = document(page(in_data(dateModified="2024-05-15T07:10:00Z"), "14 May 2024, 21:10"))
    assert (found.published_at, found.modified_at) == (WHEN, at(2024, 5, 15, 7, 10))
