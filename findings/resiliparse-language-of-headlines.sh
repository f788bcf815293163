#!/usr/bin/env bash
# Resiliparse mistakes a Marathi headline for Chinese and a Norwegian one for German, and cannot tell a Chinese one.
#
# Version   resiliparse 2.0.1
# Expected  Ranks are distances, the lower the better, and usually false above 1200; short texts are less reliable.
# Happens   Headlines are wrong far below 1200, between languages that share no letter. "unknown" has the rank 0, which
#           sorts first.
# For you   Detect on the text, never on the title, and test for "unknown" before comparing ranks.
# Source    https://resiliparse.chatnoir.eu/en/latest/man/parse/lang.html
. "$(dirname "$0")/lib.sh"

python resiliparse==2.0.1 << 'PY'
from resiliparse.parse.lang import detect_fast

for language, headline in {
    "en": "The eastern harbour opens again before the end of the week",
    "no": "Den østlige havnen åpnes igjen for ferger før slutten av uken",
    "mr": "राज्यपालांनी सांगितले की पूर्व बंदर आठवड्याच्या शेवटी पुन्हा उघडेल",
    "zh": "东部港口将在本周末之前重新对渡轮开放",
}.items():
    print(language, "is", *detect_fast(headline))
PY

seen << 'OUT'
en is en 812
no is de 867
mr is zh 965
zh is unknown 0
OUT
