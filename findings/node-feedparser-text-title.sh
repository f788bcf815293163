#!/usr/bin/env bash
# node-feedparser removes a word in angle brackets from an Atom title that is declared as plain text.
#
# Version   feedparser 2.6.0 (npm; needs Node)
# Expected  RFC 4287: a title of type "text", which is the default, holds no markup and is shown as it is.
# Happens   It is cleaned of tags like one of type "html": "Browsers drop <marquee> at last" loses its subject.
# For you   The original title is in `item["atom:title"]["#"]`, beside its type.
# Source    https://www.rfc-editor.org/rfc/rfc4287#section-3.1.1.1
. "$(dirname "$0")/lib.sh"

node feedparser@2.6.0 << 'JS'
import FeedParser from "feedparser";
import { Readable } from "stream";

for (const title of ["<title>", '<title type="text">']) {
  const words = `${title}Browsers drop &lt;marquee&gt; at last</title>`;
  const entry = `<entry><id>tag:1</id>${words}<updated>2024-02-05T15:10:00Z</updated></entry>`;
  const head = `<title>Harbour</title><id>tag:f</id><updated>2024-02-05T15:10:00Z</updated>`;
  const parser = new FeedParser();
  Readable.from([`<feed xmlns="http://www.w3.org/2005/Atom">${head}${entry}</feed>`]).pipe(parser);
  for await (const item of parser) {
    console.log(title, "->", JSON.stringify(item.title), "of", JSON.stringify(item["atom:title"]["#"]));
  }
}
JS

seen << 'OUT'
<title> -> "Browsers drop  at last" of "Browsers drop <marquee> at last"
<title type="text"> -> "Browsers drop  at last" of "Browsers drop <marquee> at last"
OUT
