#!/usr/bin/env bash
# surt, the key of web archives' indexes, is the same for pages that differ in the case of their path.
#
# Version   surt 0.3.1
# Expected  RFC 3986: only scheme and host ignore case. /Quay and /quay, or the short names aB1 and Ab1, are two pages.
# Happens   Path and query are lowered, so that an index has one key for both, and a look-up of one finds captures of
#           the other.
# For you   Compare the `url` of a CDX line with the address asked for, or the wrong article is replayed.
# Source    https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2.1
#           https://github.com/internetarchive/surt#readme
. "$(dirname "$0")/lib.sh"

python surt==0.3.1 << 'PY'
from surt import surt

for path in ("s/aB1", "s/Ab1", "story?id=aB1", "story?id=Ab1"):
    print(f"{path:12} {surt('https://harbour.example/' + path)}")
PY

seen << 'OUT'
s/aB1        example,harbour)/s/ab1
s/Ab1        example,harbour)/s/ab1
story?id=aB1 example,harbour)/story?id=ab1
story?id=Ab1 example,harbour)/story?id=ab1
OUT
