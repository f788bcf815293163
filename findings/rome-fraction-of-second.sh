#!/usr/bin/env bash
# ROME reads the microseconds of a time as milliseconds, and an entry moves by minutes or by days.
#
# Version   com.rometools:rome 2.1.0 (needs Java and Maven)
# Expected  RFC 3339, which Atom asks for, allows any number of digits in the fraction of a second.
# Happens   The digits are taken for a count of milliseconds: six are up to 17 minutes too many, nine up to 12 days.
# For you   Python writes six digits, Go and .NET up to nine: cut the fraction off before parsing.
# Source    https://www.rfc-editor.org/rfc/rfc3339#section-5.6
#           https://www.rfc-editor.org/rfc/rfc4287#section-3.3
. "$(dirname "$0")/lib.sh"

java com.rometools:rome:2.1.0 org.slf4j:slf4j-nop:2.0.6 << 'JAVA'
import com.rometools.rome.io.SyndFeedInput;
import java.io.StringReader;

class Main {
    public static void main(String[] args) throws Exception {
        String digits = "987654321";
        for (int length : new int[] {3, 6, 9}) {
            String time = "2024-02-05T15:10:00." + digits.substring(0, length) + "Z";
            String entries = "<entry><title>Quay opens</title><id>tag:e</id><updated>" + time + "</updated></entry>";
            String feed = "<feed xmlns='http://www.w3.org/2005/Atom'><title>Harbour</title>" + entries + "</feed>";
            var entry = new SyndFeedInput().build(new StringReader(feed)).getEntries().get(0);
            System.out.println(time + " -> " + entry.getUpdatedDate().toInstant());
        }
    }
}
JAVA

seen << 'OUT'
2024-02-05T15:10:00.987Z -> 2024-02-05T15:10:00.987Z
2024-02-05T15:10:00.987654Z -> 2024-02-05T15:26:27.654Z
2024-02-05T15:10:00.987654321Z -> 2024-02-17T01:30:54.321Z
OUT
