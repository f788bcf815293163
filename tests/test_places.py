"""Places of the table, and which of them a name means within an article."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.enrich.places.fold import fold
from transforms.enrich.places.link import Named, link
from transforms.enrich.places.table import PATH, Kind, lookup
from transforms.enrich.spans import Span


def linked(text: str, *names: str) -> dict[str, str | None]:
    """Ids by name; a name is a GPE, or has its label behind a slash."""
    named = {}
    for each in names:
        name, _, label = each.partition("/")
        spans = [Span(found.start(), found.end(), label or "GPE") for found in re.finditer(rf"{name}\b", text)]
        named[name] = Named(name, label or "GPE", spans)
    places = link(text, named)
    return {name: places[name].id if name in places else None for name in named}


def city(name: str, country: str, region: str = "") -> str:
    found = [p for p in lookup(name) if p.country == country and p.region.startswith(region)]
    return next(p.id for p in found if p.kind in (Kind.CITY, Kind.CAPITAL))


def test_a_country_has_one_id_whatever_it_is_called() -> None:
    for name in ("US", "U.S.", "United States", "America", "USA"):
        assert linked(f"He came to {name} again.", name)[name] == "wikidata:Q30"
    assert lookup("Czech Republic")[0].id == lookup("Czechia")[0].id


def test_a_nation_has_the_id_of_its_country() -> None:
    assert linked("Ugandan farmers", "Ugandan/NORP") == {"Ugandan": "wikidata:Q1036"}


def test_accents_case_and_hyphens_of_a_name_do_not_matter() -> None:
    assert lookup("BOGOTA")[0] == lookup("Bogotá")[0]
    assert lookup("Sharm El-Sheikh") == lookup("Sharm el Sheikh") != ()


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("Protests in Georgia went on.", ("Georgia",), None),
        ("Protests in Georgia went on in Tbilisi. Georgians march.", ("Georgia", "Tbilisi", "Georgians/NORP"), "Q230"),
        ("Georgia and Florida vote. Atlanta, US.", ("Georgia", "Florida", "Atlanta", "US"), "Q1428"),
        ("Victoria waits.", ("Victoria",), None),
        ("Victoria and Melbourne, Australia", ("Victoria", "Melbourne", "Australia"), "Q36687"),
        ("Seattle is in Washington state.", ("Washington", "Seattle"), "Q1223"),
        ("Holland won in Holland.", ("Holland",), None),
        ("They fled Gaza.", ("Gaza",), None),
        ("They fled the Gaza Strip.", ("Gaza Strip",), "Q39760"),
        ("Congo is large.", ("Congo",), None),
        ("Congo is large, and Kinshasa is in it.", ("Congo", "Kinshasa"), "Q974"),
        ("Jordan fell silent.", ("Jordan/PERSON",), None),
        ("Jordan took in refugees.", ("Jordan",), "Q810"),
        ("Chad closed its border.", ("Chad",), "Q657"),
        ("The Washington Post wrote it.", ("Washington Post/ORG",), None),
        ("Punjab and Lahore in Pakistan", ("Punjab", "Lahore", "Pakistan"), None),
    ],
)
def test_the_article_decides_which_territory_is_meant_or_none_is(
    text: str, names: tuple[str, ...], expected: str | None
) -> None:
    name = names[0].partition("/")[0]
    assert linked(text, *names)[name] == (f"wikidata:{expected}" if expected else None)


@pytest.mark.parametrize(
    ("text", "names", "country", "region"),
    [
        ("He lives in Paris, Texas.", ("Paris", "Texas"), "US", "TX"),
        ("He lives in Paris, far from the US.", ("Paris", "US"), "FR", ""),
        ("Cambridge, Mass., is old.", ("Cambridge",), "US", "MA"),
        ("Cambridge, like London, is in England.", ("Cambridge", "London", "England"), "GB", ""),
        ("San Jose, in Costa Rica; Costa Rica.", ("San Jose", "Costa Rica"), "CR", ""),
        ("San Jose, California", ("San Jose", "California"), "US", "CA"),
        ("Lincoln, Nebraska", ("Lincoln", "Nebraska"), "US", "NE"),
        ("Hyderabad and Karachi in Pakistan", ("Hyderabad", "Karachi", "Pakistan"), "PK", ""),
        ("Munich", ("Munich",), "DE", ""),
        ("New York and London", ("New York", "London"), "US", "NY"),
    ],
)
def test_the_article_decides_which_city_is_meant(text: str, names: tuple[str, ...], country: str, region: str) -> None:
    assert linked(text, *names)[names[0]] == city(names[0], country, region)


@pytest.mark.parametrize("name", ["Cambridge", "San Jose", "Lincoln", "Springfield", "Birmingham", "Valencia"])
def test_where_nothing_decides_no_city_is_guessed(name: str) -> None:
    assert linked(f"It was in {name}.", name) == {name: None}


def test_a_small_town_far_from_all_else_is_not_meant() -> None:
    assert (
        linked("Independence of South Africa, Durban", "Independence", "South Africa", "Durban")["Independence"] is None
    )


def test_a_capital_that_acts_is_a_government_and_no_city() -> None:
    assert linked("Sanctions that Washington is imposing.", "Washington") == {"Washington": None}
    assert linked("He is in Washington. Washington is hot.", "Washington")["Washington"] == city(
        "Washington", "US", "DC"
    )


def test_the_table_is_small() -> None:
    assert PATH.stat().st_size <= 5_000_000


@given(st.text(max_size=40))
def test_any_name_can_be_looked_up(name: str) -> None:
    assert fold(fold(name)) == fold(name)
    assert all(place.id for place in lookup(name))
