"""How two ways of writing a name are seen to be one."""

import re
import unicodedata

_APART = re.compile(r"[\s\-‐‑–_]+")
_LEFT_OUT = re.compile(r"[.,'’ʼ‘`´()\[\]\"“”]")
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})


def fold(name: str) -> str:
    """A name without case, accents, dots, quotes and commas; hyphens are spaces."""
    if name.isascii():
        letters = name.lower()
    else:
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold().translate(_LETTERS))
        letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
    return _APART.sub(" ", _LEFT_OUT.sub("", letters)).strip()
