#!/usr/bin/env bash
# atoma completes a date that it only half understands from today's: "5 février 2024" becomes May, on the day it runs.
#
# Version   atoma 0.0.17
# Expected  A date in another language than English is no date of RFC 822; a parser says so or leaves it out.
# Happens   Words are skipped, the first number becomes the month, and the missing day is taken from the clock. The same
#           feed is dated otherwise tomorrow, and nothing tells such a date from a read one.
# For you   Read `pubDate` yourself where a feed is not in English.
# Source    https://www.rssboard.org/rss-specification#ltpubdategtSubelementOfLtitemgt
. "$(dirname "$0")/lib.sh"

python atoma==0.0.17 << 'PY'
from datetime import date

import atoma

for text in ("5 février 2024", "7 Mai 2024"):
    item = f"<item><title>Quay opens</title><pubDate>{text}</pubDate></item>"
    head = "<title>Harbour</title><link>https://harbour.example/</link><description>News</description>"
    feed = f'<rss version="2.0"><channel>{head}{item}</channel></rss>'
    found = atoma.parse_rss_bytes(feed.encode()).items[0].pub_date
    day = "of today" if found.day == date.today().day else found.day
    print(f"{text} -> year {found.year}, month {found.month}, day {day}")
PY

seen << 'OUT'
5 février 2024 -> year 2024, month 5, day of today
7 Mai 2024 -> year 2024, month 7, day of today
OUT
