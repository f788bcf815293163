#!/usr/bin/env bash
# @extractus/feed-extractor turns identifiers into numbers and back: two items become one.
#
# Version   @extractus/feed-extractor 8.0.3 (npm; needs Node)
# Expected  RSS calls `guid` a string that identifies an item: "0012" and "12" are two items.
# Happens   What looks like a number is read as one. Leading zeros go, "1e3" is 1000, and hexadecimal is decimal.
# For you   Items are taken for seen that never were. Identify them by link, or read `guid` yourself with
#           getExtraEntryFields.
# Source    https://www.rssboard.org/rss-specification#ltguidgtSubelementOfLtitemgt
#           https://github.com/extractus/feed-extractor#apis
. "$(dirname "$0")/lib.sh"

node @extractus/feed-extractor@8.0.3 << 'JS'
import { extractFromXml } from "@extractus/feed-extractor";

for (const guid of ["12", "0012", "0x0c", "1e3", "1000", "a12"]) {
    const item = `<item><title>Quay opens</title><guid isPermaLink="false">${guid}</guid></item>`;
    const feed = extractFromXml(`<rss version="2.0"><channel><title>Harbour</title>${item}</channel></rss>`);
    console.log(guid.padEnd(5), "->", JSON.stringify(feed.entries[0].id));
}
JS

seen << 'OUT'
12    -> "12"
0012  -> "12"
0x0c  -> "12"
1e3   -> "1000"
1000  -> "1000"
a12   -> "a12"
OUT
