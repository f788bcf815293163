"""Who is who within an article: a surname is the person, an acronym the organisation, U.S. the United States."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from transforms.enrich.namesakes import SUFFIXES, meant
from transforms.enrich.places.table import Kind, Place
from transforms.enrich.spans import PERSONS, PLACES, Span

_CAPITALISED = re.compile(r"\b[^\W\d_a-z]\w*")
_PARTICLES = frozenset(("al", "bin", "bint", "ibn", "de", "da", "dos", "del", "der", "la", "le", "van", "von", "el"))


def key_of(text: str, span: Span) -> str:
    """What two mentions of one name agree in: not case, white space, or the dots of an acronym."""
    return " ".join(text[span.start : span.end].casefold().replace(".", "").split())


def surface(text: str, spans: Iterable[Span]) -> str:
    """A name as it is mostly written, not in capitals where there is another way, the first of equals.

    What is one word in capitals may be an acronym, and is none where it is a place: PARIS, of a dateline.
    """
    spans = list(spans)
    mentions = [text[span.start : span.end] for span in spans]
    if len(set(mentions)) == 1:
        return " ".join(mentions[0].split())
    ways = Counter(" ".join(words.split()) for words in mentions)
    place = spans[0].label in PLACES
    written = {way: count for way, count in ways.items() if not (way.isupper() and (place or " " in way))} or ways
    return max(written, key=lambda way: written[way])


def canonical(
    text: str,
    text_at: int,
    groups: Mapping[str, Sequence[Span]],
    surfaces: Mapping[str, str],
    labels: Mapping[str, str],
) -> dict[str, str]:
    """For each name the one it stands for: a person's full name, what an acronym is short for, mostly itself.

    `groups` are the mentions of each, `surfaces` says how it is written. The text begins at `text_at`.
    """
    persons = [key for key in surfaces if labels[key] in PERSONS]
    long = [key for key in persons if " " in key]
    result = {key: key for key in surfaces}
    for key in persons:
        full = {other for other in long if other != key and _is_short_for(key, other)}
        # Of several, those that are no shorter form of another: "Joe Biden" and "Joseph Biden" are not decided here.
        longest = {other for other in full if not any(_is_short_for(other, third) for third in full - {other})}
        # A headline in capitals may have more in it than a name: FINCH WOULD.
        longest = {other for other in longest if not surfaces[other].isupper()} or longest
        if len(longest) == 1:
            result[key] = longest.pop()
        elif longest and " " not in key and (person := meant(text, text_at, key, longest, groups)):
            result[key] = person
    result |= _tails(surfaces, labels) | _acronyms(surfaces, labels)
    return {key: result[name] if name != key else name for key, name in result.items()}


def one_place(places: Mapping[str, Place]) -> dict[str, str]:
    """For names of one place the longest: US, U.S., United States. Nations stay apart from their country."""
    same: dict[tuple[str, bool], list[str]] = {}
    for key, place in places.items():
        same.setdefault((place.id, place.kind is Kind.NATION), []).append(key)
    return {key: max(keys, key=lambda name: (len(name), name)) for keys in same.values() for key in keys}


def _is_short_for(short: str, full: str) -> bool:
    """Whether a person's name is a shorter form of another: Biden, Joe Biden, J Biden, of Joe R Biden."""
    less, more = short.split(), full.split()
    if len(more) > 2 and more[-1] in SUFFIXES and less[-1] not in SUFFIXES:
        more.pop()
        if less == more:
            return True
    if len(less) >= len(more) and not (len(less) == len(more) and _initials(less, more)):
        return False
    if len(less) == 1:
        return len(short) > 1 and less[0] in _names(more)
    if less[-1] != more[-1]:
        # A name may go on: Godfred Yeboah Dame, Mohammed bin Salman Al Saud.
        return len(less) > 1 and more[: len(less)] == less
    return less[0] == more[0] or (len(less[0]) == 1 and more[0].startswith(less[0]))


def _initials(less: Sequence[str], more: Sequence[str]) -> bool:
    return any(len(word) == 1 for word in less[:-1]) and not any(len(word) == 1 for word in more[:1])


def _names(words: Sequence[str]) -> set[str]:
    """The words of a full name by which a person is called: first and last, and the last with its particle."""
    return {word for word in (words[0], words[-1]) if word not in _PARTICLES}


def _tails(names: Iterable[str], labels: Mapping[str, str]) -> dict[str, str]:
    """Organisations that the text names in full once: the Security Conference, of the Munich Security Conference."""
    named = [key for key in names if labels[key] in ("ORG", "EVENT", "FAC") and " " in key]
    result = {}
    for key in named:
        full = [other for other in named if other.endswith(f" {key}") and not other.startswith(f"{key} ")]
        if len(full) == 1:
            result[key] = full[0]
    return result


def _acronyms(surfaces: Mapping[str, str], labels: Mapping[str, str]) -> dict[str, str]:
    long: dict[tuple[str, str], set[str]] = {}
    short = {}
    for key, name in surfaces.items():
        if labels[key] in PERSONS:
            continue
        if " " in key:
            capitals = "".join(word[0] for word in _CAPITALISED.findall(name))
            letters = "".join(word[0].upper() for word in name.split() if len(word) > 3)
            for initials in {capitals, letters}:
                long.setdefault((labels[key], initials), set()).add(key)
        if name.isupper():
            short[key] = name.replace(".", "").replace(" ", "")
    found = {key: long.get((labels[key], name), set()) - {key} for key, name in short.items() if len(name) > 1}
    return {key: min(full) for key, full in found.items() if len(full) == 1}
