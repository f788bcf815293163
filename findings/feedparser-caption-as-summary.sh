#!/usr/bin/env bash
# feedparser takes the caption of a picture for the summary of the entry, or for its whole content.
#
# Version   feedparser 6.0.14
# Expected  <media:description> describes the picture in <media:content>; the summary is what <description> says.
# Happens   Whichever of the two comes first is the summary. The other one goes to `content`, which holds the article
#           where a feed has it whole.
# For you   In feeds with Media RSS neither field is safe; read <description> from the XML.
# Source    https://www.rssboard.org/media-rss#media-description
#           https://feedparser.readthedocs.io/en/latest/reference-entry-summary.html
. "$(dirname "$0")/lib.sh"

python feedparser==6.0.14 << 'PY'
import feedparser

DESCRIPTION = "<description>Ferries call at the eastern quay again.</description>"
PICTURE = """<media:content url="https://harbour.example/crane.jpg" medium="image">
<media:description>A crane at work in January.</media:description></media:content>"""
for name, parts in [("no picture", DESCRIPTION), ("before it", DESCRIPTION + PICTURE), ("after it", PICTURE + DESCRIPTION)]:
    (entry,) = feedparser.parse(
        '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Harbour</title>'
        f"<item><title>Quay opens</title>{parts}</item></channel></rss>"
    ).entries
    print(f"{name:10}", "summary:", entry.summary, "content:", [each.value for each in entry.get("content", [])])
PY

seen << 'OUT'
no picture summary: Ferries call at the eastern quay again. content: []
before it  summary: Ferries call at the eastern quay again. content: ['A crane at work in January.']
after it   summary: A crane at work in January. content: ['Ferries call at the eastern quay again.']
OUT
