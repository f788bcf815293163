#!/usr/bin/env bash
# feedgen leaves the author out of RSS where there is no mail address, and writes the last entry first.
#
# Version   feedgen 1.0.0
# Expected  The same entries give the same news in Atom and RSS: names could stand in dc:creator, as others write them.
# Happens   Atom has the name, RSS has no author at all; in both the entries stand in the reverse of the order given.
# For you   Load the extension "dc" and set dc_creator for RSS; add entries with order="append".
# Source    https://feedgen.kiesow.be/
. "$(dirname "$0")/lib.sh"

python feedgen==1.0.0 << 'PY'
import re

from feedgen.feed import FeedGenerator

feed = FeedGenerator()
feed.id("https://harbour.example/")
feed.title("News")
feed.description("News")
feed.link(href="https://harbour.example/")
for number in (1, 2):
    entry = feed.add_entry()
    entry.id(f"https://harbour.example/{number}")
    entry.title(f"Quay {number} opens")
    entry.link(href=f"https://harbour.example/{number}")
    entry.author(name="Ina Grell")
for name, text in (("Atom", feed.atom_str().decode()), ("RSS", feed.rss_str().decode())):
    print(name, re.findall("Quay . opens", text), "names:", text.count("Ina Grell"))
PY

seen << 'OUT'
Atom ['Quay 2 opens', 'Quay 1 opens'] names: 2
RSS ['Quay 2 opens', 'Quay 1 opens'] names: 0
OUT
