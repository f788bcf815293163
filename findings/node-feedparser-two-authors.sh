#!/usr/bin/env bash
# node-feedparser finds the author of an Atom entry that has one, and none for an entry that has two.
#
# Version   feedparser 2.6.0 (npm; needs Node)
# Expected  RFC 4287 allows any number of authors; a reader of one name would take the first.
# Happens   `author` is null as soon as there are two, and no other field of the item has the names in plain form.
# For you   The names are in `item["atom:author"]`, a list then, and an object where there is one.
# Source    https://www.rfc-editor.org/rfc/rfc4287#section-4.2.1
. "$(dirname "$0")/lib.sh"

node feedparser@2.6.0 << 'JS'
import FeedParser from "feedparser";
import { Readable } from "stream";

for (const names of [["Ada Finch"], ["Ada Finch", "Bo Lee"]]) {
  const authors = names.map((name) => `<author><name>${name}</name></author>`).join("");
  const entry = `<entry><id>tag:1</id><title>Quay opens</title><updated>2024-02-05T15:10:00Z</updated>${authors}</entry>`;
  const head = `<title>Harbour</title><id>tag:f</id><updated>2024-02-05T15:10:00Z</updated>`;
  const parser = new FeedParser();
  Readable.from([`<feed xmlns="http://www.w3.org/2005/Atom">${head}${entry}</feed>`]).pipe(parser);
  for await (const item of parser) console.log(names.join(", "), "->", item.author);
}
JS

seen << 'OUT'
Ada Finch -> Ada Finch
Ada Finch, Bo Lee -> null
OUT
