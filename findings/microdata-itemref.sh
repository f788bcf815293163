#!/usr/bin/env bash
# microdata ignores itemref: an author or date outside the article's element is lost.
#
# Version   microdata 0.8.0, beside extruct 0.18.0
# Expected  itemref names elements elsewhere on the page that belong to the item. The HTML standard defines it, and
#           templates with the byline outside of <article> need it.
# Happens   The attribute is ignored. <data value> gives its text and not its value, and paragraphs are joined without a
#           space.
# For you   Use extruct for microdata, which follows itemref.
# Source    https://html.spec.whatwg.org/multipage/microdata.html#attr-itemref
#           https://github.com/edsu/microdata#readme
. "$(dirname "$0")/lib.sh"

python extruct==0.18.0 microdata==0.8.0 << 'PY'
import extruct
import microdata

page = """<article itemscope itemtype="https://schema.org/NewsArticle" itemref="byline">
<h1 itemprop="headline">Quay opens</h1><data itemprop="wordCount" value="512">about 500</data>
<div itemprop="articleBody"><p>It is open.</p><p>Ferries run.</p></div></article>
<p id="byline">By <span itemprop="author">Ann Lee</span></p>"""
ours = extruct.extract(page, syntaxes=["microdata"])["microdata"][0]["properties"]
theirs = {name: values[0] for name, values in microdata.get_items(page)[0].props.items()}
for name in ("headline", "author", "wordCount", "articleBody"):
    print(f"{name:12} extruct {ours.get(name)!r:28} microdata {theirs.get(name)!r}")
PY

seen << 'OUT'
headline     extruct 'Quay opens'                 microdata 'Quay opens'
author       extruct 'Ann Lee'                    microdata None
wordCount    extruct '512'                        microdata 'about 500'
articleBody  extruct 'It is open.\n\nFerries run.' microdata 'It is open.Ferries run.'
OUT
