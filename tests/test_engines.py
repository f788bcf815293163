"""Any engine that reads Hive partitions reads the output as it is."""

from pathlib import Path
from typing import Any

import duckdb
import pyarrow.dataset as ds
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


def test_duckdb_reads_partitions_and_entities(articles: Path) -> None:
    found = query(
        f"""SELECT date, count(*) FROM read_parquet('{articles}/**/*.parquet', hive_partitioning = true)
        GROUP BY date ORDER BY date NULLS LAST"""
    )
    assert (str(found[0][0]), found[-1]) == ("2024-02-19", (None, 5))
    people = query(
        f"""SELECT entity.name FROM (SELECT unnest(entities) AS entity
        FROM read_parquet('{articles}/**/*.parquet')) WHERE entity.label = 'PERSON'"""
    )
    assert ("Antony Blinken",) in people


def test_pyarrow_reads_partitions(articles: Path) -> None:
    dataset = ds.dataset(articles, partitioning="hive")
    assert "date" in dataset.schema.names
    day = dataset.to_table(filter=ds.field("date") == "2024-05-14")
    assert day.column("title").to_pylist() == ["Town hall roof to be rebuilt in oak after fire"]
