#!/usr/bin/env bash
# atoma gives no title to an Atom entry whose title is XHTML.
#
# Version   atoma 0.0.17
# Expected  Atom's text constructs come in three types, text, html and xhtml; atoma has a type for each.
# Happens   Only the text directly inside the element is read; in XHTML all text is inside the obligatory div, and the whole
#           title is None, as if the entry had none.
# For you   Where `title` is None, read it from the XML yourself.
# Source    https://www.rfc-editor.org/rfc/rfc4287#section-3.1.1.3
. "$(dirname "$0")/lib.sh"

python atoma==0.0.17 << 'PY'
import atoma

titles = (
    '<title>Quay opens</title>',
    '<title type="html">Quay &lt;b&gt;opens&lt;/b&gt;</title>',
    '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Quay <b>opens</b></div></title>',
)
for title in titles:
    entry = f"<entry><id>tag:1</id>{title}<updated>2024-02-05T15:10:00Z</updated></entry>"
    head = "<title>Harbour</title><id>tag:f</id><updated>2024-02-05T15:10:00Z</updated>"
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom">{head}{entry}</feed>'
    found = atoma.parse_atom_bytes(feed.encode()).entries[0].title
    print(found.text_type.value if found else None, "->", repr(found.value) if found else None)
PY

seen << 'OUT'
text -> 'Quay opens'
html -> 'Quay <b>opens</b>'
None -> None
OUT
