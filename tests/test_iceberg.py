"""A table of Iceberg has the rows of the closed files of an output, each once, whatever happens while it is loaded."""

import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds
import pytest

from pipeline.cli import main
from tests import newsday
from transforms.base.parquet import Row
from transforms.load.plan import changes

pytest.importorskip("pyiceberg", reason="pyiceberg is not installed: run `make engines`")

DUCKDB = Path(sys.prefix) / "duckdb-iceberg"
LATER = newsday.START + timedelta(days=30)
COLUMNS = ["date", "article_id", "revision_id", "captured_at", "title", "text", "capture_uri"]


def run(pages: Path, out: Path) -> None:
    assert main(["run", str(pages), "--output", str(out), "--models="]) == 0


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output of five articles of several days."""
    folder = tmp_path_factory.mktemp("read")
    run(newsday.write(folder / "pages", list(newsday.articles())[:5]), folder / "out")
    return folder


@pytest.fixture
def folder(read: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(read, tmp_path / "copy"))


def arguments(folder: Path, *options: str, now: datetime = LATER) -> list[str]:
    catalog = ["--catalog", f"sqlite:///{folder}/catalog.db", "--warehouse", f"{folder}/warehouse"]
    return ["iceberg", str(folder / "out"), *catalog, f"--now={now.isoformat()}", *options]


def load(folder: Path, *options: str, now: datetime = LATER) -> None:
    assert main(arguments(folder, *options, now=now)) == 0


def table(folder: Path) -> Any:
    from pyiceberg.catalog import load_catalog

    return load_catalog("dateline", uri=f"sqlite:///{folder}/catalog.db").load_table("news.articles")


def in_order(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["article_id"], row["revision_id"]))


def in_output(folder: Path) -> list[Row]:
    rows = ds.dataset(folder / "out" / "articles", partitioning="hive").to_table(columns=COLUMNS).to_pylist()
    return in_order([row | {"date": str(row["date"])} for row in rows])


def in_table(folder: Path) -> list[Row]:
    rows = table(folder).scan(selected_fields=tuple(COLUMNS)).to_arrow().to_pylist()
    return in_order([row | {"date": str(row["date"])} for row in rows])


def by_duckdb(folder: Path, sql: str) -> list[Row]:
    """What DuckDB's own reader of Iceberg gives, in a DuckDB of its own."""
    if not DUCKDB.exists():
        pytest.skip("DuckDB's extension for Iceberg is not installed: run `make engines`")
    script = f"""
import json, pathlib
import duckdb, duckdb_extension_avro, duckdb_extension_iceberg
connection = duckdb.connect()
connection.execute("SET enable_progress_bar = false")
for package in (duckdb_extension_avro, duckdb_extension_iceberg):
    (extension,) = pathlib.Path(package.__file__).parent.rglob("*.duckdb_extension")
    connection.execute(f"LOAD '{{extension}}'")
print(json.dumps(connection.execute({sql!r}).fetchone()[0]))
"""
    env = os.environ | {"PYTHONPATH": str(DUCKDB)}
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    rows: list[Row] = json.loads(json.loads(done.stdout))
    return rows


def test_pyiceberg_and_duckdb_read_the_rows_of_the_output_with_their_day(folder: Path) -> None:
    load(folder)
    assert len(in_output(folder)) == 5
    assert in_table(folder) == in_output(folder)
    day = in_output(folder)[0]["date"]
    assert table(folder).scan(row_filter=f"date = '{day}'").to_arrow().num_rows == 1
    scan = f"iceberg_scan('{table(folder).metadata_location}')"
    found = by_duckdb(
        folder, f"SELECT to_json(list(r)) FROM (SELECT date::VARCHAR AS date, article_id, title, text FROM {scan}) r"
    )
    plain = [{name: row[name] for name in ("date", "article_id", "title", "text")} for row in in_output(folder)]
    assert sorted(found, key=lambda row: row["article_id"]) == sorted(plain, key=lambda row: row["article_id"])


