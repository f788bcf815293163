#!/usr/bin/env bash
# goose3 removes the words inside <mark>, <abbr>, <time> and <sub> from sentences, so that CO₂ becomes CO.
#
# Version   goose3 3.1.22
# Expected  `cleaned_text` is the text of the article; elements such as <mark>, <abbr>, <time> and <sub> say something
#           about words, and are part of the sentence.
# Happens   The elements are removed with their words, without a trace: numbers, names and dates are missing from
#           sentences that read as if they were whole.
# For you   Do not quote or count what goose3 returns. Unwrap such elements before, or use an extractor that keeps them.
# Source    https://github.com/goose3/goose3#readme
#           https://html.spec.whatwg.org/multipage/text-level-semantics.html
. "$(dirname "$0")/lib.sh"

python goose3==3.1.22 << 'PY'
from goose3 import Goose

opened = (
    "The council of Harbourtown voted on Monday to rebuild the old stone bridge, which has been closed to all traffic "
    "since the floods of last winter."
)
marked = (
    "The <mark>first</mark> cars cross on <time>14 May</time>, the <abbr>RAC</abbr> said, and CO<sub>2</sub> falls by "
    "<data value='5'>five</data> per cent, as <cite>The Post</cite> wrote."
)
asked = (
    "Residents of the north bank have asked for a footbridge in the meantime, but the council said that it would cost "
    "too much to build."
)
page = f"<html lang='en'><title>Bridge</title><body><div>{''.join(f'<p>{p}</p>' for p in (opened, marked, asked))}</div>"
print(Goose({"enable_image_fetching": False}).extract(raw_html=page).cleaned_text.split("\n\n")[1])
PY

seen << 'OUT'
The cars cross on , the said, and CO falls by per cent, as wrote.
OUT
