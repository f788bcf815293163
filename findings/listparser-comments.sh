#!/usr/bin/env bash
# listparser subscribes to feeds that the list has commented out.
#
# Version   listparser 0.20
# Expected  OPML 2.0: an outline with isComment="true" is commented out, and so is all that is below it.
# Happens   Both are returned among the feeds, with nothing to tell them from the others.
# For you   Programs that switch a feed off in this way find it polled. Remove such outlines before parsing.
# Source    https://opml.org/spec2.opml, Common attributes
. "$(dirname "$0")/lib.sh"

python listparser==0.20 << 'PY'
import listparser

OPML = """<opml version="2.0"><head/><body>
<outline type="rss" text="Harbour" xmlUrl="https://harbour.example/feed"/>
<outline type="rss" text="Closed" xmlUrl="https://closed.example/feed" isComment="true"/>
<outline text="Old" isComment="true"><outline type="rss" text="Gone" xmlUrl="https://gone.example/feed"/></outline>
</body></opml>"""
for feed in listparser.parse(OPML).feeds:
    print(feed.title, feed.url, feed.categories)
PY

seen << 'OUT'
Harbour https://harbour.example/feed []
Closed https://closed.example/feed []
Gone https://gone.example/feed [['Old']]
OUT
