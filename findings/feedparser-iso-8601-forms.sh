#!/usr/bin/env bash
# feedparser reads dates of ISO 8601 by week or by day of the year, and puts most of them into the wrong month.
#
# Version   feedparser 6.0.14
# Expected  The documentation names ISO 8601 among the formats that are recognized; a form that is not would give None.
# Happens   Any week is November. A day of the year is right from 100 on, and in December below. A time without
#           separators becomes midnight. Nothing says so: `bozo` stays false.
# For you   Accept `*_parsed` only where the text begins with YYYY-MM-DD, and read the other forms yourself.
# Source    https://feedparser.readthedocs.io/en/latest/date-parsing/
#           ISO 8601-1:2019, 5.2.3 (ordinal date), 5.2.4 (week date)
. "$(dirname "$0")/lib.sh"

python feedparser==6.0.14 << 'PY'
from datetime import datetime

import feedparser

for text, form in [
    ("2024-02-05", "%Y-%m-%d"), ("2024-036", "%Y-%j"), ("2024-335", "%Y-%j"), ("2024-W06-1", "%G-W%V-%u"),
    ("20240205T151000", "%Y%m%dT%H%M%S"),
]:
    entry = f"<entry><title>Quay opens</title><updated>{text}</updated></entry>"
    parsed = feedparser.parse(f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>")
    read = datetime(*parsed.entries[0].updated_parsed[:6])
    print(f"{text:16} is {datetime.strptime(text, form)}  read {read}  bozo {bool(parsed.bozo)}")
PY

seen << 'OUT'
2024-02-05       is 2024-02-05 00:00:00  read 2024-02-05 00:00:00  bozo False
2024-036         is 2024-02-05 00:00:00  read 2024-12-06 00:00:00  bozo False
2024-335         is 2024-11-30 00:00:00  read 2024-11-30 00:00:00  bozo False
2024-W06-1       is 2024-02-05 00:00:00  read 2024-11-01 00:00:00  bozo False
20240205T151000  is 2024-02-05 15:10:00  read 2024-02-05 00:00:00  bozo False
OUT
