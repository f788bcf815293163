#!/usr/bin/env bash
# feedparser gives the second author of an Atom entry the web address of the first.
#
# Version   feedparser 6.0.14
# Expected  RFC 4287 lets an entry have several authors, each with a `uri` of its own or none. `author_detail`
#           describes one of them.
# Happens   `author_detail` has the name of the last author and the `href` of the first; `authors` is right.
# For you   Use `authors`. What joins people by address takes two reporters for one.
# Source    https://www.rfc-editor.org/rfc/rfc4287#section-3.2
#           https://feedparser.readthedocs.io/en/latest/reference-entry-author_detail/
. "$(dirname "$0")/lib.sh"

python feedparser==6.0.14 << 'PY'
import feedparser

FEED = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour</title><id>tag:f</id>
<entry><title>Quay opens</title><id>tag:e</id>
<author><name>Ann Lee</name><uri>https://harbour.example/staff/ann</uri></author>
<author><name>Bo Chen</name></author>
</entry></feed>"""
entry = feedparser.parse(FEED).entries[0]
print("authors       ", [dict(author) for author in entry.authors])
print("author_detail ", dict(entry.author_detail))
PY

seen << 'OUT'
authors        [{'name': 'Ann Lee', 'href': 'https://harbour.example/staff/ann'}, {'name': 'Bo Chen'}]
author_detail  {'name': 'Bo Chen', 'href': 'https://harbour.example/staff/ann'}
OUT
