"""What docs/loading.md says is done, block by block, over an output of the seeds."""

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.cli import main
from tests.conftest import SEEDS, open_to_others

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "loading.md").read_text("utf-8")
POSTGRES = Path("/usr/lib/postgresql/15/bin")


def blocks(heading: str, language: str) -> list[str]:
    """The code of a language below a heading of the page."""
    _, found, rest = PAGE.partition(f"\n## {heading}\n")
    assert found, heading
    return re.findall(rf"^```{language}\n(.*?)^```$", rest.partition("\n## ")[0], re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loading")
    assert main(["run", str(SEEDS), "--output", str(folder / "out"), "--models="]) == 0
    return folder


@pytest.fixture
def there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the page's commands."""
    monkeypatch.chdir(folder)
    return folder


def total() -> list[Any]:
    return duckdb.execute(
        "SELECT date::VARCHAR, count(*) FROM 'out/articles/**/*.parquet' GROUP BY ALL ORDER BY 1"
    ).fetchall()


def test_duckdb(there: Path) -> None:
    days, entities = blocks("DuckDB", "sql")
    dates = [str(row[0]) for row in duckdb.execute(days).fetchall()]
    assert dates == [day for day, count in total() if day >= "2024-02-19" for _ in range(count)]
    assert [column for column, *_ in duckdb.execute(entities).description or ()] == ["name", "mentions"]


@pytest.mark.parametrize("engine", ["pandas", "polars"])
def test_python(engine: str, there: Path) -> None:
    pytest.importorskip(engine, reason=f"{engine} is not installed: run `make engines`")
    (code,) = blocks(engine, "python")
    names: dict[str, Any] = {}
    exec(code, names)
    articles = names["articles"].collect() if engine == "polars" else names["articles"]
    assert Counter(str(day) for day in articles["date"]) == dict(total())


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A server that listens on a socket in a folder alone."""
    if not (POSTGRES / "initdb").exists() or not shutil.which("psql"):
        pytest.skip("PostgreSQL 15 is not installed: apt-get install postgresql")
    folder = tmp_path_factory.mktemp("pg")
    open_to_others(folder)
    user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if user:
        shutil.chown(folder, "postgres")
    initdb = [str(POSTGRES / "initdb"), "-D", str(folder / "db"), "-A", "trust", "-U", "news", "--no-sync"]
    subprocess.run([*user, *initdb], check=True, capture_output=True, cwd="/")
    options = ["-D", str(folder / "db"), "-k", str(folder), "-h", "", "-F"]
    server = subprocess.Popen([*user, str(POSTGRES / "postgres"), *options], stderr=subprocess.PIPE, text=True, cwd="/")
    assert server.stderr is not None
    for line in server.stderr:
        if "ready to accept connections" in line:
            break
    yield folder
    server.terminate()
    server.communicate(timeout=20)


def test_postgres_has_each_row_once_also_when_loaded_again(there: Path, postgres: Path) -> None:
    def psql(sql: str) -> str:
        command = [
            "psql",
            "-X",
            "-q",
            "-v",
            "ON_ERROR_STOP=1",
            "-h",
            str(postgres),
            "-U",
            "news",
            "-d",
            "postgres",
            "-At",
        ]
        done = subprocess.run(command, input=sql, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    table, load = blocks("Postgres", "sql")
    (export,) = blocks("Postgres", "python")
    psql(table)
    for _ in range(2):
        exec(export, {})
        psql(load)
    days = [f"{day}|{count}" for day, count in total()]
    assert psql("SELECT date, count(*) FROM articles GROUP BY 1 ORDER BY 1").splitlines() == days
    authors = duckdb.execute("SELECT DISTINCT unnest(authors) FROM 'out/articles/**/*.parquet' ORDER BY 1").fetchall()
    said = psql('SELECT DISTINCT unnest(authors) COLLATE "C" FROM articles ORDER BY 1').splitlines()
    assert said == [name for (name,) in authors]


def test_bigquery_gets_the_published_schema_with_the_day_and_flags_that_exist(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.chdir(tmp_path)
    (code,) = blocks("BigQuery", "python")
    exec(code, {})
    assert '"name": "date"' in (tmp_path / "schema.json").read_text()
    said = "".join(blocks("BigQuery", "sh"))
    if not shutil.which("bq"):
        pytest.skip("bq is not installed: it comes with the Google Cloud CLI")
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)  # A run in this process sets it, and `bq` finds no module then.
    for command in ("mk", "mkdef", "load"):
        known = subprocess.run(["bq", "help", command], capture_output=True, text=True, timeout=120).stdout
        assert len(known) > 500
        of_command = re.findall(rf"^bq {command} (.*?[^\\])$", said, re.MULTILINE | re.DOTALL)
        assert of_command
        for flag in re.findall(r"--(\w+)", " ".join(of_command)):
            assert re.search(rf"--(\[no\])?{flag}\b", known), (command, flag)


def test_iceberg(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pyiceberg", reason="pyiceberg is not installed: run `make engines`")
    (command,) = re.findall(r"^dateline (.*)$", "".join(blocks("Iceberg", "sh")), re.MULTILINE)
    here = str(there)
    assert main(command.replace("/srv/news", here).split()) == 0
    (code,) = blocks("Iceberg", "python")
    names: dict[str, Any] = {}
    exec(code.replace("/srv/news", here), names)
    assert names["table"].scan().to_arrow().num_rows == sum(count for _, count in total())
