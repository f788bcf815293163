#!/usr/bin/env bash
# newspaper4k and goose3 find no text in an opinion piece whose block is called "commentary".
#
# Version   newspaper4k 0.9.6, goose3 3.1.22
# Expected  Commentary is a section of most papers, and the name of a class says where a piece belongs. Readers'
#           comments are something else.
# Happens   Both remove every element whose class or id contains "comment" before they look for the article:
#           "commentary", "commentator" and "uncommented" among them.
# For you   Opinion pieces of such sites have a title and no text. Count articles without text by section, not only by
#           site.
# Source    https://newspaper4k.readthedocs.io/en/latest/
#           https://github.com/goose3/goose3#readme
. "$(dirname "$0")/lib.sh"

python newspaper4k==0.9.6 goose3==3.1.22 << 'PY'
from goose3 import Goose
from newspaper import Article

sentence = (
    "The council of Harbourtown was right to rebuild the old stone bridge, which has been closed to all traffic since "
    "the floods of last winter, and the ferry is no answer to the needs of those who live on the north bank. "
)
for name in ("opinion", "commentary"):
    body = f"<div class='{name}'>{f'<p>{sentence}</p>' * 4}</div>"
    page = f"<html lang='en'><head><title>The bridge</title></head><body><div>{body}</div></body></html>"
    article = Article("https://harbourpost.example/bridge")
    article.download(input_html=page)
    article.parse()
    text = Goose({"enable_image_fetching": False}).extract(raw_html=page).cleaned_text
    print(f"{name:10}  newspaper4k {len(article.text.split()):3} words, goose3 {len(text.split()):3} words")
PY

seen << 'OUT'
opinion     newspaper4k 168 words, goose3 168 words
commentary  newspaper4k   0 words, goose3   0 words
OUT
