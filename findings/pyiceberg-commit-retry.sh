#!/usr/bin/env bash
# pyiceberg loads the same files twice if two loads coincide: the second is refused, retried, and doubles each row.
#
# Version   pyiceberg 0.12.0 with pyarrow 26.0.1
# Expected  `add_files` checks by default that a file is not in the table already. Of two loads of one file, which both
#           saw an empty table, the second to commit is refused, as Iceberg's optimistic concurrency has it.
# Happens   The second commit is retried on top of the first (commit.retry.num-retries, 4 by default) without the
#           check, and the file is in the table twice. Without retries it is refused.
# For you   Set commit.retry.num-retries to 0 on a table that more than one program loads, and load again when refused.
# Source    https://py.iceberg.apache.org/api/#add-files
#           https://iceberg.apache.org/spec/#optimistic-concurrency
. "$(dirname "$0")/lib.sh"

python "pyiceberg[sql-sqlite]==0.12.0" pyarrow==26.0.1 << 'PY'
import os

import pyarrow
import pyarrow.parquet
from pyiceberg.catalog.sql import SqlCatalog
from pyiceberg.exceptions import CommitFailedException
from pyiceberg.schema import Schema
from pyiceberg.types import NestedField, StringType

file = os.path.abspath("a.parquet")
pyarrow.parquet.write_table(pyarrow.table({"id": ["a"]}), file)
catalog = SqlCatalog("local", uri="sqlite:///catalog.db", warehouse=f"file://{os.getcwd()}/warehouse")
catalog.create_namespace("news")
for retries in ("4", "0"):
    name = f"news.articles_{retries}"
    schema = Schema(NestedField(1, "id", StringType()))
    catalog.create_table(name, schema, properties={"commit.retry.num-retries": retries})
    first, second = catalog.load_table(name), catalog.load_table(name)
    first.add_files([file])
    try:
        second.add_files([file])
        print(f"{retries} retries, second load: taken")
    except CommitFailedException:
        print(f"{retries} retries, second load: refused")
    print(catalog.load_table(name).scan().to_arrow().to_pylist())
PY

seen << 'OUT'
4 retries, second load: taken
[{'id': 'a'}, {'id': 'a'}]
0 retries, second load: refused
[{'id': 'a'}]
OUT
