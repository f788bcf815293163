#!/usr/bin/env bash
# A space around "=" makes a reader of structured fields discard all that a publisher stated in Content-Usage.
#
# Version   http-sf 1.5.0
# Expected  As in most headers, a space would not matter, or only its own member would be lost.
# Happens   RFC 9651 has a field that fails to parse ignored as a whole, and http-sf raises, as it should. So do a
#           trailing comma and a capital letter in a key. A tab or a space before a comma is fine.
# For you   "train-ai = n" states nothing by the standard. Keep the text of the field, and decide yourself.
# Source    https://www.rfc-editor.org/rfc/rfc9651#section-4.2
#           https://datatracker.ietf.org/doc/draft-ietf-aipref-attach/
. "$(dirname "$0")/lib.sh"

python http-sf==1.5.0 << 'PY'
import http_sf

for field in ("train-ai=n, search=y", "train-ai=n , search=y", "train-ai = n, search=y", "train-ai=n,", "Train-AI=n"):
    try:
        members = http_sf.parse(field.encode(), tltype="dictionary")
        print(f"{field:24}", {key: str(value) for key, (value, _) in members.items()})
    except http_sf.StructuredFieldError as error:
        print(f"{field:24}", "fails:", error)
PY

seen << 'OUT'
train-ai=n, search=y     {'train-ai': 'n', 'search': 'y'}
train-ai=n , search=y    {'train-ai': 'n', 'search': 'y'}
train-ai = n, search=y   fails: 'train-ai' should be followed by '=', not '=' at position 9
train-ai=n,              fails: Dictionary has trailing comma at position 11
Train-AI=n               fails: Key cannot begin with an uppercase character at position 0
OUT
