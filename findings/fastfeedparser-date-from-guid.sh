#!/usr/bin/env bash
# fastfeedparser reads a numbered `guid` as a date: item 42 is from the year 2042.
#
# Version   fastfeedparser 0.6.5
# Expected  An RSS item without `pubDate` has no date, and `guid` is any string that identifies it.
# Happens   The guid is tried as a date: a small number becomes a year, with the month and day on which the feed is
#           read.
# For you   The same feed gives other dates tomorrow. Take `published` only where the item has a date element.
# Source    https://www.rssboard.org/rss-specification#ltguidgtSubelementOfLtitemgt
. "$(dirname "$0")/lib.sh"

python fastfeedparser==0.6.5 << 'PY'
from datetime import UTC, datetime

import fastfeedparser

today = f"{datetime.now(UTC):%m-%d}"
for guid in ("42", "2019", "quay-42"):
    item = f"<item><title>Quay opens</title><guid isPermaLink='false'>{guid}</guid></item>"
    entry = fastfeedparser.parse(f"<rss version='2.0'><channel><title>Harbour</title>{item}</channel></rss>").entries[0]
    print(guid, "->", str(entry.get("published")).replace(today, "(today)"))
PY

seen << 'OUT'
42 -> 2042-(today)T00:00:00+00:00
2019 -> 2019-(today)T00:00:00+00:00
quay-42 -> None
OUT
