#!/usr/bin/env bash
# feedparser takes the link inside an extension element for the link of the entry around it.
#
# Version   feedparser 6.0.14
# Expected  RFC 4287 calls foreign elements in an entry extensions; what is inside them describes the extension.
#           `entries[i].link` is documented as the primary link of the entry.
# Happens   A related story, boxed in an element of another namespace, lends the entry its own address: the later link
#           wins.
# For you   The row of one article points to another. Take the first of `links`, or compare it with `id`.
# Source    https://www.rfc-editor.org/rfc/rfc4287#section-6.4
#           https://feedparser.readthedocs.io/en/latest/reference-entry-link/
. "$(dirname "$0")/lib.sh"

python feedparser==6.0.14 << 'PY'
import feedparser

FEED = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour</title><id>tag:f</id>
<entry><title>Quay opens</title><id>tag:e</id>
<link href="https://harbour.example/quay-opens"/>
<related xmlns="urn:example:related" xmlns:a="http://www.w3.org/2005/Atom">
<a:link href="https://harbour.example/storm-of-1911"/>
</related>
</entry></feed>"""
entry = feedparser.parse(FEED).entries[0]
print(entry.title, "->", entry.link)
PY

seen << 'OUT'
Quay opens -> https://harbour.example/storm-of-1911
OUT
