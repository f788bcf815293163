"""Entries of feeds: pieces of pages that are all article."""

import re
from collections.abc import Sequence

from transforms.extract.names import clean

_BYLINE = re.compile(r"(?:by|von|par|por|di|door|av|af|przez|od|oleh|автор:?|текст:?)\s+(?=\S)", re.IGNORECASE)
_LONGEST = 120
_NAME = re.compile(r"(?:[^\W\d_][\w.'’-]*\s+){1,4}[^\W\d_][\w.'’-]*\Z")


def authors(lines: Sequence[str]) -> tuple[str, ...]:
    """Who signs in one of the first two lines: "By Jane Doe and John Roe"; nobody where it is no list of names."""
    for line in lines[:2]:
        if len(line) <= _LONGEST and _BYLINE.match(line):
            names = clean([line])
            if names and all(_NAME.match(name) and name.title()[0] == name[0] for name in names):
                return names
    return ()
