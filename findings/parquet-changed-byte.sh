#!/usr/bin/env bash
# Parquet files have no page checksums by default: a changed byte is read as different text, and nothing says so.
#
# Version   pyarrow 26.0.1, DuckDB 2.0.1, polars 2.1.0
# Expected  The format has a CRC for each page. A store of years has flipped bits, and a reader would be expected to
#           notice.
# Happens   pyarrow writes the sums only with write_page_checksum=True, and looks at them only with
#           page_checksum_verification=True. Without both, a letter of a title changes in silence, and compression by
#           zstd adds no check of its own.
# For you   Write with sums: they cost little, and readers that do not look ignore them. Verify when you restore.
# Source    https://parquet.apache.org/docs/file-format/data-pages/checksumming/
#           https://arrow.apache.org/docs/python/generated/pyarrow.parquet.write_table.html
. "$(dirname "$0")/lib.sh"

python pyarrow==26.0.1 duckdb==2.0.1 polars==2.1.0 << 'PY'
import duckdb
import polars
import pyarrow
import pyarrow.parquet

for checksum in (False, True):
    table = pyarrow.table({"title": ["Quay opens on Monday"]})
    pyarrow.parquet.write_table(
        table, "a.parquet", compression="zstd", use_dictionary=False, write_statistics=False,
        write_page_checksum=checksum,
    )
    with open("a.parquet", "r+b") as file:
        at = file.read().index(b"Quay")
        file.seek(at)
        file.write(b"B")
    print(f"sums written: {checksum}")
    print("  DuckDB  ", duckdb.sql("SELECT title FROM 'a.parquet'").fetchall())
    print("  polars  ", polars.read_parquet("a.parquet")["title"].to_list())
    print("  pyarrow ", pyarrow.parquet.read_table("a.parquet")["title"].to_pylist())
    try:
        verified = pyarrow.parquet.read_table("a.parquet", page_checksum_verification=True)
        print("  verified", verified["title"].to_pylist())
    except OSError as error:
        print("  verified", "CRC" in str(error) and "the sum differs")
PY

seen << 'OUT'
sums written: False
  DuckDB   [('Buay opens on Monday',)]
  polars   ['Buay opens on Monday']
  pyarrow  ['Buay opens on Monday']
  verified ['Buay opens on Monday']
sums written: True
  DuckDB   [('Buay opens on Monday',)]
  polars   ['Buay opens on Monday']
  pyarrow  ['Buay opens on Monday']
  verified the sum differs
OUT
