"""One label for each name of an article: what its mentions say, what its words say, and what is known of places."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from transforms.enrich.heads import label_of
from transforms.enrich.places.table import Kind, Place, lookup
from transforms.enrich.spans import OFFICE, PERSONS, PLACES, Span

_WITHIN = re.compile(
    r"\b(?:in|near|across|outside|around|throughout|within|into|at|nearby|northern|southern|eastern|western"
    r"|central|downtown)\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
_TOWARDS = re.compile(
    r"\b(?:from|to|of|between|towards?|via|leave|left|reached|visited|visiting)\s+(?:the\s+)?\Z", re.I
)
_SAYS = re.compile(
    r"\s{0,3},?\s{0,3}(?:who|said|says|told|added|adds|explained|insisted|argued|recalled|admitted|joked|wrote|replied"
    r"|tweeted|\d\d,|himself|herself)\b"
)
_NUMBER = re.compile(r"\d \Z")
_LIST_BEFORE = re.compile(r"(?:, and |,? and |, )\Z")
_LIST_AFTER = re.compile(r"(?:, and |,? and |, )")
_MAY_BE_PLACES = frozenset(("ORG", "NORP", "PRODUCT", "EVENT", "WORK_OF_ART"))
_OF_COUNTRY = (Kind.COUNTRY, Kind.NATION, Kind.CAPITAL)
_FEW = 2
_GREAT = 100_000
"""People of a city of which most have heard."""
_WORLD_CITY, _CITY = 1_000_000, 50_000
"""People of a city that is meant in any article, and in one that names its country."""
_ACRONYM = re.compile(r"[A-Z][A-Z&.\d]*[A-Z]s?\Z")


def ends(key: str) -> set[str]:
    """First and last word."""
    words = key.split(" ")
    return {words[0], words[-1]}


class _Article(NamedTuple):
    """What all names of an article say: the model's label for persons, where mentions of places begin and end, and the
    countries that are named, or their nations or capitals."""

    text: str
    person: str | None
    bounds: frozenset[int]
    countries: frozenset[str]


class Evidence:
    """What surrounds the mentions of a name says of it."""

    def __init__(self, article: _Article, spans: Sequence[Span]) -> None:
        text = article.text
        self.mentions = len(spans)
        before = [text[max(0, span.start - 25) : span.start] for span in spans]
        self.within = sum(bool(_WITHIN.search(words)) for words in before)
        self.towards = sum(bool(_TOWARDS.search(words)) for words in before)
        self.speaks = sum(bool(_SAYS.match(text, span.end)) for span in spans)
        self.numbered = sum(bool(_NUMBER.search(words)) for words in before)
        self.listed = sum(_is_listed(text, span, article.bounds) for span in spans)


def _is_listed(text: str, span: Span, bounds: Collection[int]) -> bool:
    """Whether a mention is beside a place: Leeds and Bristol; Lincoln, Nebraska."""
    before, after = _LIST_BEFORE.search(text, max(0, span.start - 7), span.start), _LIST_AFTER.match(text, span.end)
    return bool((before and before.start() in bounds) or (after and after.end() in bounds))


def labels(text: str, groups: Mapping[str, Sequence[Span]]) -> dict[str, str]:
    """The label of each name, from the mentions that the model found of it."""
    votes = {key: Counter(span.label for span in spans) for key, spans in groups.items()}
    result = {key: counter.most_common(1)[0][0] for key, counter in votes.items()}
    # One word of a person's full name is that person, unless the text clearly says that it is a place.
    parts: dict[str, Counter[str]] = {}
    for key, label in result.items():
        if label in PERSONS and " " in key:
            for word in ends(key):
                parts.setdefault(word, Counter())[label] += votes[key][label]
    bounds = {bound for spans in groups.values() for span in spans if span.label == "GPE" for bound in span[:2]}
    for word in parts.keys() & votes.keys():
        label, times = parts[word].most_common(1)[0]
        of_place = sum(votes[word][place] for place in PLACES)
        if (
            2 * of_place > votes[word].total()
            and lookup(word)
            and any(_is_listed(text, s, bounds) for s in groups[word])
        ):
            continue
        if of_place <= (times if 2 * of_place > votes[word].total() and _is_great(word) else 2 * times):
            result[word] = label
    article = _article(text, groups, result)
    for key, spans in groups.items():
        if key not in parts:
            name = text[spans[0].start : spans[0].end]
            result[key] = _known(article, name, spans, result[key]) or result[key]
    return result


def _article(text: str, groups: Mapping[str, Sequence[Span]], labels: Mapping[str, str]) -> _Article:
    person = next((label for label in labels.values() if label in PERSONS), None)
    places = [span for key, spans in groups.items() if labels[key] in ("GPE", "LOC") for span in spans]
    bounds = frozenset(bound for span in places for bound in (span.start, span.end))
    named = (place for key in groups if labels[key] in PLACES for place in lookup(key))
    return _Article(text, person, bounds, frozenset(p.country for p in named if p.kind in _OF_COUNTRY))


def _known(article: _Article, name: str, spans: Sequence[Span], label: str) -> str | None:
    """A better label for a name than `label`, None if nothing is known."""
    places = lookup(name)
    better = None if places else label_of(name, alone=label in PERSONS)
    if better and not (label in PLACES and better in PLACES):
        return better
    if _is_nation(places):
        return None if label == "LANGUAGE" or label in PERSONS else "NORP"
    acronym = _ACRONYM.match(name) is not None
    if places:
        may_err = label in _MAY_BE_PLACES or label in PERSONS
        return _of_place(article, places, label, Evidence(article, spans), acronym, " " in name) if may_err else None
    if acronym:
        # Of three letters and more: two are often the initials of a person, or of a country.
        return "ORG" if label in ("GPE", "LOC", *PERSONS) and len(name) > 2 and " " not in name else None
    if label in PERSONS or (label == "GPE" and " " not in name):
        return _of_use(article, label, Evidence(article, spans), " " in name)
    return article.person if label not in ("GPE", "LOC", "LANGUAGE") and _in_office(article.text, spans) else None


def _of_place(
    article: _Article, places: Sequence[Place], label: str, evidence: Evidence, acronym: bool, several: bool
) -> str | None:
    """The label of a name that a place has: only what surrounds it says whether the place is meant."""
    person = label in PERSONS
    if label == "NORP" and all(place.kind is Kind.AREA for place in places):
        return None
    if any(place.kind in (Kind.COUNTRY, Kind.REGION, Kind.AREA) for place in places) and not acronym:
        nation = any(place.kind is Kind.COUNTRY and place.country in article.countries for place in places)
        return "GPE" if evidence.within or nation or not person else None
    if acronym:
        return None
    capital = any(place.kind is Kind.CAPITAL and place.country in article.countries for place in places)
    if person and not evidence.speaks and (capital or _is_at_home(article, places, evidence, several)):
        return "GPE"
    located = 2 * (evidence.within + evidence.towards + evidence.listed) >= evidence.mentions
    if 2 * evidence.within >= evidence.mentions or (evidence.within and (person or located) and not evidence.speaks):
        return "GPE"
    # A club or a company with the name of a town is named more often.
    once = label in ("ORG", "PRODUCT") and evidence.mentions <= _FEW and _is_at_home(article, places, evidence, True)
    known = located and (not person or evidence.listed) and _is_great(places)
    return "GPE" if not evidence.speaks and (once or known) else None


def _is_at_home(article: _Article, places: Sequence[Place], evidence: Evidence, several: bool) -> bool:
    """Whether a city has a name in an article that names its country too; small ones need more evidence."""
    cities = [place for place in places if place.kind in (Kind.CITY, Kind.CAPITAL) and place.main]
    known = several or evidence.towards or evidence.listed
    near = (place for place in cities if place.country in article.countries)
    return any(place.people >= _WORLD_CITY for place in cities) or any(known or p.people >= _CITY for p in near)


def _of_use(article: _Article, label: str, evidence: Evidence, several: bool) -> str | None:
    """The label of an unknown name, of a person or a place: whoever speaks is a person, what something is in is a
    place."""
    if label in PERSONS:
        # A day of the month stands before a person now and then: iPhone 15 Pro Max.
        if evidence.mentions > _FEW and 2 * evidence.numbered > evidence.mentions:
            return "PRODUCT"
        is_place = not several and 2 * evidence.within >= evidence.mentions and not evidence.speaks
        return "GPE" if is_place else None
    return article.person if evidence.speaks and not evidence.within else None


def _in_office(text: str, spans: Sequence[Span]) -> bool:
    return any(OFFICE.search(text, max(0, span.start - 16), span.start) for span in spans)


def _is_nation(places: Sequence[Place]) -> bool:
    return any(place.kind is Kind.NATION for place in places) and not any(
        place.kind in (Kind.COUNTRY, Kind.REGION) and place.main for place in places
    )


def _is_great(places: Sequence[Place] | str) -> bool:
    """Whether a name is that of a city of which most have heard."""
    found = lookup(places) if isinstance(places, str) else places
    return any(place.people >= _GREAT and place.main and place.kind is not Kind.NATION for place in found)
