"""Mentions become names, names persons and organisations; headlines, datelines, and what an article is about."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import Entity
from tests.test_enrich import article
from transforms.enrich.entities import entities
from transforms.enrich.facts import facts
from transforms.enrich.headline import plain
from transforms.enrich.model import load
from transforms.enrich.spans import Span
from transforms.enrich.stage import enrich


def entity_of(text: str, *found: tuple[str, str], text_at: int = 0) -> dict[str, Entity]:
    """Entities by name, from all places where the model is said to have found these words."""
    spans = {
        Span(place.start(), place.end(), label)
        for words, label in found
        for place in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)
    }
    apart = [s for s in spans if not any(o != s and o.start <= s.start and s.end <= o.end for o in spans)]
    return {entity.name: entity for entity in entities(text, sorted(apart), text_at)}


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Ada Finch spoke. Finch was late.", "Finch"),
        ("Ada Finch spoke. Later A. Finch left.", "A. Finch"),
        ("Ada Finch spoke. Mrs Finch left.", "Finch"),
        ("Ada Finch spoke. Finch's car left.", "Finch"),
        ("Ada Finch spoke. Ada M. Finch left.", "Ada M. Finch"),
        ("Ada Finch spoke. Everybody liked Ada.", "Ada"),
    ],
)
def test_a_person_is_one_entity_however_named(text: str, short: str) -> None:
    found = entity_of(text, ("Ada Finch", "PERSON"), (short, "PERSON"))
    assert [(entity.label, entity.count) for entity in found.values()] == [("PERSON", 2)]


@pytest.mark.parametrize("full", ["Ada Finch Jr.", "Ada Finch"])
def test_neither_a_suffix_nor_a_shouted_headline_makes_two_of_a_person(full: str) -> None:
    text = f"FINCH WOULD GO. {full} spoke. Finch was late. Mrs Finch left."
    found = entity_of(text, ("FINCH WOULD", "PERSON"), (full, "PERSON"), ("Finch", "PERSON"))
    assert found[full].count == 3


NAMESAKES = {
    "named first, and often alone": (
        "Ada Finch won. Finch ran. Finch sang. Finch slept. Her son Bo Finch left. Finch stayed.",
        {"Ada Finch": 5, "Bo Finch": 1},
    ),
    "in the headline": ("Ada Finch wins\n\nBo Finch, her son, cheered Ada Finch. Finch was glad.", {"Ada Finch": 2}),
    "a surname before a first name": ("Ada Moss met Moss Finch. Moss was glad.", {"Ada Moss": 2, "Moss Finch": 1}),
    "two at once": ("Ada Finch met Bo Finch. Finch was glad.", {"Ada Finch": 1, "Bo Finch": 1, "Finch": 1}),
    "husband and wife": (
        "Bo Finch ran. Mr. Finch won. Mr. Finch sang. Mrs. Finch slept. Ada Finch left.",
        {"Bo Finch": 1, "Ada Finch": 1, "Finch": 3},
    ),
    "alone before anybody": ("Finch ran. Finch won. Finch sang. Ada Finch met Bo Finch.", {"Finch": 3}),
}


@pytest.mark.parametrize(("text", "counts"), NAMESAKES.values(), ids=NAMESAKES.keys())
def test_a_surname_that_two_have_is_that_of_whom_the_text_holds_to(text: str, counts: dict[str, int]) -> None:
    names = [(name, "PERSON") for name in ("Ada Finch", "Bo Finch", "Finch", "Ada Moss", "Moss Finch", "Moss")]
    found = entity_of(text, *names, text_at=text.find("\n\n") + 2 if "\n" in text else 0)
    assert {name: found[name].count for name in counts} == counts


def test_a_place_is_not_in_capitals_because_a_dateline_is() -> None:
    assert set(entity_of("OSLO (AP) — Oslo is cold.", ("OSLO", "GPE"), ("Oslo", "GPE"))) == {"Oslo"}


def test_where_a_model_says_loc_of_places_all_are_loc() -> None:
    found = entity_of("PARIS (AFP) - M. Finch part à Lyon.", ("PARIS", "GPE"), ("Finch", "PER"), ("Lyon", "LOC"))
    assert {name: entity.label for name, entity in found.items()} == {"PARIS": "LOC", "Finch": "PER", "Lyon": "LOC"}


def test_a_person_in_the_headline_is_the_one_in_the_text() -> None:
    head = "Ada Finch wins\n\n"
    found = entity_of(head + "Ada Finch won. Finch is glad.", ("Ada Finch", "PERSON"), text_at=len(head))
    finch = found["Ada Finch"]
    assert (finch.count, len(finch.in_title or ())) == (2, 1)
    assert [(mention.start, mention.end) for mention in finch.mentions] == [(0, 9), (15, 20)]


def test_titles_and_offices_are_no_part_of_a_name() -> None:
    text = "King Charles met Pope Leo, Crown Prince Haakon and Gen. Ada Finch. The Pope smiled."
    found = entity_of(
        text,
        *((name, "PERSON") for name in ("King Charles", "Pope Leo", "Crown Prince Haakon", "Gen. Ada Finch", "Pope")),
    )
    assert list(found) == ["Charles", "Leo", "Haakon", "Ada Finch"]


def test_what_a_minister_is_of_is_no_organisation() -> None:
    found = entity_of("Interior Minister Ada Finch met the BBC Secretary.", ("Interior", "ORG"), ("BBC", "ORG"))
    assert list(found) == ["BBC"]


def test_two_persons_with_a_dash_are_two() -> None:
    found = entity_of("The Finch-Moss talks: Finch left, Moss stayed.", ("Finch-Moss", "PERSON"))
    assert {name: entity.count for name, entity in found.items()} == {"Finch": 2, "Moss": 2}


def test_a_first_name_that_the_model_left_out_is_found() -> None:
    assert list(entity_of("Then Virender Sehwag batted.", ("Sehwag", "PERSON"))) == ["Virender Sehwag"]
    assert list(entity_of("But Sehwag batted.", ("Sehwag", "PERSON"))) == ["Sehwag"]
    assert list(entity_of("The Secretary of State Finch left.", ("Finch", "PERSON"))) == ["Finch"]


def test_an_acronym_in_brackets_is_found_with_its_name() -> None:
    text = "The Harbour Tenants Association (HTA) sued. HTA won."
    assert {name: entity.count for name, entity in entity_of(text).items()} == {"Harbour Tenants Association": 3}


def test_the_head_of_a_name_says_what_it_is() -> None:
    text = "The Lira Foundation built Kanda Bridge for the Orla Cup."
    found = entity_of(text, ("Lira Foundation", "PERSON"), ("Kanda Bridge", "PERSON"), ("Orla Cup", "ORG"))
    assert {name: entity.label for name, entity in found.items()} == {
        "Lira Foundation": "ORG",
        "Kanda Bridge": "FAC",
        "Orla Cup": "EVENT",
    }


def test_a_place_that_the_model_took_for_a_person_is_a_place() -> None:
    found = entity_of("He was born in Lalibela. Ada Finch was not.", ("Lalibela", "PERSON"), ("Ada Finch", "PERSON"))
    assert {name: entity.label for name, entity in found.items()} == {"Lalibela": "GPE", "Ada Finch": "PERSON"}


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("Flood waters reached Jimma. Ethiopia sent help.", "Jimma", "GPE"),  # A city of a country that is named.
        ("Jimma said no. Ethiopia sent help.", "Jimma", "PERSON"),  # Who speaks is a person.
        ("Flood waters reached Jimma. Bolivia sent help.", "Jimma", "PERSON"),
        ("The Grenoble plant closes. France regrets it.", "Grenoble", "GPE"),
        ("The Redfern plant closes. Australia regrets it.", "Redfern", "PERSON"),  # Small, and nothing speaks for it.
        ("The road to Redfern is closed. Australia regrets it.", "Redfern", "GPE"),
    ],
)
def test_a_city_is_no_person_where_its_country_is_named(text: str, name: str, label: str) -> None:
    countries = [(country, "GPE") for country in ("Ethiopia", "Bolivia", "France", "Australia") if country in text]
    assert entity_of(text, (name, "PERSON"), *countries)[name].label == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The Redfern plant closes. Australia regrets it.", "GPE"),
        ("The Redfern plant closes. Bolivia regrets it.", "ORG"),
        ("Redfern scored. Redfern won. Redfern leads. Australia is glad.", "ORG"),  # A club, named again and again.
    ],
)
def test_a_town_is_no_organisation_where_its_country_is_named(text: str, label: str) -> None:
    countries = [(country, "GPE") for country in ("Bolivia", "Australia") if country in text]
    assert entity_of(text, ("Redfern", "ORG"), *countries)["Redfern"].label == label


def test_a_place_beside_places_is_no_part_of_a_name() -> None:
    text = "Florence Pugh waved. Fans came from Florence and Bologna."
    found = entity_of(text, ("Florence Pugh", "PERSON"), ("Florence", "GPE"), ("Bologna", "GPE"))
    assert found["Florence"].label == "GPE"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Trains to Grenoble stop. Grenoble waits.", "GPE"),  # Half of what is said of it is said of a place.
        ("Trains to Grenoble stop. Grenoble waits. Grenoble hopes.", "ORG"),
        ("Trains to Redfern stop. Redfern waits.", "ORG"),  # A small town, in no country that is named.
        ("Rain fell in Redfern. Redfern said no.", "GPE"),
        ("Rain fell in Redfern. Redfern said no. Redfern waits.", "ORG"),
    ],
)
def test_a_name_is_a_town_if_half_of_its_mentions_say_so(text: str, label: str) -> None:
    name = "Grenoble" if "Grenoble" in text else "Redfern"
    assert entity_of(text, (name, "ORG"))[name].label == label


@pytest.mark.parametrize(
    ("alone", "name", "is_person"),
    [
        (1, "Florence", True),  # The city is a great one: the person must be named as often.
        (2, "Florence", False),
        (2, "Finch", True),  # No place has the name: half as often is enough.
        (3, "Finch", False),
    ],
)
def test_one_word_of_a_name_is_the_person_unless_the_model_says_more_often_that_it_is_a_place(
    alone: int, name: str, is_person: bool
) -> None:
    text = f"{name} Pugh waved. " + f"Then {name} waited. " * alone
    found = entity_of(text, (f"{name} Pugh", "PERSON"), (name, "GPE"))
    assert found[f"{name} Pugh"].count == (alone + 1 if is_person else 1)
    assert (name in found) == (not is_person)


def test_what_has_a_number_before_it_each_time_is_a_product() -> None:
    phone = "The Foo 15 Pro Max is out. The Foo 15 Pro Max is dear. The Foo 14 Pro Max was not."
    assert entity_of(phone, ("Pro Max", "PERSON"))["Pro Max"].label == "PRODUCT"
    person = "On May 15 Ada Finch spoke. Ada Finch was late. Ada Finch left."
    assert entity_of(person, ("Ada Finch", "PERSON"))["Ada Finch"].label == "PERSON"


def test_an_acronym_that_the_model_passed_over_is_an_organisation() -> None:
    text = (
        "Peru hears the CEO of SUNAFIL and the NASU. Read BELOW what is below: PART III, GDP, BREAKING NEWS FROM LIMA."
    )
    found = entity_of(text, ("Peru", "GPE"))
    assert {name: entity.label for name, entity in found.items()} == {"Peru": "GPE", "NASU": "ORG"}


def test_a_place_of_several_words_is_whole() -> None:
    assert list(entity_of("They met in San Pedro Sula.", ("San Pedro", "GPE"))) == ["San Pedro Sula"]


def test_the_united_states_are_one_however_written() -> None:
    text = "The US and the U.S. are the United States."
    found = entity_of(text, ("US", "GPE"), ("U.S.", "GPE"), ("United States", "GPE"))
    assert {(e.name, e.count, e.id) for e in found.values()} == {("United States", 3, "wikidata:Q30")}


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        (
            "Moody's Withdraws Ratings of Isagen",
            "Moody's has withdrawn the ratings of the company Isagen.",
            "Moody's withdraws ratings of Isagen",
        ),
        (
            "ADA FINCH WINS RACE FOR MAYOR",
            "On Monday Ada Finch won the race to become mayor.",
            "Ada Finch wins race for mayor",
        ),
        ("Ferry to the islands runs again", "The Ferry Company said so.", "Ferry to the islands runs again"),
        # Two forms of a word agree in five letters and have more: postpones, postponed; but Brown is not brownish.
        (
            "Harbour Board Postpones Vote on Isagen",
            "The harbour board has postponed the vote.",
            "Harbour board postpones vote on Isagen",
        ),
        ("Harbour Board Elects Brown", "The harbour board elects in brownish light.", "Harbour board elects Brown"),
    ],
)
def test_a_headline_is_read_as_a_sentence_would_be_written(title: str, text: str, expected: str) -> None:
    assert plain(title, text) == expected


@given(st.text(max_size=80), st.text(max_size=200))
def test_a_headline_keeps_its_length(title: str, text: str) -> None:
    assert len(plain(title, text)) == len(title)
    assert plain(title, text).casefold() == title.casefold() or len(title.casefold()) != len(title)


@pytest.mark.parametrize(
    ("text", "place", "agency"),
    [
        ("KYIV, Feb 3 (Reuters) - The council met.", "KYIV", "Reuters"),
        ("WASHINGTON (AP) — The council met.", "WASHINGTON", "Associated Press"),
        ("SANAA, Yemen (AP) — The council met.", "SANAA", "Associated Press"),
        ("New Delhi, June 5 (PTI) The council met.", "New Delhi", "Press Trust of India"),
        ("Paris, 3 mars (AFP) – Le conseil a voté.", "Paris", "Agence France-Presse"),
        ("RIYADH — The council met.", "RIYADH", None),
        ("Lima – The council met.", "Lima", None),
        ("Lima – the capital of Peru – is large.", None, None),
        ("Jordan – The best player of all times.", None, None),
        ("(Munich) The council met.", "Munich", None),
        ("The council met. It was late. (AFP)", None, "Agence France-Presse"),
        ("Poland (pop. 38 million) is large.", None, None),
        ("NASA - the agency of the United States - said so.", None, None),
        ("In March 2020 – before the war – it met.", None, None),
    ],
)
def test_the_dateline_says_where_and_the_credit_who(text: str, place: str | None, agency: str | None) -> None:
    found = facts(text)
    assert (text[slice(*found.place)] if found.place else None, found.agency) == (place, agency)


def test_words_are_counted() -> None:
    assert facts("It’s a well-known fact: 3 of 4 agree.").words == 8


def test_an_article_is_about_whom_it_names_first_and_most() -> None:
    head = "Finch opens the bridge\n\n"
    text = head + "Ada Finch opened it. Finch spoke for an hour.\nOnly Bo Moss came from Oslo. Then Finch left."
    found = entity_of(text, ("Ada Finch", "PERSON"), ("Bo Moss", "PERSON"), ("Oslo", "GPE"), text_at=len(head))
    shares = {name: entity.salience or 0.0 for name, entity in found.items()}
    assert max(shares, key=lambda name: shares[name]) == "Ada Finch"
    assert sum(shares.values()) == pytest.approx(1)
    assert shares["Ada Finch"] > shares["Bo Moss"] > shares["Oslo"] > 0


FRENCH = (
    "Le président Emmanuel Macron a reçu lundi à Paris le chancelier allemand Olaf Scholz. M. Macron a parlé de "
    "l'Ukraine et de la Russie. L'Allemagne enverra des chars à Kiev, a dit Scholz. L'Organisation mondiale de la "
    "santé (OMS) a ouvert un bureau à Lyon. Selon l'OMS, la France paiera. Macron sera jeudi à Munich, en Allemagne."
)


def test_french_articles_are_read_as_english_ones_are() -> None:
    done = enrich(article(FRENCH), {"fr": load("fr_core_news_md")})
    assert done.language == "fr"
    found = {entity.name: (entity.label, entity.count, entity.id) for entity in done.entities or ()}
    assert found["Emmanuel Macron"] == ("PER", 3, None)
    assert found["Olaf Scholz"] == ("PER", 2, None)
    assert found["Organisation mondiale de la santé"] == ("ORG", 3, None)
    assert found["Allemagne"] == ("LOC", 2, "wikidata:Q183")
    assert found["France"] == ("LOC", 1, "wikidata:Q142")
    assert found["Munich"] == ("LOC", 1, "geonames:2867714")
