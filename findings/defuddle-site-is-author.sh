#!/usr/bin/env bash
# defuddle names the reporter as the site of a page that does not name its site.
#
# Version   defuddle 0.19.4, jsdom 26.1.0 (npm; needs Node)
# Expected  `site` is documented as the name of the website; without one, the domain stands there, as on a page without
#           author.
# Happens   The author takes the place of the domain.
# For you   A table of articles by site has a row for each reporter. Use `domain`.
# Source    https://github.com/kepano/defuddle#response
. "$(dirname "$0")/lib.sh"

node defuddle@0.19.4 jsdom@26.1.0 << 'JS'
import { Defuddle } from "defuddle/node";
import { JSDOM } from "jsdom";

const text = "<p>The harbour opened its eastern quay again on Tuesday, after divers had been there.</p>".repeat(5);
const url = "https://harbour.example/quay";
for (const meta of ["", '<meta name="author" content="Ann Lee">']) {
    const page = `<html><head><title>Quay opens</title>${meta}</head><body><article>${text}</article></body></html>`;
    const { author, site, domain } = await Defuddle(new JSDOM(page, { url }).window.document, url);
    console.log(JSON.stringify({ author, site, domain }));
}
JS

seen << 'OUT'
{"author":"","site":"harbour.example","domain":"harbour.example"}
{"author":"Ann Lee","site":"Ann Lee","domain":"harbour.example"}
OUT
