"""Small pages in the forms in which content management systems say what their article is."""

import json
from datetime import UTC, datetime

from schemas.capture import Document
from tests.test_extract import BODY, read

HEADLINE = "Board votes to deepen the channel"
SITE = "https://news.harbour-post.example"
URL = f"{SITE}/local/channel"
WHEN = datetime(2024, 5, 14, 21, 10, tzinfo=UTC)
NAMED = "<meta property='og:site_name' content='Harbour Post'>"
CAPTURED = datetime(2024, 6, 1, tzinfo=UTC)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


def page(
    head: str = "",
    *lines: str,
    title: str = f"{HEADLINE} - Harbour Post",
    h1: str = f"<h1>{HEADLINE}</h1>",
    lang: str = "en",
) -> str:
    """A page with lines between headline and text."""
    shown = "".join(f"<div>{line}</div>" for line in lines)
    return (
        f"<!DOCTYPE html><html lang='{lang}'><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>"
        f"<header><a href='/'>Harbour Post</a></header><main><article>{h1}{shown}{BODY}</article></main></body></html>"
    )


def script(data: object) -> str:
    return f"<script type='application/ld+json'>{data if isinstance(data, str) else json.dumps(data)}</script>"


def meta(**content: str) -> str:
    return "".join(f"<meta name='{name}' content='{value}'>" for name, value in content.items())


def prop(name: str, value: str) -> str:
    return f"<meta property='{name}' content='{value}'>"


def document(source: str, url: str = URL) -> Document:
    return read(source, url=url, captured_at=CAPTURED)


GRAPH = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "@id": f"{SITE}/#website", "name": "Harbour Post", "publisher": {"@id": f"{SITE}/#org"}},
        {"@type": "Organization", "@id": f"{SITE}/#org", "name": "Harbour Post"},
        {
            "@type": ["NewsArticle", "AnalysisNewsArticle"],
            "@id": f"{URL}#article",
            "isPartOf": {"@id": URL},
            "author": [{"@id": f"{SITE}/#/person/1"}, {"@id": f"{SITE}/#/person/2"}],
            "headline": HEADLINE,
            "mainEntityOfPage": {"@id": URL},
        },
        {"@type": "WebPage", "@id": URL, "datePublished": "2024-05-14T23:10:00+02:00"},
        {"@type": "Person", "@id": f"{SITE}/#/person/1", "name": "Jane Doe"},
        {"@type": "Person", "@id": f"{SITE}/#/person/2", "name": "John Roe"},
    ],
}


def link(address: str) -> str:
    return f"<link rel='canonical' href='{address}'>"
