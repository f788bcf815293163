#!/usr/bin/env bash
# jsonfeed-to-atom claims the copyright of the year in which it runs for a feed that claims none.
#
# Version   jsonfeed-to-atom 1.2.5 (npm; needs Node)
# Expected  A converter says what the feed says. JSON Feed has no field for rights, and Atom's <rights> is optional.
# Happens   <rights> is written with a © sign, the present year and the author, so an archive that is converted again in
#           January differs in each file. Version 1.1 of JSON Feed is refused.
# For you   Whoever reads rights from converted feeds reads an invention. Remove <rights>, and set the version to 1 for
#           feeds of version 1.1.
# Source    https://github.com/bcomnes/jsonfeed-to-atom#readme
#           https://www.rfc-editor.org/rfc/rfc4287#section-4.2.10
. "$(dirname "$0")/lib.sh"

node jsonfeed-to-atom@1.2.5 << 'JS'
import convert from "jsonfeed-to-atom";

const items = [{ id: "5", title: "Quay opens", content_text: "It is open.", date_published: "2024-02-05T15:10:00Z" }];
const site = { title: "Harbour Post", home_page_url: "https://harbourpost.example/", author: { name: "Desk" }, items };
const feed_url = "https://harbourpost.example/feed.json";
for (const version of ["https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1"]) {
    try {
        const rights = convert({ version, feed_url, ...site }).match(/<rights>.*<\/rights>/)[0];
        console.log(rights.replace(String(new Date().getFullYear()), "(this year)"));
    } catch (error) {
        console.log(error.message);
    }
}
JS

seen << 'OUT'
<rights>© (this year) Desk</rights>
jsonfeed-to-atom: JSON feed version 1 required
OUT
