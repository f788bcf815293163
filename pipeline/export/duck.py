"""A DuckDB database with a table `articles`, its columns as the record has them, lists and structs too."""

from collections.abc import Iterable

import pyarrow as pa

from pipeline.errors import UsageError
from pipeline.export.rows import batches
from schemas.arrow import arrow_schema
from schemas.article import Article
from transforms.base.parquet import Row


def write(rows: Iterable[Row], path: str) -> int:
    """Writes rows to a file that does not exist yet; returns how many. UsageError if duckdb is not installed."""
    try:
        import duckdb
    except ImportError as error:
        raise UsageError("--to …duckdb: duckdb is not installed; `pip install duckdb`, or export to .sqlite") from error
    fields = [field.with_nullable(True) for field in arrow_schema(Article)]
    schema = pa.schema([pa.field("date", pa.date32()), *fields])
    count = 0
    with duckdb.connect(path) as database:
        database.register("columns", schema.empty_table())
        database.execute("CREATE TABLE articles AS SELECT * FROM columns")
        for batch in batches(rows):
            database.register("batch", pa.Table.from_pylist(batch, schema))
            database.execute("INSERT INTO articles SELECT * FROM batch")
            count += len(batch)
    return count
