#!/usr/bin/env bash
# Protego allows the address of a folder where robots.txt allows only the index.html in it.
#
# Version   Protego 0.7.0
# Expected  RFC 9309 compares paths octet by octet: a rule for /news/index.html says nothing of /news/.
# Happens   `Allow: /news/index.html` allows /news/ too, even where everything else is forbidden. `Disallow` of the same
#           file forbids the file and nothing else, so the two rules are not each other's opposite.
# For you   The front page of a folder is fetched although its publisher forbids it. Check folders with a second parser
#           if that matters to you.
# Source    https://www.rfc-editor.org/rfc/rfc9309#section-2.2.2
#           https://github.com/scrapy/protego#readme
. "$(dirname "$0")/lib.sh"

python protego==0.7.0 << 'PY'
from protego import Protego

for rules in ("Disallow: /\nAllow: /news/index.html\n", "Disallow: /news/index.html\n"):
    robots = Protego.parse("User-agent: *\n" + rules)
    print(rules.strip().replace("\n", ", "))
    for path in ("/news/index.html", "/news/", "/news/5"):
        allowed = robots.can_fetch(f"https://harbourpost.example{path}", "reader")
        print(f"    {path:18} {'allowed' if allowed else 'forbidden'}")
PY

seen << 'OUT'
Disallow: /, Allow: /news/index.html
    /news/index.html   allowed
    /news/             allowed
    /news/5            forbidden
Disallow: /news/index.html
    /news/index.html   forbidden
    /news/             allowed
    /news/5            allowed
OUT
