#!/usr/bin/env bash
# newspaper4k finds no author written as "Lee, Ann", and makes an author named www.facebook.com of a profile page.
#
# Version   newspaper4k 0.9.6
# Expected  `authors` lists who wrote the article. Many editorial systems put the family name first in <meta
#           name=author>, and the Open Graph protocol makes article:author the address of a profile.
# Happens   A name of two parts with a comma is cut into two names of one word, and names of one word are nobody, as is
#           anybody whose name is written without a space. Of an address the host is kept as a name.
# For you   Counts of authors by site are wrong in a way that depends on the site's system. Read <meta name=author>
#           yourself.
# Source    https://newspaper4k.readthedocs.io/en/latest/user_guide/quickstart.html
#           https://ogp.me/#type_article
. "$(dirname "$0")/lib.sh"

python newspaper4k==0.9.6 << 'PY'
from newspaper import Article

for author in (
    "name='author' content='Ann Lee'",
    "name='author' content='Lee, Ann'",
    "name='author' content='李安'",
    "property='article:author' content='https://www.facebook.com/ann.lee'",
):
    article = Article("https://harbourpost.example/bridge")
    article.download(input_html=f"<html lang='en'><head><title>Bridge</title><meta {author}></head><body></body></html>")
    article.parse()
    print(f"{author.partition('content=')[2]:36} {article.authors}")
PY

seen << 'OUT'
'Ann Lee'                            ['Ann Lee']
'Lee, Ann'                           []
'李安'                                 []
'https://www.facebook.com/ann.lee'   ['www.facebook.com', 'ann.lee']
OUT
