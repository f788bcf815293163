"""A capture to a document: the text of the article and what is said about it."""

import logging

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document as Found
from trafilatura.settings import Extractor

from schemas.capture import Capture, Document, Media
from schemas.reject import Reason, Unusable
from transforms import markup
from transforms.deadline import DEFAULT_SECONDS, within
from transforms.decode import clean_characters, decode

# Every outcome is named in a record or a reject; the libraries' own lines would only repeat it for each page.
for _library in ("trafilatura", "htmldate", "charset_normalizer"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)

_OPTIONS = Extractor(output_format="python", precision=True, comments=False)


def extract(capture: Capture) -> Document:
    """What a capture says. A pure function of it; raises Unusable and nothing else for a document of any content."""
    if len(capture.body) > markup.MAX_BYTES:
        size = len(capture.body) / (1 << 20)
        limit = markup.MAX_BYTES >> 20
        raise Unusable(Reason.TOO_LARGE, f"{size:.1f} MiB, the limit is {limit} MiB; no article is so long")
    if not capture.body.strip(b" \t\r\n\0"):
        raise Unusable(Reason.EMPTY, "no bytes but white space; look at what the address serves")
    return within(DEFAULT_SECONDS, lambda: _html(capture) if capture.media is Media.HTML else _text(capture))


def _text(capture: Capture) -> Document:
    text = clean_characters(decode(capture.body, capture.charset, markup=False))
    return _document(capture, [line.strip() for line in text.split("\n")])


def _html(capture: Capture) -> Document:
    source = decode(capture.body, capture.charset)
    tree = markup.parse(source)
    if markup.is_fragment(source):
        return _document(capture, markup.lines(tree.body))
    return _document(capture, _article(tree))


def _article(tree: HtmlElement) -> list[str]:
    # A cell's span would be spelled out in cells, and only its words matter.
    etree.strip_attributes(tree, "colspan", "rowspan")
    found = bare_extraction(tree, options=_OPTIONS)
    return markup.lines(found.body) if isinstance(found, Found) else []


def _document(capture: Capture, lines: list[str]) -> Document:
    text = clean_characters("\n".join(line for line in lines if line))
    if not text:
        raise Unusable(Reason.NO_ARTICLE, "no article in the page; look at what the address serves")
    said = capture.announcement
    return Document(
        capture_uri=capture.uri,
        capture_digest=capture.digest,
        captured_at=capture.captured_at,
        url=capture.url,
        canonical_url=None,
        feed_url=said.feed_url,
        title=said.title,
        text=text,
    )
