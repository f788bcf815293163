#!/usr/bin/env bash
# htmlparser2 gives a feed the link of its first entry, and an entry the day of its last change as that of publication.
#
# Version   htmlparser2 12.0.0 (npm; needs Node)
# Expected  `parseFeed` reads RSS and Atom. An Atom feed need not link to its site, and an entry has <published> and
#           <updated>, which are different times.
# Happens   The first <link> anywhere below is the feed's: an entry's sound file, if that comes first. `pubDate` is
#           <updated>, and <published> is dropped. In RSS, dc:creator is dropped.
# For you   Corrected articles come out as new. Read <published> with a parser that has a field for it.
# Source    https://github.com/fb55/htmlparser2#parsing-feeds
#           https://www.rfc-editor.org/rfc/rfc4287#section-4.2.9
. "$(dirname "$0")/lib.sh"

node htmlparser2@12.0.0 << 'JS'
import { parseFeed } from "htmlparser2";

const feed = parseFeed(
    `<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Post</title><id>tag:f</id><entry><id>tag:e</id>
    <title>Quay opens</title><link rel="enclosure" type="audio/mpeg" href="https://harbourpost.example/5.mp3"/>
    <link rel="alternate" href="https://harbourpost.example/5"/>
    <published>2024-02-05T15:10:00Z</published><updated>2024-03-01T09:00:00Z</updated></entry></feed>`,
    { xmlMode: true },
);
console.log("feed ", feed.link);
console.log("entry", feed.items[0].link, feed.items[0].pubDate.toISOString().slice(0, 10));
JS

seen << 'OUT'
feed  https://harbourpost.example/5.mp3
entry https://harbourpost.example/5.mp3 2024-03-01
OUT
