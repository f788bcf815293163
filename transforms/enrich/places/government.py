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
    r"\s(?:is|was|has|had|will|would|should|must|may|might|can|could|also|did|does|do|wants?|wanted|says?|said|seeks?"
    r"|sought|urge[sd]?|warn(?:s|ed)?|accuse[sd]?|den(?:y|ies|ied)|back(?:s|ed)?|impose[sd]?|pursue[sd]?|pledge[sd]?"
    r"|agree[sd]?|insist(?:s|ed)?|consider(?:s|ed)?|call(?:s|ed)?|claim(?:s|ed)?|regard(?:s|ed)?|reject(?:s|ed)?"
    r"|support(?:s|ed)?|wage[sd]?|threaten(?:s|ed)?|oppose[sd]?|and|to|over|about|against)\b|['’]s?\s"
)


def is_government(text: str, mentions: Sequence[Span]) -> bool:
    """Whether a capital that is mentioned here does what governments do, and nothing happens in it."""
    acts = False
    for start, end, _ in mentions:
        if start == 0 or (text[start - 1] == "\n" and text[start:end].isupper()):
            return False
        if _PLACE.search(text, max(0, start - 30), start) or _BEHIND.match(text, end):
            return False
        acts = acts or _ACTS.match(text, end) is not None
    return acts
