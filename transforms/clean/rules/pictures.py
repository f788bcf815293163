"""Rules about captions and credits of pictures."""

import re
from collections.abc import Sequence

from transforms.base.lexicon import hints, openings
from transforms.base.lexicon.phrases import WORD
from transforms.clean.blocks import Line
from transforms.clean.page import Page

_BRACKETS = re.compile(r"[(\[（]([^()\[\]（）]{2,80})[)\]）]\.?$")
_NAME = r"[A-Z\u00c0-\u00de][\w.&'’-]{1,30}"
_SLASHED = re.compile(rf"(?:{_NAME},? ){{0,5}}{_NAME}(?: ?/ ?{_NAME}(?:,? {_NAME}){{0,4}}){{1,4}}(?:, File)?$")
# "… in Oslo. Photo: Ann Lee", "… in Oslo. Photograph by Ann Lee/Agency"
_PICTURE = (
    r"photos?|photographs?|pictures?|image|credits?|fotos?|bild|crédits?(?: photo)?|créditos?|fotografía|imagen|kuva"
    r"|beeld|zdjęcie|fot|фото|illustration|video"
)
_BY = r"by|courtesy(?: of)?|von|de|di|av|af|por|par|via"
# "… in Oslo. Photo: Ann Lee", "… in Oslo. Photograph by Ann Lee/Agency"
_NAMED = re.compile(
    rf"(?:^|[.!?…)\s])(?:{_PICTURE})(?: credit)?(?: (?:{_BY}))?\s?[:©/|]\s?[^.!?:;]{{2,60}}$"
    rf"|[.!?]\s(?:{_PICTURE}) (?:{_BY}) [^.!?:;]{{2,60}}$"
)
_TITLE_CASE = 0.7
"""The share of words with a capital above which a line is a heading."""
_SENTENCE = re.compile(r"[.!?…]\s|(?<=[a-z])[.!?](?=[A-Z])")


def caption(page: Page, index: int, block: Line) -> bool:
    """Ends with the credit of a picture, in brackets: "… in Oslo. (Photo: Agency)"."""
    match = _BRACKETS.search(block.text) if block.text[-1] in ")]）】." else None
    if match is None:
        return False
    inside = match.group(1)
    words = WORD.findall(inside.casefold())
    if _is_slashed(inside, words):
        return True
    if match.end(1) + 1 < len(block.text) and not inside[0].isupper():
        return False
    return 0 < len(words) <= 8 and not inside.endswith((".", "?", "!")) and _is_credit(words, inside)


def _is_slashed(text: str, words: Sequence[str]) -> bool:
    """A person or an agency, and another: "Ann Lee/Agency"; a lone word before the sign is one of two choices."""
    if _SLASHED.match(text) is None:
        return False
    return _has_agency(words) or (" " in text.partition("/")[0].strip() and " /" not in text)


def _has_agency(words: Sequence[str]) -> bool:
    return not hints.AGENCY.isdisjoint(words)


def _is_credit(words: list[str], inside: str) -> bool:
    if words[0] in hints.PHOTO and words[0] not in hints.AGENCY:
        return ":" in inside or "/" in inside or "by" in words[:3] or len(words) <= 3
    return len(words) > 1 and (words[-1] in hints.PHOTO or words[1] in hints.PHOTO) and inside[0].isupper()


def named_caption(page: Page, index: int, block: Line) -> bool:
    """Ends with a named credit that is not part of a sentence."""
    if block.stops or block.bullet or block.text[-1] in ")]":
        return False
    return bool(_NAMED.search(block.head)) or _agency(block)


def _agency(block: Line) -> bool:
    """Whether what follows the last sentence is a name and an agency, or the agency alone."""
    tail = _SENTENCE.split(block.text)[-1]
    words = WORD.findall(tail.casefold())
    if not words or len(words) > 8 or (tail == block.text and "/" not in tail):
        return False
    return not hints.AGENCY.isdisjoint(words[-2:]) and (len(words) <= 3 or "/" in tail)


def credit(page: Page, index: int, block: Line) -> bool:
    """The credit of a picture on its own line."""
    if block.stops and block.size > 12:
        return False
    if openings.CAPTION.match(block.head) is not None:
        return True
    if block.size > 8 or block.bullet or not _is_slashed(block.text, block.words):
        return False
    return _has_agency(block.words) or is_caption(page.at(index - 1))


def is_caption(block: Line | None) -> bool:
    """Whether the line above a credit is a caption: no sentence of the article and no heading, as pictures have one."""
    if block is None or block.stops or block.bullet or block.last in ":,;" or not 4 <= block.size <= 40:
        return False
    return not (block.text[0].isdigit() or block.capitals > _TITLE_CASE)


def bracketed_credit(page: Page, index: int, block: Line) -> bool:
    """A name in brackets below a line that is not a sentence."""
    above = page.at(index - 1)
    if above is None or above.stops or not 4 <= above.size <= 40 or above.bullet or page.in_head(index):
        return False
    return block.text[0] == "(" and block.text[-1] == ")" and block.capitals == 1.0
