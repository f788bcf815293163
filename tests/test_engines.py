"""Any engine that reads Hive partitions reads the output as it is."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from pipeline.cli import main
from tests.conftest import SEEDS


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("engines")
    assert main(["run", str(SEEDS), "--output", str(path)]) == 0
    return path / "articles"


def query(sql: str) -> list[Any]:
    with duckdb.connect() as connection:
        return connection.execute(sql).fetchall()


EARLIEST = "1970-01-01"
"""The day of rows without any time."""


def days(values: Iterable[object]) -> Counter[str]:
    return Counter(str(value)[:10] for value in values)


@pytest.fixture(scope="module")
def expected(articles: Path) -> Counter[str]:
    """The days as the folders have them."""
    found: Counter[str] = Counter()
    for path in articles.rglob("*.parquet"):
        found[path.parent.name.removeprefix("date=")] += pq.ParquetFile(path).metadata.num_rows
    assert found[EARLIEST] == 5
    assert len(found) > 5
    return found


def test_duckdb_reads_days_and_entities(articles: Path, expected: Counter[str]) -> None:
    rows = query(f"SELECT typeof(date), date FROM '{articles}/**/*.parquet'")
    assert {kind for kind, _ in rows} == {"DATE"}
    assert days(day for _, day in rows) == expected
    people = query(
        f"""SELECT entity.name FROM (SELECT unnest(entities) AS entity
        FROM read_parquet('{articles}/**/*.parquet')) WHERE entity.label = 'PERSON'"""
    )
    assert ("Antony Blinken",) in people


def test_pyarrow_reads_days(articles: Path, expected: Counter[str]) -> None:
    typed = ds.partitioning(pa.schema([("date", pa.date32())]), flavor="hive")
    for partitioning in ("hive", typed):
        table = ds.dataset(articles, partitioning=partitioning).to_table(columns=["date"])
        assert days(table.column("date").to_pylist()) == expected


def test_pandas_reads_days(articles: Path, expected: Counter[str]) -> None:
    pandas = engine("pandas")
    assert days(pandas.read_parquet(articles)["date"]) == expected


def test_polars_reads_days(articles: Path, expected: Counter[str]) -> None:
    polars = engine("polars")
    found = polars.read_parquet(f"{articles}/")["date"]
    assert (found.dtype, days(found.to_list())) == (polars.Date, expected)


def test_datafusion_reads_days(articles: Path, expected: Counter[str]) -> None:
    context = engine("datafusion").SessionContext()
    context.register_parquet("articles", f"{articles}/", table_partition_cols=[("date", pa.date32())])
    assert days(context.sql("SELECT date FROM articles").to_pydict()["date"]) == expected


def test_clickhouse_reads_days(articles: Path, expected: Counter[str]) -> None:
    sql = f"SELECT toTypeName(date), date FROM file('{articles}/**/*.parquet') SETTINGS use_hive_partitioning = 1"
    rows = [line.split(",") for line in str(engine("chdb").query(sql)).replace('"', "").splitlines()]
    assert {kind for kind, _ in rows} == {"Date"}
    assert days(day for _, day in rows) == expected


def engine(name: str) -> Any:
    """A reader that only these tests need."""
    return pytest.importorskip(name, reason=f"{name} is not installed: run `make engines`")
