#!/usr/bin/env bash
# newspaper4k prefers a date in the address to the time that the page states, and its hour and zone are gone.
#
# Version   newspaper4k 0.9.6
# Expected  `article:published_time` is made to state when an article was published, with time and zone.
# Happens   An address with a date wins: midnight without a zone, even where the page states another day.
# For you   All articles of such a site are as old as each other. Give the page an address without a date to have its
#           own.
# Source    https://newspaper4k.readthedocs.io/en/latest/user_guide/api_reference.html
#           https://ogp.me/#type_article
. "$(dirname "$0")/lib.sh"

python newspaper4k==0.9.6 << 'PY'
from newspaper import Article

PAGE = """<html><head><title>Quay opens</title>
<meta property="article:published_time" content="2024-02-05T15:10:00+01:00"></head><body><p>Text.</p></body></html>"""
for path in ("quay-opens", "2024/02/05/quay-opens", "2024/01/29/quay-opens"):
    article = Article(f"https://harbour.example/{path}")
    article.download(input_html=PAGE)
    article.parse()
    print(path, "->", article.publish_date)
PY

seen << 'OUT'
quay-opens -> 2024-02-05 15:10:00+01:00
2024/02/05/quay-opens -> 2024-02-05 00:00:00
2024/01/29/quay-opens -> 2024-01-29 00:00:00
OUT
