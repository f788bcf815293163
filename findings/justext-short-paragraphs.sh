#!/usr/bin/env bash
# jusText finds no text in an article whose paragraphs are all shorter than 200 characters.
#
# Version   jusText 3.0.2
# Expected  Twelve paragraphs of plain English, one after the other, are the text of the page.
# Happens   A paragraph under 200 characters is at best "near good", and needs a good one beside it. News agencies
#           write one sentence a paragraph, so that all of it is boilerplate. One longer sentence saves the page.
# For you   Lower `length_high` (100 finds them all), and count pages without any good paragraph.
# Source    https://github.com/miso-belica/jusText/blob/main/doc/algorithm.rst
. "$(dirname "$0")/lib.sh"

python justext==3.0.2 << 'PY'
import justext

SHORT = "The harbour said on Tuesday that the eastern quay would open again to the ferries by the end of the week. "
LONG = SHORT + "It had been closed for a month, after a storm had taken away a part of it and of the road to the town."
WORDS = justext.get_stoplist("English")
for name, text, options in [
    ("12 short", f"<p>{SHORT}</p>" * 12, {}),
    ("12 short, length_high 100", f"<p>{SHORT}</p>" * 12, {"length_high": 100}),
    ("11 short and a long one", f"<p>{SHORT}</p>" * 11 + f"<p>{LONG}</p>", {}),
]:
    paragraphs = justext.justext(f"<html><body>{text}</body></html>", WORDS, **options)
    print(f"{name:26} {sum(not paragraph.is_boilerplate for paragraph in paragraphs)} of {len(paragraphs)} kept")
PY

seen << 'OUT'
12 short                   0 of 12 kept
12 short, length_high 100  12 of 12 kept
11 short and a long one    12 of 12 kept
OUT
