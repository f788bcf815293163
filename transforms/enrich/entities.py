"""Entities of one article: from the mentions that a model finds to names. Pure functions, the same for every model.

A model reads each place by itself. An article as a whole says more: it names a person in full once and by one name
afterwards, and a name means the same from its first line to its last.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from schemas.article import Entity, Mention

LEFT_OUT = frozenset(
    ("DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL", "DATETIME", "NUMERIC_VALUE")
)
"""Labels of what is no name. All others are kept as the model says them: PERSON, NORP, ORG, GPE, LOC, FAC, EVENT, …"""
PERSONS = frozenset(("PERSON", "PER"))
PLACES = frozenset(("GPE", "LOC", "FAC", "NORP"))

_LONGEST = 200
"""Code points: no name is longer."""
_NAME = re.compile(r"\W*(?:(?:[Tt]he|THE|an?)\s+)?(.*?)(?:['’][sS]?)?[^\w.)]*", re.DOTALL)
_HONORIFIC = r"\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Sir|Mme|Mlle|Herr|Frau)\b\.?\s+"
_STARTS_HONORIFIC = re.compile(_HONORIFIC)
_ENDS_HONORIFIC = re.compile(_HONORIFIC + r"\Z")
_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"\w+")


class Span(NamedTuple):
    """A mention with its label; bounds in code points."""

    start: int
    end: int
    label: str


def entities(text: str, found: Sequence[Span]) -> tuple[Entity, ...]:
    """The entities of a text in the order of their first mention, from the mentions that a model found in it.

    Mentions are without article, title and final 's. A name has one label throughout the text.
    """
    spans = list(_trimmed(text, found))
    labels = _labels(text, spans)
    names = {text[span.start : span.end]: labels[_key(text, span)] for span in spans}
    spans = sorted(chain(spans, _echoes(text, names, [*found, *spans])))
    groups: dict[str, list[Span]] = {}
    for span in spans:
        groups.setdefault(_key(text, span), []).append(span)
    for key in list(groups):
        labels.setdefault(key, groups[key][0].label)
    merged: dict[str, list[Span]] = {}
    canonical = _canonical(text, groups, labels)
    for span in spans:
        merged.setdefault(canonical[_key(text, span)], []).append(span)
    return tuple(
        Entity(_surface(text, groups[key]), labels[key], len(group), tuple(Mention(s.start, s.end) for s in group))
        for key, group in merged.items()
    )


def _trimmed(text: str, found: Iterable[Span]) -> Iterator[Span]:
    """The names within the model's mentions: one line each, without what stands around a name."""
    person = next((span.label for span in found if span.label in PERSONS), None)
    for span in found:
        if span.label in LEFT_OUT or span.end - span.start > _LONGEST:
            continue
        for line in _LINE.finditer(text, span.start, span.end):
            match = _NAME.fullmatch(text, *line.span())
            if match is None:
                continue
            (start, end), label = match.span(1), span.label
            titled = _STARTS_HONORIFIC.match(text, start, end)
            start = titled.end() if titled else start
            if person and (titled or _ENDS_HONORIFIC.search(text, max(0, start - 8), start)):
                label = person
            name = text[start:end]
            # Of scripts with two cases, a name has an upper-case letter.
            if any(map(str.isalpha, name)) and not name.islower():
                yield Span(start, end, label)


def _labels(text: str, spans: Iterable[Span]) -> dict[str, str]:
    """One label for each name: what most of its mentions say, the first of equals."""
    votes: dict[str, Counter[str]] = {}
    for span in spans:
        votes.setdefault(_key(text, span), Counter())[span.label] += 1
    labels = {key: counter.most_common(1)[0][0] for key, counter in votes.items()}
    # One word of a person's full name is that person, unless the text clearly says that it is a place.
    parts: dict[str, Counter[str]] = {}
    for key, label in labels.items():
        if label in PERSONS and " " in key:
            for word in _ends(key):
                parts.setdefault(word, Counter())[label] += votes[key][label]
    for word in parts.keys() & votes.keys():
        label, times = parts[word].most_common(1)[0]
        if sum(votes[word][place] for place in PLACES) <= 2 * times:
            labels[word] = label
    return labels


def _echoes(text: str, names: Mapping[str, str], taken: Iterable[Span]) -> Iterator[Span]:
    """Further mentions of names, and of persons' last names, that the model skipped."""
    covered = bytearray(len(text))
    for span in taken:
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    words = list(_WORD.finditer(text))
    lower = {word[0] for word in words if word[0].islower()}
    last = {name.split()[-1]: label for name, label in names.items() if label in PERSONS and " " in name}
    by_word: dict[str, list[str]] = {}
    labels = {**last, **names}
    for name in sorted(labels, key=lambda name: (-len(name), name)):
        # What the text also writes in lower case is a word like another: "the State", "a state".
        first = _WORD.match(name)
        if first and name[0].isupper() and len(name) > 1 and (name.isupper() or name.lower() not in lower):
            by_word.setdefault(first[0], []).append(name)
    end = 0
    for word in words:
        for name in by_word.get(word[0], ()) if word.start() >= end else ():
            start, stop = word.start(), word.start() + len(name)
            if (
                text.startswith(name, start)
                and not any(covered[start:stop])
                and _alone(text, start, stop, labels[name])
            ):
                end = stop
                yield Span(start, stop, labels[name])
                break


_BEFORE = re.compile(r"(?:[\w’']*-|[^\W\d_]+ )\Z")
_AFTER = re.compile(r"\w|-\w| [^\W\d_]")


def _alone(text: str, start: int, end: int, label: str) -> bool:
    """Whether a name is not a piece of a longer one."""
    before, after = _BEFORE.search(text, max(0, start - 30), start), _AFTER.match(text, end)
    if after and (after[0][0] != " " or after[0][-1].isupper()):
        return False
    return not before or (before[0][-1] != "-" and (label in PERSONS or not before[0][0].isupper()))


def _canonical(text: str, groups: Mapping[str, Sequence[Span]], labels: Mapping[str, str]) -> dict[str, str]:
    """For each name the one it stands for: a person's full name, what an acronym is short for, mostly itself."""
    longer: dict[tuple[str, str], set[str]] = {}
    for key, spans in groups.items():
        name, label = _surface(text, spans), labels[key]
        if " " in key:
            for word in _ends(key) if label in PERSONS else ():
                longer.setdefault((label, word), set()).add(key)
            initials = "".join(word[0][0] for word in _WORD.finditer(name) if word[0][0].isupper())
            longer.setdefault((label, initials), set()).add(key)
    result = {}
    for key, spans in groups.items():
        name, label = _surface(text, spans), labels[key]
        short = name.replace(".", "") if name.isupper() and label not in PERSONS else key
        full = longer.get((label, short), set()) if " " not in key and len(key) > 1 else set()
        result[key] = min(full) if len(full) == 1 else key
    return result


def _ends(key: str) -> set[str]:
    words = key.split(" ")
    return {words[0], words[-1]}


def _surface(text: str, spans: Iterable[Span]) -> str:
    """A name as it is mostly written, the first of equals, white space folded."""
    return Counter(" ".join(text[span.start : span.end].split()) for span in spans).most_common(1)[0][0]


def _key(text: str, span: Span) -> str:
    """What two mentions of one name agree in: not case, white space, or the dots of an acronym."""
    return " ".join(text[span.start : span.end].casefold().replace(".", "").split())
