"""`import dateline`: one document, stored ones, tables, what a notebook shows, and what stands beside it."""

import gzip
import os
import re
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, assert_type

import dateline
import nbformat
import pyarrow as pa
import pytest
from lxml import html
from nbclient import NotebookClient

from pipeline.cli import main
from schemas.arrow import arrow_schema, to_table
from schemas.article import Article
from schemas.capture import Capture
from tests.conftest import SEEDS, rows
from tests.pages import START, archive, page, response
from tests.test_docs import ROOT

NO_MODELS: dict[str, str] = {}
HOSTILE = "<img src=x onerror=alert(1)>'\"&"


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Archives that are not in the order of time: the last file has the earliest captures."""
    folder = tmp_path_factory.mktemp("news") / "archive"
    folder.mkdir()
    (folder / "pages.warc.gz").write_bytes(archive([*range(6, 12), *range(6)]))
    early = response(8, page(8), START - timedelta(hours=1)) + response(3, page(3), START - timedelta(days=40))
    (folder / "zz.warc").write_bytes(gzip.decompress(early))
    return folder


def test_a_page_is_an_article() -> None:
    article = dateline.extract(page(3), url="https://courier3.example/bridge-3", captured_at=START)
    assert article.title == "Bridge 3 opens in Glasgow"
    assert article.source == "courier3.example"
    assert article.captured_at == START
    assert [piece.kind for piece in article.removed]
    assert article.entities is None
    assert dateline.extract(page(3).encode()).revision_id == article.revision_id


def test_a_time_without_a_zone_is_in_utc() -> None:
    naive = START.replace(tzinfo=None)
    assert dateline.extract(page(3), captured_at=naive).captured_at == START


def test_a_time_may_be_a_text() -> None:
    assert dateline.extract(page(3), captured_at=START.isoformat()).captured_at == START


@pytest.mark.parametrize(
    "given", [{"url": "https://[::1"}, {"url": "https://a.example:99999/"}, {"url": "a page"}, {"captured_at": "soon"}]
)
def test_a_wrong_address_or_time_is_named(given: dict[str, str]) -> None:
    (name, value), *_ = given.items()
    with pytest.raises(ValueError, match=f"{name} {value!r} is not".replace("[", r"\[")):
        dateline.extract(page(3), **given)


@pytest.mark.parametrize("given", [None, 3, Path("page.html")])
def test_what_is_no_page_at_all_is_named(given: Any) -> None:
    with pytest.raises(TypeError, match=f"html is {type(given).__name__}, not str or bytes"):
        dateline.extract(given)


def test_an_output_without_an_article_has_no_rows(tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_text("")
    assert main(["run", str(tmp_path / "empty.html"), f"--output={tmp_path / 'out'}", "--models="]) == 0
    found = dateline.open(str(tmp_path / "out"))
    assert found.count_rows() == 0
    assert {"article_id", "text", "date"} <= set(found.schema.names)
    for name, holds in (("a.csv", b"date,article_id"), ("a.jsonl", b""), ("a.sqlite", b"SQLite")):
        assert main(["export", str(tmp_path / "out"), "--to", str(tmp_path / name)]) == 0
        assert (tmp_path / name).read_bytes().startswith(holds)
    assert main(["export", str(tmp_path / "none"), "--to", str(tmp_path / "b.csv")]) == 2


def test_a_page_that_is_not_an_article_says_why() -> None:
    with pytest.raises(dateline.Unusable, match="hardly a sentence"):
        dateline.extract("<html><body><p>Log in</p></body></html>")


def test_an_article_is_enriched() -> None:
    article = dateline.enrich(dateline.extract(page(3)))
    assert article.language == "en"
    assert {entity.name for entity in article.entities or ()} >= {"Luis Ortega", "Glasgow"}
    assert dateline.enrich(article, models=NO_MODELS).entities is None
    with pytest.raises(dateline.UsageError, match="no spaCy model 'none_such' installed"):
        dateline.enrich(article, models={"en": "none_such"})


@pytest.mark.parametrize(("since", "until"), [(None, None), ("2024-03-01T07:00", "2024-03-01T09:00:00+01:00")])
def test_reading_gives_the_rows_of_a_replay(
    articles: Path, tmp_path: Path, since: str | None, until: str | None
) -> None:
    told = [f"--since={since or ''}", f"--until={until or ''}"]
    assert main(["replay", str(articles), "--output", str(tmp_path / "out"), "--models=", *told]) == 0
    read = list(dateline.read(str(articles), models=NO_MODELS, since=since, until=until))
    times = [article.captured_at for article in read]
    assert times == sorted(times, key=lambda at: at or datetime.max.replace(tzinfo=UTC))
    by_row = sorted(to_table(Article, read).to_pylist(), key=str)
    assert by_row == sorted(({**row} for row in rows(tmp_path / "out" / "articles")), key=str)
    assert len(by_row) > 2


def test_an_article_comes_before_all_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        captured = START + timedelta(minutes=number)
        (tmp_path / f"{number}.warc.gz").write_bytes(response(number, page(number), captured))
    from pipeline.notebook import reading

    made: list[str] = []

    def counted(work: Callable[[Capture], Article], capture: Capture) -> Article:
        made.append(capture.uri)
        return work(capture)

    monkeypatch.setattr(reading, "isolated", counted)
    articles = dateline.read(str(tmp_path), models=NO_MODELS)
    seen = [len(made) for _ in articles]
    assert seen == [1, 2, 3, 4]


def test_what_cannot_be_read_is_handed_over(articles: Path) -> None:
    rejects: list[dateline.Reject] = []
    list(dateline.read(str(articles), models=NO_MODELS, on_reject=rejects.append))
    assert {reject.reason for reject in rejects} == {dateline.Reason.HTTP_STATUS, dateline.Reason.EMPTY}
    with pytest.raises(dateline.UsageError, match="nothing is there"):
        dateline.read(str(articles / "none"))


def test_tables_of_articles_and_of_an_output(tmp_path: Path) -> None:
    assert main(["run", str(SEEDS / "town-hall-roof.html"), "--output", str(tmp_path), "--models="]) == 0
    table = dateline.open(str(tmp_path)).to_table()
    assert table.schema.field("date").type == pa.date32()
    assert isinstance(table.column("date")[0].as_py(), date)
    assert table.num_rows == 1
    made = dateline.to_arrow(dateline.read(str(SEEDS / "town-hall-roof.html"), models=NO_MODELS))
    assert made.schema == arrow_schema(Article)
    assert made.column("text").to_pylist() == table.column("text").to_pylist()
    with pytest.raises(dateline.UsageError, match="no articles are there"):
        dateline.open(str(tmp_path / "none"))


def test_an_output_without_a_column_reads_as_nulls(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    folder = tmp_path / "articles" / "date=2024-03-01"
    folder.mkdir(parents=True)
    old = dateline.to_arrow([dateline.extract(page(1))]).drop_columns(["agency", "access", "usage"])
    pq.write_table(old, folder / "undated-00000-of-00001.parquet")
    (row,) = dateline.open(str(tmp_path)).to_table().to_pylist()
    assert (row["agency"], row["usage"], row["date"]) == (None, None, date(2024, 3, 1))


def test_a_notebook_shows_an_article_and_escapes_everything() -> None:
    import dataclasses

    plain = dateline.enrich(dateline.extract(page(3)))
    shown = plain._repr_html_()
    tree = html.fragment_fromstring(shown)
    assert tree.find("h3").text == plain.title
    assert [mark.text for mark in tree.iter("mark")].count("Luis Ortega") >= 4
    assert [gone.text_content() for gone in tree.iter("del")]
    assert "\n".join(p.text_content() for p in tree.find("div/section")) == plain.text

    entity = dateline.Entity(HOSTILE, HOSTILE, 1, (dateline.Mention(0, 5),), HOSTILE)
    hostile = dataclasses.replace(
        plain,
        title=HOSTILE,
        text=f"{HOSTILE} said so.",
        source=HOSTILE,
        authors=(HOSTILE,),
        language=HOSTILE,
        entities=(entity,),
        removed=(dateline.Removed(HOSTILE, HOSTILE),),  # type: ignore[arg-type]
    )
    tree = html.fragment_fromstring(hostile._repr_html_())
    allowed = {"article", "h3", "p", "small", "div", "section", "aside", "span", "del", "mark", "br"}
    assert {element.tag for element in tree.iter()} <= allowed
    assert {name for element in tree.iter() for name in element.attrib} <= {"style", "title", "aria-label"}
    assert tree.find("h3").text == HOSTILE


def in_folder(folder: Path, code: str) -> str:
    """What Python prints there, with the folder first in its search path, as notebooks and scripts have it."""
    command = [sys.executable, "-c", textwrap.dedent(code)]
    # The command sets it for its workers, in this process too.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_packages_of_the_same_names_beside_a_notebook_do_no_harm(tmp_path: Path) -> None:
    for name in ("schemas", "pipeline", "transforms"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise AssertionError('the wrong one')")
    (tmp_path / "page.html").write_text(page(3))
    assert (
        in_folder(
            tmp_path,
            f"""
            import sys
            sys.path[0] = {str(tmp_path)!r}
            import dateline
            print(dateline.extract(open("page.html").read()).title)
            print(len(list(dateline.read("page.html", models={{}}))))
            """,
        )
        == "Bridge 3 opens in Glasgow\n1\n"
    )


def test_a_package_of_the_same_name_that_is_loaded_before_is_named(tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "__init__.py").touch()
    code = """
    import schemas
    try:
        import dateline
    except ImportError as error:
        print(error)
    """
    assert "import dateline first, or rename the other" in in_folder(tmp_path, code)


def test_importing_it_imports_nothing_heavy(tmp_path: Path) -> None:
    code = "import sys, dateline; print({'apache_beam', 'spacy', 'pyarrow', 'lxml'} & set(sys.modules))"
    assert in_folder(tmp_path, code) == "set()\n"


def test_the_wheel_has_it_typed(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "site")
    site = tmp_path / "site"
    assert all((site / name / "py.typed").exists() for name in ("dateline", "schemas", "pipeline", "transforms"))
    code = f"import sys; sys.path.insert(0, {str(site)!r}); import dateline; print(dateline.__file__)"
    assert in_folder(tmp_path, code).startswith(str(site))


def test_its_types_are_seen() -> None:
    """By mypy, in `make check`."""
    assert_type(dateline.extract(page(3)), Article)
    assert_type(dateline.read(str(SEEDS / "town-hall-roof.html")), Iterator[Article])


def test_examples_of_the_documentation_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.html").write_text(page(3))
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "news.warc.gz").write_bytes(archive(range(4)))
    assert main(["run", "archive", "--output", "out", "--models="]) == 0
    examples = re.findall(r"^```python\n(.*?)^```$", (ROOT / "docs" / "notebook.md").read_text(), re.M | re.S)
    names: dict[str, object] = {}
    for example in examples:
        exec(example, names)
    assert len(examples) >= 4


def test_the_notebook_runs_from_an_archive_to_a_plot(tmp_path: Path) -> None:
    notebook: Any = nbformat.read(  # type: ignore[no-untyped-call]
        ROOT / "docs" / "notebook.ipynb", as_version=4
    )
    (tmp_path / "news.warc.gz").write_bytes(archive(range(6)))
    done = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    cells = [cell for cell in done.cells if cell.cell_type == "code"]
    assert len([line for cell in cells for line in cell.source.splitlines() if line]) <= 10
    outputs = [output for cell in cells for output in cell.outputs if "data" in output]
    assert any("image/png" in output.data for output in outputs)
    assert any("<mark" in output.data.get("text/html", "") for output in outputs)
