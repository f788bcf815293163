"""Tables in files: they that are a function of their rows, merged, never half written."""

from multiprocessing import get_context
from pathlib import Path

import hypothesis.strategies as st
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings

from schemas.arrow import to_table
from schemas.article import Article, Gone
from tests.conftest import digests
from tests.writers import COUNT, put_by_threads, row
from transforms.base import parquet
from transforms.write.table import merge_rows


def read(path: Path) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = pq.read_table(path).to_pylist()
    return rows


def test_readers_can_skip_row_groups_by_times_names_and_counts(tmp_path: Path) -> None:
    """Their least and greatest values are in the footer; those of texts are not, which nobody looks for by range."""
    path = tmp_path / "file.parquet"
    merge_rows(str(path), Article, [row()])
    group = pq.read_metadata(path).row_group(0)
    columns = {group.column(n).path_in_schema: group.column(n) for n in range(group.num_columns)}
    searched = {name for name, column in columns.items() if column.is_stats_set}
    assert {"article_id", "source", "captured_at", "published_at", "words"} <= searched
    assert {"text", "title"}.isdisjoint(searched)


def test_rows_are_sorted_by_article_then_by_time_of_capture(tmp_path: Path) -> None:
    path = tmp_path / "date=2024-02-16" / "file.parquet"
    merge_rows(str(path), Article, [row("b", "1"), row("a", "2", 5, "c2"), row("a", "1", 1, "c3")])
    assert [(r["article_id"], r["revision_id"]) for r in read(path)] == [("a", "1"), ("a", "2"), ("b", "1")]


def test_the_earliest_capture_of_a_revision_wins_and_the_other_is_told(tmp_path: Path) -> None:
    path = str(tmp_path / "file.parquet")
    assert merge_rows(path, Article, [row(minutes=5, uri="late"), row(minutes=1, uri="early")]) == [False, True]
    assert merge_rows(path, Article, [row(minutes=3, uri="between")]) == [False]
    assert [r["capture_uri"] for r in read(Path(path))] == ["early"]


def test_a_capture_read_again_by_a_newer_program_replaces_its_row(tmp_path: Path) -> None:
    path = str(tmp_path / "file.parquet")
    merge_rows(path, Article, [row(revision="old", text="with banner"), row("b", uri="other")])
    merge_rows(path, Article, [row(revision="new", text="clean")])
    assert [(r["revision_id"], r["text"]) for r in read(Path(path))] == [("new", "clean"), ("r", "x")]


def test_no_staged_file_stays_and_writing_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "file.parquet"
    merge_rows(str(path), Article, [row()])
    before, written = path.read_bytes(), path.stat().st_mtime_ns
    assert merge_rows(str(path), Article, [row()]) == [True]
    assert [p.name for p in tmp_path.iterdir()] == ["file.parquet"]
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, written)


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file.parquet"
    merge_rows(str(path), Article, [row()])
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space"):
        merge_rows(str(path), Article, [row("z", uri="z")])
    assert path.read_bytes() == before


def test_a_row_whose_capture_is_gone_is_not_written(tmp_path: Path) -> None:
    path = str(tmp_path / "file.parquet")
    late, other = row(uri="late"), row("b", uri="other")
    assert merge_rows(path, Article, [late, other], [Gone(late.capture_uri, late.capture_digest)]) == [False, True]
    assert [r["capture_uri"] for r in read(Path(path))] == ["other"]
    assert merge_rows(path, Article, [other], [Gone(other.capture_uri, other.capture_digest, other.article_id)]) == [
        False
    ]
    assert not Path(path).exists()


def test_no_row_is_lost_when_processes_and_threads_write_one_file(tmp_path: Path) -> None:
    path = tmp_path / "file.parquet"
    spawn = get_context("spawn")
    start = spawn.Barrier(4)
    processes = [spawn.Process(target=put_by_threads, args=(str(path), writers, 8, start)) for writers in ("ab", "cd")]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0, 0]
    assert [r["capture_uri"] for r in read(path)] == [f"{w}{number:03}" for w in "abcd" for number in range(COUNT)]
    assert [p.name for p in tmp_path.iterdir()] == ["file.parquet"]


ROWS = st.lists(
    st.builds(
        row,
        article=st.sampled_from("abc"),
        revision=st.sampled_from("rs"),
        minutes=st.none() | st.integers(0, 3),
        uri=st.sampled_from("klmnopq"),
        source=st.sampled_from(["example.org", None]),
    ),
    max_size=12,
    unique_by=lambda r: r.capture_uri,
)


@settings(max_examples=60, deadline=None)
@given(ROWS, st.data())
def test_a_file_is_a_function_of_its_rows(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Article], data: st.DataObject
) -> None:
    """In whatever order they come, in how many panes, and however often: the same bytes. What is gone comes last."""
    folder = tmp_path_factory.mktemp("table")
    whole, panes = folder / "whole" / "file.parquet", folder / "panes" / "file.parquet"
    elsewhere = data.draw(st.sets(st.tuples(st.sampled_from("abc"), st.sampled_from("rs"))))
    gone = [Gone(r.capture_uri, r.capture_digest) for r in rows if (r.article_id, r.revision_id) in elsewhere]
    merge_rows(str(whole), Article, rows, gone)
    repeats = data.draw(st.lists(st.sampled_from(rows), max_size=8)) if rows else []
    arriving = data.draw(st.permutations([*rows, *repeats]))
    while arriving:
        size = data.draw(st.integers(1, len(arriving)))
        merge_rows(str(panes), Article, arriving[:size])
        arriving = arriving[size:]
    merge_rows(str(panes), Article, [], gone)
    merge_rows(str(panes), Article, [])
    assert digests(panes.parent) == digests(whole.parent)


def test_a_file_of_many_groups_is_a_function_of_its_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Groups end after so many rows or bytes, in whatever parts rows come."""
    monkeypatch.setattr(parquet, "ROW_GROUP", 50)
    monkeypatch.setattr(parquet, "GROUP_BYTES", 4_000)
    rows = [row(f"{n:03}", uri=f"{n:03}", text="x" * (1 + n * 37 % 200)) for n in range(400)]
    once, often = tmp_path / "once" / "file", tmp_path / "often" / "file"
    merge_rows(str(once), Article, rows)
    for start in (0, 1, 2):
        merge_rows(str(often), Article, rows[start::3])
    assert digests(once.parent) == digests(often.parent)
    written = pq.ParquetFile(once)
    assert [r["article_id"] for r in read(once)] == [r.article_id for r in rows]
    assert 8 < written.num_row_groups < 60
    assert max(written.metadata.row_group(n).num_rows for n in range(written.num_row_groups)) <= 50


def test_rows_of_a_file_that_stands_in_another_order(tmp_path: Path) -> None:
    """As another program, or a version to come, may have written it."""
    path = tmp_path / "file.parquet"
    rows = [row(f"{n:03}", uri=f"{n:03}") for n in (5, 3, 150, 1, 80)]
    pq.write_table(to_table(Article, rows), path)
    merge_rows(str(path), Article, [row("004", uri="004")])
    assert [r["article_id"] for r in read(path)] == ["001", "003", "004", "005", "080", "150"]
