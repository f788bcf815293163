"""Patterns of paths as robots.txt has them (RFC 9309 sections 2.2.2 and 2.2.3), which other files borrow.

Paths are compared percent-decoded but for `/` and `%`, with case, as protego compares them.
"""

import re
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit

_KEPT = re.compile(r"%(2[fF]|25)")
_KEPT_IN_PATTERN = re.compile(r"%(2[fF]|25|2[aA])")


@lru_cache(maxsize=64)
def path_of(url: str) -> str:
    """Path and query of an address, in the form that patterns are matched with."""
    url = url.partition("#")[0]
    try:
        parts = urlsplit(url)
    except ValueError:
        return "/"
    path = f"{parts.path}?{parts.query}" if "?" in url else parts.path
    path = _normal(path, _KEPT, "/%=")
    return path if path.startswith("/") else f"/{path}"


class Pattern:
    """A pattern: `*` is any characters, `$` at its end the end of the path."""

    def __init__(self, text: str) -> None:
        if text.startswith(("https://", "http://")):
            text = f"/{text}"
        self.anchored = text.endswith("$")
        self.text = _normal(text.removesuffix("$"), _KEPT_IN_PATTERN, "/%=*")
        self._first, *self._rest = re.sub(r"\*+", "*", self.text).split("*")
        self.length = len(self.text) + self.anchored
        """The longer one of two patterns that match is the one that counts."""

    def matches(self, path: str) -> bool:
        """Whether a path, as `path_of` gives it, is meant. In time that grows with pattern times path at most."""
        if not path.startswith(self._first):
            return False
        if not self._rest:
            return not self.anchored or len(path) == len(self._first)
        at = len(self._first)
        *middle, last = self._rest
        for part in middle:
            found = path.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        if self.anchored:
            return len(path) - len(last) >= at and path.endswith(last)
        return path.find(last, at) >= 0


@lru_cache(maxsize=4096)
def pattern(text: str) -> Pattern:
    """The pattern of a text: the same few are in every file of a publisher."""
    return Pattern(text)


def _normal(text: str, kept: re.Pattern[str], safe: str) -> str:
    if "%" in text:
        text = unquote(kept.sub(lambda match: f"%25{match[1].upper()}", text))
    return quote(text, safe=safe, errors="replace")
