"""Mentions of known names that a model missed."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from transforms.enrich.places.table import countries
from transforms.enrich.spans import PERSONS, Span
from transforms.enrich.wordlist import stands

# Behind the letter it looks for what is before it: a pattern that begins with a letter is searched three times as fast.
_CAPITALISED = re.compile(r"[A-Z](?<!\w[A-Z])[a-z]+(?: [A-Z][a-z]+)?")
_WORD = re.compile(r"[^\W\d_a-z]\w*")
_BEFORE = re.compile(r"(?:\w|-|[^\W\d_] )\Z")
_AFTER = re.compile(r"\w|-(?!(?:led|based|backed|run|owned|era|born|wide|bound|held|controlled|style)\b)\w| [^\W\d_]")


def echoes(text: str, names: Mapping[str, str], taken: Iterable[Span]) -> Iterator[Span]:
    """Further mentions of names, with their labels, and of one name of a person; none over those `taken`."""
    covered = bytearray(len(text))
    for span in taken:
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    # Where each word with a capital begins: to look for every name in the whole text takes longer.
    begins = defaultdict[str, list[int]](list)
    for word in _WORD.finditer(text):
        begins[word[0]].append(word.start())
    labels = _known(names, {word for word in begins if len(word) > 1 and word.isupper()})
    for name in sorted(labels, key=lambda name: (-len(name), name)):
        first = _WORD.match(name) if len(name) > 1 else None
        for start in begins.get(first[0], ()) if first else ():
            stop = start + len(name)
            if covered.find(1, start, stop) >= 0 or not text.startswith(name, start):
                continue
            if _alone(text, start, stop, labels[name]):
                # What the text also writes in lower case is a word like another: "the State", "a state".
                if not name.isupper() and stands(text, name.lower()):
                    break
                covered[start:stop] = b"\1" * len(name)
                yield Span(start, stop, labels[name])


def missed_countries(text: str, taken: Iterable[Span]) -> Iterator[Span]:
    """Mentions of countries that the model missed, if they are not part of a longer name."""
    ends = {span.start: span.end for span in taken}
    covered, names = sorted(ends), countries()
    for found in _CAPITALISED.finditer(text):
        whole, first = found[0], found[0].partition(" ")[0]
        if whole in names or first in names:
            start = found.start()
            end = start + len(whole if whole in names else first)
            at = bisect_right(covered, end - 1)
            if (at == 0 or ends[covered[at - 1]] <= start) and _alone(text, start, end, "GPE"):
                yield Span(start, end, "GPE")


def _known(names: Mapping[str, str], shouted: set[str]) -> dict[str, str]:
    """Names, the first and last words of persons' names, and all of them in capitals, as in headlines."""
    persons = {name: label for name, label in names.items() if label in PERSONS and " " in name}
    first = {name.split()[0]: label for name, label in persons.items()}
    last = {name.split()[-1]: label for name, label in persons.items()}
    labels = {**{name: label for name, label in first.items() if len(name) > 3}, **last, **names}
    capitals = {name.upper(): label for name, label in labels.items() if len(name) > 3} if shouted else {}
    return {name: label for name, label in capitals.items() if name.split()[0] in shouted} | labels


def _alone(text: str, start: int, end: int, label: str) -> bool:
    """Whether a name is not a piece of a longer one."""
    before, after = _BEFORE.search(text, max(0, start - 30), start), _AFTER.match(text, end)
    if after and (after[0][0] != " " or after[0][-1].isupper()):
        return False
    return not before or (before[0][-1] == " " and (label in PERSONS or not before[0][0].isupper()))
