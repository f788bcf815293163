#!/usr/bin/env bash
# news-please drops the zone of a publication time: one moment in three zones is published at three times.
#
# Version   news-please 1.6.16
# Expected  `article:published_time` is an ISO 8601 time with its zone; `date_publish` would be that moment, in UTC or
#           with zone.
# Happens   The clock of the publisher is kept, and its zone is not. A stated UTC looks the same as a local time.
# For you   Articles of several countries cannot be put in order, and days are wrong around midnight. Read the meta
#           element.
# Source    https://github.com/fhamborg/news-please#readme
#           https://ogp.me/#type_article
. "$(dirname "$0")/lib.sh"

python news-please==1.6.16 newspaper4k==0.9.6 << 'PY'
from newsplease import NewsPlease

for time in ("2024-02-05T23:10:00Z", "2024-02-05T15:10:00-08:00", "2024-02-06T04:40:00+05:30"):
    head = f"<title>Quay opens</title><meta property='article:published_time' content='{time}'>"
    page = f"<html><head>{head}</head><body><p>The eastern quay opens again.</p></body></html>"
    print(time, "->", NewsPlease.from_html(page, url="https://harbour.example/quay").date_publish)
PY

seen << 'OUT'
2024-02-05T23:10:00Z -> 2024-02-05 23:10:00
2024-02-05T15:10:00-08:00 -> 2024-02-05 15:10:00
2024-02-06T04:40:00+05:30 -> 2024-02-06 04:40:00
OUT
