#!/usr/bin/env bash
# fastfeedparser gives an entry the first of its authors in `authors`, a list of one, and drops the others.
#
# Version   fastfeedparser 0.6.5, beside feedparser 6.0.14
# Expected  WordPress and others write one dc:creator for each author; `authors` is a list, as that of feedparser.
# Happens   The list has the first name alone.
# For you   Where bylines count, read dc:creator yourself.
# Source    https://github.com/kagisearch/fastfeedparser
. "$(dirname "$0")/lib.sh"

python fastfeedparser==0.6.5 feedparser==6.0.14 << 'PY'
import fastfeedparser
import feedparser

feed = (
    '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>News</title>'
    "<link>https://harbour.example/</link><description>News</description><item><title>Ferry runs again</title>"
    "<link>https://harbour.example/1</link><dc:creator>Ina Grell</dc:creator><dc:creator>Ned Fosse</dc:creator>"
    "</item></channel></rss>"
)
for reader in (feedparser, fastfeedparser):
    print(reader.__name__, [author["name"] for author in reader.parse(feed).entries[0]["authors"]])
PY

seen << 'OUT'
feedparser ['Ina Grell', 'Ned Fosse']
fastfeedparser ['Ina Grell']
OUT
