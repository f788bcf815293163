"""The names of partitions."""

NO_DATE = "1970-01-01"
"""The partition of rows without any time. Hive's own name for it makes pandas fail, and `date` a text for DuckDB before
2.0, ClickHouse and DataFusion; a day is a day to all of them, and this one is the earliest that all can hold."""
HIVE_NO_DATE = "__HIVE_DEFAULT_PARTITION__"
"""Its name in outputs of version 0.1.0."""
