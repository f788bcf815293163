#!/usr/bin/env bash
# FastWARC has no date for a record whose WARC-Date is a day, a month or a year, which WARC/1.1 allows.
#
# Version   fastwarc 2.0.1
# Expected  WARC-Date is a W3C-DTF date of any of its precisions (WARC/1.1, 5.4); record_date is the day.
# Happens   To the minute it is read; a date without a time is None, as if there were none.
# For you   Where record_date is None, read record.headers["WARC-Date"] yourself.
# Source    https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/#warc-date-mandatory
. "$(dirname "$0")/lib.sh"

python fastwarc==2.0.1 << 'PY'
import io

from fastwarc.warc import ArchiveIterator

for date in ("2024-02-05T15:10:00Z", "2024-02-05T15:10Z", "2024-02-05", "2024-02", "2024"):
    head = (
        f"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Date: {date}\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        "WARC-Target-URI: https://harbour.example/1\r\nContent-Type: text/html\r\nContent-Length: 8\r\n\r\n"
    )
    for record in ArchiveIterator(io.BytesIO(head.encode() + b"<p>x</p>\r\n\r\n")):
        print(date, record.record_date)
PY

seen << 'OUT'
2024-02-05T15:10:00Z 2024-02-05 15:10:00+00:00
2024-02-05T15:10Z 2024-02-05 15:10:00+00:00
2024-02-05 None
2024-02 None
2024 None
OUT
