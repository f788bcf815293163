#!/usr/bin/env bash
# Resiliparse finds no text in an article whose block is called "share-price" or "social-care".
#
# Version   resiliparse 2.0.1
# Expected  `main_content=True` removes buttons for sharing and links to social media, not a report on social care.
# Happens   A class that begins with such a word is taken for the thing: the whole block goes, and nothing is left but
#           the headline.
# For you   Where the result is much shorter than the page, extract again without `main_content`.
# Source    https://resiliparse.chatnoir.eu/en/latest/man/extract/html2text.html
. "$(dirname "$0")/lib.sh"

python resiliparse==2.0.1 << 'PY'
from resiliparse.extract.html2text import extract_plain_text

LONG = """The eastern quay opens again for all ferries after a winter of repairs, the port authority said on Monday.
Traders welcomed the news and said that the boats had been missed by all."""
for name in ["story", "harbour-news", "share-price", "social-care"]:
    article = f"<article><h1>Quay opens</h1><div class='{name}'><p>{LONG}</p></div></article>"
    page = f"<html><body><main>{article}</main></body></html>"
    print(f"{name:12}", len(extract_plain_text(page, main_content=True)) > 100)
PY

seen << 'OUT'
story        True
harbour-news True
share-price  False
social-care  False
OUT
