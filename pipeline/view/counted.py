"""Counts as a person reads them."""


def counted(count: int, what: str) -> str:
    """A number of things: `1 feed`, `2,000 feeds`."""
    return f"{count:,} {what}{'s' * (count != 1)}"
