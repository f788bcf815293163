"""What can be seen of a block by its words alone, and by those that the page says of its article."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from transforms.base.lexicon import hints, labels, openings
from transforms.base.lexicon.phrases import WORD, Sets
from transforms.extract.blocks import PageBlock
from transforms.extract.names import squash
from transforms.extract.surroundings import tuple_of

READ = 2_000
"""Code points of a block that are looked at."""
COLUMNS = tuple_of(
    """
    chars words word_length link linked stop colon commas sentences quote any_quote capitals shouts lower digits year
    clock pipe sign at address dash bracket ellipsis question bold italic
    title_share title_cover is_title said_share said_start author author_share
    says_reader says_our says_letter says_newsletter says_subscribe says_channel says_photo says_agency says_bio
    says_role says_comments says_consent says_purchase says_company dated
    opens_related opens_heading opens_letter opens_promo opens_caption opens_byline opens_note opens_feedback
    opens_paywall opens_about opens_copyright is_label
    """
)
_GROUPS = (
    *(hints.READER, hints.OUR, hints.LETTER, hints.NEWSLETTER, hints.SUBSCRIBE, hints.CHANNEL, hints.PHOTO),
    *(hints.AGENCY, hints.BIO, hints.ROLE, hints.COMMENTS, hints.CONSENT, hints.PURCHASE, hints.COMPANY),
)
_OPENS = (
    *(openings.RELATED, openings.RELATED_HEADING, openings.NEWSLETTER, openings.PROMO, openings.CAPTION),
    *(openings.BYLINE, openings.NOTE, openings.FEEDBACK, openings.PAYWALL, openings.ABOUT, openings.COPYRIGHT),
)
_GROUPS_OF: dict[str, int] = {}
"""For each word of `_GROUPS` a bit for each set that has it."""
for _at, _words in enumerate(_GROUPS):
    for _word in _words:
        _GROUPS_OF[_word] = _GROUPS_OF.get(_word, 0) | 1 << _at
_OPENED = Sets(_OPENS)
_LABELS = labels.RELATED | labels.SHARE | labels.COMMENT | labels.ADVERT | labels.VIDEO | labels.TAG | labels.PAYWALL
SHORT = 40
"""Words of a block whose words are looked at one by one."""
_LABEL = 16
"""Different words of a label."""

_STOP = re.compile(r"[.!?…。！？।؟۔։][\"'”’»)」』\]]*\Z")
_ENDS = (". ", "! ", "? ")
_OTHER_ENDS = ("। ", "؟ ", "。", "！", "？")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d")
_DIGIT = re.compile(r"\d")
_DENSE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_OPENING, _QUOTES = frozenset("\"'“‘«„»"), frozenset('"“”«»„')


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the page says of its article and its blocks are compared with."""

    title: str | None = None
    description: str | None = None
    authors: Sequence[str] = ()


def size(text: str) -> tuple[int, int]:
    """Characters and words; in scripts without spaces a character counts as three, a word for two of them."""
    words = text.count(" ") + 1
    if text.isascii():
        return len(text), words
    dense = len(_DENSE.findall(text[:READ]))
    return len(text) + 2 * dense, words + dense // 2


def stops(text: str) -> bool:
    """Whether it ends as a sentence does."""
    return not text[-1].isalnum() and _STOP.search(text[-12:]) is not None


def _digits(text: str) -> int:
    return (
        len(text) - len(text.encode().translate(None, b"0123456789")) if text.isascii() else len(_DIGIT.findall(text))
    )


class Wording:
    """Holds blocks against what the page says of its article."""

    def __init__(self, facts: PageFacts) -> None:
        description = facts.description or ""
        self.title = squash(facts.title or "")
        self._title = _bag(facts.title or "")
        self._description = _bag(description[:READ])
        self._start = squash(description[:200])[:60]
        self._bags: dict[str, tuple[set[str], int]] = {}
        self._authors = [key for key in map(squash, facts.authors) if key]

    def columns(self, block: PageBlock, chars: int, words: int, stop: bool) -> tuple[float, ...]:
        """The values of `COLUMNS` for a block; its size and end are known already."""
        text, key = block.text[:READ], block.key
        length = len(text)
        bag, capitals = self.bag(block)
        in_title, different = len(self._title & bag), max(1, len(bag))
        author = max((len(name) for name in self._authors if name in key), default=0)
        starts = len(self._start) >= 15 <= len(key) and key.startswith(self._start[: len(key)])
        digits = _digits(text)
        ends = sum(map(text.count, _ENDS)) + (0 if text.isascii() else sum(map(text.count, _OTHER_ENDS)))
        looks = (
            *(chars, words, chars / words, min(1.0, block.linked / len(block.text)), block.linked > 0, stop),
            *(text[-1] in ":：", (text.count(",") + text.count("，") + text.count("、") + text.count("،")) / words),
            *(ends, text[0] in _OPENING, not _QUOTES.isdisjoint(text)),
            *(capitals / words, text.isupper(), text[0].islower(), digits / length),
            *(digits >= 4 and _YEAR.search(text) is not None, digits >= 3 and _CLOCK.search(text) is not None),
            *("|" in text, "©" in text, "@" in text, "http" in text or "www." in text or ".com" in text),
            *(" - " in text or " – " in text or " — " in text, text[0] in "([{", "…" in text or "..." in text),
            *("?" in text, min(1.0, block.bold / length), min(1.0, block.italic / length)),
        )
        repeats = (
            *(in_title / different, in_title / max(1, len(self._title)), self.title != "" and key == self.title),
            *(len(self._description & bag) / different, starts, author > 0, author / len(key)),
        )
        return (*looks, *repeats, *(_lexicon(text, bag) if words <= SHORT else _SILENT))

    def bag(self, block: PageBlock) -> tuple[set[str], int]:
        """The words of a block, without order, and how many begin with a capital; each block is looked at once."""
        known = self._bags.get(block.text)
        if known is None:
            found = WORD.findall(block.text[:READ].replace("’", "'"))
            known = set(map(str.casefold, found)), sum(map(str.isupper, [word[0] for word in found]))
            self._bags[block.text] = known
        return known


def _lexicon(text: str, bag: set[str]) -> tuple[float, ...]:
    """What a short block says of what stands around articles, in the words of many languages."""
    start = text.lstrip("([<>»→▶*+—- ").replace("’", "'").casefold()
    groups = 0
    for word in _GROUPS_OF.keys() & bag:
        groups |= _GROUPS_OF[word]
    return (
        *_bits(groups, len(_GROUPS)),
        len(bag & hints.DATE) / max(1, len(bag)),
        *_bits(_OPENED.match(start), len(_OPENS)),
        len(bag) < _LABEL and " ".join(word for word in WORD.findall(start) if not word.isdigit()) in _LABELS,
    )


@lru_cache(maxsize=1024)
def _bits(number: int, count: int) -> tuple[int, ...]:
    return tuple(number >> at & 1 for at in range(count))


_SILENT = (0,) * (len(_GROUPS) + 1 + len(_OPENS) + 1)


def _bag(text: str) -> set[str]:
    return set(WORD.findall(text.replace("’", "'").casefold()))


def word_columns(bags: Sequence[set[str]], words: Sequence[str]) -> npt.NDArray[np.float32]:
    """A column for each of these words: whether it is in the bag."""
    column = {word: index for index, word in enumerate(words)}
    table = np.zeros((len(bags), len(words)), np.float32)
    for row, bag in enumerate(bags):
        for word in column.keys() & bag:
            table[row, column[word]] = 1
    return table
