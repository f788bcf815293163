#!/usr/bin/env bash
# Six engines read the folder of an unknown day in three ways: as null, as __HIVE_DEFAULT_PARTITION__, or not at all.
#
# Version   pyarrow 26.0.1, DuckDB 2.0.1, polars 2.1.0, DataFusion 55.0.0, chdb 4.4.0, pandas 3.1.1
# Expected  Hive writes a null in a partition column as __HIVE_DEFAULT_PARTITION__, and pyarrow writes it so; readers
#           of Hive partitions would give null again.
# Happens   DuckDB, polars and pyarrow do. chdb (ClickHouse) and DataFusion give the text, DataFusion with a date
#           column an error. pandas cannot read the folder.
# For you   Articles without a date break a query years later. Name the folder of their day yourself.
# Source    https://cwiki.apache.org/confluence/display/Hive/Tutorial#Tutorial-Dynamic-PartitionInsert
#           https://arrow.apache.org/docs/python/generated/pyarrow.dataset.HivePartitioning.html
. "$(dirname "$0")/lib.sh"

python pyarrow==26.0.1 duckdb==2.0.1 polars==2.1.0 datafusion==55.0.0 chdb==4.4.0 pandas==3.1.1 << 'PY'
from datetime import date

import chdb
import datafusion
import duckdb
import pandas
import polars
import pyarrow
import pyarrow.dataset

days = pyarrow.schema([("date", pyarrow.date32())])
table = pyarrow.table({"id": ["a", "b"], "date": pyarrow.array([date(2024, 2, 5), None], pyarrow.date32())})
pyarrow.dataset.write_dataset(
    table, "news", format="parquet", partitioning=pyarrow.dataset.partitioning(days, flavor="hive")
)


def in_datafusion(kind: pyarrow.DataType) -> list[object]:
    context = datafusion.SessionContext()
    context.register_parquet("news", "news", table_partition_cols=[("date", kind)])
    return [row["date"] for row in context.sql("SELECT date FROM news ORDER BY id").to_pylist()]


def in_chdb() -> list[str]:
    query = "SELECT date FROM file('news/*/*.parquet') ORDER BY id SETTINGS use_hive_partitioning = 1"
    return str(chdb.query(query, "TSV")).split()


for engine, read in {
    "pyarrow": lambda: pyarrow.dataset.dataset("news", partitioning="hive").to_table()["date"].to_pylist(),
    "DuckDB": lambda: duckdb.sql("SELECT date::text FROM 'news/*/*.parquet' ORDER BY id").fetchall(),
    "polars": lambda: polars.read_parquet("news/").sort("id")["date"].cast(polars.String).to_list(),
    "chdb": in_chdb,
    "DataFusion": lambda: in_datafusion(pyarrow.string()),
    "DataFusion, date32": lambda: in_datafusion(pyarrow.date32()),
    "pandas": lambda: pandas.read_parquet("news").sort_values("id")["date"].tolist(),
}.items():
    try:
        print(f"{engine:18}", read())
    except Exception as error:
        print(f"{engine:18}", type(error).__name__, str(error)[:90])
PY

seen << 'OUT'
pyarrow            ['2024-02-05', None]
DuckDB             [('2024-02-05',), (None,)]
polars             ['2024-02-05', None]
chdb               ['2024-02-05', '__HIVE_DEFAULT_PARTITION__']
DataFusion         ['2024-02-05', '__HIVE_DEFAULT_PARTITION__']
DataFusion, date32 Exception DataFusion error: Arrow error: Cast error: Cannot cast string '__HIVE_DEFAULT_PARTITION__'
pandas             ArrowInvalid Cannot yet unify dictionaries with nulls
OUT
