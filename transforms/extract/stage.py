"""A capture to a document: the text of the article and what is said about it."""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from schemas.article import Access, DateOrigin, Removed
from schemas.capture import Capture, Document, Media
from schemas.reject import Reason, Unusable
from schemas.usage import NO_RIGHTS_READ, Rights
from transforms.base.address import absolute_url, canonical_url
from transforms.base.agencies import agency_of
from transforms.base.decode import clean_characters, decode, is_binary
from transforms.base.language import language_tag
from transforms.base.stand_in import stand_in
from transforms.extract import blocks, body, data_text, entry, markup, metadata, page_kind, quick
from transforms.extract.credentials import take_credentials
from transforms.extract.data_dates import A_DAY, EARLIEST
from transforms.extract.headings import clean_title
from transforms.extract.layout import Laid, Passage, lay
from transforms.extract.metadata import Metadata
from transforms.extract.names import clean as clean_names
from transforms.extract.names import squash
from transforms.extract.posts import posts
from transforms.extract.wording import PageFacts

# Every outcome is named in a record or a reject; the libraries' own lines would only repeat it for each page.
for _library in ("htmldate", "charset_normalizer"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)

MAX_TEXT = 1_000_000
"""Code points; a long novel."""
_MADE_FOR_IT = timedelta(minutes=10)
"""A page that changed less than this before its capture was put together for it, by the server or a cache."""
_ENDS = re.compile(r"\W*+\w.{9,}[.!?…。！？][\"'”’»)」』]*$")
_WORD, _WORDS = 2, 10
"""Letters and digits of the shortest piece of a feed, and of one that nothing announces."""
_TOLD = 300
"""Bytes of the shortest article that stands in the state of a page alone."""
_SENTENCE = 40
_REPORT = 160
"""Code points of the shortest line that may be a sentence, and of the shortest report if nothing calls it one."""


ReadRights = Callable[[Capture, Sequence[HtmlElement], dict[str, Any] | None], Rights]
"""From a capture, the metas, links and scripts of its page, and the data of its article to what is allowed."""


def nothing_said(capture: Capture, declared: Sequence[HtmlElement], article: dict[str, Any] | None) -> Rights:
    """Looks at nothing, so that everything is unknown."""
    return NO_RIGHTS_READ


def extract(capture: Capture, read_rights: ReadRights = nothing_said) -> Document:
    """What a capture says. A pure function of it; raises Unusable and nothing else for a document of any content.

    `read_rights` says what the publisher allows.
    """
    if len(capture.body) > markup.MAX_BYTES:
        size = len(capture.body) / (1 << 20)
        limit = markup.MAX_BYTES >> 20
        raise Unusable(Reason.TOO_LARGE, f"{size:.1f} MiB, the limit is {limit} MiB; no article is so long")
    if not capture.body.strip(b" \t\r\n\0"):
        raise Unusable(Reason.EMPTY, "nothing but white space; check what the address serves")
    if is_binary(capture.body, capture.charset):
        message = "binary data, not text: compressed, a picture or another file; look at what the address serves"
        raise Unusable(Reason.NOT_A_PAGE, message)
    return _document_of(capture, read_rights)


def _document_of(capture: Capture, read_rights: ReadRights) -> Document:
    is_html = capture.media is Media.HTML
    source, credentials = take_credentials(decode(capture.body, capture.charset, markup=is_html))
    try:
        document = (_html if is_html else _text)(capture, source, read_rights)
    except Unusable as error:
        if capture.access is Access.TRUNCATED and error.reason in (Reason.NO_ARTICLE, Reason.EMPTY):
            message = "the archiver stopped within the page, before the article; archive it again"
            raise Unusable(Reason.TRUNCATED, message) from error
        raise
    return replace(document, access=capture.access or document.access, content_credentials=credentials)


def _text(capture: Capture, source: str, read_rights: ReadRights) -> Document:
    lines = (" ".join(line.split()) for line in clean_characters(source).split("\n"))
    text = Laid("\n".join(filter(None, lines)))
    return _document(capture, text, Metadata(), read_rights(capture, (), None))


def _html(capture: Capture, source: str, read_rights: ReadRights) -> Document:
    tree = markup.parse(source)
    announcement = capture.announcement
    url = capture.url or announcement.url
    if markup.is_fragment(source):
        chosen, removed = body.whole(blocks.read(tree.body))
        chosen, more = entry.without_link_to_itself(chosen, url)
        removed += more
        lines = [block.text for block in chosen]
        if sum(map(str.isalnum, "".join(lines))) < (_WORD if announcement.title else _WORDS):
            raise Unusable(Reason.NO_ARTICLE, "hardly a word of text; look at what the address serves")
        text = lay([Passage(block.text, block) for block in chosen], url)
        return _document(capture, text, Metadata(authors=entry.authors(lines)), read_rights(capture, (), None), removed)
    simplify(tree)
    # Held from here on: lxml makes an element's object anew for each walk that finds none.
    elements = list(tree.iter())
    page = blocks.read(tree.body)
    about = metadata.read(elements, page, url, capture.captured_at, announcement.title)
    allowed = read_rights(capture, about.declared, about.data)
    if not about.says_article and (found := stand_in(source)):
        raise Unusable(Reason.NOT_A_PAGE, f"a {found} stands in the place of the page; fetch it again from elsewhere")
    if not page_kind.is_article(about.features) or (_is_home(url) and not about.says_article):
        raise Unusable(Reason.NO_ARTICLE, "a list of links to other pages; fetch those instead")
    passages, removed = _article(tree, page, about)
    text = lay(passages, _base(tree, url), posts(page, about.live_blog))
    return _document(capture, text, about, allowed, removed)


