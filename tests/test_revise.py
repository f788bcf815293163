"""One row per revision; the earliest capture wins, whatever the order of arrival."""

from dataclasses import replace

import apache_beam as beam
import hypothesis.strategies as st
from apache_beam.testing.test_pipeline import TestPipeline
from apache_beam.testing.util import assert_that, equal_to
from hypothesis import given

from schemas.article import Article
from schemas.ledger import Outcome
from tests.test_sink import ROWS, row
from transforms.revise import Revise, revise


def outcomes(rows: list[Article]) -> dict[str, Outcome | None]:
    return {article.capture_uri: outcome for article, outcome in revise(rows)}


def test_a_recapture_is_unchanged_another_address_a_duplicate_an_edit_a_revision() -> None:
    first = replace(row(uri="first"), url="https://example.org/a")
    again = replace(row(minutes=9, uri="again"), url="https://example.org/a")
    other = replace(row(minutes=2, uri="other"), url="https://example.org/a?utm_source=x")
    edit = replace(row(revision="s", minutes=4, uri="edit"), url="https://example.org/a")
    assert outcomes([again, edit, other, first]) == {
        "first": None,
        "again": Outcome.UNCHANGED,
        "other": Outcome.DUPLICATE,
        "edit": None,
    }


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(rows: list[Article], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert outcomes(rows) == outcomes(shuffled)


def test_both_outputs_of_the_transform() -> None:
    rows = [row(minutes=1, uri="late"), row(uri="early"), row("b", uri="b")]
    with TestPipeline() as pipeline:
        revised = pipeline | beam.Create(rows) | Revise()
        assert_that(revised.articles | beam.Map(lambda a: a.capture_uri), equal_to(["early", "b"]), "articles")
        assert_that(revised.tallies, equal_to([(("unchanged", "example.org", ""), 1)]), "tallies")
