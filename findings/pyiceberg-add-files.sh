#!/usr/bin/env bash
# pyiceberg adds files of Hive folders without their day: the column is null in each row.
#
# Version   pyiceberg 0.12.0 with pyarrow 26.0.1
# Expected  `add_files` is documented to register Parquet files as they are, without writing them again; the day of a
#           Hive folder is in its name, and the table is partitioned by it.
# Happens   The name is not looked at, the column has nulls, and a filter on the day finds nothing. Nothing is raised.
# For you   Write the partition column into the files too, or count rows by day after adding.
# Source    https://py.iceberg.apache.org/api/#add-files
. "$(dirname "$0")/lib.sh"

python "pyiceberg[sql-sqlite]==0.12.0" pyarrow==26.0.1 << 'PY'
import os

import pyarrow
import pyarrow.parquet
from pyiceberg.catalog.sql import SqlCatalog
from pyiceberg.partitioning import PartitionField, PartitionSpec
from pyiceberg.schema import Schema
from pyiceberg.transforms import IdentityTransform
from pyiceberg.types import DateType, NestedField, StringType

os.makedirs("news/date=2024-02-05")
file = os.path.abspath("news/date=2024-02-05/a.parquet")
pyarrow.parquet.write_table(pyarrow.table({"id": ["a"]}), file)

catalog = SqlCatalog("local", uri="sqlite:///catalog.db", warehouse=f"file://{os.getcwd()}/warehouse")
catalog.create_namespace("news")
schema = Schema(NestedField(1, "id", StringType()), NestedField(2, "date", DateType()))
by_day = PartitionSpec(PartitionField(2, 1000, IdentityTransform(), "date"))
table = catalog.create_table("news.articles", schema, partition_spec=by_day)
table.add_files([file])
print("all rows  ", table.scan().to_arrow().to_pylist())
print("of the day", table.scan(row_filter="date = '2024-02-05'").to_arrow().to_pylist())
PY

seen << 'OUT'
all rows   [{'id': 'a', 'date': None}]
of the day []
OUT
