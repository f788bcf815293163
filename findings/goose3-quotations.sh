#!/usr/bin/env bash
# goose3 leaves quotations and short sentences out of an article.
#
# Version   goose3 3.1.22
# Expected  A <blockquote> between the paragraphs of an article, and a paragraph of a few words, are part of its text.
# Happens   Both are gone: what the mayor said is missing, and nothing marks the gap. A list in the same place stays.
# For you   Do not quote or analyse from `cleaned_text`; newspaper4k, trafilatura and readability keep both.
# Source    https://goose3.readthedocs.io/en/latest/code.html
. "$(dirname "$0")/lib.sh"

python goose3==3.1.22 << 'PY'
from goose3 import Goose

LONG = """The eastern quay opens again for all ferries after a winter of repairs, the port authority said on Monday.
Traders welcomed the news and said that the boats had been missed by all."""
BETWEEN = {
    "list": "<ul><li>First boat at six in the morning.</li><li>Last boat at nine in the evening.</li></ul>",
    "quotation": "<blockquote><p>We never doubted that the boats would run again, said the mayor.</p></blockquote>",
    "short": "<p>The mayor agreed.</p>",
}
for name, html in BETWEEN.items():
    page = f"<html><body><article><h1>Quay opens</h1><p>{LONG}</p><p>{LONG}</p>{html}<p>{LONG}</p></article></body></html>"
    text = Goose().extract(raw_html=page).cleaned_text
    print(f"{name:9}", any(words in text for words in ("First boat", "the mayor", "The mayor")))
PY

seen << 'OUT'
list      True
quotation False
short     False
OUT
