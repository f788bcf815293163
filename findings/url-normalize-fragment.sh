#!/usr/bin/env bash
# url-normalize turns an address with "#!" into another page's, by a scheme that was given up in 2015.
#
# Version   url-normalize 3.0.1
# Expected  Normalization by RFC 3986 gives an equivalent address. A fragment is never sent to a server.
# Happens   "#!" becomes "?_escaped_fragment_=", which is sent to the server: it is asked for another page than a
#           browser asks for.
# For you   Entries with "#!" are fetched from addresses that need not exist. Cut the fragment off before normalizing.
# Source    https://www.rfc-editor.org/rfc/rfc3986#section-3.5
#           https://developers.google.com/search/blog/2015/10/deprecating-our-ajax-crawling-scheme
. "$(dirname "$0")/lib.sh"

python url-normalize==3.0.1 << 'PY'
from url_normalize import url_normalize

for url in ("https://harbour.example/#quay", "https://harbour.example/#!/quay", "https://harbour.example/?a=1#!/quay"):
    print(url, "->", url_normalize(url))
PY

seen << 'OUT'
https://harbour.example/#quay -> https://harbour.example/#quay
https://harbour.example/#!/quay -> https://harbour.example/?_escaped_fragment_=/quay
https://harbour.example/?a=1#!/quay -> https://harbour.example/?a=1&_escaped_fragment_=/quay
OUT
