#!/usr/bin/env bash
# RssReader for Java gives an Atom entry that names its source the identifier and the time of that source.
#
# Version   com.apptasticsoftware:rssreader 3.9.3 (needs Java and Maven)
# Expected  RFC 4287: `atom:source` keeps the metadata of the feed from which an entry was copied, so that aggregators can
#           say where it is from. It describes that feed, not the entry.
# Happens   Its id and updated replace those of the entry when they stand behind them. All entries that a planet or a
#           search takes from one feed have one identifier, and who tells them apart by it keeps one.
# For you   Tell entries apart by their link, or cut `source` out before parsing.
# Source    https://www.rfc-editor.org/rfc/rfc4287#section-4.2.11
. "$(dirname "$0")/lib.sh"

java com.apptasticsoftware:rssreader:3.9.3 << 'JAVA'
import com.apptasticsoftware.rssreader.RssReader;
import java.io.ByteArrayInputStream;

class Main {
    public static void main(String[] args) {
        String source = "<source><title>Harbour News</title><id>tag:harbour</id><updated>2020-01-01T00:00:00Z</updated></source>";
        StringBuilder entries = new StringBuilder();
        for (int number = 1; number <= 2; number++) {
            entries.append("<entry><title>Berth " + number + " opens</title><id>tag:" + number + "</id><updated>2024-02-0"
                + number + "T15:10:00Z</updated><link href='https://harbour.example/" + number + "'/>" + source + "</entry>");
        }
        String head = "<title>Planet</title><id>tag:planet</id><updated>2024-02-05T15:10:00Z</updated>";
        String feed = "<feed xmlns='http://www.w3.org/2005/Atom'>" + head + entries + "</feed>";
        new RssReader().read(new ByteArrayInputStream(feed.getBytes())).forEach(item -> System.out.println(
            item.getLink().get() + " -> " + item.getTitle().get() + ", " + item.getGuid().get() + ", " + item.getUpdated().get()));
    }
}
JAVA

seen << 'OUT'
https://harbour.example/1 -> Berth 1 opens, tag:harbour, 2020-01-01T00:00:00Z
https://harbour.example/2 -> Berth 2 opens, tag:harbour, 2020-01-01T00:00:00Z
OUT
