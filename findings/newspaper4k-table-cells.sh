#!/usr/bin/env bash
# newspaper4k joins the cells of a table into one word: "First" and "06:00" become "First06:00".
#
# Version   newspaper4k 0.9.6
# Expected  Cells are apart on the page, so there is at least a space between their texts.
# Happens   All cells of a table run together without a space; the numbers of neighbouring columns become one number.
# For you   Read tables from the page: in `text` a column cannot be told from the next one.
# Source    https://newspaper4k.readthedocs.io/en/latest/user_guide/quickstart.html
. "$(dirname "$0")/lib.sh"

python newspaper4k==0.9.6 lxml_html_clean==0.4.4 << 'PY'
import newspaper

LONG = """The eastern quay opens again for all ferries after a winter of repairs, the port authority said on Monday.
Traders welcomed the news and said that the boats had been missed by all."""
TABLE = "<table><tr><th>Boat</th><th>2023</th><th>2024</th></tr><tr><td>First</td><td>410</td><td>520</td></tr></table>"
article = newspaper.Article("https://harbour.example/quay", language="en")
article.download(
    input_html=f"<html lang='en'><body><article><h1>Quay opens</h1><p>{LONG}</p><p>{LONG}</p>{TABLE}<p>{LONG}</p>"
    "</article></body></html>"
)
article.parse()
print([line for line in article.text.splitlines() if "Boat" in line])
PY

seen << 'OUT'
['Boat20232024First410520']
OUT
