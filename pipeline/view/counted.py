"""Amounts as a person reads them."""


def counted(count: int, what: str) -> str:
    """A number of things: `1 feed`, `2,000 feeds`."""
    return f"{count:,} {what}{'s' * (count != 1)}"


def files_of(count: int, size: int) -> str:
    """How many files, and their bytes: `1 file, 46.7 kB`."""
    from rich.filesize import decimal  # Mistakes are answered without it.

    return f"{counted(count, 'file')}, {decimal(size)}"
