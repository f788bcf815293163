#!/usr/bin/env bash
# rss-parser moves the words in bold to the end of a summary in XHTML, and makes an object of such a title.
#
# Version   rss-parser 3.13.0 (npm; needs Node)
# Expected  RFC 4287 lets title, summary and content be of type xhtml; the types of rss-parser say `title?: string`.
# Happens   All text comes first and all elements after it, so that a sentence loses its order and with it, here, its
#           sense. A title is an object.
# For you   Text from Atom feeds of type xhtml cannot be quoted or compared. Take the page, or another parser.
# Source    https://www.rfc-editor.org/rfc/rfc4287#section-3.1.1.3
#           https://github.com/rbren/rss-parser#output
. "$(dirname "$0")/lib.sh"

node rss-parser@3.13.0 << 'JS'
import Parser from "rss-parser";

const xhtml = (name, text) =>
    `<${name} type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">${text}</div></${name}>`;
const feed = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour</title><id>tag:f</id><entry><id>tag:e</id>
    ${xhtml("title", "The <em>eastern</em> quay opens")}
    ${xhtml("summary", "The port did <b>not</b> close, the mayor told <i>us</i> on Monday.")}
    </entry></feed>`;
const [entry] = (await new Parser().parseString(feed)).items;
console.log("title  ", typeof entry.title);
console.log("summary", entry.summary.replace(/<[^>]*>/g, ""));
JS

seen << 'OUT'
title   object
summary The port did  close, the mayor told  on Monday.notus
OUT
