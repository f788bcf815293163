#!/usr/bin/env bash
# readability-lxml finds no text in an article of four paragraphs of which one is a link.
#
# Version   readability-lxml 0.9 with lxml_html_clean 0.4.4
# Expected  `summary` gives the article. A paragraph that links to the report it sums up is ordinary news writing.
# Happens   The block that holds the article is scored, chosen, and then removed again, as more than a fifth of its
#           letters are linked. What is left is an empty body, and no error.
# For you   Check for an empty result and fall back on another extractor: live pages and briefings are full of such
#           paragraphs.
# Source    https://github.com/buriy/python-readability#usage
. "$(dirname "$0")/lib.sh"

python readability-lxml==0.9 lxml_html_clean==0.4.4 << 'PY'
import re

from readability import Document

sentences = (
    "The council of Harbourtown voted on Monday to rebuild the old stone bridge, which has been closed since the floods.",
    "Engineers said that the work would take two summers, and that the ferry would run every twenty minutes.",
    "The mayor told reporters that she expected the first cars to cross in the autumn, and thanked the crews.",
    "Residents of the north bank have asked for a footbridge, but the council said that it would cost too much.",
)
for linked in (0, 1):
    paragraphs = [f"<p>{sentence}</p>" for sentence in sentences]
    if linked:
        paragraphs[2] = f"<p><a href='/report'>{sentences[2]}</a></p>"
    page = f"<html><title>Bridge</title><body><div>{''.join(paragraphs)}</div></body></html>"
    words = re.sub(r"<[^>]*>", " ", Document(page).summary()).split()
    print(f"{linked} of 4 paragraphs linked: {len(words)} words")
PY

seen << 'OUT'
0 of 4 paragraphs linked: 77 words
1 of 4 paragraphs linked: 0 words
OUT
