"""`dateline export`: every format holds what the record holds, shapes are what others read, a selection selects."""

import csv
import io
import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import duckdb
import jsonschema
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from pipeline.cli import main
from pipeline.export.delimited import cell
from pipeline.export.markdown import escaped, markdown
from schemas.article import Article
from schemas.columns import columns
from tests.conftest import rows
from tests.pages import START, page, response
from tests.test_docs import ROOT
from tests.test_structure import FIGURE, PROSE, data, prose
from transforms.base.parquet import Row
from transforms.base.sandbox import isolated
from transforms.select.selection import Described, Selection

LINES = (
    "<h2>What it costs</h2><ul><li>Forty carts *an hour* cross it.</li><li>It costs:<ul><li>two crowns a cart.</li>"
    "</ul></li></ul><blockquote><p>It is a good bridge, she said.</p><p>It will stand, she said.</p></blockquote>"
    "<table><tr><th>Year</th><th>Carts</th></tr><tr><td>The year 2023<br>and the next</td>"
    "<td>12,000 carts</td></tr></table>"
    "<pre>carts = bridges * 40\ntolls = carts * 2</pre>"
    "<p>1. See <a href='/plan?a=(1)'>the [plan] of it</a> there &lt;b&gt;.</p>"
)


def structured() -> str:
    head = data(**{"@type": "NewsArticle", "headline": "=1+1 bridges", "author": {"name": "@Ailsa Drummond"}})
    image = "<meta property=og:image content='https://courier.example/pictures/bridge-opens.jpg'>"
    return (
        f"<html lang=en><head><title>=1+1 bridges</title>{head}{image}</head><body><article><h1>=1+1 bridges</h1>"
        f"{PROSE}{LINES}{prose('Bern')}{FIGURE}</article></body></html>"
    )


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    pages = [response(number, page(number), START.replace(hour=6 + number % 12)) for number in range(8)]
    (folder / "pages.warc.gz").write_bytes(b"".join([*pages, response(9, structured(), START)]))
    assert main(["run", str(folder / "pages.warc.gz"), "--output", str(folder / "out")]) == 0
    return folder / "out"


Exported = Callable[..., list[Row]]


@pytest.fixture
def exported(out: Path, tmp_path: Path) -> Exported:
    def run(*options: str) -> list[Row]:
        assert main(["export", str(out), "--to", str(tmp_path / "out.jsonl"), *options]) == 0
        return [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]

    return run


def by_id(found: list[Row]) -> dict[str, Row]:
    return {row["article_id"]: row for row in found}


def test_json_lines_hold_the_record(out: Path, exported: Exported) -> None:
    found, stored = by_id(exported()), by_id(rows(out / "articles"))
    assert found.keys() == stored.keys()
    assert len(found) == 9
    for key, row in stored.items():
        assert datetime.fromisoformat(found[key]["captured_at"]) == row["captured_at"]
        assert found[key]["date"]
        for name in ("title", "text", "authors", "removed", "entities", "links", "image"):
            assert found[key][name] == row[name]


def test_exporting_again_gives_the_same_bytes(out: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    written = []
    for _ in range(2):
        assert main(["export", str(out), "--to", str(tmp_path / "a.jsonl")]) == 0
        written.append((tmp_path / "a.jsonl").read_bytes())
    assert written[0] == written[1]
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]
    assert "9 articles exported" in capfd.readouterr().err


def test_standard_output_is_a_stream_that_may_end_early(out: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(out), "--to", "-"]) == 0
    whole = capfd.readouterr().out
    assert len(whole.splitlines()) == 9
    command = f"{Path(sys.executable).with_name('dateline')} export {out} --to - | head -c 10"
    early = subprocess.run(command, shell=True, capture_output=True, text=True)
    assert early.stdout == whole[:10]
    assert "Traceback" not in early.stderr


def test_csv_holds_the_record_and_no_formula(out: Path, tmp_path: Path) -> None:
    assert main(["export", str(out), "--to", str(tmp_path / "out.csv")]) == 0
    found = by_id(list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text("utf-8"), newline=""))))
    stored = by_id(rows(out / "articles"))
    assert found.keys() == stored.keys()
    for key, row in stored.items():
        assert found[key]["text"] == row["text"]
        assert json.loads(found[key]["authors"]) == row["authors"]
        assert datetime.fromisoformat(found[key]["captured_at"]) == row["captured_at"]
    assert "'=1+1 bridges" in {row["title"] for row in found.values()}


@given(st.one_of(st.text(), st.builds(str.__add__, st.sampled_from("=+-@\t\r"), st.text())))
def test_no_cell_begins_as_a_formula_does(text: str) -> None:
    shown = cell(text)
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert shown in (text, f"'{text}")


