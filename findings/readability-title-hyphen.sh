#!/usr/bin/env bash
# @mozilla/readability cuts "Covid" off the headline "Covid-19 - what we know".
#
# Version   @mozilla/readability 0.6.0, jsdom 26.1.0 (npm; needs Node)
# Expected  `title` is documented as the article's title. A separator with spaces around it may part a site's name from
#           it.
# Happens   If fewer than three words precede the separator, all up to the first hyphen is cut instead, spaces or
#           none.
# For you   Names such as Covid-19 or Jean-Luc lose their beginning. Compare with `og:title` or the feed's title.
# Source    https://github.com/mozilla/readability#parse
. "$(dirname "$0")/lib.sh"

node @mozilla/readability@0.6.0 jsdom@26.1.0 << 'JS'
import { Readability } from "@mozilla/readability";
import { JSDOM } from "jsdom";

const sentence = "The harbour opened its eastern quay again on Tuesday, after divers had looked at its piles. ";
for (const title of ["Covid-19 - what we know", "Jean-Luc Roy - a life at sea", "Covid and us - what we know"]) {
    const page = `<title>${title}</title><article><p>${sentence.repeat(4)}</p><p>${sentence.repeat(4)}</p></article>`;
    const article = new Readability(new JSDOM(page).window.document).parse();
    console.log(title, "->", article.title);
}
JS

seen << 'OUT'
Covid-19 - what we know -> 19 - what we know
Jean-Luc Roy - a life at sea -> Luc Roy - a life at sea
Covid and us - what we know -> Covid and us - what we know
OUT
