#!/usr/bin/env bash
# Babel's names of months in one language depend on the languages that were asked for before.
#
# Version   Babel 2.18.0
# Expected  The stand-alone months of Hebrew are Hebrew, whichever locale a process has used before.
# Happens   Where CLDR lets a locale inherit its names, the first locale that is read writes its own into what all
#           share: after Azerbaijani the short months of Hebrew are Azerbaijani. A new process that asks for Hebrew
#           alone is right.
# For you   A reader of dates in many languages gives other dates in another order of documents. Copy `months` of a
#           new process into a table, or read each locale's data from a deep copy.
# Source    https://github.com/python-babel/babel/issues/1234
. "$(dirname "$0")/lib.sh"

python Babel==2.18.0 << 'PY'
from babel import Locale


def short(language: str) -> str:
    names = Locale.parse(language).months["stand-alone"]["abbreviated"]
    return f"{names[1]} {names[11]}"


print("az:", short("az"))
print("he:", short("he"))
PY

python Babel==2.18.0 << 'PY'
from babel import Locale

names = Locale.parse("he").months["stand-alone"]["abbreviated"]
print("he alone:", names[1], names[11])
PY

seen << 'OUT'
az: yan noy
he: yan noy
he alone: ינו׳ נוב׳
OUT
