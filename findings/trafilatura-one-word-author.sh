#!/usr/bin/env bash
# trafilatura accepts no author whose name has no space: Chinese, Japanese and Korean bylines are lost.
#
# Version   trafilatura 2.3.1
# Expected  The metadata of the page names an author, and `author` is one of the fields that are documented as
#           extracted.
# Happens   A name of one word gives None. A family name put first is taken for a person of its own.
# For you   Read `meta name=author` and JSON-LD yourself where pages are in languages that write names in one word.
# Source    https://trafilatura.readthedocs.io/en/latest/usage-python.html
#           https://html.spec.whatwg.org/multipage/semantics.html#standard-metadata-names
. "$(dirname "$0")/lib.sh"

python trafilatura==2.3.1 << 'PY'
import trafilatura

for name in ("Ann Lee", "王小明", "山田太郎", "김민수", "Suparno", "Lee, Ann"):
    head = f"<head><title>Quay opens</title><meta name='author' content='{name}'></head>"
    page = f"<html>{head}<body><p>The eastern quay opens again.</p></body></html>"
    print(name, "->", trafilatura.extract_metadata(page).author)
PY

seen << 'OUT'
Ann Lee -> Ann Lee
王小明 -> None
山田太郎 -> None
김민수 -> None
Suparno -> None
Lee, Ann -> Lee; Ann
OUT
