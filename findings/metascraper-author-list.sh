#!/usr/bin/env bash
# metascraper finds the author in JSON-LD only if it is a single object: for a list or a bare name it finds nobody.
#
# Version   metascraper and metascraper-author 5.49.24 (npm; need Node)
# Expected  schema.org allows several values for each property, and search engines ask for authors as a list.
# Happens   A list, though it holds one author, gives null, and so does a plain name.
# For you   Read `author` of JSON-LD yourself, or add a rule of your own before the package's.
# Source    https://developers.google.com/search/docs/appearance/structured-data/article
. "$(dirname "$0")/lib.sh"

node metascraper@5.49.24 metascraper-author@5.49.24 << 'JS'
import metascraper from "metascraper";
import authors from "metascraper-author";

const person = { "@type": "Person", name: "Ada Finch" };
for (const author of [person, [person], [person, { "@type": "Person", name: "Bo Lee" }], "Ada Finch"]) {
  const record = { "@context": "https://schema.org", "@type": "NewsArticle", headline: "Quay opens", author };
  const script = `<script type="application/ld+json">${JSON.stringify(record)}</script>`;
  const html = `<html><head>${script}</head><body><p>The quay opens in May.</p></body></html>`;
  const found = await metascraper([authors()])({ url: "https://www.example.com/quay", html });
  console.log(JSON.stringify(author), "->", found.author);
}
JS

seen << 'OUT'
{"@type":"Person","name":"Ada Finch"} -> Ada Finch
[{"@type":"Person","name":"Ada Finch"}] -> null
[{"@type":"Person","name":"Ada Finch"},{"@type":"Person","name":"Bo Lee"}] -> null
"Ada Finch" -> null
OUT
