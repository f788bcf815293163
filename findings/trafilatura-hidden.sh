#!/usr/bin/env bash
# trafilatura extracts text that HTML hides by its `hidden` attribute or in <template>.
#
# Version   trafilatura 2.3.1
# Expected  A browser shows neither: `hidden` means not relevant now, and a template is inert. Of hidden text, an
#           extractor would keep all or none.
# Happens   `style="display:none"` is left out; `hidden` and `template` are kept as paragraphs of the article.
# For you   Paywall notes and texts for later use end up in articles. Remove both elements first.
# Source    https://html.spec.whatwg.org/multipage/interaction.html#the-hidden-attribute
#           https://html.spec.whatwg.org/multipage/scripting.html#the-template-element
. "$(dirname "$0")/lib.sh"

python trafilatura==2.3.1 << 'PY'
import trafilatura

FILLER = "<p>The port had been closed since the storm in %s, when waves took away a part of its western mole.</p>"
NOTE = "Please confirm that you want to read this article to its end."
BEFORE, AFTER = (FILLER % month for month in ("January", "March"))
for hidden in (
    f"<p style='display:none'>{NOTE}</p>", f"<p hidden>{NOTE}</p>", f"<template><p>{NOTE}</p></template>",
):
    page = f"<html><body><article><h1>Quay opens</h1>{BEFORE * 3}{hidden}{AFTER * 3}</article></body></html>"
    print("kept" if NOTE in trafilatura.extract(page) else "left out", hidden[:25])
PY

seen << 'OUT'
left out <p style='display:none'>P
kept <p hidden>Please confirm 
kept <template><p>Please confi
OUT
