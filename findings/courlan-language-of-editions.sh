#!/usr/bin/env bash
# courlan mistakes the British, Irish and Canadian editions of an English site for pages in other languages.
#
# Version   courlan 1.4.0
# Expected  `check_url(url, language="en")` keeps pages that are in English as far as the address tells.
# Happens   /uk/ is read as Ukrainian, /ca/ as Catalan, /ie/, /sg/, /za/, /in/ and /my/ as languages too: such pages
#           are dropped. /us/, /au/ and /nz/ stay.
# For you   A crawl of English news leaves out Britain and Ireland. Filter by language after extraction.
# Source    https://github.com/adbar/courlan#language-aware-filtering
. "$(dirname "$0")/lib.sh"

python courlan==1.4.0 << 'PY'
from courlan import check_url

for edition in ("us", "au", "ie", "uk", "ca", "in", "my", "sg", "nz", "za", "en"):
    url = f"https://harbourpost.example/{edition}/quay-opens"
    print(edition, "kept" if check_url(url, language="en") else "dropped")
PY

seen << 'OUT'
us kept
au kept
ie dropped
uk dropped
ca dropped
in dropped
my dropped
sg dropped
nz kept
za dropped
en kept
OUT
