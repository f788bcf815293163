#!/usr/bin/env bash
# feedparser gives an Atom entry no author if the feed names one for all its entries.
#
# Version   feedparser 6.0.14
# Expected  RFC 4287 says that the authors of the feed are those of an entry that has none, and that an entry without
#           authors is only allowed for that reason.
# Happens   The author is in `feed` alone. In the entry it is missing, as if nobody had signed it; one taken over with
#           <source> has no author either.
# For you   Take `feed.authors` where an entry of an Atom feed has none, and those in `entry.source` before that.
# Source    https://www.rfc-editor.org/rfc/rfc4287#section-4.2.1
#           https://feedparser.readthedocs.io/en/latest/reference-entry-author_detail.html
. "$(dirname "$0")/lib.sh"

python feedparser==6.0.14 << 'PY'
import feedparser

source = "<source><id>tag:o</id><author><name>Bo Moss</name></author></source>"
for name, inside in (("an author of its own", "<author><name>Cy Dee</name></author>"), ("none", ""), ("a source", source)):
    read = feedparser.parse(
        "<feed xmlns='http://www.w3.org/2005/Atom'><id>tag:f</id><author><name>Ann Lee</name></author>"
        f"<entry><id>tag:e</id><title>Quay opens</title>{inside}</entry></feed>"
    )
    print(f"{name:20}  feed: {read.feed.author}  entry: {read.entries[0].get('author')}")
PY

seen << 'OUT'
an author of its own  feed: Ann Lee  entry: Cy Dee
none                  feed: Ann Lee  entry: None
a source              feed: Ann Lee  entry: None
OUT
