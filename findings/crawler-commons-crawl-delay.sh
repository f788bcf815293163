#!/usr/bin/env bash
# crawler-commons allows no page of a site that asks for more than five minutes between two requests.
#
# Version   com.github.crawler-commons:crawler-commons 1.5 (needs Java and Maven)
# Expected  A long delay means few requests; what is disallowed is what Disallow names. RFC 9309 knows no Crawl-delay.
# Happens   Above 300 seconds all is disallowed, and the delay is said to be unset. It tells the same as "Disallow: /".
# For you   Sites that ask to be read slowly look closed. Give the parser a longest delay of your own.
# Source    https://crawler-commons.github.io/crawler-commons/1.5/crawlercommons/robots/SimpleRobotRulesParser.html
. "$(dirname "$0")/lib.sh"

java com.github.crawler-commons:crawler-commons:1.5 org.slf4j:slf4j-nop:2.0.6 << 'JAVA'
import crawlercommons.robots.SimpleRobotRulesParser;
import java.util.List;

class Main {
    public static void main(String[] args) {
        for (int seconds : new int[] {300, 301}) {
            byte[] robots = ("User-agent: *\nCrawl-delay: " + seconds + "\nDisallow: /search\n").getBytes();
            for (long longest : new long[] {300_000, 3_600_000}) {
                var parser = new SimpleRobotRulesParser(longest, 1);
                var rules = parser.parseContent("https://harbour.example/robots.txt", robots, "text/plain", List.of("newsbot"));
                String verdict = rules.isAllowed("https://harbour.example/quay") ? "allowed" : "disallowed";
                System.out.println("delay " + seconds + " s, longest " + longest / 1000 + " s: /quay is " + verdict);
            }
        }
    }
}
JAVA

seen << 'OUT'
delay 300 s, longest 300 s: /quay is allowed
delay 300 s, longest 3600 s: /quay is allowed
delay 301 s, longest 300 s: /quay is disallowed
delay 301 s, longest 3600 s: /quay is allowed
OUT
