"""Article or not, and pages that stand in the place of one: wherever they come from, one outcome."""

import json

import pytest

from schemas.ledger import Outcome
from schemas.reject import Reason
from tests.test_extract import BODY, FIRST, SECOND, THIRD, in_data, page, read, reason
from transforms.base.stand_in import LARGEST, StandIn, stand_in
from transforms.clean.stage import clean
from transforms.extract import blocks, markup, metadata, page_kind

SITE = "https://news.harbour-post.example"
HEADLINE = "Board votes to deepen the channel by two metres"
STORIES = [
    (
        "Ferry late again as fog keeps it in port",
        "The ferry to the islands stays in port until noon, the company said.",
    ),
    (
        "Herring quota falls for a third year",
        "Fishermen say that the cut will cost jobs on the quay, and ask for help.",
    ),
    ("New crane arrives by barge from Gdansk", "It can lift forty tonnes and will stand at the end of the south pier."),
    ("School choir sings on the harbour wall", "Two hundred children took part, and even the rain held off for once."),
    ("Council to vote on parking charges", "A ticket would cost two pounds an hour from May, says the proposal."),
]
ARTICLE = (
    f"<!DOCTYPE html><html><head><title>{HEADLINE} - Harbour Post</title></head><body>"
    f"<nav><a href='/news'>News</a></nav>"
    f"<article><h1>{HEADLINE}</h1><p class='byline'>By Ann Lee</p>{BODY}</article></body></html>"
)


def front(stories: int, heading: str = "Local news", name: str = "section") -> str:
    """A page of teasers: linked headings, a line below each, and a link to more."""
    teasers = "".join(
        f"<div class='card'><h2><a href='/news/{n}'>{STORIES[n % 5][0]}</a></h2><p>{STORIES[n % 5][1] * 2}…</p>"
        f"<a href='/news/{n}'>Read more</a></div>"
        for n in range(stories)
    )
    return (
        f"<!DOCTYPE html><html><head><title>{heading} - Harbour Post</title></head><body class='{name}'>"
        f"<nav><a href='/news'>News</a><a href='/sport'>Sport</a></nav>"
        f"<main><h1>{heading}</h1>{teasers}</main></body></html>"
    )


@pytest.mark.parametrize("path", ["/", "/local/", "/category/harbour", "/tag/ferries/", "/news"])
def test_a_front_a_section_and_a_tag_page_are_no_articles(path: str) -> None:
    assert reason(front(12), url=SITE + path) == Reason.NO_ARTICLE


@pytest.mark.parametrize(
    "url", [f"{SITE}/news/board-votes-to-deepen-the-channel-by-two-metres", f"{SITE}/?p=123", None]
)
def test_an_article_is_one(url: str | None) -> None:
    assert read(ARTICLE, url=url).title == HEADLINE


def test_an_article_behind_a_menu_that_is_never_closed_is_one() -> None:
    menu = "".join(f"<li><a href='/{n}'>{heading}</a></li>" for n, (heading, _) in enumerate(STORIES * 2))
    source = ARTICLE.replace("</a></nav>", f"</a><ul>{menu}</ul>")
    assert read(source, url=f"{SITE}/guides").text.split("\n")[-1] == THIRD


def test_an_article_with_many_teasers_below_is_one() -> None:
    below = front(12).partition("<main>")[2]
    source = ARTICLE.replace(
        "</article>", f"{BODY.replace('Monday', 'Friday')}</article><aside class='more'>{below}</aside>"
    )
    text = read(source, url=f"{SITE}/news/2024/05/14/board-votes-to-deepen-the-channel").text
    assert FIRST in text
    assert THIRD in text


def test_a_page_of_a_letter_is_no_article() -> None:
    assert reason("<p>x</p>") == Reason.NO_ARTICLE
    assert reason("<p>Hello</p>") == Reason.NO_ARTICLE
    assert read(f"<p>{SECOND}</p>").text == SECOND


def stand_in_page(title: str, body: str, headline: str | None = None) -> str:
    heading = f"<h1>{headline or title}</h1>"
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{heading}{body}</body></html>"


