"""One label for each name of an article: what its mentions say, what its words say, and what is known of places."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from transforms.enrich.heads import label_of
from transforms.enrich.places.table import Kind, Place, lookup
from transforms.enrich.spans import OFFICE, PERSONS, PLACES, Span

_WITHIN = re.compile(
    r"\b(?:in|near|across|outside|around|throughout|within|into|at|northern|southern|eastern|western|central|downtown)"
    r"\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
_TOWARDS = re.compile(
    r"\b(?:from|to|of|between|towards?|via|leave|left|reached|visited|visiting)\s+(?:the\s+)?\Z", re.I
)
_SAYS = re.compile(
    r"\s*,?\s*(?:who|said|says|told|added|adds|explained|insisted|argued|recalled|admitted|joked|wrote|replied"
    r"|tweeted|\d\d,|himself|herself)\b"
)
_ACRONYM = re.compile(r"[A-Z][A-Z&.\d]*[A-Z]s?\Z")


def ends(key: str) -> set[str]:
    """First and last word."""
    words = key.split(" ")
    return {words[0], words[-1]}


class Evidence:
    """What the places say where a name stands."""

    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        self.mentions = len(spans)
        before = [text[max(0, span.start - 25) : span.start] for span in spans]
        self.within = sum(bool(_WITHIN.search(words)) for words in before)
        self.towards = sum(bool(_TOWARDS.search(words)) for words in before)
        self.speaks = sum(bool(_SAYS.match(text, span.end)) for span in spans)


def labels(text: str, groups: Mapping[str, Sequence[Span]]) -> dict[str, str]:
    """The label of each name, from the mentions that the model found of it."""
    votes = {key: Counter(span.label for span in spans) for key, spans in groups.items()}
    result = {key: counter.most_common(1)[0][0] for key, counter in votes.items()}
    person = next((label for label in result.values() if label in PERSONS), None)
    # One word of a person's full name is that person, unless the text clearly says that it is a place.
    parts: dict[str, Counter[str]] = {}
    for key, label in result.items():
        if label in PERSONS and " " in key:
            for word in ends(key):
                parts.setdefault(word, Counter())[label] += votes[key][label]
    for word in parts.keys() & votes.keys():
        label, times = parts[word].most_common(1)[0]
        if sum(votes[word][place] for place in PLACES) <= 2 * times:
            result[word] = label
    for key, spans in groups.items():
        name = text[spans[0].start : spans[0].end]
        if key not in parts:
            result[key] = _known(text, name, spans, result[key], person) or result[key]
    return result


def _known(text: str, name: str, spans: Sequence[Span], label: str, person: str | None) -> str | None:
    """A better label for a name than `label`, None where nothing is known; `person` is the model's for persons."""
    said = label_of(name, alone=label in PERSONS)
    if said and not (label in PLACES and said in PLACES):
        return said
    places = lookup(name)
    if _is_nation(places):
        return None if label == "LANGUAGE" or label in PERSONS else "NORP"
    evidence = Evidence(text, spans)
    acronym = _ACRONYM.match(name) is not None
    if places:
        return _of_place(places, label, evidence, acronym)
    if acronym:
        # Of three letters and more: two are often the initials of a person, or of a country.
        return "ORG" if label in ("GPE", "LOC", *PERSONS) and len(name) > 2 and " " not in name else None
    if label == "LOC" or (label == "GPE" and " " in name):
        return None
    return _of_use(text, spans, label, evidence, person, " " in name)


def _of_place(places: Sequence[Place], label: str, evidence: Evidence, acronym: bool) -> str | None:
    """The label of a name that a place has: only what stands around it says that it is meant."""
    if label not in ("ORG", "NORP", "PRODUCT", "EVENT", "WORK_OF_ART", *PERSONS):
        return None
    person = label in PERSONS
    if any(place.kind in (Kind.COUNTRY, Kind.REGION) for place in places) and not acronym:
        return "GPE" if evidence.within or not person else None
    if acronym or evidence.speaks or not evidence.within:
        return None
    return "GPE" if person or 2 * (evidence.within + evidence.towards) >= evidence.mentions else None


def _of_use(
    text: str, spans: Sequence[Span], label: str, evidence: Evidence, person: str | None, several: bool
) -> str | None:
    """The label of a name that nobody knows: what has an office or speaks is a person, what one is in is a place."""
    if label in PERSONS:
        is_place = not several and 2 * evidence.within >= evidence.mentions and not evidence.speaks
        return "GPE" if is_place else None
    in_office = any(OFFICE.search(text, max(0, span.start - 16), span.start) for span in spans)
    speaks = label == "GPE" and evidence.speaks and not evidence.within
    return person if label != "LANGUAGE" and (speaks or (label != "GPE" and in_office)) else None


def _is_nation(places: Sequence[Place]) -> bool:
    return any(place.kind is Kind.NATION for place in places) and not any(
        place.kind in (Kind.COUNTRY, Kind.REGION) and place.main for place in places
    )
