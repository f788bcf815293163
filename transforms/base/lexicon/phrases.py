"""How the entries of the lexicon are written and looked up."""

import re

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

    def match(self, head: str, *, glued: bool = False) -> str | None:
        """What follows the longest phrase that the line starts with, else None; `glued` asks for no end of word."""
        for start in (head[:2], head[:1]):
            for phrase in self._by_start.get(start, ()):
                if head.startswith(phrase):
                    rest = head[len(phrase) :]
                    if glued or not rest or not (rest[0].isalnum() and phrase[-1].isalnum()) or phrase[-1] > "\u3000":
                        return rest
        return None