COOKIES = (
    "<p>We and our partners use cookies to show you what suits you, and to measure how our pages are used.</p>"
    "<p>If you accept all, personal data is processed by 148 partners. You can reject all, too.</p>"
)


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        (stand_in_page("Before you continue - Harbour Post", COOKIES), StandIn.CONSENT),
        (stand_in_page("Harbour Post", COOKIES * 2, "Harbour Post"), StandIn.CONSENT),
        (
            stand_in_page("Cookies zustimmen oder abonnieren", "<p>Mit Werbung weiterlesen, wie gewohnt.</p>"),
            StandIn.CONSENT,
        ),
        (stand_in_page("Just a moment...", "<p>Checking your browser.</p>"), StandIn.BOT_CHECK),
        (stand_in_page("Einen Moment, bitte …", "<p>Ihr Browser wird geprüft.</p>"), StandIn.BOT_CHECK),
        (stand_in_page("Are you a robot?", "<p>Tick the box to prove that you are a human.</p>"), StandIn.BOT_CHECK),
        (
            stand_in_page("Harbour Post", "<p>This content is not available in your region.</p>", "Sorry"),
            StandIn.REGION,
        ),
        (stand_in_page("Access", "<p>We are unavailable for legal reasons in your area.</p>", "451"), StandIn.REGION),
        (stand_in_page("Page not found - Harbour Post", f"<p>{SECOND}</p>" * 3), StandIn.NOT_FOUND),
        (stand_in_page("Harbour Post", "<p>Try the search.</p>", "404"), StandIn.NOT_FOUND),
        (
            stand_in_page("Seite nicht gefunden | Hafenpost", "<p>Versuchen Sie es mit der Suche.</p>"),
            StandIn.NOT_FOUND,
        ),
        (stand_in_page("Página no encontrada", "<p>Vuelva a la portada, por favor.</p>"), StandIn.NOT_FOUND),
        (stand_in_page("ページが見つかりません", "<p>お探しの記事は移動または削除されました。</p>"), StandIn.NOT_FOUND),
        (stand_in_page("This article is no longer available", "<p>It was removed.</p>"), StandIn.NOT_FOUND),
        *(
            (stand_in_page(f"{title} - Harbour", f"<p>{title}.</p>" * 3), kind)
            for kind, titles in (
                (
                    StandIn.NOT_FOUND,
                    "Cette page n’existe plus|Contenuto non disponibile|Nie znaleziono strony|Сторінку не знайдено|"
                    "الصفحة غير موجودة|पृष्ठ नहीं मिला|ไม่พบหน้าที่คุณต้องการ|Không tìm thấy trang|Halaman tidak ditemukan|"
                    "페이지를 찾을 수 없습니다|页面不存在|Sayfa bulunamadı|Η σελίδα δεν βρέθηκε",
                ),
                (
                    StandIn.BOT_CHECK,
                    "Verificación de seguridad|Vérification de sécurité|Sicherheitsüberprüfung|Вы не робот?|"
                    "安全验证|보안 확인",
                ),
                (StandIn.CONSENT, "Il rispetto della tua privacy|Nous respectons votre vie privée|Twoja prywatność"),
            )
            for title in titles.split("|")
        ),
    ],
)
def test_what_stands_in_the_place_of_a_page_has_one_outcome(source: str, kind: StandIn) -> None:
    assert stand_in(source) is kind
    assert reason(source, url=f"{SITE}/news/board-votes-to-deepen-the-channel") == Reason.NOT_A_PAGE
    assert Reason.NOT_A_PAGE.outcome is Outcome.NOT_ARTICLE


@pytest.mark.parametrize(
    "source",
    [
        ARTICLE,
        ARTICLE.replace(HEADLINE, "Before you continue to vote: what the cookie law changes"),
        ARTICLE.replace(HEADLINE, "404 ships passed the channel this year"),
        ARTICLE.replace(HEADLINE, "Page not found in the register: the lost chapter").replace(
            "<article", "<article id='a'"
        ),
        stand_in_page("What cookies are, and how to refuse them", f"{COOKIES}{BODY * 12}"),
        stand_in_page("Films that are not available in your country", f"<p>{SECOND}</p>" * 30),
        "<!DOCTYPE html><title>404</title>" + " " * LARGEST,
    ],
)
def test_an_article_about_such_pages_is_none(source: str) -> None:
    assert stand_in(source) is None


# Access

SITE_IS_PAID = (
    f"<script type='application/ld+json'>{json.dumps({'@type': 'WebSite', 'isAccessibleForFree': False})}</script>"
)


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ("", None),
        (in_data(isAccessibleForFree=True), "free"),
        (in_data(isAccessibleForFree="True"), "free"),
        (in_data(isAccessibleForFree=False), "paywalled"),
        (in_data(isAccessibleForFree="http://schema.org/False"), "paywalled"),
        (in_data(hasPart={"@type": "WebPageElement", "isAccessibleForFree": False}), None),
        (in_data(isAccessibleForFree=True, hasPart={"isAccessibleForFree": False}), "free"),
        ("<meta property='article:content_tier' content='free'>", "free"),
        ("<meta property='article:content_tier' content='locked'>", "paywalled"),
        ("<meta property='article:content_tier' content='metered'>", None),
        (SITE_IS_PAID, None),
    ],
)
def test_what_a_page_says_of_access(head: str, wanted: str | None) -> None:
    assert read(page(head=head)).access == wanted


def test_a_text_that_ends_at_a_paywall_is_truncated() -> None:
    rest = "<p>Already a subscriber?</p>"
    paid = page(BODY + rest, in_data(isAccessibleForFree=False))
    assert clean(read(paid), "1").access == "truncated"
    assert clean(read(page(BODY, in_data(isAccessibleForFree=False))), "1").access == "paywalled"
    assert clean(read(page(BODY + rest, in_data(isAccessibleForFree=True))), "1").access == "free"


@pytest.mark.parametrize(("links", "is_list"), [(5, False), (12, True)])
def test_a_page_with_few_links_is_no_list(links: int, is_list: bool) -> None:
    items = "".join(f"<li><a href='/x/{n}'>{STORIES[n % 5][0]}</a></li>" for n in range(links))
    source = f"<!DOCTYPE html><html><head><title>News</title></head><body><ul>{items}</ul>{BODY[:150]}</body></html>"
    said = reason(source, url=f"{SITE}/news") if is_list else None
    assert said in (None, Reason.NO_ARTICLE)
    tree = markup.parse(source)
    about = metadata.read(list(tree.iter()), blocks.read(tree.body), f"{SITE}/news", None, None)
    assert page_kind.is_article(about.features) is not is_list
