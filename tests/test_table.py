"""Tables in files: they that are a function of their rows, merged, never half written."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis.strategies as st
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings

from schemas.article import Article
from tests.conftest import digests
from tests.test_schemas import ARTICLE
from transforms.table import put

NOON = datetime(2024, 2, 16, 12, tzinfo=UTC)


def row(article: str = "a", revision: str = "r", minutes: int | None = 0, uri: str = "c", text: str = "x") -> Article:
    captured = None if minutes is None else NOON + timedelta(minutes=minutes)
    return replace(ARTICLE, article_id=article, revision_id=revision, captured_at=captured, capture_uri=uri, text=text)


def read(path: Path) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = pq.read_table(path).to_pylist()
    return rows


def test_rows_are_sorted_by_article_then_by_time_of_capture(tmp_path: Path) -> None:
    path = tmp_path / "date=2024-02-16" / "file.parquet"
    put(str(path), Article, [row("b", "1"), row("a", "2", 5, "c2"), row("a", "1", 1, "c3")])
    assert [(r["article_id"], r["revision_id"]) for r in read(path)] == [("a", "1"), ("a", "2"), ("b", "1")]


def test_the_earliest_capture_of_a_revision_wins_and_the_other_is_told(tmp_path: Path) -> None:
    path = str(tmp_path / "file.parquet")
    assert put(path, Article, [row(minutes=5, uri="late"), row(minutes=1, uri="early")]) == [False, True]
    assert put(path, Article, [row(minutes=3, uri="between")]) == [False]
    assert [r["capture_uri"] for r in read(Path(path))] == ["early"]


def test_a_capture_read_again_by_a_newer_program_replaces_its_row(tmp_path: Path) -> None:
    path = str(tmp_path / "file.parquet")
    put(path, Article, [row(revision="old", text="with banner"), row("b", uri="other")])
    put(path, Article, [row(revision="new", text="clean")])
    assert [(r["revision_id"], r["text"]) for r in read(Path(path))] == [("new", "clean"), ("r", "x")]


def test_no_staged_file_stays_and_writing_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "file.parquet"
    put(str(path), Article, [row()])
    before, written = path.read_bytes(), path.stat().st_mtime_ns
    assert put(str(path), Article, [row()]) == [True]
    assert [p.name for p in tmp_path.iterdir()] == ["file.parquet"]
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, written)


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file.parquet"
    put(str(path), Article, [row()])
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space"):
        put(str(path), Article, [row("z", uri="z")])
    assert path.read_bytes() == before


ROWS = st.lists(
    st.builds(
        row,
        article=st.sampled_from("abc"),
        revision=st.sampled_from("rs"),
        minutes=st.none() | st.integers(0, 3),
        uri=st.sampled_from("klmnopq"),
    ),
    max_size=12,
    unique_by=lambda r: r.capture_uri,
)


@settings(max_examples=40, deadline=None)
@given(ROWS, st.data())
def test_a_file_is_a_function_of_its_rows(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Article], data: st.DataObject
) -> None:
    """In whatever order they come, in how many panes, and however often: the same bytes."""
    folder = tmp_path_factory.mktemp("table")
    whole, panes = folder / "whole" / "file.parquet", folder / "panes" / "file.parquet"
    put(str(whole), Article, rows)
    shuffled = data.draw(st.permutations(rows))
    cut = data.draw(st.integers(0, len(rows)))
    for pane in (shuffled[:cut], shuffled[cut:], [], shuffled[:cut]):
        put(str(panes), Article, list(pane))
    assert digests(panes.parent) == digests(whole.parent)
