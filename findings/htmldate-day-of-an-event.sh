#!/usr/bin/env bash
# htmldate dates an article by a day that it tells of, or by that of another story on the page.
#
# Version   htmldate 1.11.0
# Expected  A page that says nowhere when it was published has no date: None.
# Happens   The day of the last fair, in a sentence, is the date of publication; so is the time element of a link to
#           another story. Nothing says that the date was guessed.
# For you   `extensive_search=False` gives None for the sentence; the other story still counts.
# Source    https://htmldate.readthedocs.io/en/latest/corefunctions.html
. "$(dirname "$0")/lib.sh"

python htmldate==1.11.0 << 'PY'
from htmldate import find_date

LONG = """<p>The eastern quay opens again for all ferries after a winter of repairs, the port authority said. Traders
welcomed the news and said that the boats had been missed by all.</p>"""
PAGES = {
    "no day": "",
    "a day in a sentence": "<p>The fair of 3 June 1998 was the last one there.</p>",
    "another story": "<aside><a href='/fire'>Fire</a> <time datetime='2017-05-06'>6 May 2017</time></aside>",
}
for name, html in PAGES.items():
    page = f"<html><head><title>Quay opens</title></head><body><article>{LONG}</article>{html}</body></html>"
    dates = (find_date(page, original_date=True, extensive_search=extensive) for extensive in (True, False))
    print(f"{name:20}", *dates)
PY

seen << 'OUT'
no day               None None
a day in a sentence  1998-06-03 None
another story        2017-05-06 2017-05-06
OUT
