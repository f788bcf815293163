#!/usr/bin/env bash
# extruct and microdata find no date in <time>2024-02-05</time>, where HTML says that the text is the date.
#
# Version   extruct 0.18.0, microdata 0.8.0
# Expected  The value of <time itemprop> is its datetime attribute, or its text content if it has none: the HTML
#           standard says so in both the chapters on <time> and on microdata.
# Happens   Both give "" where the attribute is missing. The element next to it, a <span>, gives its text.
# For you   An article with a valid date has an empty one, which is neither missing nor an error. Read the text of
#           <time> yourself.
# Source    https://html.spec.whatwg.org/multipage/microdata.html#values
#           https://html.spec.whatwg.org/multipage/text-level-semantics.html#the-time-element
. "$(dirname "$0")/lib.sh"

python extruct==0.18.0 microdata==0.8.0 << 'PY'
import extruct
import microdata

item = "<div itemscope itemtype='https://schema.org/NewsArticle'>{}</div>"
for field in (
    "<time itemprop='datePublished' datetime='2024-02-05'>Monday</time>",
    "<time itemprop='datePublished'>2024-02-05</time>",
    "<span itemprop='datePublished'>2024-02-05</span>",
):
    page = item.format(field)
    found = extruct.extract(page, syntaxes=["microdata"])["microdata"][0]["properties"]["datePublished"]
    print(f"extruct {found!r:14} microdata {microdata.get_items(page)[0].datePublished!r}")
PY

seen << 'OUT'
extruct '2024-02-05'   microdata '2024-02-05'
extruct ''             microdata ''
extruct '2024-02-05'   microdata '2024-02-05'
OUT
