"""Language tags as BCP 47 writes them."""

import re

_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?(?:[-_.@].*)?\Z", re.IGNORECASE)
NO_LANGUAGE = frozenset(("und", "mul", "zxx", "mis", "xx"))
"""Tags that name no language (ISO 639-2: undetermined, several, none, uncoded), and a common filler."""


def language_tag(value: object) -> str | None:
    """A language as BCP 47 writes it (RFC 5646 section 2.1.1), without variants; None if it names none."""
    match = _TAG.match(value.strip()) if isinstance(value, str) else None
    if match is None or match[1].lower() in NO_LANGUAGE:
        return None
    parts = (match[1].lower(), match[2] and match[2].title(), match[3] and match[3].upper())
    return "-".join(filter(None, parts))
