#!/usr/bin/env bash
# newspaper4k gives an article the name of its site as title if that is longer than the headline.
#
# Version   newspaper4k 0.9.6
# Expected  In "Quay opens | Harbour Daily" the headline is what the page's <h1> says.
# Happens   Of the parts between bars, the longest is the title. So short headlines of one site all become its name;
#           news-please 1.6.16, which asks newspaper4k, stores the same.
# For you   Prefer og:title or the <h1>, and look for a title that repeats within a site.
# Source    https://newspaper4k.readthedocs.io/en/latest/user_guide/quickstart.html
. "$(dirname "$0")/lib.sh"

python newspaper4k==0.9.6 lxml_html_clean==0.4.4 << 'PY'
import newspaper

for headline in ["Eastern quay opens again", "Quay opens"]:
    article = newspaper.Article("https://harbour.example/quay", language="en")
    article.download(
        input_html=f"<html lang='en'><head><title>{headline} | Harbour Daily</title></head>"
        f"<body><article><h1>{headline}</h1><p>The quay opens again for all ferries.</p></article></body></html>"
    )
    article.parse()
    print(headline, "->", article.title)
PY

seen << 'OUT'
Eastern quay opens again -> Eastern quay opens again
Quay opens -> Harbour Daily
OUT
