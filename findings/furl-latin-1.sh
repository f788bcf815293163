#!/usr/bin/env bash
# furl replaces letters of an address that is not in UTF-8: two pages of an older site become one that does not exist.
#
# Version   furl 2.1.4
# Expected  RFC 3986 leaves open which bytes a percent-encoding holds. Sites that are older than UTF-8 use Latin-1,
#           Windows-1251 or GBK, and their addresses are valid.
# Happens   Each byte that is not UTF-8 becomes %EF%BF%BD, the replacement character, as soon as the address is printed,
#           in the path and in the query alike.
# For you   Do not send addresses of news archives through furl; yarl and w3lib keep them.
# Source    https://github.com/gruns/furl/blob/master/API.md
#           https://www.rfc-editor.org/rfc/rfc3986#section-2.5
. "$(dirname "$0")/lib.sh"

python furl==2.1.4 << 'PY'
from furl import furl

for path in ("/caf%E9", "/caf%E8", "/story?q=%CC%EE%F1%EA%E2%E0", "/caf%C3%A9"):
    print(f"{path:28} -> {furl('https://harbourpost.example' + path).url}")
PY

seen << 'OUT'
/caf%E9                      -> https://harbourpost.example/caf%EF%BF%BD
/caf%E8                      -> https://harbourpost.example/caf%EF%BF%BD
/story?q=%CC%EE%F1%EA%E2%E0  -> https://harbourpost.example/story?q=%EF%BF%BD%EF%BF%BD%EF%BF%BD%EF%BF%BD%EF%BF%BD%EF%BF%BD
/caf%C3%A9                   -> https://harbourpost.example/caf%C3%A9
OUT
