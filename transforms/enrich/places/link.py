"""Which place a name means within an article. Where the article does not decide, none: an id is never guessed.

A name has candidates. Each has a weight: its people, times what the article says for it, namely other places of the
same country or region, its people, and the words behind the name (Paris, Texas). The heaviest is taken if it is
DECISIVE times as heavy as the next, and if the article is not about other countries altogether.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from transforms.enrich.places.fold import fold
from transforms.enrich.places.government import is_government
from transforms.enrich.places.states import STATES
from transforms.enrich.places.table import Kind, Place, lookup
from transforms.enrich.spans import Span

DECISIVE = 6.0
"""How many times as heavy as the next a candidate must be."""
SMALL = 50_000
"""People below which a town is meant only where the article says something for it."""
LARGE = 200_000
"""People from which a city is meant also in an article about other countries."""
GREAT = 1_000_000
"""People from which a city is meant by a name that a region of its country has too."""
_NO_NAMESAKES = ("US", "CA", "AU", "GB", "DE")
"""Countries whose regions have names that hardly another country's have, if the table knows none."""
_WEIGHT = {Kind.COUNTRY: 2e7, Kind.REGION: 5e6, Kind.AREA: 1e8, Kind.NATION: 1e8}
_CAPITAL = 10
"""How many times its people a capital weighs."""
_OTHER_NAME = 0.05
"""What a name that is not the place's own weighs."""
_UNDECIDED = frozenset(("holland", "gaza", "korea", "columbia", "central", "union", "liberty", "hope", "independence"))
"""Names that mostly mean a place that has none in the table."""

_BEHIND = re.compile(r"(?:['’]s)?,\s+((?:[A-Z][\w.’'-]*)(?:\s[A-Z][\w.’'-]*){0,3})|\s\(([A-Z][\w. -]{1,30})\)")
_OF = re.compile(r"(City|Town|Village|State|Kingdom|Emirate) of (.+)")
_STATE = re.compile(r"(.+) ([Ss]tate|[Pp]rovince)\Z")
_STATE_BEHIND = re.compile(r"\s(?:state|province)\b|\s(?:State|Province)\b")


Key = TypeVar("Key")


class Named(NamedTuple):
    """A name of an article with its label and its mentions."""

    name: str
    label: str
    mentions: Sequence[Span]


class _Evidence(NamedTuple):
    """What an article says of countries and of regions (country, region), by how many names of it."""

    countries: Counter[str]
    regions: Counter[tuple[str, str]]

    def without(self, other: "_Evidence") -> "_Evidence":
        return _Evidence(_less(self.countries, other.countries), _less(self.regions, other.regions))


def _less(counts: Counter[Key], taken: Counter[Key]) -> Counter[Key]:
    """As Counter's own subtraction, which takes five times as long where little is taken."""
    left = counts.copy()
    for key, count in taken.items():
        left[key] -= count
        if left[key] <= 0:
            del left[key]
    return left


def link(text: str, names: Mapping[str, Named]) -> dict[str, Place]:
    """The places that names mean, by key; names that mean none, or one of several, are left out."""
    candidates = {key: found for key, named in names.items() if (found := _candidates(named))}
    own = {key: _evidence(found, len(names[key].mentions)) for key, found in candidates.items()}
    every = _sum(own.values())
    result = {}
    for key, found in candidates.items():
        behind = _in_following_territory(text, names[key], found)
        place = behind or _heaviest(text, names[key], found, every.without(own[key]))
        if place and (behind or place.kind is not Kind.CAPITAL or not is_government(text, names[key].mentions)):
            result[key] = place
    return result


def _candidates(named: Named) -> list[Place]:
    if named.label not in ("GPE", "LOC", "NORP"):
        return []
    found = lookup(named.name)
    if not found and (of := _OF.fullmatch(named.name)):
        kinds = (Kind.CITY, Kind.CAPITAL) if of[1] in ("City", "Town", "Village") else (Kind.COUNTRY, Kind.REGION)
        found = tuple(place for place in lookup(of[2]) if place.kind in kinds)
    elif not found and (state := _STATE.fullmatch(named.name)):
        found = tuple(place for place in lookup(state[1]) if place.kind is Kind.REGION)
    nation = named.label == "NORP"
    found = tuple(place for place in found if (place.kind is Kind.NATION) == nation)
    return _same_names([place for place in found if place.main] or list(found))


def _same_names(found: list[Place]) -> list[Place]:
    """Without a city that is called as its country, and a region that is called as a city in it: New York, Geneva."""
    countries = {place.country for place in found if place.kind is Kind.COUNTRY}
    found = [place for place in found if not (place.kind in _CITIES and place.country in countries)]
    cities = [place for place in found if place.kind in _CITIES]
    return [place for place in found if not (place.kind is Kind.REGION and any(_is_of(c, place) for c in cities))]


def _is_of(city: Place, region: Place) -> bool:
    return city.country == region.country and (city.region == region.region or city.people >= GREAT)


_CITIES = (Kind.CITY, Kind.CAPITAL)


