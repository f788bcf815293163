"""A table of Apache Iceberg that holds the articles of an output: each change of it is one snapshot.

The table has files of its own, for an output's files lack their day and may be replaced in place, which the files of a
table must not. Their names say what they hold, so what was written before a kill is written again under the same name,
and a commit happens once or not at all.
"""

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import pyarrow as pa

from schemas.arrow import arrow_schema
from schemas.article import Article
from transforms.load.plan import Changes
from transforms.load.source import DAY, with_day

if TYPE_CHECKING:
    from pyiceberg.manifest import DataFile
    from pyiceberg.table import Table

PROPERTIES = {
    # pyiceberg repeats a commit that another one preceded with the same files, which would double them.
    "commit.retry.num-retries": "0",
    "write.metadata.previous-versions-max": "100",
    "write.metadata.delete-after-commit.enabled": "true",
}


def open_table(catalog: str, name: str, warehouse: str | None) -> "Table":
    """The table, made if it is not there; columns that it lacks are added.

    `catalog` is an address, as in `sqlite:////srv/catalog.db` or `https://…`, or the name of a catalog in the settings
    of pyiceberg. `name` is NAMESPACE.TABLE. ImportError without pyiceberg; ValueError for what it cannot use.
    """
    from pyiceberg.catalog import load_catalog
    from pyiceberg.exceptions import NoSuchTableError

    settings = (
        {"warehouse": warehouse if "://" in warehouse else f"file://{os.path.abspath(warehouse)}"} if warehouse else {}
    )
    found = load_catalog("dateline", uri=catalog, **settings) if "://" in catalog else load_catalog(catalog, **settings)
    try:
        table = found.load_table(name)
    except NoSuchTableError:
        found.create_namespace_if_not_exists(name.rpartition(".")[0])
        table = found.create_table_if_not_exists(name, _schema(), properties=PROPERTIES)
    with table.transaction() as change:
        if not table.spec().fields:
            with change.update_spec() as spec:
                spec.add_identity(DAY.name)
        with change.update_schema() as schema:
            schema.union_by_name(_schema())
    return table


def files_of(table: "Table") -> dict[str, "DataFile"]:
    """The data files of the table as it is now, by path."""
    return {task.file.file_path: task.file for task in table.scan().plan_files()}


def commit(table: "Table", output: str, changes: Changes, there: Mapping[str, "DataFile"]) -> None:
    """Brings the table up to date in one snapshot.

    CommitFailedException if another program changed it meanwhile: then it is as that program left it.
    """
    from pyiceberg.io.pyarrow import parquet_file_to_data_file

    added = [_put(table, version.name, with_day(output, version)) for version in changes.add]
    with table.transaction() as change:
        if not changes.remove:
            change.add_files(added)
            return
        with change.update_snapshot().overwrite() as snapshot:
            for path in changes.remove:
                snapshot.delete_data_file(there[path])
            for path in added:
                snapshot.append_data_file(parquet_file_to_data_file(table.io, change.table_metadata, path))


def rows_of(files: Iterable["DataFile"]) -> int:
    """How many rows data files have."""
    return sum(file.record_count for file in files)


def _put(table: "Table", name: str, data: bytes) -> str:
    path = f"{table.location()}/data/{name}"
    with table.io.new_output(path).create(overwrite=True) as file:
        file.write(data)
    return path


def _schema() -> pa.Schema:
    return arrow_schema(Article).append(DAY)
