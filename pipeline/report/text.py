"""What a page shows of text from outside: the text, and nothing that turns the writing around it."""

import re
from urllib.parse import urlsplit

# Controls but line breaks and tabs, embeddings, overrides and isolates (https://trojansource.codes). The marks of
# right-to-left scripts stay: they turn nothing but what stands next to them, and Arabic and Hebrew need them.
_TURNING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """The text with a replacement character for each one that is not seen but does something; as long as before."""
    return _TURNING.sub("\ufffd", text)


def web_address(url: str | None) -> str:
    """The address if it is one of the web, else nothing: a link must not run what it names."""
    try:
        is_web = url is not None and urlsplit(url).scheme in ("http", "https")
    except ValueError:
        is_web = False
    return harmless(url) if url and is_web else ""
