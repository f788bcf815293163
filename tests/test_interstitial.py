"""Pages that stand in the place of the page are told from pages."""

import re
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.fetch import FetchOutcome, HttpExchange
from transforms.base.stand_in import LARGEST, StandIn, stand_in
from transforms.crawl.fetch.interstitial import page_verdict
from transforms.crawl.fetch.outcome import FetchVerdict

URL = "https://news.test/2025/story"
PAGE = b"<!doctype html><title>Bridge opens</title><article><p>The bridge opened on Monday.</p></article>"
CHECK = b"""<!DOCTYPE html><html><head><title>Just a moment...</title><meta name="robots" content="noindex"></head>
<body><noscript>Enable JavaScript and cookies to continue</noscript>
<script>window._cf_chl_opt={}</script></body></html>"""
CAPTCHA = b"""<html><head><title>news.test</title><script src="https://ct.captcha-delivery.com/c.js"></script></head>
<body><p id="cmsg">Please enable JS and disable any ad blocker</p></body></html>"""
DENIED = b"""<html><head><title>Access Denied</title></head><body><h1>Access Denied</h1>
You don't have permission to access this on this server. Reference #18.2</body></html>"""
CONSENT = b"<html><head><title>Before you continue</title></head><body><form><p>%s</p></form></body></html>" % (
    b"We and our partners store cookies. " * 60
)
PROSE = b"<p>The council approved the plan for the harbour bridge on Monday after a long debate.</p>"
ABOUT_CHECKS = b"""<html><head><title>Are you a robot? Why captchas fail</title>
<script src="https://www.google.com/recaptcha/api.js"></script></head><body>%s</body></html>""" % (PROSE * 60)
SHORT_ARTICLE = (
    b"""<html><head><title>Just a moment of silence</title><meta property="og:type" content="article">
<script src="https://www.google.com/recaptcha/api.js"></script></head><body>%s</body></html>"""
    % PROSE
)


def ld(data: str) -> bytes:
    return b'<html><script type="application/ld+json">%s</script>%s</html>' % (data.encode(), PROSE * 30)


PAID = [
    '{"@type":"NewsArticle","isAccessibleForFree":false}',
    '{"@type":"NewsArticle","isAccessibleForFree":"False","hasPart":{"isAccessibleForFree":"False"}}',
    '[{"@type":"WebSite"},{"@type":["Article"],"isAccessibleForFree":"http://schema.org/False"}]',
    '{"@graph":[{"@type":"Organization"},{"@type":"NewsArticle","isAccessibleForFree":false}]}',
    '{"@type":"WebPage","mainEntity":{"@type":"NewsArticle","isAccessibleForFree":"false"}}',
]
FREE = [
    '{"@type":"NewsArticle","isAccessibleForFree":true}',
    '{"@type":"NewsArticle","isAccessibleForFree":"True","hasPart":{"isAccessibleForFree":false}}',
    '{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","isAccessibleForFree":false}]}',
    '{"@type":"NewsArticle","isAccessibleForFree":',
    '"isAccessibleForFree"',
    "[" * 100_000 + '"isAccessibleForFree"',
]


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (CHECK, FetchOutcome.BLOCKED),
        (CAPTCHA, FetchOutcome.BLOCKED),
        (DENIED, FetchOutcome.BLOCKED),
        (CONSENT, FetchOutcome.BLOCKED),
        (ABOUT_CHECKS, FetchOutcome.FETCHED),
        (SHORT_ARTICLE, FetchOutcome.FETCHED),
        (PAGE, FetchOutcome.FETCHED),
        *((ld(data), FetchOutcome.PAYWALLED) for data in PAID),
        *((ld(data), FetchOutcome.FETCHED) for data in FREE),
        (b'<html><meta name="article:content_tier" content="locked">' + PROSE * 30, FetchOutcome.PAYWALLED),
        (b'<html><meta content="metered" property="article:content_tier">' + PROSE * 30, FetchOutcome.FETCHED),
        (b"", FetchOutcome.FETCHED),
    ],
)
def test_stand_ins_are_told_from_pages(body: bytes, outcome: FetchOutcome) -> None:
    verdict = page_verdict(URL, hop(URL), body)

    assert (verdict.outcome if verdict else FetchOutcome.FETCHED) is outcome


