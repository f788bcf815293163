#!/usr/bin/env bash
# ural mistakes the number of a story for a session: `?sid=` and `?s=` are dropped, and all stories become one.
#
# Version   ural 1.6.2
# Expected  `normalize_url` is documented to drop parameters that do not matter, so that equal pages have equal
#           addresses.
# Happens   `sid`, by which news systems of the PHP-Nuke and Slash kind number their stories, and `s`, are dropped as
#           if they tracked. An escaped slash becomes a slash, which is another path.
# For you   Compare by it only what one site links; keep `sid` by a `query_item_filter` of your own.
# Source    https://github.com/medialab/ural#normalize_url
#           https://www.rfc-editor.org/rfc/rfc3986#section-2.2
. "$(dirname "$0")/lib.sh"

python ural==1.6.2 << 'PY'
from ural import normalize_url

for path in ("article?sid=4711", "article?sid=4712", "story?s=5", "story?id=5", "a%2Fb", "a/b"):
    print(f"{path:17} -> {normalize_url('https://harbour.example/' + path)}")
PY

seen << 'OUT'
article?sid=4711  -> harbour.example/article
article?sid=4712  -> harbour.example/article
story?s=5         -> harbour.example/story
story?id=5        -> harbour.example/story?id=5
a%2Fb             -> harbour.example/a/b
a/b               -> harbour.example/a/b
OUT
