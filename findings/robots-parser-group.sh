#!/usr/bin/env bash
# robots-parser ends a group at a Sitemap line: the crawler named above it is left without the rules below.
#
# Version   robots-parser 3.0.1 (npm; needs Node)
# Expected  RFC 9309: lines of other kinds, Sitemap among them, must not interfere with groups; names in a row share the
#           rules that follow.
# Happens   A Sitemap between two names parts them. The first has a group without rules, and may fetch everything.
# For you   Take Sitemap lines out of the file before it is parsed; `getSitemaps` on the whole file still finds them.
# Source    https://www.rfc-editor.org/rfc/rfc9309#section-2.2.4
. "$(dirname "$0")/lib.sh"

node robots-parser@3.0.1 << 'JS'
import robotsParser from "robots-parser";

for (const between of ["", "\n", "Sitemap: https://harbour.example/news.xml\n"]) {
  const text = `User-agent: reader\n${between}User-agent: indexer\nDisallow: /drafts/\n`;
  const robots = robotsParser("https://harbour.example/robots.txt", text);
  const allowed = ["reader", "indexer"].map((agent) => robots.isAllowed("https://harbour.example/drafts/1", agent));
  console.log(JSON.stringify(between), "reader:", allowed[0], "indexer:", allowed[1]);
}
JS

seen << 'OUT'
"" reader: false indexer: false
"\n" reader: false indexer: false
"Sitemap: https://harbour.example/news.xml\n" reader: true indexer: false
OUT
