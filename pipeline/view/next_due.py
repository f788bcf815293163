"""What is said of a round with nothing due."""

from datetime import datetime

from pipeline.view.counted import counted


def next_due(feeds: int, due: datetime, now: datetime) -> str:
    """How many feeds there are, and when the next one is polled, as in `6 feeds, next due 12:19`."""
    return f"{counted(feeds, 'feed')}, next due {moment(due, now)}; --poll-now does not wait"


def moment(due: datetime, now: datetime) -> str:
    """A time on this machine's clock, with its day if that is not today."""
    today = due.astimezone().date() == now.astimezone().date()
    return f"{due.astimezone():{'%H:%M' if today else '%Y-%m-%d %H:%M'}}"
