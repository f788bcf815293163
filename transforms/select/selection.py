"""Which articles are wanted, and why one is not. Pure decisions: the same article is wanted in every run."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from schemas.ledger import OTHER_TIME

_SCALE = 1 << 64


class LeftOut(StrEnum):
    """Why an article is left out."""

    TIME = OTHER_TIME
    SAMPLE = "not-sampled"
    SOURCE = "other-source"
    LANGUAGE = "other-language"
    MATCH = "no-match"


class Described(NamedTuple):
    """What an article is chosen by. `language` may be a tag with a region."""

    article_id: str
    source: str | None
    language: str | None
    captured_at: datetime | None
    title: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is wanted; an empty field asks for nothing.

    `sample` is a share from 0 to 1, drawn by the article's id, which is a hash. `languages` are tags: `pt` is `pt-BR`,
    too. `match` is a pattern that is sought in title and text. [since, until) bounds the time of capture; a document
    without one is in no range.
    """

    sample: float = 1.0
    languages: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    match: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def is_all(self) -> bool:
        """Whether everything is wanted, whenever it was captured."""
        return self.sample >= 1 and not (self.languages or self.sources or self.match)

    def refusal(self, article: Described) -> LeftOut | None:
        """Why an article is left out, the cheapest reason first; None if it is wanted. Does not look at `match`."""
        if not in_range(article.captured_at, self.since, self.until):
            return LeftOut.TIME
        if self.sample < 1 and int(article.article_id[16:], 16) >= self.sample * _SCALE:
            return LeftOut.SAMPLE
        if self.sources and (article.source or "") not in self.sources:
            return LeftOut.SOURCE
        if self.languages and not _is_one(article.language, self.languages):
            return LeftOut.LANGUAGE
        return None


def in_range(captured_at: datetime | None, since: datetime | None, until: datetime | None) -> bool:
    """Whether a time of capture is in [since, until); an unknown one is in no range but the whole."""
    if since is None and until is None:
        return True
    return captured_at is not None and not (since and captured_at < since) and not (until and captured_at >= until)


def matches(pattern: str, articles: Sequence[tuple[str | None, str]]) -> list[bool]:
    """Whether a pattern is found in title or text of each. It is the user's: call it where it can be stopped."""
    search = _compiled(pattern).search
    return [bool((title and search(title)) or search(text)) for title, text in articles]


@lru_cache(maxsize=8)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _is_one(language: str | None, wanted: frozenset[str]) -> bool:
    """Whether a tag is one of those wanted, or narrower (RFC 4647, section 3.3.1)."""
    tag = (language or "").lower()
    return any(tag == each or tag.startswith(f"{each}-") for each in wanted)
