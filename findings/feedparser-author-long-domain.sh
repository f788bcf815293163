#!/usr/bin/env bash
# feedparser cuts an author's mail address after four letters of its last label, and adds the rest to the name.
#
# Version   feedparser 6.0.14
# Expected  RSS 2.0 writes an author as an address and, in brackets, a name; the documentation of `author_detail`
#           promises `email` and `name`.
# Happens   Where the last label of the domain has more than four letters (.press, .media) the address ends after the
#           fourth, and the name begins with what was cut off.
# For you   Read `<author>` with `email.utils.parseaddr` before counting names.
# Source    https://feedparser.readthedocs.io/en/latest/reference-entry-author_detail/
#           https://www.rssboard.org/rss-specification#ltauthorgtSubelementOfLtitemgt
. "$(dirname "$0")/lib.sh"

python feedparser==6.0.14 << 'PY'
import feedparser

for address in ("ann@harbour.news", "ann@harbour.press", "ann@harbour.media"):
    item = f"<item><title>Quay opens</title><author>{address} (Ann Lee)</author></item>"
    feed = f"<rss version='2.0'><channel><title>Harbour</title>{item}</channel></rss>"
    detail = feedparser.parse(feed).entries[0].author_detail
    print(address, "->", dict(detail))
PY

seen << 'OUT'
ann@harbour.news -> {'name': 'Ann Lee', 'email': 'ann@harbour.news'}
ann@harbour.press -> {'name': 's (Ann Lee', 'email': 'ann@harbour.pres'}
ann@harbour.media -> {'name': 'a (Ann Lee', 'email': 'ann@harbour.medi'}
OUT