def _evidence(found: Sequence[Place], mentions: int) -> _Evidence:
    """What a name says of countries and regions: that of its heaviest candidate, if no other country's comes near."""
    evidence = _Evidence(Counter(), Counter())
    weights = sorted(((_weight(place, found, evidence, False), place) for place in found), key=lambda pair: -pair[0])
    most, best = weights[0]
    if any(most < DECISIVE * weight for weight, place in weights if place.country != best.country):
        return evidence
    times = 1 if best.kind is Kind.CITY and best.people < 2 * SMALL else min(mentions, 3)
    times += best.kind in (Kind.NATION, Kind.CAPITAL)
    evidence.countries[best.country] += times
    if best.region and not any(most < DECISIVE * weight for weight, place in weights if place.region != best.region):
        evidence.regions[best.country, best.region] += times
    return evidence


def _sum(parts: Iterable[_Evidence]) -> _Evidence:
    every = _Evidence(Counter(), Counter())
    for part in parts:
        every.countries.update(part.countries)
        every.regions.update(part.regions)
    every.countries.pop("", None)
    return every


def _in_following_territory(text: str, named: Named, found: Sequence[Place]) -> Place | None:
    """The candidate whose region or country follows the name: Paris, Texas."""
    for _, end, _ in named.mentions:
        behind = _BEHIND.match(text, end)
        behind_it = _territories(behind[1] or behind[2]) if behind else set()
        exact = [place for place in found if place.region and (place.country, place.region) in behind_it]
        fitting = [place for place in found if (place.country, "") in behind_it]
        if (exact or fitting) and not any(place.kind is Kind.COUNTRY for place in exact or fitting):
            return max(exact or fitting, key=lambda place: _WEIGHT.get(place.kind, place.people))
    return None


def _territories(words: str) -> set[tuple[str, str]]:
    """What the first words say, as (country, region): Texas, Ill., Costa Rica."""
    parts = words.split()
    for size in range(len(parts), 0, -1):
        name = " ".join(parts[:size]).rstrip(".,")
        if code := STATES.get(name.replace(".", "")):
            return {("US", code)}
        territories = {
            (place.country, place.region) for place in lookup(name) if place.kind in (Kind.COUNTRY, Kind.REGION)
        }
        if territories:
            return territories
    return set()


def _heaviest(text: str, named: Named, found: Sequence[Place], evidence: _Evidence) -> Place | None:
    if fold(named.name) in _UNDECIDED:
        return None
    state = any(_STATE_BEHIND.match(text, end) for _, end, _ in named.mentions) or bool(_STATE.fullmatch(named.name))
    if not state and _is_torn(found, evidence):
        return None
    weights = sorted(((_weight(place, found, evidence, state), place) for place in found), key=lambda pair: -pair[0])
    (most, best), rest = weights[0], weights[1:]
    if rest and most < DECISIVE * rest[0][0]:
        return None
    if best.kind in _CITIES and not evidence.countries[best.country] and _is_nearer(found, evidence):
        return None
    towns = best.kind is Kind.REGION and all(place.kind is Kind.CITY and place.people < SMALL for _, place in rest)
    return best if _fits(best, evidence, state, alone=towns or len(found) == 1) else None


def _is_torn(found: Sequence[Place], evidence: _Evidence) -> bool:
    """Whether a capital shares its name with a region that the article is about: Washington, beside Seattle."""
    return any(
        place.kind is Kind.REGION and evidence.regions[place.country, place.region] and _has_capital(found, place)
        for place in found
    )


def _is_nearer(found: Iterable[Place], evidence: _Evidence) -> bool:
    """Whether one of these is in a region that the article is about: Rome, in an article on Georgia and its towns."""
    return any(place.region and evidence.regions[place.country, place.region] > 1 for place in found)


def _has_capital(found: Iterable[Place], region: Place) -> bool:
    return any(place.kind is Kind.CAPITAL and place.country == region.country for place in found)


def _weight(place: Place, found: Sequence[Place], evidence: _Evidence, state: bool) -> float:
    country, region = evidence.countries[place.country], evidence.regions[place.country, place.region]
    weight = _WEIGHT.get(place.kind, max(place.people, 1) * (_CAPITAL if place.kind is Kind.CAPITAL else 1))
    if place.kind is Kind.REGION:
        if state:
            weight *= 1000
        elif not region:
            weight *= 0.1 if _has_capital(found, place) else 0.7
    if not place.main:
        weight *= _OTHER_NAME
    is_small = place.kind in _CITIES and place.people < 2 * SMALL
    weight *= 1 + (2 if is_small else 10) * min(country, 5)
    return weight * (1 + (10 if is_small else 30) * region if place.region else 1)


def _fits(place: Place, evidence: _Evidence, state: bool, alone: bool) -> bool:
    """Whether an article may mean a place: not a small one, nor one far from all that it is about."""
    if place.kind in (Kind.COUNTRY, Kind.AREA, Kind.NATION, Kind.CAPITAL) or state:
        return True
    support = evidence.countries[place.country]
    others = evidence.countries.total() - support
    if place.kind is Kind.CITY and place.people < SMALL:
        return support > 0 and place.main and (alone or 4 * support >= others)
    if place.kind is Kind.CITY and place.people >= LARGE:
        return True
    if place.kind is Kind.REGION:
        return support > 0 or others == 0 or (alone and place.country in _NO_NAMESAKES)
    return support > 0 or others < 3
