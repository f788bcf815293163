"""Feeds and archives as they were met: each file of tests/cases gives the records that a reader of it would expect."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.conftest import Output
from transforms.base.parquet import Row

CASES = Path(__file__).parent / "cases"
EXPECTED: dict[str, list[Row]] = {
    "20-feed-short.rss": [{"text": "The ferry to the islands stays in port until Friday, the company said."}],
    "21-wordpress-footer.rss": [{"lines": 2}],
    "22-dates.rss": [
        {"published_at": f"2024-03-06T{time}"}
        for time in ("20:07:41", "14:07:41", "04:07:41", "09:37:41", "14:07:41", "15:07:00", "15:07:41")
    ],
    "23-dcdate.rdf": [{"published_at": "2024-03-05T20:10:00"}],
    "24-media-caption.rss": [{"lines": 1}],
    "25-author-mail.rss": [{"authors": []}, {"authors": ["Ina Grell"]}],
    "26-same-link.rss": [{"published_at": "2024-03-05T21:10:00"}] * 3,
    "30-last-modified.warc.gz": [{}, {}, {"published_at": "2024-03-05T21:10:00"}, *[{"published_at": None}] * 2],
    "31-wget-off-by-one.warc.gz": [{}] * 3,
    "40-atom-updated-only.atom": [{"published_at": "2024-02-17T09:00:00"}],
    "42-dates-and-authors.rss": [
        {"published_at": "2024-02-17T20:28:28", "authors": ["Ned Fosse"]},
        {"published_at": "2024-02-16T15:09:00", "authors": ["John Reporter"]},
        {"published_at": "2024-02-16T15:09:58", "authors": ["A. Auteur"]},
        {"published_at": "2024-02-16T18:28:36", "authors": []},
        {"published_at": "2024-02-16T23:28:36", "authors": ["Ann Stowe"]},
    ],
    "43-long-head.warc.gz": [{}] * 10,
    "44-type-no-semicolon.warc": [{"access": None}],
    "45-truncated-whole-page.warc": [{"access": "truncated"}],
}


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    """Two runs, for two of the files hold one page."""
    found: list[Row] = []
    files = sorted(map(str, CASES.iterdir()))
    for names in (files[:-1], files[-1:]):
        output = tmp_path_factory.mktemp("out")
        assert main(["run", *names, "--output", str(output), "--models="]) == 0
        found += Output(output, 0).articles
    return sorted(found, key=lambda row: (row["url"] or "", row["capture_uri"]))


@pytest.mark.parametrize("name", EXPECTED)
def test_a_file_gives_what_its_reader_expects(name: str, rows: list[Row]) -> None:
    got = [row for row in rows if row["capture_uri"].startswith(f"cases/{name}#")]
    assert len(got) == len(EXPECTED[name])
    assert len({row["article_id"] for row in got}) == len(got)
    for row, expected in zip(got, EXPECTED[name], strict=True):
        row["lines"] = len(row["text"].split("\n"))
        if expected.get("published_at"):
            expected = expected | {"published_at": datetime.fromisoformat(expected["published_at"]).replace(tzinfo=UTC)}
        assert {key: row[key] for key in expected} == expected


def test_every_case_has_its_expectation() -> None:
    assert {path.name for path in CASES.iterdir()} == EXPECTED.keys()
