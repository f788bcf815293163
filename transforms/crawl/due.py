"""When a feed is due: the bounds of polling and one pure decision, which need nothing that reads feeds."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from transforms.crawl.state import FeedState


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The bounds of polling."""

    shortest: timedelta = timedelta(minutes=10)
    longest: timedelta = timedelta(days=1)
    patience: timedelta = timedelta(days=7)
    """The longest Retry-After that is obeyed."""
    share: float = 0.2
    """The part of a feed that should be new from one poll to the next: room for a burst of five times as much."""
    full_every: int = 8
    """After so many answers of 304 one unconditional GET: some servers repeat an ETag after a change."""
    adopt_after: int = 3
    """Polls in a row that a permanent redirect must stay the same; a mistake of a day is not followed for good."""
    return_after: int = 5
    """Failures in a row at an adopted address before the listed one is tried again."""
    expiry: timedelta = timedelta(days=30)
    """How long an entry that left the feed is remembered, should it come back."""
    entries: int = 1000
    """Entries that one poll announces, at most, so that no feed holds up a round; the others wait for the next polls.

    As many as a news sitemap may have (https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap).
    """
    past: int = 2000
    gaps: int = 20


POLICY = Policy()


def due(state: FeedState, now: datetime, policy: Policy = POLICY) -> bool:
    """Whether it is time to poll. A time further away than any that is set comes from a clock that was wrong."""
    if state.retired_since is not None:
        return False
    return state.next_due is None or state.next_due <= now or state.next_due > now + 2 * policy.patience
