"""Partitions by day: their names, and the one that a file is in."""

NO_DATE = "1970-01-01"
"""The partition of rows without any time. Hive's own name for it makes pandas fail, and `date` a text for DuckDB before
2.0, ClickHouse and DataFusion; a day is a day to all of them, and this one is the earliest that all can hold."""
HIVE_NO_DATE = "__HIVE_DEFAULT_PARTITION__"
"""Its name in outputs of version 0.1.0."""


def partition_of(path: str) -> str:
    """The name of the partition that a file is in: 2024-02-19 of `date=2024-02-19`."""
    return path.rpartition("/date=")[2].partition("/")[0]


def day_of(path: str) -> str | None:
    """The day of the partition that a file is in; None if its rows have no time."""
    name = partition_of(path)
    return None if name in (NO_DATE, HIVE_NO_DATE) else name
