#!/usr/bin/env bash
# html-text puts spaces into words: a drop cap becomes "T he", CO₂ becomes "CO 2", and 東京都 is three words.
#
# Version   html-text 0.7.1, beside inscriptis 2.7.6
# Expected  The README promises text as a browser shows it, without the missing or extra spaces of simpler methods.
# Happens   Every inline element gets a space on both sides unless punctuation follows, also in the middle of a word:
#           emphasis, drop caps, subscripts, links, <wbr>, and after an apostrophe.
# For you   Names and words cannot be found, counted or matched with the page. inscriptis and lxml's text_content() do
#           not do this inside a word.
# Source    https://github.com/zytedata/html-text#readme
. "$(dirname "$0")/lib.sh"

python html-text==0.7.1 inscriptis==2.7.6 << 'PY'
import html_text
import inscriptis

for piece in (
    "<p>CO<sub>2</sub> falls</p>",
    "<p><em>T</em>he quay</p>",
    "<p>Mc<i>Donald</i></p>",
    "<p>l’<em>eau</em></p>",
    "<p>東<b>京</b>都</p>",
    "<p>harbour<wbr>master</p>",
):
    print(f"{html_text.extract_text(piece):16} {inscriptis.get_text(piece).strip()}")
PY

seen << 'OUT'
CO 2 falls       CO2 falls
T he quay        The quay
Mc Donald        McDonald
l’ eau           l’eau
東 京 都            東京都
harbour master   harbourmaster
OUT
