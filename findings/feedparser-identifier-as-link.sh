#!/usr/bin/env bash
# feedparser gives an entry without a page its identifier as a link: `tag:` and `urn:` names that nothing can open.
#
# Version   feedparser 6.0.14
# Expected  `entry.link` is documented as the primary link of the entry. An Atom entry with its text in <content> needs
#           none, and its <id> is a name and not a location.
# Happens   The identifier is in `link` wherever no other link is. In RSS it does too, unless the guid says
#           isPermaLink=false.
# For you   Check that `link` is http or https before you fetch it, or you count failures for entries that never had a
#           page.
# Source    https://feedparser.readthedocs.io/en/latest/reference-entry-link.html
#           https://www.rfc-editor.org/rfc/rfc4287#section-4.2.6
. "$(dirname "$0")/lib.sh"

python feedparser==6.0.14 << 'PY'
import feedparser

for name in ("tag:harbourpost.example,2024:5", "urn:uuid:60a76c80-d399-11d9-b91c-0003939e0af6"):
    atom = f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>{name}</id><content>Quay opens.</content></entry></feed>"
    print("Atom", feedparser.parse(atom).entries[0].get("link"))
for guid in ("<guid>harbour-5</guid>", "<guid isPermaLink='false'>harbour-5</guid>"):
    rss = f"<rss version='2.0'><channel><item>{guid}<description>Quay opens.</description></item></channel></rss>"
    print("RSS ", feedparser.parse(rss).entries[0].get("link"))
PY

seen << 'OUT'
Atom tag:harbourpost.example,2024:5
Atom urn:uuid:60a76c80-d399-11d9-b91c-0003939e0af6
RSS  harbour-5
RSS  None
OUT
