"""The record: one row per revision of an article."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, NamedTuple

from schemas.preview import article_html
from schemas.structure import Image, Link, Part
from schemas.usage import Usage, UsageSignal

SCHEMA_VERSION = 1


class DateOrigin(StrEnum):
    """Where `published_at` was read."""

    FEED = "feed"
    JSON_LD = "json-ld"
    META = "meta"
    URL = "url"
    TEXT = "text"
    HTTP = "http"


class Access(StrEnum):
    """Whether an article may be read for nothing, and whether its capture holds all of it."""

    FREE = "free"
    PAYWALLED = "paywalled"
    TRUNCATED = "truncated"
    """The archiver stopped within the page, or it is not free and says that the rest is for subscribers."""


class RemovedKind(StrEnum):
    """What a piece that cleaning took out was."""

    ABOUT = "about"
    ADVERTISEMENT = "advertisement"
    AUTHOR_BOX = "author-box"
    BOILERPLATE = "boilerplate"
    BYLINE = "byline"
    CAPTION = "caption"
    COMMENTS = "comments"
    COOKIE_BANNER = "cookie-banner"
    COPYRIGHT = "copyright"
    CREDIT = "credit"
    DATELINE = "date-line"
    HEADLINE_REPEAT = "headline-repeat"
    NAVIGATION = "navigation"
    NEWSLETTER = "newsletter"
    NOTE = "note"
    PROMO = "promo"
    PULL_QUOTE = "pull-quote"
    RELATED_LINKS = "related-links"
    SECTION_LABEL = "section-label"
    SHARE = "share"
    SOURCE_LINE = "source-line"
    STANDFIRST = "standfirst"
    SUBSCRIPTION = "subscription"
    TAGS = "tags"
    WIDGET = "widget"


class Mention(NamedTuple):
    """One place where an entity is named: `text[start:end]`."""

    start: Annotated[int, "first code point of the mention in text"]
    end: Annotated[int, "code point after the last one of the mention"]


class Entity(NamedTuple):
    """A person, organisation, place or the like, with every mention of it in the text."""

    name: Annotated[str, "canonical name"]
    label: Annotated[str, "the model's label: PERSON, ORG, GPE, …"]
    count: Annotated[int, "number of mentions in the text"]  # type: ignore[assignment]
    mentions: Annotated[tuple[Mention, ...], "where it is named, in order"]
    id: Annotated[str | None, "what it is: wikidata:Q30, geonames:2867714, or of a gazetteer; null where unsure"] = None
    salience: Annotated[float | None, "share of the article's attention, 0 to 1; together 1"] = None
    in_title: Annotated[tuple[Mention, ...] | None, "where the title names it: offsets into title"] = None


class Removed(NamedTuple):
    """One piece that cleaning took out."""

    kind: Annotated[RemovedKind, "what it was: cookie-banner, related-links, share, comments, caption, …"]
    text: Annotated[str, "the piece as it stood"]


class Row:
    """What is done to a file: an Article is put in, a Gone is taken out."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Gone(Row):
    """The row of this capture leaves a file: an earlier one took its place, or it now belongs elsewhere or nowhere."""

    capture_uri: str
    capture_digest: str
    article_id: str = ""
    """The article that it is a capture of: two files of one name and content may be two. Empty from programs before."""

    def __setstate__(self, state: Sequence[str]) -> None:
        """Reads what any program pickled."""
        for name, value in zip(self.__slots__, (*state, "")[: len(self.__slots__)], strict=True):
            object.__setattr__(self, name, value)

    @property
    def capture(self) -> tuple[str, str]:
        """Which capture it is."""
        return self.capture_uri, self.capture_digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(Row):
    """One row. The annotations are the columns' descriptions in the published schemas."""

    article_id: Annotated[
        str, "hex of the first 16 bytes of SHA-256 over the key of canonical_url, else over title and text"
    ]
    revision_id: Annotated[str, "the same over title and text: a new one is an edit"]
    url: Annotated[str | None, "address as captured"]
    canonical_url: Annotated[str | None, "after redirects, link rel=canonical and removal of tracking"]
    source: Annotated[str | None, "registrable domain, lower case"]
    feed_url: Annotated[str | None, "the feed that announced it"]
    title: Annotated[str | None, "headline"]
    text: Annotated[str, "clean text, paragraphs separated by one newline"]
    authors: Annotated[tuple[str, ...], "names of the authors"]
    tags: Annotated[tuple[str, ...], "keywords and sections"]
    published_at: Annotated[datetime | None, "first publication, UTC"]
    modified_at: Annotated[datetime | None, "last change, UTC"]
    captured_at: Annotated[datetime | None, "when the document was stored, UTC"]
    published_from: Annotated[str | None, "where published_at was read: feed, json-ld, meta, url, text, http"]
    language: Annotated[str | None, "BCP 47"]
    entities: Annotated[tuple[Entity, ...] | None, "null where no model is configured for the language"]
    removed: Annotated[tuple[Removed, ...], "what cleaning took out, in order"]
    capture_uri: Annotated[str, "where the bytes are: file path, or WARC path and record"]
    capture_digest: Annotated[str, "hex of the first 16 bytes of SHA-256 over the bytes"]
    schema_version: Annotated[int, "version of this schema"]
    pipeline_version: Annotated[str, "version of the program that wrote the row"]
    models: Annotated[tuple[str, ...], "models that made the row, name and version"]
    usage: Annotated[Usage | None, "what the publisher allowed when it was captured"] = None
    usage_signals: Annotated[tuple[UsageSignal, ...] | None, "the statements that usage was read from"] = None
    licence: Annotated[str | None, "address or name of the licence or policy that is named"] = None
    credit: Annotated[str | None, "how the publisher wants to be credited"] = None
    dateline_place: Annotated[str | None, "where the text says that it was written"] = None
    agency: Annotated[str | None, "news agency that is credited: by the text, in the byline, in data"] = None
    words: Annotated[int | None, "words of the text"] = None
    access: Annotated[str | None, "free, paywalled, truncated, where the page or the archive says so"] = None
    content_credentials: Annotated[bytes | None, "C2PA manifest store that the text carried unseen"] = None
    structure: Annotated[tuple[Part, ...] | None, "headings, list items, quotes and the like in the text"] = None
    links: Annotated[tuple[Link, ...] | None, "words of the text that lead somewhere"] = None
    image: Annotated[Image | None, "the picture that the page gives its article"] = None

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return article_html(self)


def digest(*parts: str) -> str:
    """Hex of the first 16 bytes of SHA-256 over the parts, joined by NUL."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
