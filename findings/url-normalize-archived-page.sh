#!/usr/bin/env bash
# url-normalize turns the address of an archived page into another one, and `#!` into a parameter that nobody reads.
#
# Version   url-normalize 3.1.0
# Expected  Normalizing keeps the resource: RFC 3986 has no rule that joins slashes, and an empty segment of a path is
#           different from none. What follows # never reaches a server.
# Happens   Two slashes in a path become one, so that an address inside an address is broken. `#!` becomes
#           `?_escaped_fragment_=`, a scheme for search engines that was given up in 2015.
# For you   Addresses of the Wayback Machine, of proxies and of image services change. Exclude paths that hold `//`.
# Source    https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2
#           https://developers.google.com/search/blog/2015/10/deprecating-our-ajax-crawling-scheme
. "$(dirname "$0")/lib.sh"

python url-normalize==3.1.0 << 'PY'
from url_normalize import url_normalize

for url in (
    "https://web.archive.org/web/2024/https://harbourpost.example/5",
    "https://img.example/640x480/https://harbourpost.example/5.jpg",
    "https://harbourpost.example/#!/story/5",
):
    print(url_normalize(url))
PY

seen << 'OUT'
https://web.archive.org/web/2024/https:/harbourpost.example/5
https://img.example/640x480/https:/harbourpost.example/5.jpg
https://harbourpost.example/?_escaped_fragment_=/story/5
OUT
