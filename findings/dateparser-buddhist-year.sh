#!/usr/bin/env bash
# dateparser reads the day and month of a Thai date but not its calendar: 2567 stays the year 2567, instead of 2024.
#
# Version   dateparser 1.5.0
# Expected  Thai is among its languages, and Thai papers date by the Buddhist calendar, 543 years ahead.
# Happens   Month and hour are understood, the year is taken literally; nothing in the result tells.
# For you   Take 543 off years above 2400 where the language is Thai.
# Source    https://unicode.org/reports/tr35/tr35-dates.html (calendar "buddhist", the default of th)
. "$(dirname "$0")/lib.sh"

python dateparser==1.5.0 << 'PY'
import dateparser

for text in ("5 กุมภาพันธ์ 2024", "5 กุมภาพันธ์ 2567", "5 กุมภาพันธ์ 2567 เวลา 15:10 น."):
    print(text, "->", dateparser.parse(text, languages=["th"]))
PY

seen << 'OUT'
5 กุมภาพันธ์ 2024 -> 2024-02-05 00:00:00
5 กุมภาพันธ์ 2567 -> 2567-02-05 00:00:00
5 กุมภาพันธ์ 2567 เวลา 15:10 น. -> 2567-02-05 15:10:00
OUT
