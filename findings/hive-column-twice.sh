#!/usr/bin/env bash
# Engines differ on a column that is both in the file and in the folder's name: four take the folder's, two fail.
#
# Version   pyarrow 26.0.1, DuckDB 2.0.1, polars 2.1.0, DataFusion 55.0.0, chdb 4.4.0, pandas 3.1.1
# Expected  A file in the folder `date=2024-02-05` may hold a column `date` of its own, which Iceberg requires and a
#           careless copy leaves behind. One would expect the value of the row, or an error.
# Happens   pyarrow's dataset, DuckDB, polars and ClickHouse replace the stored value with that of the folder, without a
#           word. pandas and DataFusion fail with an error about types or names.
# For you   A row whose column says something else than its folder cannot be found by what it says. Leave the column out
#           of the file.
# Source    https://arrow.apache.org/docs/python/dataset.html#reading-partitioned-data
#           https://duckdb.org/docs/stable/data/partitioning/hive_partitioning
. "$(dirname "$0")/lib.sh"

python pyarrow==26.0.1 duckdb==2.0.1 polars==2.1.0 datafusion==55.0.0 chdb==4.4.0 pandas==3.1.1 << 'PY'
import os

import chdb
import datafusion
import duckdb
import pandas
import polars
import pyarrow
import pyarrow.dataset
import pyarrow.parquet

os.makedirs("news/date=2024-02-05")
pyarrow.parquet.write_table(pyarrow.table({"id": ["a"], "date": ["2023-12-31"]}), "news/date=2024-02-05/a.parquet")


def in_datafusion() -> list[object]:
    context = datafusion.SessionContext()
    context.register_parquet("news", "news", table_partition_cols=[("date", pyarrow.string())])
    return [row["date"] for row in context.sql("SELECT date FROM news").to_pylist()]


def in_chdb() -> str:
    query = "SELECT date FROM file('news/*/*.parquet') SETTINGS use_hive_partitioning = 1"
    return str(chdb.query(query, "TSV")).strip()


for engine, read in {
    "pyarrow": lambda: pyarrow.dataset.dataset("news", partitioning="hive").to_table()["date"].to_pylist(),
    "DuckDB": lambda: duckdb.sql("SELECT date::text FROM 'news/*/*.parquet'").fetchall(),
    "polars": lambda: polars.read_parquet("news/")["date"].cast(polars.String).to_list(),
    "chdb": in_chdb,
    "DataFusion": in_datafusion,
    "pandas": lambda: pandas.read_parquet("news")["date"].tolist(),
}.items():
    try:
        print(f"{engine:10} {read()}")
    except Exception as error:
        print(f"{engine:10} {type(error).__name__}")
PY

seen << 'OUT'
pyarrow    ['2024-02-05']
DuckDB     [('2024-02-05',)]
polars     ['2024-02-05']
chdb       2024-02-05
DataFusion ValueError
pandas     ArrowTypeError
OUT