def test_sqlite_and_duckdb_hold_the_record(out: Path, tmp_path: Path) -> None:
    stored = by_id(rows(out / "articles"))
    assert main(["export", str(out), "--to", str(tmp_path / "out.sqlite")]) == 0
    with sqlite3.connect(tmp_path / "out.sqlite") as database:
        texts = dict(database.execute("SELECT article_id, text FROM articles").fetchall())
        named = database.execute(
            "SELECT count(*) FROM articles, json_each(entities) WHERE json_extract(value, '$.label') = 'PERSON'"
        ).fetchone()[0]
    assert texts == {key: row["text"] for key, row in stored.items()}
    assert named == sum(each["label"] == "PERSON" for row in stored.values() for each in row["entities"])

    assert main(["export", str(out), "--to", str(tmp_path / "out.duckdb")]) == 0
    with duckdb.connect(str(tmp_path / "out.duckdb")) as database:
        count, day = database.sql("SELECT count(*), min(date) FROM articles").fetchall()[0]
        inside = database.sql(
            "SELECT count(*) FROM articles, unnest(entities) AS t(e) WHERE e.label = 'PERSON'"
        ).fetchall()
    assert (count, day, inside[0][0]) == (9, date(2024, 3, 1), named)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.duckdb", "out.sqlite"]


def test_markdown_says_the_text_with_its_structure(out: Path, tmp_path: Path) -> None:
    assert main(["export", str(out), "--to", f"{tmp_path}/md/"]) == 0
    files = sorted((tmp_path / "md").rglob("*.md"))
    stored = by_id(rows(out / "articles"))
    assert {path.name.partition("-")[0] for path in files} == stored.keys()
    assert {path.parent.name for path in files} == {"2024-03-01"}
    render = MarkdownIt().enable("table").render
    for path in files:
        row = stored[path.name.partition("-")[0]]
        above, _, body = path.read_text("utf-8").removeprefix("---\n").partition("\n---\n")
        assert f"title: {json.dumps(row['title'])}" in above
        tree = html.fragment_fromstring(render(body).replace("<br>", "\n"), create_parent="div")
        shown = re.sub(r"\s+", " ", tree.text_content().replace("|", " ")).strip()
        assert shown == re.sub(r"\s+", " ", f"{row['title']} {row['text']}".replace("|", " ")).strip()
    (text,) = (text for path in files if "What it costs" in (text := path.read_text("utf-8")))
    tree = html.fragment_fromstring(render(text.partition("\n---\n")[2]), create_parent="div")
    assert tree.findtext("h2") == "What it costs"
    assert [item.text_content().split("\n")[0] for item in tree.iter("li")][-1] == "two crowns a cart."
    assert len(tree.findall("ul/li/ul/li")) == 1
    assert [len(quote.findall("p")) for quote in tree.iter("blockquote")] == [2]
    assert ["\n".join(cell.itertext()) for cell in tree.iter("td")] == ["The year 2023\nand the next", "12,000 carts"]
    assert tree.findtext("pre/code") == "carts = bridges * 40\ntolls = carts * 2\n"
    assert [(link.text, link.get("href")) for link in tree.iter("a")] == [
        ("the [plan] of it", "https://courier4.example/plan?a=(1)")
    ]


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1).map(lambda text: " ".join(text.split())))
def test_markdown_reads_a_text_as_itself(text: str) -> None:
    rendered = MarkdownIt().enable("table").render(escaped(text))
    assert html.fragment_fromstring(rendered, create_parent="div").text_content().strip() == text
    assert re.sub(r"</?p>\n?", "", rendered).count("<") == 0


@pytest.mark.parametrize(
    "text", ["+ one", "- one", "* one", "1. one", "1) one", "123456789. one", "# one", "> one", "- - -", "~~~"]
)
def test_markdown_takes_no_beginning_of_a_line_for_markup(text: str) -> None:
    """Not at the beginning of a text, nor below a line, where = and - make a headline of it."""
    for shown in (text, f"above\n{text}", "above\n===", "above\n---"):
        rendered = MarkdownIt().enable("table").render("\n".join(map(escaped, shown.split("\n"))))
        assert rendered.count("<") == 2, rendered
        assert html.fragment_fromstring(rendered, create_parent="div").text_content().strip() == shown


def test_the_news_please_shape_has_its_fields(exported: Exported) -> None:
    found = exported("--shape", "news-please")
    names = "authors date_download date_modify date_publish description filename image_url language localpath maintext"
    names += " source_domain title title_page title_rss url"
    assert all(list(row) == names.split() for row in found)
    assert {row["date_publish"] for row in found} >= {"2024-03-01 06:00:00"}


NEWS_ARTICLE = (
    "@context @type identifier url headline articleBody author datePublished dateModified inLanguage keywords"
    " wordCount dateline license isAccessibleForFree publisher image mentions"
)
"""Properties of NewsArticle, and those that it inherits (https://schema.org/NewsArticle)."""


