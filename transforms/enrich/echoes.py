"""Mentions of known names that a model passed over."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping

from transforms.enrich.places.table import countries
from transforms.enrich.spans import PERSONS, Span
from transforms.enrich.wordlist import stands

_CAPITALISED = re.compile(r"\b([A-Z][a-z]+)(?: [A-Z][a-z]+)?")
_SHOUTED = re.compile(r"\b[A-Z]{2,}\b")
_BEFORE = re.compile(r"(?:\w|-|[^\W\d_] )\Z")
_AFTER = re.compile(r"\w|-(?!(?:led|based|backed|run|owned|era|born|wide|bound|held|controlled|style)\b)\w| [^\W\d_]")


def echoes(text: str, names: Mapping[str, str], taken: Iterable[Span]) -> Iterator[Span]:
    """Further mentions of names, with their labels, and of one name of a person; none over those `taken`."""
    covered = bytearray(len(text))
    for span in taken:
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    labels = _known(names, set(_SHOUTED.findall(text)))
    for name in sorted(labels, key=lambda name: (-len(name), name)):
        if len(name) < 2 or not name[0].isupper():
            continue
        start = text.find(name)
        while start >= 0:
            stop = start + len(name)
            if covered.find(1, start, stop) < 0 and _alone(text, start, stop, labels[name]):
                # What the text also writes in lower case is a word like another: "the State", "a state".
                if not name.isupper() and stands(text, name.lower()):
                    break
                covered[start:stop] = b"\1" * len(name)
                yield Span(start, stop, labels[name])
            start = text.find(name, stop)


def missed_countries(text: str, taken: Iterable[Span]) -> Iterator[Span]:
    """Mentions of countries that the model passed over, where they are no piece of a longer name."""
    ends = {span.start: span.end for span in taken}
    covered, names = sorted(ends), countries()
    for found in _CAPITALISED.finditer(text):
        whole, first = found.group(0, 1)
        if whole in names or first in names:
            start, end = found.span(0 if whole in names else 1)
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
