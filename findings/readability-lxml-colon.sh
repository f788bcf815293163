#!/usr/bin/env bash
# readability-lxml cuts what comes before a colon off a headline: "Storm: Quay closed" becomes "Quay closed".
#
# Version   readability-lxml 0.9 with lxml_html_clean 0.4.4
# Expected  `short_title()` is the title without the name of the site. The headline of these pages is no heading.
# Happens   If the title has no other separator, all before the colon is cut, though it is the subject of the sentence;
#           where it has one, the colon wins if what stands before the separator is short, and the name of the site stays.
# For you   Take the heading, or `og:title`, and compare it with the title; cut only what equals the name of the site.
# Source    https://github.com/buriy/python-readability
. "$(dirname "$0")/lib.sh"

python readability-lxml==0.9 lxml_html_clean==0.4.4 << 'PY'
import readability

TITLES = [
    "Storm: Quay closed for weeks",
    "Quay opens: what the council decided about the western mole",
    "Mayor: No mole | Harbour News",
    "Mayor: No mole without money | Harbour News",
]
for title in TITLES:
    page = f"<html><head><title>{title}</title></head><body><p>By Ada Finch</p></body></html>"
    print(f"{title:60} {readability.Document(page).short_title()}")
PY

seen << 'OUT'
Storm: Quay closed for weeks                                 Quay closed for weeks
Quay opens: what the council decided about the western mole  what the council decided about the western mole
Mayor: No mole | Harbour News                                No mole | Harbour News
Mayor: No mole without money | Harbour News                  Mayor: No mole without money
OUT
