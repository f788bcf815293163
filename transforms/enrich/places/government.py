"""Capitals that stand for their governments: "Washington wants", "Beijing's backing for Moscow"."""

import re
from collections.abc import Sequence

from transforms.enrich.spans import Span

_PLACE = re.compile(
    r"\b(?:in|near|across|outside|around|throughout|within|into|at|from|of|through|via|central|downtown|northern|southern"
    r"|eastern|western|capital|city|visit(?:ed|ing|s)?|left|leav(?:e|es|ing)|reach(?:ed|es|ing)?|arriv\w+ (?:in|at)"
    r"|home in|based in|fl(?:y|ew|ies|ying) to|travel\w* to|trip to|return\w* to|came to|went to|visit to)"
    r"\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"\s*[,(]\s*[A-Z]|[-–](?:based|born|area)\b|\s\([A-Z]|\s+[-–—]\s")
_ACTS = re.compile(
    r"\s(?:(?:is|was|has been|had been) \w+ing|will|would|should|must|may|might|also|wants?|says?|said|seeks?|sought"
    r"|urges|warns|accuses|den(?:y|ies|ied)|backs|imposes|pursues|pledges|agrees|insists|considers|calls|claims|regards"
    r"|rejects|supports|wages|threatens|opposes|hopes|fears|to|\w{3,}ed)\b|['’]s?\s"
)
_ASKED = re.compile(r"\b(?:urg\w+|ask\w+|want\w*|calls? on|called on)\s+\Z")


def is_government(text: str, mentions: Sequence[Span]) -> bool:
    """Whether a capital that is mentioned here does what governments do, and nothing happens in it."""
    acts = False
    for start, end, _ in mentions:
        if start == 0 or (text[start - 1] == "\n" and text[start:end].isupper()):
            return False
        if _PLACE.search(text, max(0, start - 30), start) or _BEHIND.match(text, end):
            return False
        acts = acts or bool(_ACTS.match(text, end) or _ASKED.search(text, max(0, start - 12), start))
    return acts
