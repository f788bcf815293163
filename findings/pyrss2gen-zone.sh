#!/usr/bin/env bash
# PyRSS2Gen writes the hour of any zone as GMT: an article of 15:07 in Paris is published two hours late.
#
# Version   PyRSS2Gen 1.1
# Expected  pubDate takes a datetime; one that knows its zone is turned into GMT, as email.utils.format_datetime does.
# Happens   The zone is dropped and "GMT" put after the hour, without a warning.
# For you   Pass date.astimezone(timezone.utc); of a feed with this generator, hold pubDate against the page's own date.
# Source    https://pypi.org/project/PyRSS2Gen/
. "$(dirname "$0")/lib.sh"

python PyRSS2Gen==1.1 << 'PY'
import re
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import PyRSS2Gen

time = datetime(2024, 6, 3, 15, 7, tzinfo=timezone(timedelta(hours=2)))
item = PyRSS2Gen.RSSItem(title="Ferry runs again", pubDate=time)
feed = PyRSS2Gen.RSS2("News", "https://harbour.example/", "News", items=[item]).to_xml()
print("email    ", format_datetime(time.astimezone(timezone.utc), usegmt=True))
print("PyRSS2Gen", re.search("<pubDate>(.*)</pubDate>", feed)[1])
PY

seen << 'OUT'
email     Mon, 03 Jun 2024 13:07:00 GMT
PyRSS2Gen Mon, 03 Jun 2024 15:07:00 GMT
OUT
