"""`dateline report`: the figures of an output, and what a page may hold."""

import base64
import html
import json
import re
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli import main
from pipeline.report.charts import steps
from pipeline.report.figures import figures
from pipeline.report.kinds import FAMILY
from pipeline.report.pack import pack
from pipeline.report.text import harmless, web_address
from schemas.arrow import to_table
from schemas.article import Article, Entity, Mention, Removed, RemovedKind, digest
from tests.benchmarks.report import make_output
from transforms.base.parquet import to_parquet

DAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


def article(title: str = "A title", text: str = "A text.", **fields: Any) -> Article:
    whole: dict[str, Any] = {
        "article_id": digest(title), "revision_id": digest(title, text), "url": "https://a.example/1",
        "canonical_url": None, "source": "a.example", "feed_url": None, "title": title, "text": text, "authors": (),
        "tags": (), "published_at": DAY, "modified_at": None, "captured_at": DAY + timedelta(minutes=3),
        "published_from": None, "language": "en", "entities": (), "removed": (), "capture_uri": f"news/{title}.html",
        "capture_digest": digest(title, "bytes"), "schema_version": 1, "pipeline_version": "0.1.0", "models": (),
    }  # fmt: skip
    return Article(**whole | fields)


def write(output: Path, *articles: Article, drop: tuple[str, ...] = ()) -> Path:
    """An output of these articles, without some columns; a file for each day."""
    days: dict[str, list[Article]] = {}
    for each in articles:
        at = each.published_at or each.captured_at
        days.setdefault(f"{at:%Y-%m-%d}" if at else "1970-01-01", []).append(each)
    for day, rows in days.items():
        path = output / "articles" / f"date={day}" / "undated-00000-of-00001.parquet"
        path.parent.mkdir(parents=True)
        path.write_bytes(to_parquet(to_table(Article, rows).drop_columns(list(drop))))
    return output


def made(output: Path) -> str:
    page = output.parent / f"{output.name}.html"
    assert main(["report", str(output), "--html", str(page)]) == 0
    return page.read_text("utf-8")


def data(page: str, name: str) -> Any:
    block = re.search(rf'id="data-{name}">([A-Za-z0-9+/=]*)</script>', page)
    assert block
    return json.loads(zlib.decompress(base64.b64decode(block[1]), wbits=-15))


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report") / "news"
    make_output(folder, 80)
    return folder


def test_the_same_output_gives_the_same_bytes(output: Path, tmp_path: Path) -> None:
    again = tmp_path / "news"
    make_output(again, 80)
    assert made(output) == made(again)


def test_the_page_stands_alone(output: Path) -> None:
    page = made(output)
    assert "default-src 'none'" in html.unescape(page)
    assert "unsafe" not in page
    bare = re.sub(r'href="(?:https?://[^"]*|#[^"]*)"', "", page)
    assert not re.search(r'\b(?:src|href|action|style|on\w+)="', bare)
    assert "@import" not in page
    assert "url(" not in page


def test_what_comes_from_outside_is_text(tmp_path: Path) -> None:
    hostile = "</script><b>bold</b>\u202egnp.exe\x07 {{ 7777 * 7 }}"
    removed = (Removed(RemovedKind.PROMO, hostile),)
    entities = (Entity(hostile, "PERSON", 1, (Mention(0, 3),)),)
    bad = article(hostile, hostile, source=hostile, url="javascript:void(0)", removed=removed, entities=entities)
    page = made(write(tmp_path / "out", bad))
    assert "<b>" not in page
    assert "javascript:" not in page
    assert "54439" not in page
    packed = json.dumps([data(page, "index"), data(page, "0")], ensure_ascii=False)
    assert not re.search("[\u202a-\u202e\x07]", page + packed)
    assert data(page, "index")["url"] == [""]
    assert data(page, "0")[0]["text"] == harmless(hostile)


def test_offsets_and_kinds_come_through(tmp_path: Path) -> None:
    text = "😀 Ada Ahl spoke.\nAda left."
    entity = Entity("Ada Ahl", "PERSON", 2, (Mention(2, 9), Mention(17, 20)), "wikidata:Q1")
    page = made(
        write(tmp_path / "out", article(text=text, entities=(entity,), removed=(Removed(RemovedKind.SHARE, "Share"),)))
    )
    (record,) = data(page, "0")
    assert record["entities"] == [["Ada Ahl", "PERSON", "wikidata:Q1", 2, [2, 9, 17, 20]]]
    assert record["removed"] == [["share", "Share"]]
    assert data(page, "facts")["families"]["share"] == "navigation"


def test_each_kind_of_removed_text_has_a_colour() -> None:
    assert set(FAMILY) == set(RemovedKind)


def test_figures_are_those_of_the_rows(tmp_path: Path) -> None:
    rows = [
        article("one", removed=(Removed(RemovedKind.SHARE, "x" * 93),)),
        article("two", published_at=DAY - timedelta(days=1), language="de"),
        article("three", source="b.example", published_at=None),
        article("four", source=None, published_at=None, captured_at=None),
    ]
    found, _ = figures(str(write(tmp_path / "out", *rows)), None)
    assert found.now == DAY + timedelta(minutes=3)
    assert found.survey.by_source == {"a.example": 2, "b.example": 1, "(no source)": 1}
    assert found.survey.by_language == {"en": 3, "de": 1}
    assert found.volume.by_day == {
        ("a.example", "2026-03-02"): 1,
        ("a.example", "2026-03-01"): 1,
        ("b.example", "2026-03-02"): 1,
    }
    assert found.volume.undated == 1
    assert found.lag.unknown == 2
    assert found.lag.total.tolist() == [0, 0, 1, 0, 0, 0, 0, 1, 0, 0]
    assert found.lag.percentile("a.example", 0.4) == pytest.approx(180, rel=0.09)
    assert found.removed.by_kind() == {"share": 1}
    assert found.removed.share("a.example") == pytest.approx(93 / (93 + 14))


