#!/usr/bin/env bash
# @rowanmanning/feed-parser gives an article the title of its picture where that comes first.
#
# Version   @rowanmanning/feed-parser 2.1.5 (npm; needs Node)
# Expected  In RSS, `title` without a namespace is the item's; `media:title` names the media object beside it. The
#           order of elements means nothing.
# Happens   The two are mixed up by their local name: the first of them wins.
# For you   A photo's caption replaces the headline. Compare with the page's own title.
# Source    https://www.rssboard.org/media-rss#media-title
#           https://github.com/rowanmanning/feed-parser#feeditemtitle
. "$(dirname "$0")/lib.sh"

node @rowanmanning/feed-parser@2.1.5 << 'JS'
import { parseFeed } from "@rowanmanning/feed-parser";

const title = "<title>Quay opens after storm</title>";
const picture = "<media:title>A gull on a post</media:title>";
for (const parts of [title + picture, picture + title]) {
    const feed = parseFeed(`<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>
        <title>Harbour</title><link>https://harbour.example/</link>
        <item><link>https://harbour.example/quay</link>${parts}</item></channel></rss>`);
    console.log(feed.items[0].title);
}
JS

seen << 'OUT'
Quay opens after storm
A gull on a post
OUT
