#!/usr/bin/env bash
# goose3 dates an article next Thursday if its text says that something happens on Thursday.
#
# Version   goose3 3.1.22
# Expected  The date of publication comes from the page's metadata; a <time> within a sentence is what the sentence
#           tells of.
# Happens   Where the metadata have no date, the text of the first <time> gives it, even if its `datetime` says another
#           day. A weekday is the next one from the day on which the program runs; a year alone has that day's month
#           and day.
# For you   Articles lie in the future, and another day at each run. Drop a date that is later than the capture.
# Source    https://goose3.readthedocs.io/en/latest/code.html#goose3.article.Article.publish_datetime_utc
#           https://html.spec.whatwg.org/multipage/text-level-semantics.html#the-time-element
. "$(dirname "$0")/lib.sh"

python goose3==3.1.22 << 'PY'
from datetime import UTC, datetime, timedelta

from goose3 import Goose

now = datetime.now(UTC)
weekday, today = (now + timedelta(days=2)).strftime("%A"), now.strftime("%m-%d")
TEXT = "<p>The harbour had been closed since the storm in January, when waves took a part of its western mole.</p>" * 3
with Goose({"enable_image_fetching": False}) as goose:
    for said in (weekday, f"<time datetime='2024-02-08'>{weekday}</time>", "<time>1911</time>"):
        page = f"<html><body><article>{TEXT}<p>The mole is remembered for {said}.</p></article></body></html>"
        found = goose.extract(raw_html=page).publish_datetime_utc
        future = found and found.date() > now.date()
        print(said.replace(weekday, "(weekday)"), "->", "in the future" if future else str(found).replace(today, "(today)"))
PY

seen << 'OUT'
(weekday) -> None
<time datetime='2024-02-08'>(weekday)</time> -> in the future
<time>1911</time> -> 1911-(today) 00:00:00
OUT
