#!/usr/bin/env bash
# trafilatura keeps or drops a block depending on which attribute comes first in the source: id or class.
#
# Version   trafilatura 2.3.1
# Expected  HTML gives the order of attributes no meaning: two pages that differ in it are the same page.
# Happens   The tests look at `@id|@class`, of which XPath takes the first in the document. A block is dropped for its id
#           only where the id is written before the class.
# For you   Do not compare runs over pages that a browser or a proxy wrote again, or put the attributes in one order first.
# Source    https://html.spec.whatwg.org/multipage/syntax.html#attributes-2
#           https://www.w3.org/TR/1999/REC-xpath-19991116/#function-string
. "$(dirname "$0")/lib.sh"

python trafilatura==2.3.1 << 'PY'
import trafilatura

TEXT = "".join(
    f"<p>The port had been closed since the storm in January, when waves took away part {number} of the western mole.</p>"
    for number in range(1, 5)
)
BLOCK = "<p>Bakers on the quay sell more biscuits than ever since the ferries are back, they say.</p>"
for attributes in ('class="intro" id="cookie-note"', 'id="cookie-note" class="intro"'):
    page = f"<html><body><article>{TEXT}<div {attributes}>{BLOCK}</div></article></body></html>"
    print(f"<div {attributes}>", "read" if "Bakers" in trafilatura.extract(page) else "dropped")
PY

seen << 'OUT'
<div class="intro" id="cookie-note"> read
<div id="cookie-note" class="intro"> dropped
OUT