def _article(tree: HtmlElement, page: list[blocks.PageBlock], about: Metadata) -> tuple[list[Passage], list[Removed]]:
    """What the article is made of and what was cut around it; raises Unusable(NO_ARTICLE) for a login or a shell."""
    chosen, removed = body.article(
        page, partial(quick.quick_lines, tree), PageFacts(about.title, about.description, about.authors)
    )
    told = data_text.instead(about.data, [block.text for block in chosen])
    passages = [Passage(block.text, block) for block in chosen] if told is None else told
    title = squash(about.title or "")
    if _prose(passages, title) < (_SENTENCE if about.says_article else _REPORT):
        passages = data_text.in_state(about.declared)
        if _prose(passages, title) >= _TOLD:
            return passages, removed
        raise Unusable(Reason.NO_ARTICLE, "hardly a sentence of text; it may need scripts, a login, or be empty")
    return passages, removed


def _prose(passages: Sequence[Passage], title: str) -> int:
    """Bytes of what may be sentences, the headline aside: one of Chinese has a third of the characters of an English
    one."""
    lines = (passage.text for passage in passages if squash(passage.text) != title)
    return sum(len(line.encode()) for line in lines if len(line) >= _SENTENCE or _ENDS.match(line))


def _base(tree: HtmlElement, url: str | None) -> str | None:
    """What the addresses of a page are relative to: `<base href>`, else its own (HTML, 4.2.3)."""
    base = tree.find("head/base")
    stated = base.get("href") if base is not None else None
    return (absolute_url(stated, url) if stated else None) or url


def _is_home(url: str | None) -> bool:
    """Whether an address is the home of its site; with a query it may be an article, as WordPress has `/?p=123`."""
    parts = urlsplit(url or "")
    return bool(parts.hostname) and not parts.path.strip("/") and not parts.query


def simplify(tree: HtmlElement) -> None:
    """Take out what only says how text is laid out."""
    # A cell's span would be spelled out in cells, and only its words matter.
    etree.strip_attributes(tree, "colspan", "rowspan")
    if tree.find(".//ruby") is not None:
        # The reading in brackets beside a name is text; one without them stands small above it.
        for ruby in tree.iter("ruby"):
            if ruby.find(".//rp") is None:
                etree.strip_elements(ruby, "rt", "rtc", with_tail=False)
        etree.strip_tags(tree, "ruby", "rb", "rt", "rp")


def _document(
    capture: Capture, laid: Laid, about: Metadata, allowed: Rights, removed: Sequence[Removed] = ()
) -> Document:
    text = laid.text
    if not text:
        raise Unusable(Reason.EMPTY, "no text in the document; look at what the address serves")
    if len(text) > MAX_TEXT:
        raise Unusable(
            Reason.TOO_LARGE, f"{len(text):,} characters of text, the limit is {MAX_TEXT:,}; it is not an article"
        )
    announcement = capture.announcement
    url = capture.url or announcement.url
    published_at, published_from = _published(capture, about)
    modified_at = announcement.modified_at or about.modified_at
    title = about.title or clean_title(announcement.title)
    return Document(
        capture_uri=capture.uri,
        capture_digest=capture.digest,
        captured_at=capture.captured_at,
        url=url,
        canonical_url=about.canonical or (canonical_url(url) if url else None),
        feed_url=announcement.feed_url,
        title=clean_characters(title) if title else None,
        text=text,
        authors=tuple(map(clean_characters, clean_names(announcement.authors) or about.authors)),
        agency=about.agency or next(filter(None, map(agency_of, announcement.authors)), None),
        tags=tuple(map(clean_characters, dict.fromkeys((*announcement.tags, *about.tags)))),
        published_at=published_at,
        published_from=published_from,
        modified_at=modified_at if modified_at and (not published_at or modified_at >= published_at) else None,
        language=language_tag(announcement.language) or about.language,
        removed=tuple(Removed(piece.kind, clean_characters(piece.text)) for piece in removed),
        rights=allowed,
        entry_id=announcement.entry_id if announcement.shares_url else None,
        access=about.access,
        structure=laid.structure,
        links=laid.links,
        image=about.image,
    )


def _published(capture: Capture, about: Metadata) -> tuple[datetime | None, DateOrigin | None]:
    """The announcement's date, but the page's where the announcement has only the day, or when it was updated.

    HTTP's date counts if there is none, and if it is not the time at which the answer was made.
    """
    announced, found = capture.announcement.published_at, about.published
    if announced is None:
        updated, changed = capture.announcement.modified_at, capture.last_modified
        if found is None and updated is not None:
            return updated, DateOrigin.FEED
        if found is None and changed is not None and _is_of_content(changed, capture.captured_at):
            return changed, DateOrigin.HTTP
        return found or (None, None)
    is_day = announced.time() == time.min
    in_data = found is not None and found.origin in (DateOrigin.JSON_LD, DateOrigin.META)
    if is_day and found and in_data and abs(found.moment - announced) < A_DAY:
        return found
    return announced, DateOrigin.FEED


def _is_of_content(changed: datetime, captured_at: datetime | None) -> bool:
    """Whether a Last-Modified is a date of the page: many servers send the time of the answer, or that of 1970."""
    return changed >= EARLIEST and (captured_at is None or captured_at - changed >= _MADE_FOR_IT)
