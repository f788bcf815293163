#!/usr/bin/env bash
# pyiceberg sees no table of a catalog that it opens under another name, though the database is the same.
#
# Version   pyiceberg 0.12.0 with pyarrow 26.0.1
# Expected  The database holds the catalog; the name given to `load_catalog` is how this program refers to it, like the
#           names in a file of settings, which differ from machine to machine.
# Happens   A SQL catalog keeps its tables under that name. Opened by another it is empty: no namespace, no table, no hint.
# For you   Agree on one name for the catalog, and write it down beside its address.
# Source    https://py.iceberg.apache.org/configuration/#sql-catalog
. "$(dirname "$0")/lib.sh"

python "pyiceberg[sql-sqlite]==0.12.0" pyarrow==26.0.1 << 'PY'
import os

from pyiceberg.catalog import load_catalog
from pyiceberg.schema import Schema
from pyiceberg.types import NestedField, StringType

place = {"type": "sql", "uri": "sqlite:///catalog.db", "warehouse": f"file://{os.getcwd()}/warehouse"}
written = load_catalog("loader", **place)
written.create_namespace("news")
written.create_table("news.articles", Schema(NestedField(1, "id", StringType())))
for name in ("loader", "analyst"):
    catalog = load_catalog(name, **place)
    print(f"{name:8}", catalog.list_namespaces(), catalog.table_exists("news.articles"))
PY

seen << 'OUT'
loader   [('news',)] True
analyst  [] False
OUT
