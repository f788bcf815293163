"""Which file a row belongs to."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given

from tests.test_schemas import ARTICLE
from transforms.base.windows import capture_window
from transforms.write.layout import article_file, partition

CAPTURED = datetime(2024, 2, 16, 9, 37, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("published", "captured", "day"),
    [
        (datetime(2024, 2, 16, 1, 30, tzinfo=UTC), CAPTURED, "2024-02-16"),
        (datetime(1834, 8, 1, tzinfo=UTC), CAPTURED, "1834-08-01"),
        (None, CAPTURED, "2024-02-16"),
        (CAPTURED + timedelta(days=40), CAPTURED, "2024-02-16"),
        (CAPTURED + timedelta(hours=20), CAPTURED, "2024-02-17"),
        (datetime(1, 1, 1, tzinfo=UTC), None, "1970-01-01"),
        (datetime(9999, 12, 31, tzinfo=UTC), None, "1970-01-01"),
        (datetime(9999, 12, 31, 23, tzinfo=UTC), datetime.max.replace(tzinfo=UTC), "9999-12-31"),
        (None, None, "1970-01-01"),
    ],
)
def test_the_partition_is_the_day_of_publication_where_that_is_plausible(
    published: datetime | None, captured: datetime | None, day: str
) -> None:
    assert partition(replace(ARTICLE, published_at=published, captured_at=captured)) == day


def test_the_file_names_window_and_shard() -> None:
    article = replace(ARTICLE, article_id="00000003" + "0" * 24, published_at=None, captured_at=CAPTURED)
    assert article_file(article, 600, 1) == "date=2024-02-16/20240216T093000Z-00000-of-00001.parquet"
    assert article_file(article, 86400, 2) == "date=2024-02-16/20240216T000000Z-00001-of-00002.parquet"


def test_without_a_time_of_capture_the_window_is_undated() -> None:
    article = replace(ARTICLE, captured_at=None, published_at=None)
    assert article_file(article, 600, 1).endswith("/undated-00000-of-00001.parquet")


@given(st.datetimes(timezones=st.just(UTC)), st.integers(1, 10**7))
def test_a_window_holds_its_captures(captured: datetime, size: int) -> None:
    start = datetime.strptime(capture_window(captured, size), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    assert timedelta(0) <= captured - start < timedelta(seconds=size)
    assert capture_window(start, size) == capture_window(captured, size)