def test_the_newsarticle_shape_is_one_of_schema_org(exported: Exported) -> None:
    found = exported("--shape", "newsarticle")
    assert all(row.keys() <= set(NEWS_ARTICLE.split()) for row in found)
    assert {(row["@context"], row["@type"]) for row in found} == {("https://schema.org", "NewsArticle")}
    (row,) = (row for row in found if "image" in row)
    assert row["image"]["creditText"] == "Ailsa Drummond/Courier"
    mentioned = {(each["@type"], each["name"]) for row in found for each in row["mentions"]}
    assert ("Place", "Glasgow") in mentioned
    assert any(each.get("sameAs", "").startswith("http") for row in found for each in row["mentions"])


def test_ninjs_is_valid_by_iptc_s_schema(exported: Exported) -> None:
    schema = json.loads((ROOT / "tests" / "data" / "ninjs-3.0.json").read_text())
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    found = exported("--shape", "ninjs")
    for item in found:
        validator.validate(item)
    assert not validator.is_valid({"headlines": []})
    assert not validator.is_valid(found[0] | {"headline": "x"})
    assert sum("associations" in item for item in found) == 1


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        (["--limit", "2"], 2),
        (["--source", "courier1.example,none.example"], 2),
        (["--language", "de"], 0),
        (["--language", "en"], 9),
        (["--match", r"[Bb]ridge [1-3] opens"], 3),
        (["--since", "2024-03-01T10:00:00Z"], 4),
        (["--until", "2024-03-01T10:00:00Z"], 5),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_wanted_is_exported(exported: Exported, options: list[str], titles: int) -> None:
    assert len(exported(*options)) == titles


def test_a_sample_is_the_same_every_time_and_grows_with_its_share(exported: Exported) -> None:
    half = set(by_id(exported("--sample", "50%")))
    assert half == set(by_id(exported("--sample", "50%")))
    assert half < set(by_id(exported("--sample", "100%")))
    assert set(by_id(exported("--sample", "10%"))) <= half
    ids = [f"{number:032x}" for number in range(0, 1 << 64, 1 << 54)]
    described = [Described(key, None, None, None, None, "") for key in ids]
    kept = sum(Selection(sample=0.25).refusal(each) is None for each in described)
    assert kept == len(ids) // 4


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--to", "out.txt"], "--to out.txt: give it one of the suffixes .jsonl, .csv, .sqlite, .duckdb"),
        (["--to", "-", "--format", "sqlite"], "sqlite cannot be streamed"),
        (["--to", "out.csv", "--shape", "ninjs"], "csv takes record or news-please"),
        (["--to", "-", "--shape", "x"], "--shape: 'x' is not one of record, news-please, newsarticle, ninjs"),
        (["--to", "-", "--match", "("], "--match: '(' is not a regular expression"),
        (["--to", "-", "--sample", "0.1"], "--sample: '0.1' is not a share"),
        (["--to", "-", "--since", "2024-03-02", "--until", "2024-03-01"], "is not before --until 2024-03-01"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_bad_usage_is_reported_before_anything_is_written(
    out: Path, options: list[str], why: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(out), *options]) == 2
    assert why in capfd.readouterr().err


def test_no_output_and_a_damaged_one_are_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(tmp_path), "--to", "-"]) == 2
    assert "no articles are there" in capfd.readouterr().err
    bad = tmp_path / "articles" / "date=2024-03-01" / "a.parquet"
    bad.parent.mkdir(parents=True)
    bad.write_bytes(b"PAR1")
    (tmp_path / "out.jsonl").write_text("what was there")
    assert main(["export", str(tmp_path), "--to", str(tmp_path / "out.jsonl")]) == 1
    assert f"{bad} is not a complete Parquet file" in capfd.readouterr().err
    assert (tmp_path / "out.jsonl").read_text() == "what was there"


def test_an_endless_pattern_is_stopped(
    out: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("pipeline.export.rows.isolated", lambda work, value: isolated(work, value, 0.2))
    assert main(["export", str(out), "--to", "-", "--match", r"(?:[A-Za-z]+ ?)+#"]) == 1
    assert "took too long" in capfd.readouterr().err


def test_files_without_new_columns_are_exported(out: Path, tmp_path: Path) -> None:
    (file,) = (out / "articles").rglob("*.parquet")
    old = tmp_path / "old" / "articles" / "date=2024-03-01" / file.name
    old.parent.mkdir(parents=True)
    pq.write_table(pq.ParquetFile(file).read().drop_columns(["structure", "links", "image", "words"]), old)
    for form in ("jsonl", "csv", "sqlite", "duckdb"):
        assert main(["export", str(tmp_path / "old"), "--to", f"{tmp_path}/old.{form}"]) == 0
    assert main(["export", str(tmp_path / "old"), "--to", f"{tmp_path}/md/"]) == 0
    assert json.loads((tmp_path / "old.jsonl").read_text().splitlines()[0])["links"] is None


def test_what_stands_above_a_page_of_markdown_is_yaml_of_characters_and_not_of_halves_of_them() -> None:
    values = dict.fromkeys(("text", *(column.name for column in columns(Article))))
    above = markdown(values | {"title": "Bridge 🌉 opens\u2028again", "text": "It opened."}).split("---")[1]
    assert 'title: "Bridge 🌉 opens\\u2028again"' in above
