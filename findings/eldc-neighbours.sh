#!/usr/bin/env bash
# eldc is sure of a related language if it does not know one: Indonesian is Malay, Afrikaans Dutch, Pashto Persian.
#
# Version   eldc 0.4.0
# Expected  `reliable` tells whether to trust the language; one that is not among the 60 would be "und" or not
#           reliable.
# Happens   The nearest of the 60 is given as reliable. Indonesian, with some 200 million speakers, is not among them.
# For you   Read `ms`, `nl` and `fa` as groups, or ask a second detector where one of them is found.
# Source    https://github.com/nitotm/eldc#languages
. "$(dirname "$0")/lib.sh"

python eldc==0.4.0 << 'PY'
import eldc

eldc.init()
for language, text in {
    "id": "Gubernur mengatakan bahwa pelabuhan timur akan dibuka kembali untuk kapal feri sebelum akhir pekan.",
    "af": "Die burgemeester het gesê dat die oostelike hawe voor die naweek weer vir veerbote sal oopmaak.",
    "ps": "والي وویل چې ختیځ بندر به د اونۍ تر پایه بیا د کښتیو لپاره پرانستل شي.",
    "de": "Der Bürgermeister sagte, der östliche Hafen werde vor dem Wochenende wieder für Fähren geöffnet.",
}.items():
    result = eldc.detect_details(text)
    print(f"{language} {'known' if language in eldc.LANGUAGES else 'not known':9}", result.language, result.reliable)
PY

seen << 'OUT'
id not known ms True
af not known nl True
ps not known fa True
de known     de True
OUT
