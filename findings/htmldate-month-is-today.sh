#!/usr/bin/env bash
# htmldate completes a month with the day on which it runs: March 2024 has a different date tomorrow.
#
# Version   htmldate 1.11.0
# Expected  A page that states "2024-03" has no day; None, or the first of the month, would be the same at each run.
# Happens   The day of the month is today's. In text, a month and a year become 1 January instead.
# For you   A replay gives other dates than the run. Take no date from a meta element that is shorter than ten
#           characters.
# Source    https://htmldate.readthedocs.io/en/latest/corefunctions.html
. "$(dirname "$0")/lib.sh"

python htmldate==1.11.0 dateparser==1.5.0 << 'PY'
from datetime import UTC, datetime

from htmldate import find_date

TEXT = "<p>The eastern quay opens again for all ferries.</p>"
day = datetime.now(UTC).strftime("%d")
for head, body in [
    ('<meta property="article:published_time" content="2024-03">', TEXT),
    ("", f"<p class='date'>March 2024</p>{TEXT}"),
]:
    found = find_date(f"<html><head>{head}</head><body>{body}</body></html>")
    print(head or body[:30], "->", found.replace(f"2024-03-{day}", "2024-03-(today)"))
PY

seen << 'OUT'
<meta property="article:published_time" content="2024-03"> -> 2024-03-(today)
<p class='date'>March 2024</p> -> 2024-01-01
OUT
