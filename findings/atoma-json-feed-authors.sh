#!/usr/bin/env bash
# atoma reads JSON Feed 1.1 and loses every author: it knows only the field of version 1.0.
#
# Version   atoma 0.0.17
# Expected  A feed whose version says 1.1 has `authors`, a list; a reader that takes it reads them, or says that it cannot.
# Happens   It is parsed without complaint, and `author` is None for the feed and for each item.
# For you   Read `authors` from the JSON itself, or turn the first one into `author` before atoma sees it.
# Source    https://www.jsonfeed.org/version/1.1/
. "$(dirname "$0")/lib.sh"

python atoma==0.0.17 << 'PY'
import json

import atoma

item = {"id": "1", "url": "https://harbour.example/1", "content_text": "The ferry runs again."}
for version, field, value in (("1", "author", {"name": "Ina Grell"}), ("1.1", "authors", [{"name": "Ina Grell"}])):
    feed = {"version": f"https://jsonfeed.org/version/{version}", "title": "News", "items": [{**item, field: value}]}
    (read,) = atoma.parse_json_feed_bytes(json.dumps(feed).encode()).items
    print(version, read.author and read.author.name)
PY

seen << 'OUT'
1 Ina Grell
1.1 None
OUT
