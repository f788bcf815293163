#!/usr/bin/env bash
# trafilatura drops the words in <time> from a sentence, and breaks it after a quotation in <q>.
#
# Version   trafilatura 2.3.1
# Expected  HTML calls `time` and `q` phrasing content: parts of the sentence around them. Extraction keeps its text.
# Happens   "on Thursday" becomes "on ", and what follows a quotation is a new line.
# For you   Unwrap `time` and `q` before extraction, or days are missing from sentences and paragraphs do not match.
# Source    https://html.spec.whatwg.org/multipage/text-level-semantics.html#the-time-element
#           https://trafilatura.readthedocs.io/en/latest/usage-python.html
. "$(dirname "$0")/lib.sh"

python trafilatura==2.3.1 << 'PY'
import trafilatura

FILLER = "<p>The port had been closed since the storm in January, when waves took away a part of the western mole.</p>"
SENTENCES = [
    "The mayor said that the quay would open on <time datetime='2024-02-08'>Thursday</time> at noon.",
    "The mayor said that <q>the quay is safe</q> and went on board.",
    "The mayor said that <em>the quay is safe</em> and went on board.",
]
for sentence in SENTENCES:
    page = f"<html><article>{FILLER}<p>{sentence}</p>{FILLER.replace('western', 'eastern')}</article></html>"
    print(trafilatura.extract(page).split("\n")[1:-1])
PY

seen << 'OUT'
['The mayor said that the quay would open on at noon.']
['The mayor said that the quay is safe', 'and went on board.']
['The mayor said that the quay is safe and went on board.']
OUT
