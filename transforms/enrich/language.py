"""The language of a text, by eldc: 60 languages by n-grams of letters, about 10 microseconds a window."""

import re
from functools import cache
from typing import Any

import eldc

from transforms.base.language import NO_LANGUAGE

_WINDOW = 1000
"""eldc looks at this many bytes of UTF-8 and no further."""
_ENOUGH = 40
"""Bytes of letters below which a text says too little."""
_SURE = 0.5
"""A score that counts though eldc itself is not sure; texts in languages that it does not know stay below 0.2."""
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*\Z")
# eldc has one code for each of these: what the document says of itself is finer.
_GROUPS = {"id": "ms", "nb": "no", "nn": "no", "bs": "hr", "sr": "hr", "fil": "tl"}


def detect(text: str, hint: str | None = None) -> str | None:
    """The language of a text: a primary language subtag of BCP 47, None if it is not clear.

    `hint` is what the document or its feed says. It decides where the text is too short or like no known language,
    and between languages that eldc takes for one.
    """
    declared, found = _primary(hint), _found(text)
    return declared if found is None or (declared and _group(declared) == _group(found)) else found


def _found(text: str) -> str | None:
    windows = _windows(text)
    sure, scores = 0, dict[str, float]()
    for window in windows:
        result = _detector().detect_details(window)
        sure += result.reliable
        for language, score in result.scores.items():
            scores[language] = scores.get(language, 0.0) + score
    if not scores:
        return None
    best = max(scores, key=lambda language: (scores[language], language))
    return best if sure * 2 > len(windows) or scores[best] >= _SURE * len(windows) else None


def _windows(text: str) -> list[str]:
    """Head, middle and tail: a quotation or a list of names at the head must not decide alone."""
    middle = (len(text) - _WINDOW) // 2
    starts = (0, middle, len(text) - _WINDOW) if middle > _WINDOW else (0,)
    return [part for start in starts if (part := _letters(text[start : start + _WINDOW]))]


def _letters(part: str) -> str:
    # A surrogate has no UTF-8, and a NUL would end the text for eldc.
    part = part.replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")
    if len(part) >= 5 * _ENOUGH:
        return part
    return part if len("".join(filter(str.isalpha, part)).encode("utf-8")) >= _ENOUGH else ""


def _primary(tag: str | None) -> str | None:
    match = _TAG.match(tag.strip()) if tag else None
    subtag = match[1].lower() if match else ""
    return subtag if subtag and subtag not in NO_LANGUAGE else None


def _group(language: str) -> str:
    return _GROUPS.get(language, language)


@cache
def _detector() -> Any:
    """A detector of our own: eldc's global settings belong to anybody."""
    eldc.init()
    return eldc.instance()
