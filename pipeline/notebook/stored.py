"""What is stored: archives and files as articles, outputs and articles as tables."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from pipeline.notebook.documents import Models
from schemas.article import Article
from schemas.reject import Reject

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.dataset as ds


def read(
    *inputs: str,
    since: datetime | str | None = None,
    until: datetime | str | None = None,
    models: Models | None = None,
    on_reject: Callable[[Reject], None] | None = None,
) -> Iterator[Article]:
    """The articles of files, folders or globs, earliest capture first: the rows that a run or a replay of them writes.

    `since` and `until` bound the time of capture, [since, until). `models` are as for `enrich`. What cannot be used is
    passed to `on_reject`, or left out. UsageError for an input that names nothing.
    """
    from pipeline.notebook.reading import articles  # Beam takes long to import.

    return articles(inputs, since, until, models, on_reject)


def to_arrow(articles: Iterable[Article]) -> "pa.Table":
    """Articles as an Arrow table, a column for each field of the record."""
    from schemas.arrow import to_table

    return to_table(Article, list(articles))


def open(output: str) -> "ds.Dataset":
    """The articles of an output as an Arrow dataset, with `date`, the partition, as a day.

    Nothing is read before it is asked for. A column that an older file lacks is null. There are no rows if no run wrote
    an article; UsageError for what is not an output.
    """
    import pyarrow as pa
    import pyarrow.dataset as ds

    from pipeline.errors import UsageError
    from schemas.arrow import arrow_schema
    from transforms.base.storage import listed

    day = pa.schema([pa.field("date", pa.date32())])
    schema = pa.unify_schemas([_nullable(arrow_schema(Article)), day])
    folder = f"{output.rstrip('/')}/articles"
    try:
        return ds.dataset(folder, schema=schema, format="parquet", partitioning=ds.partitioning(day, flavor="hive"))
    except OSError as error:
        if listed(f"{output.rstrip('/')}/_ledger"):
            return ds.dataset(schema.empty_table())
        raise UsageError(f"{output}: no articles are there ({error}); give the folder that --output named") from error


def _nullable(schema: "pa.Schema") -> "pa.Schema":
    """The schema of files that were written before a column existed."""
    import pyarrow as pa

    return pa.schema([field.with_nullable(True).remove_metadata() for field in schema])
