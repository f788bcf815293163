#!/usr/bin/env bash
# feedparser drops what it does not know after a time, be it PM, a named zone or an offset, and calls the rest UTC.
#
# Version   feedparser 6.0.14
# Expected  A date that cannot be read has no `published_parsed`; the documentation says so, and names the zones it
#           knows.
# Happens   "PM", "CET", "IST" and even the offset in "UTC+02:00" vanish in silence, so that the hour is up to twelve
#           wrong. Only "GMT+2" is left out as documented.
# For you   Compare `published` with what was read: letters after the minutes other than Z, UT, GMT or an American
#           zone mean that the hour is not known.
# Source    https://feedparser.readthedocs.io/en/latest/date-parsing/
. "$(dirname "$0")/lib.sh"

python feedparser==6.0.14 << 'PY'
import time

import feedparser

for clock in (
    "15:10:00 EST", "03:10:00 PM GMT", "15:10:00 CET", "15:10:00 IST", "15:10:00 UTC+02:00", "15:10:00 GMT+2",
):
    item = f"<item><title>Quay opens</title><pubDate>Mon, 05 Feb 2024 {clock}</pubDate></item>"
    read = feedparser.parse(f"<rss version='2.0'><channel>{item}</channel></rss>").entries[0].get("published_parsed")
    print(f"{clock:20}", read and time.strftime("%H:%M UTC", read))
PY

seen << 'OUT'
15:10:00 EST         20:10 UTC
03:10:00 PM GMT      03:10 UTC
15:10:00 CET         15:10 UTC
15:10:00 IST         15:10 UTC
15:10:00 UTC+02:00   15:10 UTC
15:10:00 GMT+2       None
OUT