@pytest.mark.parametrize(
    ("reached", "is_wall"),
    [
        ("https://consent.other.test/collect?return=https%3A%2F%2Fnews.test%2F2025%2Fstory", True),
        ("https://news.test/cookie-consent?back=%2F2025%2Fstory", True),
        ("https://news.test/2025/story?from=news.test", False),
        ("https://news.test/law/consent", False),
        ("https://www.news.test/2025/story", False),
    ],
)
def test_a_consent_wall_is_known_by_the_address_that_it_returns_to(reached: str, is_wall: bool) -> None:
    verdict = page_verdict(URL, hop(reached), PROSE * 60)

    assert (verdict == FetchVerdict(FetchOutcome.BLOCKED, "consent page")) is is_wall


@pytest.mark.parametrize(
    ("kind", "outcome"), [("text/html", "blocked"), ("", "blocked"), ("text/plain", "blocked"), ("text/xml", None)]
)
def test_only_html_is_a_stand_in(kind: str, outcome: str | None) -> None:
    verdict = page_verdict(URL, hop(URL, kind), CHECK)

    assert (verdict.outcome if verdict else None) == outcome


UNITS = [
    b"<script ",
    b"<title>",
    b"<",
    b"<!--",
    b"<head>",
    b"<meta ",
    b'<script type="ld+json">isAccessibleForFree',
    b"a ",
]


@pytest.mark.parametrize("unit", UNITS)
def test_no_page_takes_long(unit: bytes) -> None:
    for size in (256 << 10, 8 << 20):
        page = (b"<title>captcha</title>geetest " + unit * size)[:size]
        start = time.process_time()
        page_verdict(URL, hop(URL), page)
        assert time.process_time() - start < 3


@given(st.binary(max_size=300) | st.text(alphabet="<>/=\"' abcscriptltem-!d+json{}[]:", max_size=300).map(str.encode))
def test_any_bytes_have_a_verdict_or_none(body: bytes) -> None:
    page_verdict(URL, hop(URL), b"<title>captcha</title>" + body + b"isAccessibleForFree article:content_tier")


def hop(url: str, kind: str = "text/html") -> HttpExchange:
    return HttpExchange(
        url=url,
        status=200,
        reason="OK",
        http_version="1.1",
        request_headers=(),
        response_headers=(("Content-Type", kind),),
        body=b"",
        fetched_at=datetime(2025, 3, 3, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("title", "before", "most"),
    [
        ("Just a moment...", "", 2000),
        ("News", "<script src='https://c.captcha-delivery.com/c.js'></script>", 500),
        ("Before you continue", "", 4000),
        ("Page not found", "", 2000),
        ("News", "<h1>Page not found</h1>", 2000),
        ("News", "<p>This content is not available in your region.</p>", 2000),
    ],
)
def test_a_stand_in_has_little_text(title: str, before: str, most: int) -> None:
    """`most` is the number of visible letters from which a page is taken for the page itself."""

    def made(letters: int) -> str:
        return f"<html><head><title>{title}</title></head><body>{before}<div>{'x' * letters}</div></body></html>"

    said = sum(not char.isspace() for char in re.sub("<[^>]*>", "", before))
    assert stand_in(made(most - said - 1)) is not None
    assert stand_in(made(most - said)) is None


WORDS = ["We use cookies.", "Our partners too.", "Your consent counts.", "Your personal data is safe."]


@pytest.mark.parametrize(("said", "is_wall"), [(WORDS, True), (WORDS[:3], False), (WORDS[:3] * 2, False)])
def test_a_consent_wall_without_a_title_has_four_different_words_of_consent(said: list[str], is_wall: bool) -> None:
    page = f"<html><head><title>News</title></head><body><p>{' '.join(said)}</p></body></html>"
    assert (stand_in(page) is StandIn.CONSENT) == is_wall
    assert stand_in(page.replace("<p>", f"<p>{'x' * 2000}")) is None


@pytest.mark.parametrize(("size", "is_looked_at"), [(LARGEST, True), (LARGEST + 1, False)])
def test_a_page_above_256_kib_is_a_page(size: int, is_looked_at: bool) -> None:
    assert (stand_in(CHECK.decode().ljust(size)) is not None) == is_looked_at
