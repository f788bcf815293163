#!/usr/bin/env bash
# extruct sees no JSON-LD whose media type has a parameter, and none at all where one block of the page is broken.
#
# Version   extruct 0.18.0
# Expected  JSON-LD 1.1 lets the type of the script carry a profile; media types ignore case. One block that fails
#           costs itself.
# Happens   Only the very text "application/ld+json" counts. By default the first broken block raises, and with
#           errors="ignore" the sound ones beside it are lost too.
# For you   Dates and authors are missing from pages that state them. Read each script by itself.
# Source    https://www.w3.org/TR/json-ld11/#embedding-json-ld-in-html-documents
#           https://github.com/scrapinghub/extruct#readme
. "$(dirname "$0")/lib.sh"

python extruct==0.18.0 << 'PY'
import extruct

SOUND = '{"@type": "NewsArticle", "headline": "Quay opens"}'
for name, scripts in {
    "plain": [("application/ld+json", SOUND)],
    "profile": [('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', SOUND)],
    "charset": [("application/ld+json; charset=utf-8", SOUND)],
    "capitals": [("Application/LD+JSON", SOUND)],
    "one broken": [("application/ld+json", SOUND), ("application/ld+json", '{"@type": ')],
}.items():
    page = "".join(f"<script type='{kind}'>{text}</script>" for kind, text in scripts)
    found = extruct.extract(f"<html><head>{page}</head></html>", syntaxes=["json-ld"], errors="ignore")
    print(f"{name:10}", [block["headline"] for block in found.get("json-ld", [])])
PY

seen << 'OUT'
plain      ['Quay opens']
profile    []
charset    []
capitals   []
one broken []
OUT
