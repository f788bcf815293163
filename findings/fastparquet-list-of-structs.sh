#!/usr/bin/env bash
# fastparquet reads a list of structs as null: the entities of an article are there for others, and not for it.
#
# Version   fastparquet 2026.9.0, beside pyarrow 26.0.1
# Expected  Its documentation names nested columns that cannot be read, and says that they are left out or flattened;
#           null is a value.
# Happens   A column of lists of structs comes out with None in each row, and no warning. Columns beside it are right,
#           lists of text among them.
# For you   An analysis says that no article names anybody. Read such files with pyarrow, polars or DuckDB.
# Source    https://fastparquet.readthedocs.io/en/latest/details.html#reading-nested-schema
. "$(dirname "$0")/lib.sh"

python fastparquet==2026.9.0 pyarrow==26.0.1 << 'PY'
import fastparquet
import pyarrow
import pyarrow.parquet

articles = pyarrow.table({"id": ["a"], "tags": [["quay"]], "entities": [[{"name": "Ann Lee", "count": 2}]]})
pyarrow.parquet.write_table(articles, "a.parquet")
print("pyarrow    ", pyarrow.parquet.read_table("a.parquet").to_pylist())
print("fastparquet", fastparquet.ParquetFile("a.parquet").to_pandas().to_dict("records"))
PY

seen << 'OUT'
pyarrow     [{'id': 'a', 'tags': ['quay'], 'entities': [{'name': 'Ann Lee', 'count': 2}]}]
fastparquet [{'id': 'a', 'tags': ['quay'], 'entities': None}]
OUT
