"""What can be seen of a block by its words alone, and by those that the page says of its article."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

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
    """
)

_WORD = re.compile(r"\w+")
_STOP = re.compile(r"[.!?…。！？।؟۔։][\"'”’»)」』\]]*\Z")
_SENTENCES = re.compile(r"[.!?।؟]\s|[。！？].")
_COMMA = re.compile("[,，、،]")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d")
_CAPITAL = re.compile(r"(?<!\w)[^\W\d_a-zß-öø-ÿ\u0430-\u045f]")
_DIGIT = re.compile(r"\d")
_DASH = re.compile(" [-–—] ")
_DENSE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_OPENING, _QUOTES = frozenset("\"'“‘«„»"), frozenset('"“”«»„')


@dataclass(frozen=True, slots=True)
class Said:
    """What the page says of its article, as far as its blocks are held against it."""

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
    return _STOP.search(text[-12:]) is not None


class Wording:
    """Holds blocks against what the page says of its article."""

    def __init__(self, said: Said) -> None:
        description = said.description or ""
        self.title = squash(said.title or "")
        self._title = _bag(said.title or "")
        self._description = _bag(description[:READ])
        self._start = squash(description[:200])[:60]
        self._authors = [key for key in map(squash, said.authors) if key]

    def columns(self, block: PageBlock, chars: int, words: int, stop: bool) -> tuple[float, ...]:
        """The values of `COLUMNS` for a block; its size and end are known already."""
        text, key = block.text[:READ], block.key
        length = len(text)
        bag = _bag(text)
        in_title, different = len(self._title & bag), max(1, len(bag))
        author = max((len(name) for name in self._authors if name in key), default=0)
        starts = len(self._start) >= 15 <= len(key) and key.startswith(self._start[: len(key)])
        looks = (
            *(chars, words, chars / words, min(1.0, block.linked / len(block.text)), block.linked > 0, stop),
            *(text[-1] in ":：", len(_COMMA.findall(text)) / words, len(_SENTENCES.findall(text))),
            *(text[0] in _OPENING, not _QUOTES.isdisjoint(text), len(_CAPITAL.findall(text)) / words),
            *(text.isupper(), text[0].islower(), len(_DIGIT.findall(text)) / length),
            *(_YEAR.search(text) is not None, _CLOCK.search(text) is not None, "|" in text, "©" in text, "@" in text),
            *("http" in text or "www." in text or ".com" in text, _DASH.search(text) is not None, text[0] in "([{"),
            *(
                "…" in text or "..." in text,
                "?" in text,
                min(1.0, block.bold / length),
                min(1.0, block.italic / length),
            ),
        )
        said = (
            *(in_title / different, in_title / max(1, len(self._title)), self.title != "" and key == self.title),
            *(len(self._description & bag) / different, starts, author > 0, author / len(key)),
        )
        return (*looks, *said)


def _bag(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
