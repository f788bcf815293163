#!/usr/bin/env bash
# ClickHouse reads a list that is null as an empty one: what was not looked for and what was not found are the same.
#
# Version   chdb 4.4.0 (ClickHouse), beside DuckDB 2.0.1 and pyarrow 26.0.1
# Expected  Parquet tells a null list from an empty one, and columns use it: entities are null in a language without a
#           model, and empty where a text names nobody.
# Happens   An array cannot be null in ClickHouse, so null becomes [], and `isNull` is 0. Other columns of the file are
#           Nullable.
# For you   Counts by language say that such articles name nobody. Keep a column beside the list that says whether it
#           was made.
# Source    https://clickhouse.com/docs/sql-reference/data-types/nullable
#           https://clickhouse.com/docs/interfaces/formats/Parquet
. "$(dirname "$0")/lib.sh"

python chdb==4.4.0 duckdb==2.0.1 pyarrow==26.0.1 << 'PY'
import chdb
import duckdb
import pyarrow
import pyarrow.parquet

lists = pyarrow.array([["Ann Lee"], [], None], pyarrow.list_(pyarrow.string()))
pyarrow.parquet.write_table(pyarrow.table({"id": ["a", "b", "c"], "entities": lists}), "a.parquet")
print("DuckDB    ", duckdb.sql("SELECT entities FROM 'a.parquet' ORDER BY id").fetchall())
query = "SELECT entities, isNull(entities) FROM file('a.parquet') ORDER BY id"
print("ClickHouse", str(chdb.query(query, "TSV")).splitlines())
PY

seen << 'OUT'
DuckDB     [(['Ann Lee'],), ([],), (None,)]
ClickHouse ["['Ann Lee']\t0", '[]\t0', '[]\t0']
OUT
