"""How a feed is doing, by what is remembered of it."""

from datetime import datetime, timedelta
from enum import StrEnum

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


def health(state: FeedState, now: datetime, silent: timedelta = SILENT) -> tuple[Health, datetime | None]:
    """How a feed is doing, and since when if it is not well."""
    if state.retired_since is not None:
        return Health.RETIRED, state.retired_since
    if state.failures:
        return Health.BLOCKED if state.status in _BLOCKED else Health.FAILING, state.failing_since
    if state.last_new is not None and now - state.last_new > silent:
        return Health.SILENT, state.last_new
    return Health.WELL, None
