#!/usr/bin/env bash
# Fundus reads the first twelve days of a German month as months: 05.02.2024 is 2 May, and 13.02.2024 is 13 February.
#
# Version   fundus 0.5.7 with curl_cffi 0.15.0
# Expected  A date with dots has its day first, as everywhere where it is written so; the helper of all its parsers for
#           publishers would read a page's dates in one way.
# Happens   Day and month change places up to the twelfth.
# For you   Take dates from JSON-LD, or parse with `dateutil.parser.parse(text, dayfirst=True)`.
# Source    https://github.com/flairNLP/fundus/blob/master/docs/attribute_guidelines.md
#           https://dateutil.readthedocs.io/en/stable/parser.html
. "$(dirname "$0")/lib.sh"

python fundus==0.5.7 curl_cffi==0.15.0 << 'PY'
from fundus.parser.utility import generic_date_parsing

for text in ("12.02.2024", "13.02.2024", "05.02.2024, 15:10"):
    print(f"{text:17} -> {generic_date_parsing(text):%d %B %Y}")
PY

seen << 'OUT'
12.02.2024        -> 02 December 2024
13.02.2024        -> 13 February 2024
05.02.2024, 15:10 -> 02 May 2024
OUT
