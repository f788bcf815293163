#!/usr/bin/env bash
# feed writes a JSON Feed with the first author only, and an RSS author that is not a mail address.
#
# Version   feed 6.0.0 (npm; needs Node)
# Expected  `author` of an item is a list. JSON Feed has had `authors` since version 1.1 of 2020, and RSS 2.0 defines
#           <author> as a mail address, with dc:creator for those who have only a name.
# Happens   JSON is written as version 1.0 with the first author; the others are dropped without a word. RSS gets
#           <author> with the bare name.
# For you   Readers of the JSON feed do not see who else wrote an article. Add `authors` to the parsed JSON before you
#           publish it.
# Source    https://www.jsonfeed.org/version/1.1/#items
#           https://www.rssboard.org/rss-specification#ltauthorgtSubelementOfLtitemgt
. "$(dirname "$0")/lib.sh"

node feed@6.0.0 << 'JS'
import { Feed } from "feed";

const feed = new Feed({ title: "Harbour Post", id: "https://harbourpost.example/", copyright: "" });
feed.addItem({
    title: "Quay opens",
    link: "https://harbourpost.example/5",
    date: new Date("2024-02-05T15:10:00Z"),
    author: [{ name: "Ann Lee" }, { name: "Bo Moss" }],
});
const { version, items } = JSON.parse(feed.json1());
console.log(version, JSON.stringify(items[0].author), items[0].authors);
console.log(feed.rss2().match(/<author>.*<\/author>/g).join(" "));
console.log(feed.atom1().match(/<name>.*<\/name>/g).join(" "));
JS

seen << 'OUT'
https://jsonfeed.org/version/1 {"name":"Ann Lee"} undefined
<author>Ann Lee</author> <author>Bo Moss</author>
<name>Ann Lee</name> <name>Bo Moss</name>
OUT
