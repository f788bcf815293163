"""Stories are folded day by day: whatever changed, and in whatever order, the rows are those of a fold at once."""

import contextlib
import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.story import Link, Mark, Story
from tests.conftest import digests
from transforms.stories.fold import fold
from transforms.stories.mark import Day
from transforms.stories.store import Store

SPAN = timedelta(days=1)
START = datetime(2024, 2, 1, tzinfo=UTC)


@st.composite
def marked_days(draw: st.DrawFn) -> list[Mark]:
    """Articles of two weeks with links to earlier ones: dense, so that stories meet, overlap and close."""
    random = draw(st.randoms(use_true_random=False))
    marks: list[Mark] = []
    for number, hour in enumerate(sorted(random.randrange(24 * 14) for _ in range(random.randint(10, 60)))):
        at = START + timedelta(hours=hour)
        near = [mark for mark in marks if mark.at and at - mark.at <= SPAN]
        copied = random.sample(near, min(len(near), random.choice((0, 0, 1, 2))))
        alike = random.sample(near, min(len(near), random.choice((0, 0, 1, 3))))
        marks.append(
            Mark(
                article_id=f"{number:032x}",
                revision_id="r",
                at=at,
                source=f"outlet{number % 3}",
                wire=None,
                copies=tuple(Link(mark.article_id, random.choice((0.5, 0.7, 1.0))) for mark in copied),
                related=tuple(Link(mark.article_id, random.choice((0.05, 0.2, 0.4))) for mark in alike),
            )
        )
    return marks


def by_day(marks: Iterable[Mark]) -> dict[Day, list[Mark]]:
    """What marks would be if only these articles were there."""
    there = {mark.article_id: mark for mark in marks}
    days: dict[Day, list[Mark]] = {}
    for mark in there.values():
        copies, related = (
            tuple(link for link in each if link.article_id in there) for each in (mark.copies, mark.related)
        )
        assert mark.at is not None
        days.setdefault(mark.at.date(), []).append(replace(mark, copies=copies, related=related))
    return days


def folded(store: Store, marks: Iterable[Mark]) -> dict[Day, str]:
    """Puts the marks that differ in place, and folds."""
    digested = {
        day: (hashlib.sha256(repr(found).encode()).hexdigest()[:32], found) for day, found in by_day(marks).items()
    }
    there = store.marked()
    for day, (digest, found) in digested.items():
        if digest not in there.get(day, ()):
            store.put_marks(day, digest, found)
    wanted = {day: digest for day, (digest, _) in digested.items()}
    fold(store, wanted, SPAN)
    return wanted


def rows(store: Store, days: Iterable[Day]) -> list[Story]:
    return [row for day in days for row in store.rows(day)]


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(marks=marked_days(), data=st.data())
def test_day_by_day_in_any_order_gives_what_all_at_once_does(
    marks: list[Mark], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    at_once, day_by_day = (tmp_path_factory.mktemp("fold") for _ in range(2))
    folded(Store(str(at_once)), marks)
    days = sorted({mark.at.date() for mark in marks if mark.at})
    there: set[date] = set()
    for day in data.draw(st.permutations(days)):
        there.add(day)
        folded(Store(str(day_by_day)), [mark for mark in marks if mark.at and mark.at.date() in there])
    assert digests(day_by_day / "stories") == digests(at_once / "stories")


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(marks=marked_days(), data=st.data())
def test_a_killed_fold_is_finished_by_the_next(
    marks: list[Mark], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    at_once, killed = (tmp_path_factory.mktemp("fold") for _ in range(2))
    folded(Store(str(at_once)), marks)
    left_out = data.draw(st.sampled_from(marks)).article_id
    folded(Store(str(killed)), [mark for mark in marks if mark.article_id != left_out])

    class Killed(Store):
        left = data.draw(st.integers(0, 5))

        def put_rows(self, day: Day, rows: list[Story]) -> None:
            if not Killed.left:
                raise KeyboardInterrupt
            Killed.left -= 1
            super().put_rows(day, rows)

    with contextlib.suppress(KeyboardInterrupt):
        folded(Killed(str(killed)), marks)
    folded(Store(str(killed)), marks)
    assert digests(killed / "stories") == digests(at_once / "stories")


@given(marks=marked_days())
@settings(deadline=None, max_examples=15)
def test_a_copy_names_the_first_of_its_copies_and_a_story_its_first_article(
    marks: list[Mark], tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = Store(str(tmp_path_factory.mktemp("fold")))
    found = {row.article_id: row for row in rows(store, folded(store, marks))}
    assert len(found) == len(marks)
    at = {mark.article_id: mark.order for mark in marks}
    for row in found.values():
        first = found[row.copy_of or row.article_id]
        assert first.copy_of is None
        assert first.story_id == row.story_id
        assert at[first.article_id] <= at[row.article_id]
        assert at[row.story_id] <= at[row.article_id]
        assert row.members == sum(other.story_id == row.story_id for other in found.values())


def test_days_without_articles_any_more_lose_their_rows(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    marks = [
        Mark(
            article_id=f"{n:032x}",
            revision_id="r",
            at=START + n * timedelta(days=1),
            source=None,
            wire=None,
            copies=(),
            related=(),
        )
        for n in range(3)
    ]
    folded(store, marks)
    folded(store, marks[:2])
    assert len(digests(tmp_path / "stories")) == 2
    assert len(json.loads((tmp_path / "_state/stories/folded.json").read_text())) == 2
