#!/usr/bin/env bash
# feedparser takes the last alternate link of an Atom entry for its page: the French translation of an English entry.
#
# Version   feedparser 6.0.14
# Expected  RFC 4287 lets an entry have several alternate links, which differ by type or language. The first, or the
#           HTML one in the language of the feed, is the page.
# Happens   `entry.link` is the last of those that are HTML, whatever its language and that of the feed.
# For you   Choose from `entry.links` by `hreflang`, or take the first.
# Source    https://www.rfc-editor.org/rfc/rfc4287#section-4.1.2
#           https://feedparser.readthedocs.io/en/latest/reference-entry-link.html
. "$(dirname "$0")/lib.sh"

python feedparser==6.0.14 << 'PY'
import feedparser

english = "<link rel='alternate' hreflang='en' href='https://harbourpost.example/5'/>"
french = "<link rel='alternate' hreflang='fr' href='https://harbourpost.example/fr/5'/>"
for links in (english + french, french + english):
    feed = f"<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'><entry><id>tag:e</id>{links}</entry></feed>"
    print(feedparser.parse(feed).entries[0].link)
PY

seen << 'OUT'
https://harbourpost.example/fr/5
https://harbourpost.example/5
OUT
