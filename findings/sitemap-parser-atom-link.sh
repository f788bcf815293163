#!/usr/bin/env bash
# ultimate-sitemap-parser takes the sound file of an Atom entry for its page, where that link comes first.
#
# Version   ultimate-sitemap-parser 1.8.1
# Expected  Sitemaps may be Atom feeds. RFC 4287: the page is the link with rel="alternate" or none; order means
#           nothing.
# Happens   The first link of an entry is the page, whatever its `rel`; the entry with the usual order is right.
# For you   A crawl of pages downloads podcasts and pictures. Parse Atom sitemaps with a feed parser.
# Source    https://www.sitemaps.org/protocol.html#otherformats
#           https://www.rfc-editor.org/rfc/rfc4287#section-4.2.7.2
. "$(dirname "$0")/lib.sh"

python ultimate-sitemap-parser==1.8.1 << 'PY'
from usp.tree import sitemap_from_str

page = '<link rel="alternate" href="https://harbour.example/quay"/>'
sound = '<link rel="enclosure" href="https://harbour.example/quay.mp3"/>'
for links in (page + sound, sound + page):
    entry = f"<entry><title>Quay opens</title><updated>2024-02-05T15:10:00Z</updated>{links}</entry>"
    sitemap = sitemap_from_str(f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>')
    print([found.url for found in sitemap.all_pages()])
PY

seen << 'OUT'
['https://harbour.example/quay']
['https://harbour.example/quay.mp3']
OUT
