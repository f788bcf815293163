"""The address that a page gives itself, and whether everybody may read it."""

import pytest

from schemas.article import Access
from tests.forms import HEADLINE, SITE, URL, document, link, meta, page, prop, script
from tests.test_extract import in_data


@pytest.mark.parametrize(
    ("url", "head", "wanted"),
    [
        (f"{URL}?utm_source=x&fbclid=y", "", URL),
        (URL, link(f"{URL}?utm_source=feed"), URL),
        (f"{URL}?id=7", link(f"{URL}?id=7"), f"{URL}?id=7"),
        (f"{SITE}/amp/local/channel", link(URL), URL),
        (f"{URL}/amp/", link(f"{URL}/"), f"{URL}/"),
        (f"{URL}?outputType=amp", link(URL), URL),
        (
            "https://m.example.org/local/channel",
            link("https://www.example.org/a/channel"),
            "https://www.example.org/a/channel",
        ),
        (f"{URL}?x=1", link("/local/channel"), URL),
        (f"{URL}?x=1", link("channel"), URL),
        (f"{URL}?x=1", link("//news.harbour-post.example/local/channel"), URL),
        (f"{URL}?x=1", f"<base href='{SITE}/local/'>" + link("channel"), URL),
        (f"{SITE}/a/b/c", f"<base href='{SITE}/local/'>" + link("channel"), URL),
        (URL, link(f"{SITE}/") + prop("og:url", URL), URL),
        (URL, prop("og:url", f"{SITE}/"), URL),
        (URL, prop("og:url", SITE), URL),
        (f"{SITE}/n/7", link(f"{SITE}/") + prop("og:url", URL), URL),
        (f"{SITE}/n/7", link("") + prop("og:url", URL), URL),
        (f"{SITE}/n/7", link(f"{SITE}/") + link(URL), URL),
        (URL, link("https://www.other-paper.example/local/channel"), URL),
        (URL, link(f"{URL}#comments"), URL),
        (URL, link("{{ page.url }}"), URL),
        (URL, link("undefined"), URL),
        (URL, link("null"), URL),
        (URL, link("javascript:void(0)"), URL),
        (URL, link("http://localhost/local/channel"), URL),
        (f"{SITE}/n/7", "<link href='/local/channel' rel='Canonical'>", URL),
        (f"{SITE}/n/7", prop("og:url", "/local/channel"), URL),
        (f"{SITE}/n/7", in_data(mainEntityOfPage={"@type": "WebPage", "@id": URL}, headline=HEADLINE), f"{SITE}/n/7"),
    ],
)
def test_the_address_that_a_page_gives_itself(url: str, head: str, wanted: str) -> None:
    assert document(page(head), url).canonical_url == wanted


CLOSED = {"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".paywall"}


@pytest.mark.parametrize(
    ("head", "access"),
    [
        (in_data(isAccessibleForFree=True), Access.FREE),
        (in_data(isAccessibleForFree="True"), Access.FREE),
        (in_data(isAccessibleForFree="https://schema.org/True"), Access.FREE),
        (in_data(isAccessibleForFree=False), Access.PAYWALLED),
        (in_data(isAccessibleForFree="False"), Access.PAYWALLED),
        (in_data(isAccessibleForFree="No"), Access.PAYWALLED),
        (in_data(isAccessibleForFree="http://schema.org/False"), Access.PAYWALLED),
        (in_data(isAccessibleForFree={"@value": "false"}), Access.PAYWALLED),
        (in_data(isAccessibleForFree=False, hasPart=CLOSED), Access.PAYWALLED),
        (in_data(isAccessibleForFree="False", hasPart=[CLOSED]), Access.PAYWALLED),
        (in_data(isAccessibleForFree=True, hasPart=CLOSED), Access.FREE),
        (in_data(hasPart=CLOSED), Access.PAYWALLED),
        (in_data(hasPart={**CLOSED, "isAccessibleForFree": True}), None),
        (
            script(
                [
                    {"@type": "NewsArticle", "isAccessibleForFree": False},
                    {"@type": "WebPage", "isAccessibleForFree": True},
                ]
            ),
            Access.PAYWALLED,
        ),
        (script({"@type": "WebPage", "isAccessibleForFree": False}), Access.PAYWALLED),
        ("<meta itemprop='isAccessibleForFree' content='false'>", Access.PAYWALLED),
        (prop("article:content_tier", "free"), Access.FREE),
        (prop("article:content_tier", "locked"), Access.PAYWALLED),
        (prop("article:content_tier", "metered"), None),
        (meta(paywall="true"), Access.PAYWALLED),
        (meta(premium="true"), Access.PAYWALLED),
        (meta(isPremium="true"), Access.PAYWALLED),
        (meta(isPremium="false"), Access.FREE),
        (meta(**{"is-paid-content": "1"}), Access.PAYWALLED),
        (meta(**{"cXenseParse:hp-paywall": "true"}), Access.PAYWALLED),
        (meta(**{"cXenseParse:recs:ispaidcontent": "true"}), Access.PAYWALLED),
        (meta(**{"cXenseParse:hp-access": "premium"}), Access.PAYWALLED),
        (meta(**{"parsely-metadata": "{&quot;premium&quot;: true}"}), None),
        (meta(access="subscriber"), Access.PAYWALLED),
        (meta(**{"content-access": "free"}), Access.FREE),
        (meta(keywords="premium, paywall"), None),
        (meta(description="true"), None),
        ("", None),
    ],
)
def test_who_may_read_it(head: str, access: Access | None) -> None:
    assert document(page(head)).access == access
