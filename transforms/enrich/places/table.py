"""The table of places, as `build` makes it: looked up by name, in a file that all workers of a machine share."""

import sqlite3
import threading
from enum import IntEnum
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from transforms.enrich.places.fold import fold
from transforms.enrich.wordlist import words

PATH = Path(__file__).with_name("places.sqlite")
_KNOWN = 20_000
"""Names that a process remembers, with what they may mean: 5 MB."""


class Kind(IntEnum):
    """What a place is. A nation is the people of a country, and what is theirs: Ugandan."""

    COUNTRY = 1
    REGION = 2
    CITY = 3
    AREA = 4
    NATION = 5
    CAPITAL = 6


class Place(NamedTuple):
    """A place that a name may mean. `country` and `region` are codes of ISO 3166, "" if there is none.

    Regions of cities are GeoNames' first-order codes; in the United States, Canada, Australia and the United Kingdom
    these are those of ISO 3166-2. `main` says whether the name is the place's own and not just another one for it.
    """

    id: str
    kind: Kind
    name: str
    country: str
    region: str
    people: int
    main: bool


@lru_cache(maxsize=_KNOWN)
def lookup(name: str) -> tuple[Place, ...]:
    """The places of a name, the most populous first."""
    key = fold(name)
    if not key:
        return ()
    with _lock:
        rows = _table().execute(_QUERY, (key,)).fetchall()
    return tuple(
        Place(_id(kind, number), Kind(kind), name, country, region, people, bool(main))
        for number, kind, name, country, region, people, main in rows
    )


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """The names of countries that name nothing else, as they are written."""
    with _lock:
        rows = _table().execute("SELECT name FROM place WHERE kind = ?", (Kind.COUNTRY,)).fetchall()
    return frozenset(name for (name,) in rows if name.isascii() and lookup(name)[0].kind is Kind.COUNTRY) - _HOMONYMS


_HOMONYMS = words("Georgia Jordan Chad Turkey Guinea Dominica Jersey Montserrat Grenada Niger Sark Pitcairn Cyberspace")
_QUERY = """
SELECT id, kind, place.name, country, region, people, main FROM name JOIN place USING (number) WHERE key = ?
ORDER BY people DESC, number
"""
_lock = threading.Lock()


@lru_cache(maxsize=1)
def _table() -> sqlite3.Connection:
    return sqlite3.connect(f"{PATH.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


def _id(kind: int, number: int) -> str:
    return f"geonames:{number}" if kind in (Kind.CITY, Kind.CAPITAL) else f"wikidata:Q{number}"
