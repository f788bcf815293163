"""The window of capture that a file is named by."""

import re
from datetime import UTC, datetime

_NAMED = re.compile(r"(?:^|[/-])(\d{8}T\d{6})Z")


def window_of(path: str) -> datetime | None:
    """The start of the window, or of the round, that a file is named by; None if it has none."""
    found = _NAMED.search(path.rpartition("/")[2])
    try:
        return datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC) if found else None
    except ValueError:
        return None