def test_loading_again_makes_no_new_snapshot(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load(folder)
    before = table(folder).metadata_location
    load(folder)
    assert table(folder).metadata_location == before
    assert "5 rows; 0 files added, 0 removed" in capsys.readouterr().out


def test_a_file_whose_window_is_not_over_waits(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load(folder, now=newsday.START + timedelta(hours=25))
    assert [row["title"] for row in in_table(folder)] == [
        "Fog ferry: all 214 are safe",
        "Ferry runs aground off Skarrholm",
    ]
    assert "still open" in capsys.readouterr().out
    load(folder)
    assert in_table(folder) == in_output(folder)


def test_a_file_that_is_replaced_is_replaced_in_one_snapshot(folder: Path) -> None:
    late = folder / "late"
    names = list(newsday.articles())
    load(folder)
    before = len(table(folder).snapshots())
    newsday.write(late, names[:1])
    text = late / f"{names[0]}.txt"
    text.write_text(text.read_text() + "\n\nThe fairway was opened again in the evening, the harbour board said.\n")
    run(late, folder / "out")
    assert len(in_output(folder)) == 6
    load(folder)
    assert in_table(folder) == in_output(folder)
    assert len(table(folder).snapshots()) == before + 1


def test_what_is_pruned_goes_from_the_table_and_an_earlier_snapshot_still_has_it(folder: Path) -> None:
    load(folder)
    first = table(folder).current_snapshot().snapshot_id
    assert main(["prune", str(folder / "out"), "--older-than=1d", "--articles"]) == 0
    run(newsday.write(folder / "pages2", list(newsday.articles())[5:]), folder / "out")
    load(folder)
    assert in_table(folder) == in_output(folder)
    assert len(in_table(folder)) == 1
    assert table(folder).scan(snapshot_id=first).to_arrow().num_rows == 5


@pytest.mark.parametrize(
    ("place", "step"), [("transforms.load.iceberg._put", 2), ("pyiceberg.catalog.sql.SqlCatalog.commit_table", 2)]
)
def test_a_kill_at_any_step_neither_loses_nor_doubles_a_row(folder: Path, place: str, step: int) -> None:
    """Killed before the second of three files is written; and right after the snapshot is there."""
    module, _, name = place.rpartition(".")
    script = f"""
import os, pkgutil, signal, sys
from pipeline.cli import main
where, count = pkgutil.resolve_name({module!r}), 0
real = getattr(where, {name!r})
def killed(*arguments, **options):
    global count
    count += 1
    if count == {step} and {name!r} == "_put":
        os.kill(os.getpid(), signal.SIGKILL)
    result = real(*arguments, **options)
    if count == {step}:
        os.kill(os.getpid(), signal.SIGKILL)
    return result
setattr(where, {name!r}, killed)
sys.exit(main({arguments(folder)!r}))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert len(table(folder).snapshots()) == (name == "commit_table")
    load(folder)
    assert in_table(folder) == in_output(folder)
    assert len(table(folder).snapshots()) == 1


def test_of_two_loads_at_once_one_is_refused(folder: Path) -> None:
    from pyiceberg.exceptions import CommitFailedException

    from transforms.load import iceberg
    from transforms.load.source import article_files, digests

    load(folder, now=newsday.START - timedelta(days=1))
    out = str(folder / "out")
    two = [table(folder), table(folder)]
    to_do = changes(digests(out, article_files(out)), (), ())
    iceberg.commit(two[0], out, to_do, {})
    with pytest.raises((CommitFailedException, ValueError)):
        iceberg.commit(two[1], out, to_do, {})
    assert in_table(folder) == in_output(folder)


def test_what_is_missing_is_reported_in_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["iceberg", str(folder), "--catalog=sqlite:////none/at/all.db"]) == 2
    assert main(arguments(folder, "--table=articles")) == 2
    assert main([*arguments(folder)[:2], "--catalog=sqlite:////none/at/all.db"]) == 2
    monkeypatch.setitem(sys.modules, "pyiceberg.catalog", None)
    assert main(arguments(folder)) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 4
    for line, remedy in zip(
        said, ("no articles are there", "NAMESPACE.TABLE", "--catalog", "pip install -e '.[iceberg]'"), strict=True
    ):
        assert remedy in line
