"""Rows wait in files while references to them cross a shuffle: nothing of that stays, and nobody notices."""

import os
import pickle
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import apache_beam as beam
import hypothesis.strategies as st
import pytest
from apache_beam.testing.util import assert_that, equal_to
from hypothesis import given, settings

from tests.conftest import Run, direct_pipeline
from tests.pages import archive
from tests.writers import row
from transforms.base.spill import Parcels, Spill, spilling
from transforms.write.index import Index, Remember, index_file, remembered
from transforms.write.revise import Revise


@settings(max_examples=30)
@given(st.lists(st.lists(st.binary(max_size=2000), max_size=5), max_size=4), st.booleans())
def test_what_is_kept_is_what_was_given(
    tmp_path_factory: pytest.TempPathFactory, bundles: list[list[bytes]], in_files: bool
) -> None:
    folder = tmp_path_factory.mktemp("spill")
    parcels: list[bytes] = []
    for bundle in bundles:
        spill = Spill(str(folder) if in_files else None)
        parcels += [spill.parcel(pickle.dumps(value)) for value in bundle]
        spill.close()
    values = [value for bundle in bundles for value in bundle]
    with Parcels(parcels, pickle.loads) as rows:
        assert list(rows) == values
        assert list(rows[1:]) == values[1:]
        assert list(rows.where(lambda value: len(value) > 100)) == [value for value in values if len(value) > 100]


def test_a_large_row_crosses_as_a_reference(tmp_path: Path) -> None:
    """What the runners hold does not grow with the texts."""
    spill = Spill(str(tmp_path))
    sizes = [len(spill.parcel(pickle.dumps(b"x" * size))) for size in (1_000, 100_000, 1_000_000)]
    spill.close()
    assert max(sizes) < 300


def test_more_files_than_may_be_open(tmp_path: Path) -> None:
    parcels = []
    for number in range(200):
        spill = Spill(str(tmp_path))
        parcels.append(spill.parcel(pickle.dumps(bytes([number]) * 1000)))
        spill.close()
    with Parcels(parcels, pickle.loads) as rows:
        assert [row[0] for row in rows] == list(range(200))
        assert len(os.listdir("/proc/self/fd")) < 150


def test_what_a_run_that_was_killed_left_goes_with_the_next(tmp_path: Path) -> None:
    left = tmp_path / "_state" / "spilled" / "left"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"x")
    with spilling(str(tmp_path)) as folder:
        assert not left.exists()
        Path(folder, "row").write_bytes(b"x")
    assert not left.parent.exists()


def test_nothing_of_it_stays_in_the_output(run: Run, tmp_path: Path) -> None:
    (tmp_path / "news.warc.gz").write_bytes(archive(range(3)))
    left = tmp_path / "out" / "_state" / "spilled" / "left"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"of a run that was killed")
    output = run(tmp_path / "news.warc.gz", "--models=")
    assert output.status == 0
    assert [path.name for path in (output.path / "_state").iterdir() if path.name != "lock"] == ["revisions"]


def test_an_output_in_the_cloud_is_not_where_rows_wait() -> None:
    with spilling("gs://bucket/news") as folder:
        assert Path(folder).is_dir()
    assert not Path(folder).exists()


def test_what_is_grouped_is_small_however_long_the_texts(tmp_path: Path) -> None:
    long = [replace(row(f"{n:032x}", uri=str(n)), text="x" * 100_000) for n in range(3)]
    with spilling(str(tmp_path)) as folder, direct_pipeline() as pipeline:
        none = pipeline | "None" >> beam.Create([])
        revised = (pipeline | beam.Create(long), none) | Revise(str(tmp_path), 60, 1, timedelta(days=30), folder)
        sizes = revised.by_file | beam.MapTuple(lambda _, parcel: len(parcel) < 500)
        assert_that(sizes, equal_to([True] * 3))


class Watched(beam.PTransform[Any, Any]):
    """Groups, and fails where a value is large."""

    def expand(self, keyed: beam.PCollection[tuple[str, bytes]]) -> beam.PCollection[tuple[str, Iterable[bytes]]]:
        grouped: beam.PCollection[tuple[str, Iterable[bytes]]] = (
            keyed | beam.Map(_small).with_output_types(tuple[str, bytes]) | beam.GroupByKey()
        )
        return grouped


def _small(pair: tuple[str, bytes]) -> tuple[str, bytes]:
    assert len(pair[1]) < 192
    return pair


def test_what_is_remembered_is_grouped_small_and_is_what_it_was(tmp_path: Path) -> None:
    long = [remembered(replace(row(f"{n:032x}", uri=str(n)), url="x" * 5_000), "date=2024-03-01/a") for n in range(3)]
    with spilling(str(tmp_path)) as folder, direct_pipeline() as pipeline:
        revisions = pipeline | beam.Create([(index_file(each), each) for each in long])
        _ = revisions | Remember(str(tmp_path), group=Watched(), spill=folder)
    index = Index(str(tmp_path))
    found = [each for one in long for each in index.find(one.article_id, [one.captured_at], timedelta(days=30))]
    assert found == long
