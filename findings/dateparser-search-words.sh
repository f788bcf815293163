#!/usr/bin/env bash
# dateparser finds dates in sentences that have none: "He may go" has one, "Sat in the sun" two.
#
# Version   dateparser 1.5.0
# Expected  `search_dates` finds what is a date in a text; a verb, a noun and a score are none.
# Happens   Each word that can be the name of a month or day is one, completed from the day on which it runs.
# For you   In running text, keep only what has a digit and a month or a year.
# Source    https://dateparser.readthedocs.io/en/latest/usage.html#search-for-dates
. "$(dirname "$0")/lib.sh"

python dateparser==1.5.0 << 'PY'
from dateparser.search import search_dates

for text in ["He may go.", "The march was long.", "Sat in the sun.", "12 of 20 were found."]:
    found = search_dates(text, languages=["en"]) or []
    print(text, "->", [words for words, _ in found])
PY

seen << 'OUT'
He may go. -> ['may']
The march was long. -> ['The march']
Sat in the sun. -> ['Sat', 'sun']
12 of 20 were found. -> ['12 of 20']
OUT
