"""How a feed is doing, by what is remembered of it."""

from datetime import datetime, timedelta
from enum import StrEnum

from transforms.base.attention import ATTENTION
from transforms.crawl.state import FeedState

SILENT = timedelta(days=30)
"""Without a new entry for longer, a feed is silent."""
_BLOCKED = (401, 402, 403, 429, 451)


class Health(StrEnum):
    """How a feed is doing."""

    WELL = "well"
    SILENT = "silent"
    FAILING = "failing"
    BLOCKED = "blocked"
    RETIRED = "retired"


def waiting(state: FeedState) -> str:
    """What is said of a feed of which one poll could not take all entries."""
    return f"{state.waiting:,} entries wait for its next polls; see --entries-per-poll"


def health(state: FeedState, now: datetime, silent: timedelta = SILENT) -> tuple[Health, datetime | None]:
    """How a feed is doing, and since when if it is not well."""
    if state.retired_since is not None:
        return Health.RETIRED, state.retired_since
    if state.failures:
        return Health.BLOCKED if state.status in _BLOCKED else Health.FAILING, state.failing_since
    if state.last_new is not None and now - state.last_new > silent:
        return Health.SILENT, state.last_new
    return Health.WELL, None


def attend(before: FeedState, after: FeedState, now: datetime) -> None:
    """Says when a feed begins to fail, is well again, or has probably lost entries."""
    (was, _), (now_is, _) = health(before, now), health(after, now)
    if now_is is not was and Health.SILENT not in (was, now_is):
        ATTENTION.warning("%s is %s%s", after.url, now_is, f": {after.problem}" if after.problem else "")
    if after.waiting and not before.waiting:
        ATTENTION.warning("%s announced more than one poll takes: %s", after.url, waiting(after))
    if after.gap_count > before.gap_count:
        ATTENTION.warning("%s had only new entries: some were probably missed", after.url)
