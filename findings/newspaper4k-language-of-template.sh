#!/usr/bin/env bash
# newspaper4k finds no text on a page whose <html lang> names a language other than that of its text.
#
# Version   newspaper4k 0.9.6
# Expected  `lang` is a hint; templates are often shared between editions. A wrong one would cost little.
# Happens   The text is found by the stop words of the language that is named: English under "no" or "ca" has none, and
#           the article is empty. An unknown name or none does no harm.
# For you   An edition in another language is empty as a whole. Pass `language` where you know it.
# Source    https://newspaper4k.readthedocs.io/en/latest/user_guide/api_reference.html
#           https://html.spec.whatwg.org/multipage/dom.html#the-lang-and-xml:lang-attributes
. "$(dirname "$0")/lib.sh"

python newspaper4k==0.9.6 << 'PY'
from newspaper import Article

TEXT = "<p>The harbour said on Tuesday that the eastern quay would open again for ferries before the end of the week.</p>"
for lang, options in (("en", {}), ("no", {}), ("ca", {}), ("nn", {}), ("no", {"language": "en"})):
    page = f"<html lang='{lang}'><head><title>Quay opens</title></head><body><article>{TEXT * 6}</article></body></html>"
    article = Article("https://harbour.example/quay", **options)
    article.download(input_html=page)
    article.parse()
    print(lang, options, len(article.text), "characters")
PY

seen << 'OUT'
en {} 646 characters
no {} 0 characters
ca {} 0 characters
nn {} 646 characters
no {'language': 'en'} 646 characters
OUT
