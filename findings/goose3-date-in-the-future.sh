#!/usr/bin/env bash
# goose3 publishes an article next Thursday where its text says that something happened on Thursday.
#
# Version   goose3 3.1.22
# Expected  The date of publication comes from the page's metadata; a <time> within a sentence is what the sentence
#           tells of.
# Happens   Any <time>, with a date in it or not, gives the date. A weekday is counted from the day on which the
#           program runs, and forward.
# For you   Articles lie in the future, and another day at each run. Drop a date that is later than the capture.
# Source    https://goose3.readthedocs.io/en/latest/code.html#goose3.article.Article.publish_datetime_utc
#           https://html.spec.whatwg.org/multipage/text-level-semantics.html#the-time-element
. "$(dirname "$0")/lib.sh"

python goose3==3.1.22 << 'PY'
from datetime import datetime

from goose3 import Goose

TEXT = "<p>The harbour had been closed since the storm in January, when waves took a part of its western mole.</p>" * 3
with Goose({"enable_image_fetching": False}) as goose:
    for said in ("on Thursday", "on <time>Thursday</time>"):
        page = f"<html><body><article>{TEXT}<p>The quay was opened {said} at noon.</p></article></body></html>"
        article = goose.extract(raw_html=page)
        found = article.publish_datetime_utc
        later = found and found.replace(tzinfo=None) > datetime.now()
        print(f"{said:24} {article.publish_date}", "in the future" if later else found)
PY

seen << 'OUT'
on Thursday              None None
on <time>Thursday</time> Thursday in the future
OUT
