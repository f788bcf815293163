"""A user's own table of names: read, made of a dump of Wikidata, found in texts, and asked who is meant."""

import gzip
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipeline.cli import main
from schemas.article import Entity
from transforms.enrich.entities import entities
from transforms.enrich.gazetteer.entry import Entry, GazetteerUnusable, read, to_table
from transforms.enrich.gazetteer.match import Gazetteer
from transforms.enrich.spans import Span

FINCH = Entry("x:1", "Ada Finch", "PERSON", ("Ada M. Finch",), ("x:9",))
OTHER = Entry("x:2", "Ada Finch", "PERSON", (), ("wikidata:Q20",))
MILLS = Entry("x:9", "Orla Mills", "ORG", ("OMLS",))


def found(text: str, names: Mapping[str, str], *entries: Entry) -> dict[str, Entity]:
    spans = [
        Span(place.start(), place.end(), label)
        for name, label in names.items()
        for place in re.finditer(rf"\b{re.escape(name)}\b", text)
    ]
    return {e.name: e for e in entities(text, sorted(spans), gazetteer=Gazetteer(entries))}


def test_a_name_of_the_table_has_its_id_in_every_form() -> None:
    for text in ("Ada Finch left.", "Ada M. Finch left. Finch will not come back."):
        (finch,) = found(text, {"Ada Finch": "PERSON", "Ada M. Finch": "PERSON"}, FINCH).values()
        assert finch.id == "x:1"


def test_what_else_the_article_names_decides_between_two() -> None:
    names = {"Ada Finch": "PERSON", "Norway": "GPE", "Orla Mills": "ORG"}
    both = (FINCH, OTHER, MILLS)
    assert found("Ada Finch left Orla Mills.", names, *both)["Ada Finch"].id == "x:1"
    assert found("Ada Finch left Norway.", names, *both)["Ada Finch"].id == "x:2"
    assert found("Ada Finch left.", names, *both)["Ada Finch"].id is None


def test_a_person_is_not_an_organisation_of_the_same_name() -> None:
    ford = Entry("x:3", "Ford", "ORG")
    assert found("Ford spoke.", {"Ford": "PERSON"}, ford)["Ford"].id is None
    assert found("Ford builds cars.", {"Ford": "ORG"}, ford)["Ford"].id == "x:3"


def test_a_ticker_that_the_model_missed_is_a_mention() -> None:
    (mills,) = found("Shares of OMLS fell. OMLSX did not.", {}, MILLS).values()
    assert (mills.name, mills.label, mills.count, mills.id) == ("OMLS", "ORG", 1, "x:9")


def test_the_id_of_the_table_wins_over_that_of_a_place() -> None:
    own = Entry("mine:no", "Norway", "GPE")
    assert found("He left Norway.", {"Norway": "GPE"}, own)["Norway"].id == "mine:no"


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_table_is_read_from_csv_and_parquet(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"own{suffix}"
    if suffix == ".csv":
        path.write_text(
            "id,name,label,aliases,related\nx:1,Ada Finch,PERSON,Ada M. Finch,x:9\nx:9,Orla Mills,ORG,OMLS,\n"
        )
    else:
        pq.write_table(to_table([FINCH, MILLS]), path)
    assert read(str(path)) == [FINCH, MILLS]


def test_a_file_that_is_not_a_table_is_one_line_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("number,name\n1,Ada\n")
    (tmp_path / "b.parquet").write_bytes(b"no parquet")
    for name, reason in (("a.csv", "no column 'id'"), ("b.parquet", "not a gazetteer"), ("c.csv", "not a gazetteer")):
        with pytest.raises(GazetteerUnusable, match=reason) as caught:
            read(str(tmp_path / name))
        assert "\n" not in str(caught.value)


def item(number: int, kind: str, label: str, **more: Any) -> dict[str, Any]:
    claims = {"P31": [value(kind)], **more.pop("claims", {})}
    links: dict[str, Any] = {f"{n}wiki": {} for n in range(more.pop("sitelinks", 9))}
    names = {"en": {"language": "en", "value": label}}
    return {"id": f"Q{number}", "type": "item", "labels": names, "claims": claims, "sitelinks": links, **more}


def value(id_: str, **qualifiers: str) -> dict[str, Any]:
    said = {key: [{"datavalue": {"value": text, "type": "string"}}] for key, text in qualifiers.items()}
    return {"mainsnak": {"datavalue": {"value": {"id": id_}, "type": "wikibase-entityid"}}, "qualifiers": said}


def test_a_dump_of_wikidata_becomes_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    aliases = [{"value": "Ada M. Finch"}, {"value": "finch"}]
    items = [
        item(
            1,
            "Q5",
            "Ada Finch",
            aliases={"en": aliases},
            claims={"P108": [value("Q2")]},
        ),
        item(2, "Q4830453", "Orla Mills", claims={"P414": [value("Q13677", P249="OMLS")]}),
        item(3, "Q5", "Nobody Knows", sitelinks=1),
        item(4, "Q16521", "Fringilla"),
    ]
    dump, path = tmp_path / "dump.json.gz", tmp_path / "own.parquet"
    dump.write_bytes(gzip.compress(b"[\n" + b",\n".join(json.dumps(each).encode() for each in items) + b"\n]\n"))
    assert main(["gazetteer", str(dump), "--output", str(path), "--sitelinks", "5"]) == 0
    assert capsys.readouterr().out == f"2 entries in {path}\n"
    assert read(str(path)) == [
        Entry("wikidata:Q1", "Ada Finch", "PERSON", ("Ada M. Finch",), ("wikidata:Q2",)),
        Entry("wikidata:Q2", "Orla Mills", "ORG", ("OMLS",)),
    ]


def test_a_file_that_is_not_a_dump_is_reported_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "dump.json").write_text("no json\n")
    assert main(["gazetteer", str(tmp_path / "dump.json"), "--output", str(tmp_path / "own.parquet")]) == 1
    assert main(["gazetteer", str(tmp_path / "none.json"), "--output", str(tmp_path / "own.parquet")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_a_missing_table_is_reported_before_any_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("Ada Finch left.")
    arguments = [
        "run",
        str(tmp_path / "a.txt"),
        "--output",
        str(tmp_path / "out"),
        "--gazetteer",
        str(tmp_path / "no.csv"),
    ]
    assert main(arguments) == 2
    assert "--gazetteer" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
