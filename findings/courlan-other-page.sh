#!/usr/bin/env bash
# courlan cleans addresses into those of other pages: a query without "=" is dropped, and all stories become one.
#
# Version   courlan 1.4.0
# Expected  Cleaning removes trackers and keeps the page. RFC 3986 lets a query be any text, and calls ";" in a path
#           different from "%3B".
# Happens   `story.php?20240205` loses its query, also without `strict`. ";" is escaped; a space inside a path is
#           deleted.
# For you   A crawler asks for one story of many, or for pages that do not exist. Clean only what has "=" in its query.
# Source    https://github.com/adbar/courlan#readme
#           https://www.rfc-editor.org/rfc/rfc3986#section-2.2
#           https://www.rfc-editor.org/rfc/rfc3986#section-3.4
. "$(dirname "$0")/lib.sh"

python courlan==1.4.0 << 'PY'
from courlan import clean_url

for path in ("story.php?20240205", "story.php?20240206", "story;id=5", "story 5.html", "story?id=5&utm_source=feed"):
    print(f"{path:28} -> {clean_url('https://harbourpost.example/' + path)}")
PY

seen << 'OUT'
story.php?20240205           -> https://harbourpost.example/story.php
story.php?20240206           -> https://harbourpost.example/story.php
story;id=5                   -> https://harbourpost.example/story%3Bid=5
story 5.html                 -> https://harbourpost.example/story5.html
story?id=5&utm_source=feed   -> https://harbourpost.example/story?id=5
OUT
