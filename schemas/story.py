"""Stories: which articles are copies of each other, which are about one event, and who was first."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, NamedTuple


class MatchedBy(StrEnum):
    """What two copies have in common."""

    SAME_TEXT = "same-text"
    SHARED_PASSAGES = "shared-passages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One row of OUTPUT/stories: an article's place in its story. The annotations describe the columns."""

    article_id: Annotated[str, "as in articles"]
    revision_id: Annotated[str, "as in articles: the first revision, which is the one compared"]
    copy_of: Annotated[str | None, "the earliest article among its copies; null for that one, and where there is none"]
    similarity: Annotated[float | None, "share of the shorter text in common with the copy most like it, 0 to 1"]
    matched_by: Annotated[str | None, "what copies have in common: same-text, shared-passages"]
    wire: Annotated[str | None, "the news agency that the article credits"]
    story_id: Annotated[str, "the earliest article about the same event"]
    first_published_at: Annotated[datetime | None, "when that one was published, UTC"]
    lag_seconds: Annotated[int | None, "seconds from then to the publication of this one"]
    members: Annotated[int, "articles of the story"]
    outlets: Annotated[int, "sources of the story, each counted once"]


class Link(NamedTuple):
    """An earlier article that is alike."""

    article_id: Annotated[str, "the earlier one"]
    score: Annotated[float, "how alike, 0 to 1"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One row of OUTPUT/_state/stories: what is known of an article when those before it have been looked at."""

    article_id: Annotated[str, "as in articles"]
    revision_id: Annotated[str, "as in articles"]
    at: Annotated[datetime | None, "time of publication, else of capture, UTC"]
    source: Annotated[str | None, "as in articles"]
    wire: Annotated[str | None, "the agency credited"]
    copies: Annotated[tuple[Link, ...], "earlier articles whose text it shares; score is the share of the shorter"]
    related: Annotated[tuple[Link, ...], "earlier articles on like subjects; score is the cosine"]

    @property
    def order(self) -> tuple[bool, datetime | None, str]:
        """Sorts by time, then by name; undated ones among themselves."""
        return self.at is None, self.at, self.article_id
