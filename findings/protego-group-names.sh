#!/usr/bin/env bash
# Protego takes the name of a group for a prefix of a crawler's name: one group matches too much, another nothing.
#
# Version   Protego 0.7.0
# Expected  RFC 9309 matches the product token of the crawler with that of the group, ignoring case. A version behind
#           it in either is not part of the token.
# Happens   A group for "news" holds for "newsbot". A group for "newsbot/2.1" does not hold for "newsbot".
# For you   Pass the name with its version and without, and take the stricter answer.
# Source    https://www.rfc-editor.org/rfc/rfc9309#section-2.2.1
. "$(dirname "$0")/lib.sh"

python Protego==0.7.0 << 'PY'
from protego import Protego

for group in ("newsbot", "NewsBot", "news", "newsbot/2.1"):
    rules = Protego.parse(f"User-agent: {group}\nDisallow: /\n")
    for crawler in ("newsbot", "newsbot/2.1"):
        allowed = rules.can_fetch("https://harbour.example/quay", crawler)
        print(f"group {group:12} crawler {crawler:12} {'allowed' if allowed else 'disallowed'}")
PY

seen << 'OUT'
group newsbot      crawler newsbot      disallowed
group newsbot      crawler newsbot/2.1  disallowed
group NewsBot      crawler newsbot      disallowed
group NewsBot      crawler newsbot/2.1  disallowed
group news         crawler newsbot      disallowed
group news         crawler newsbot/2.1  disallowed
group newsbot/2.1  crawler newsbot      allowed
group newsbot/2.1  crawler newsbot/2.1  disallowed
OUT
