#!/usr/bin/env bash
# newspaper4k takes a reporter's job for a second author, and finds no author whose name has more than four words.
#
# Version   newspaper4k 0.9.6
# Expected  "By Ann Lee, Harbour Correspondent" names one person. A long name, as many in Spanish and Portuguese are, is
#           a name.
# Happens   "Harbour Correspondent" is an author. Of a name of five words nothing is left.
# For you   Compare `authors` with the page's JSON-LD; strip jobs yourself.
# Source    https://newspaper4k.readthedocs.io/en/latest/user_guide/quickstart.html
. "$(dirname "$0")/lib.sh"

python newspaper4k==0.9.6 lxml_html_clean==0.4.4 << 'PY'
import newspaper

for author in [
    "Ann Lee",
    "By Ann Lee, Harbour Correspondent",
    "María García López",
    "María García de León",
    "María de la Cruz García",
]:
    article = newspaper.Article("https://harbour.example/quay", language="en")
    article.download(
        input_html=f"<html lang='en'><head><meta name='author' content='{author}'></head><body><p>Quay opens</p></body></html>"
    )
    article.parse()
    print(author, "->", article.authors)
PY

seen << 'OUT'
Ann Lee -> ['Ann Lee']
By Ann Lee, Harbour Correspondent -> ['Ann Lee', 'Harbour Correspondent']
María García López -> ['María García López']
María García de León -> ['María García de León']
María de la Cruz García -> []
OUT
