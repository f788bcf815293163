"""One row per revision; the earliest capture wins, whatever the order of arrival."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from random import Random

import apache_beam as beam
import hypothesis.strategies as st
import pyarrow as pa
import pytest
from hypothesis import given, settings

from schemas.article import Article
from schemas.ledger import Outcome
from schemas.reject import Reject
from schemas.revision import Revision
from tests.conftest import digests, direct_pipeline, rows
from tests.test_stream_state import REJECT
from tests.test_table import ROWS
from tests.writers import NOON, row
from transforms.base.parquet import read_columns
from transforms.write.index import Index, Remember, index_file, remembered
from transforms.write.revise import Draft, Revise, Verdicts
from transforms.write.revise import revise as decide
from transforms.write.sink import WriteArticles

MONTH = timedelta(days=30)


def revise(rows: list[tuple[str, Article]], known: list[Revision], rejected: list[tuple[str, str]] = []) -> Verdicts:  # noqa: B006
    return decide([Draft(remembered(article, file), article) for file, article in rows], known, MONTH, rejected)


def outcomes(rows: list[Article], known: list[Revision] = []) -> dict[str, Outcome]:  # noqa: B006
    verdicts = revise([("file", article) for article in rows], known)
    written = {draft.row.capture_uri: Outcome.WRITTEN for draft in verdicts.written}
    return written | {revision.capture_uri: outcome for revision, outcome in verdicts.later}


def at(address: str, article: Article) -> Article:
    return replace(article, url=f"https://example.org/{address}")


def test_a_recapture_is_unchanged_another_address_a_duplicate_an_edit_a_revision() -> None:
    first, again = at("a", row(uri="first")), at("a", row(minutes=9, uri="again"))
    other, edit = at("a?utm_source=x", row(minutes=2, uri="other")), at("a", row(revision="s", minutes=4, uri="edit"))
    assert outcomes([again, edit, other, first]) == {
        "first": Outcome.WRITTEN,
        "again": Outcome.UNCHANGED,
        "other": Outcome.DUPLICATE,
        "edit": Outcome.WRITTEN,
    }


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(rows: list[Article], random: Random) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert outcomes(rows) == outcomes(shuffled)


def test_two_files_without_an_address_are_two_documents() -> None:
    one, two = (replace(row(uri=uri), url=None, source=None) for uri in ("a.txt", "b.txt"))
    assert outcomes([one, two]) == {"a.txt": Outcome.WRITTEN, "b.txt": Outcome.WRITTEN}
    assert outcomes([two], [remembered(one, "file")]) == {"b.txt": Outcome.WRITTEN}


def test_what_an_earlier_run_wrote_is_known() -> None:
    first = at("a", row(uri="first"))
    known = [remembered(first, "file")]
    assert outcomes([at("a", row(minutes=9, uri="again"))], known) == {"again": Outcome.UNCHANGED}
    assert outcomes([at("b", row(minutes=9, uri="again"))], known) == {"again": Outcome.DUPLICATE}
    assert outcomes([first], known) == {"first": Outcome.WRITTEN}


def test_an_earlier_capture_that_comes_later_takes_the_place_of_the_row() -> None:
    late = row(minutes=9, uri="late")
    verdicts = revise([("early-file", row(uri="early"))], [remembered(late, "late-file")])
    assert [draft.row.capture_uri for draft in verdicts.written] == ["early"]
    assert [(gone.file, gone.capture) for gone in verdicts.gone] == [("late-file", ("late", late.capture_digest))]


def test_a_capture_that_now_belongs_to_another_file_leaves_the_old_one() -> None:
    verdicts = revise([("new-day", row(revision="new", uri="c"))], [remembered(row(uri="c"), "old-day")])
    assert [draft.revision.file for draft in verdicts.written] == ["new-day"]
    assert [gone.file for gone in verdicts.gone] == ["old-day"]


def test_the_index_finds_a_capture_that_moved_in_its_new_file(tmp_path: Path) -> None:
    before, now = row(revision="old", uri="c"), row(revision="new", uri="c")
    for article in (before, now):
        run(tmp_path, [article])
    (found,) = Index(str(tmp_path)).find(now.article_id, [now.captured_at], MONTH)
    assert found.revision_id == "new"


def test_a_capture_that_is_a_reject_now_leaves_its_row_to_a_later_one() -> None:
    first = row(uri="first")
    known = [remembered(first, "file")]
    rejected = [(first.capture_uri, first.capture_digest)]
    verdicts = revise([("later-file", row(minutes=9, uri="later"))], known, rejected)
    assert [draft.row.capture_uri for draft in verdicts.written] == ["later"]
    assert verdicts.gone == known
    assert revise([], known, rejected).gone == known


def test_what_lost_has_no_row_even_if_a_stopped_run_wrote_it() -> None:
    verdicts = revise([("first-file", row(uri="first")), ("later-file", row(minutes=9, uri="later"))], [])
    assert [gone.file for gone in verdicts.gone] == ["later-file"]
    both = revise([("file", row(uri="twice")), ("file", row(uri="twice"))], [])
    assert len(both.written) == 1
    assert both.gone == []


def test_after_its_expiry_a_revision_is_a_row_again() -> None:
    first, again = row(uri="first"), row(minutes=31 * 24 * 60, uri="a-month-later")
    assert outcomes([first, again]) == {"first": Outcome.WRITTEN, "a-month-later": Outcome.WRITTEN}
    assert outcomes([again], [remembered(first, "file")]) == {"a-month-later": Outcome.WRITTEN}
    within, after = row(minutes=30 * 24 * 60, uri="within"), row(minutes=30 * 24 * 60 + 1, uri="after")
    assert outcomes([within], [remembered(first, "file")]) == {"within": Outcome.UNCHANGED}
    assert outcomes([after], [remembered(first, "file")]) == {"after": Outcome.WRITTEN}


def test_of_captures_at_one_time_the_first_by_name_is_the_row() -> None:
    assert outcomes([row(uri="b"), row(uri="a")]) == {"a": Outcome.WRITTEN, "b": Outcome.UNCHANGED}


@settings(max_examples=6, deadline=None)
@given(ROWS, st.data())
def test_in_one_run_or_in_many_the_files_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Article], data: st.DataObject
) -> None:
    one, many = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("many")
    run(one, rows)
    shuffled = data.draw(st.permutations(rows))
    cut = data.draw(st.integers(0, len(rows)))
    for part in (shuffled[:cut], shuffled[cut:], shuffled[:cut]):
        run(many, list(part))
    assert digests(many / "articles") == digests(one / "articles")


def run(output: Path, rows: list[Article], rejected: list[Reject] = []) -> None:  # noqa: B006
    with direct_pipeline() as pipeline:
        articles, rejects = pipeline | beam.Create(rows), pipeline | "Rejects" >> beam.Create(rejected)
        revised = (articles, rejects) | Revise(str(output), 120, 2, MONTH)
        written = revised.by_file | WriteArticles(str(output))
        revised.revisions | Remember(str(output), written)


def test_the_work_does_not_grow_with_what_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file of the index is opened once for its ids, however many articles come; its rows only for who is met."""
    days = [replace(row(f"{n:08x}", uri=str(n)), captured_at=NOON + timedelta(days=n % 20)) for n in range(640)]
    run(tmp_path, days)
    index, read = Index(str(tmp_path)), list[tuple[str, int]]()

    def counted(file: BytesIO, record: type, names: list[str]) -> pa.Table:
        read.append((",".join(names), len(names)))
        return read_columns(file, record, names)

    monkeypatch.setattr("transforms.write.index.read_columns", counted)
    for number in range(2000):
        assert not index.find(f"{number:08x}ffff", [NOON], MONTH)
    assert {count for _, count in read} == {1}
    opened = len(read)
    assert opened <= 20 * 16
    assert len(index.find(days[7].article_id, [NOON], MONTH)) == 1
    assert len(read) == opened + 1


def test_a_reject_of_long_ago_takes_its_row_and_no_other_file_is_looked_into(tmp_path: Path) -> None:
    old, other = row("a" * 32, uri="old"), row("a" * 32, "s", 90 * 24 * 60, "other")
    run(tmp_path, [old, other])
    index = Index(str(tmp_path))
    file = index_file(remembered(old, "file"))
    assert [found.capture_uri for found in index.find(old.article_id, [], MONTH, [file])] == ["old"]
    again = replace(REJECT, capture_uri="old", capture_digest=old.capture_digest, captured_at=old.captured_at)
    run(tmp_path, [], [again])
    assert [r["capture_uri"] for r in rows(tmp_path / "articles")] == ["other"]
