"""What is said of a round with nothing due."""

from datetime import datetime


def next_due(feeds: int, due: datetime, now: datetime) -> str:
    """How many feeds there are, and when the next one is polled, as in `6 feeds, next due 12:19`."""
    today = due.astimezone().date() == now.astimezone().date()
    when = f"{due.astimezone():{'%H:%M' if today else '%Y-%m-%d %H:%M'}}"
    return f"{some(feeds)}, next due {when}; --poll-now does not wait"


def some(count: int) -> str:
    """`1 feed`, `2 feeds`."""
    return f"{count:,} feed{'s' * (count != 1)}"