def test_sources_that_are_not_shown_are_counted_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("SERIES", "SOURCES", "RESERVING"):
        monkeypatch.setattr(f"pipeline.report.figures.{limit}", 1)
    piece = (Removed(RemovedKind.SHARE, "Share"),)
    rows = [article(f"{name}{n}", source=f"{name}.example", removed=piece) for name, n in ("a1", "a2", "b1", "c1")]
    output = write(tmp_path / "out", *rows)
    found, _ = figures(str(output), None)
    day = "2026-03-02"
    assert found.volume.by_day == {("a.example", day): 2, ("", day): 2}
    assert found.lag.overall(0.5) == pytest.approx(180, rel=0.09)
    assert found.removed.by_kind() == {"share": 4}
    assert "other sources" in made(output)


def test_what_rises_is_what_is_named_more_often_for_as_many_articles(tmp_path: Path) -> None:
    def named(name: str, day: int, number: int) -> Article:
        entity = Entity(name, "PERSON", 1, (Mention(0, 1),))
        return article(f"{name} {day} {number}", published_at=DAY + timedelta(days=day), entities=(entity,))

    steady = [named("Steady", day, n) for day in range(14) for n in range(2)]
    rising = [named("Rising", day, n) for day in range(7, 14) for n in range(1)]
    found, _ = figures(str(write(tmp_path / "out", *steady, *rising)), None)
    (rise,) = found.rising.top()["person"]
    assert (rise.name, rise.before, rise.now, rise.days) == ("Rising", 0, 7, (0,) * 7 + (1,) * 7)


def test_files_of_earlier_versions_are_read(tmp_path: Path) -> None:
    later = ("usage", "words", "agency", "access", "dateline_place", "structure", "links", "image")
    output = write(tmp_path / "out", article(), drop=(*later, "entities"))
    path = next(output.rglob("*.parquet"))
    old = [{"name": "Ada", "label": "PERSON", "count": 1, "mentions": [{"start": 0, "end": 1}]}]
    path.write_bytes(to_parquet(pq.read_table(path, partitioning=None).append_column("entities", pa.array([old]))))
    assert data(made(output), "0")[0]["entities"] == [["Ada", "PERSON", "", 1, [0, 1]]]


def test_a_damaged_file_is_named_and_the_rest_is_shown(tmp_path: Path) -> None:
    output = write(tmp_path / "out", article("whole"), article("other", published_at=DAY - timedelta(days=3)))
    damaged = output / "articles" / "date=2026-02-27" / "undated-00000-of-00001.parquet"
    damaged.write_bytes(damaged.read_bytes()[:100])
    page = made(output)
    assert "date=2026-02-27/undated-00000-of-00001.parquet is not a complete Parquet file" in page
    assert data(page, "index")["title"] == ["whole"]


def test_a_page_has_a_limit_and_says_what_it_leaves_out(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.report.pack.TEXTS_LIMIT", 70_000)
    monkeypatch.setattr("pipeline.report.articles.LISTED", 60)
    page = made(output)
    texts = sum(chunk >= 0 for chunk in data(page, "index")["chunk"])
    listed = len(data(page, "index")["title"])
    assert 0 < texts < listed < 80
    assert f"The newest {listed} of 80 are listed" in page
    assert f"This page has the text of {texts}" in page
    assert len(page) < 500_000


def test_texts_are_taken_of_each_source_by_turns(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.report.pack.CHUNK", 8)
    monkeypatch.setattr("pipeline.report.pack.CANDIDATES", 24)
    found, rows = figures(str(output), None)
    packed = pack(rows, found.listed, ())
    assert packed.with_text == 24
    listing = json.loads(zlib.decompress(base64.b64decode(packed.listing), wbits=-15))
    shown = [source for source, chunk in zip(listing["source"], listing["chunk"], strict=True) if chunk >= 0]
    assert set(shown) == set(listing["source"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--html", "page.html", "--serve"], "give either --html FILE or --serve"),
        ([], "give either --html FILE or --serve"),
        (["--html", "page.html", "--now", "noon"], "--now"),
        (["--serve", "--port", "99999"], "--port"),
        (["--html", "page.html"], "no output of dateline"),
    ],
)
def test_bad_usage_is_reported(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", str(tmp_path / "nothing"), *arguments]) == 2
    assert said in capsys.readouterr().err


@given(st.text())
def test_harmless_text_is_as_long_as_before(text: str) -> None:
    assert len(harmless(text)) == len(text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", harmless(text))


@given(st.text())
def test_only_addresses_of_the_web_are_links(text: str) -> None:
    assert web_address(text) == "" or re.match("https?:", web_address(text), re.IGNORECASE)
    assert web_address(f"javascript:{text}") == ""


@given(st.integers(0, 10**9))
def test_an_axis_ends_at_or_above_its_largest_value(largest: int) -> None:
    scale = steps(largest)
    assert scale[0] == 0
    assert scale[-1] >= max(1, largest)
    assert len(scale) <= 6
