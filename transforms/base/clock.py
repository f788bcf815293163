"""Hours of a clock with two halves, and which of day and month comes first, as people write them."""

HALF = r"[ap]\.?\s?m\b\.?|上午|下午|午前|午後|오전|오후"
"""A pattern of what names the half of a day."""
MONTH_FIRST = frozenset(("US", "PH"))
"""Countries (ISO 3166) where 3/5 is March the 5th."""
_AFTERNOON = frozenset("pP下後후")


def hour_of_day(hour: int, half: str | None) -> int:
    """The hour, 0 to 23, of one that `HALF` may stand beside; what is above 12 is one already."""
    return hour % 12 + 12 * (not _AFTERNOON.isdisjoint(half)) if half and hour <= 12 else hour
