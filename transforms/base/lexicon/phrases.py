"""How the entries of the lexicon are written and looked up."""

import re
from collections.abc import Iterator, Sequence

# Letters and digits with the marks that belong to them, which \w leaves out.
WORD = re.compile(
    r"[\w\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff\u0e31-\u0e3a\u0e47-\u0e4e"
    r"\u0eb1-\u0ecd\u102b-\u103e\u17b4-\u17d3]+"
)


def _phrases(text: str) -> list[str]:
    return [phrase for line in text.casefold().splitlines() for part in line.split("|") if (phrase := part.strip())]


def labels(text: str) -> frozenset[str]:
    """Whole lines, numbers and punctuation aside."""
    return frozenset(" ".join(WORD.findall(phrase)) for phrase in _phrases(text))


def hints(text: str) -> frozenset[str]:
    """Single words."""
    return frozenset(text.casefold().split())


class Openings:
    """Phrases that a line may start with, found by their first two characters."""

    def __init__(self, text: str) -> None:
        self._by_start: dict[str, list[str]] = {}
        for phrase in sorted(_phrases(text), key=len, reverse=True):
            self._by_start.setdefault(phrase[:2], []).append(phrase)

    def __iter__(self) -> Iterator[str]:
        for phrases in self._by_start.values():
            yield from phrases

    def match(self, head: str, *, glued: bool = False) -> str | None:
        """What follows the longest phrase that the line starts with, else None; `glued` asks for no end of word."""
        for start in (head[:2], head[:1]):
            for phrase in self._by_start.get(start, ()):
                if head.startswith(phrase) and (glued or _ends(head, phrase)):
                    return head[len(phrase) :]
        return None


class Sets:
    """Several sets of phrases, looked up at once: which of them a line starts with one of."""

    def __init__(self, sets: Sequence[Openings]) -> None:
        self._by_start: dict[str, list[tuple[str, int]]] = {}
        for at, phrases in enumerate(sets):
            for phrase in phrases:
                self._by_start.setdefault(phrase[:3], []).append((phrase, 1 << at))

    def match(self, head: str) -> int:
        """A bit for each set, the first one lowest, as `Openings.match` finds them."""
        found = 0
        for start in (head[:3], head[:2], head[:1]):
            for phrase, bit in self._by_start.get(start, ()):
                if not found & bit and head.startswith(phrase) and _ends(head, phrase):
                    found |= bit
        return found


def _ends(head: str, phrase: str) -> bool:
    """Whether a word ends where the phrase does at the start of a line."""
    behind = head[len(phrase) : len(phrase) + 1]
    return not (behind.isalnum() and phrase[-1].isalnum()) or phrase[-1] > "\u3000"
