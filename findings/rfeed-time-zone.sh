#!/usr/bin/env bash
# rfeed writes a time in another zone as if it were GMT: an item of 15:10 in Karachi is published five hours late.
#
# Version   rfeed 1.1.1
# Expected  A `datetime` with a zone names one moment; in RSS it is written with its offset, or moved to GMT.
# Happens   The hour is kept, the zone is dropped and GMT is put after it.
# For you   Hand it `time.astimezone(timezone.utc)`. As a reader: an item from the future may be one of these.
# Source    https://www.rfc-editor.org/rfc/rfc822#section-5
. "$(dirname "$0")/lib.sh"

python rfeed==1.1.1 << 'PY'
import re
from datetime import datetime, timedelta, timezone

import rfeed

for hours in (0, 5, -5):
    time = datetime(2024, 2, 5, 15, 10, tzinfo=timezone(timedelta(hours=hours)))
    item = rfeed.Item(title="Quay opens", link="https://harbour.example/1", pubDate=time)
    feed = rfeed.Feed(title="Harbour", link="https://harbour.example/", description="News", items=[item]).rss()
    print(time.isoformat(), "->", re.search("<pubDate>(.+)</pubDate>", feed)[1])
PY

seen << 'OUT'
2024-02-05T15:10:00+00:00 -> Mon, 05 Feb 2024 15:10:00 GMT
2024-02-05T15:10:00+05:00 -> Mon, 05 Feb 2024 15:10:00 GMT
2024-02-05T15:10:00-05:00 -> Mon, 05 Feb 2024 15:10:00 GMT
OUT
