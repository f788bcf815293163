"""Types at the border: what others write is checked once, costs its document alone, and holds no credentials."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.capture import Announcement, Capture, Media
from schemas.reference import FileKind, Reference
from schemas.reject import PAYLOAD_LIMIT, Reason
from transforms.base.address import bare_address
from transforms.base.parquet import Row
from transforms.read.border import admit
from transforms.read.stage import read
from transforms.read.warc.capture import Unreadable

PAGE = b"<!doctype html><html><body><p>The council met on Monday.</p></body></html>"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner, max_size=3)
)
SIDECARS = st.dictionaries(st.sampled_from(["url", "title", "authors", "published", "captured"]), JSON)


def page_with(folder: Path, sidecar: str) -> Capture | Unreadable:
    (folder / "a.html").write_bytes(PAGE)
    (folder / "a.json").write_text(sidecar, "utf-8", "surrogatepass")
    (item,) = read(Reference(str(folder / "a.html"), "in/a.html", FileKind.HTML, 0, 99, str(folder / "a.json")))
    return item


def test_a_capture_in_the_last_year_of_the_calendar_is_malformed(tmp_path: Path) -> None:
    found = page_with(tmp_path, '{"captured": "9999-12-31T23:00:00"}')
    assert isinstance(found, Unreadable)
    assert (found.reason, "captured is in the year 9999" in found.message) == (Reason.MALFORMED, True)


@pytest.mark.parametrize(
    ("sidecar", "field"),
    [
        ('{"url": 5}', "url"),
        ('{"title": ["a"]}', "title"),
        ('{"authors": [1]}', "authors"),
        ('{"authors": {"a": 1}}', "authors"),
        ('{"published": NaN}', "published"),
        ('{"captured": "yesterday"}', "captured"),
        ("[]", "object"),
        ("[" * 100_000, "JSON"),
        ("{", "JSON"),
    ],
)
def test_a_sidecar_that_is_wrong_names_the_field_and_keeps_the_page(sidecar: str, field: str, tmp_path: Path) -> None:
    item = page_with(tmp_path, sidecar)
    assert isinstance(item, Unreadable)
    assert item.reason is Reason.MALFORMED
    assert field in item.message
    assert "a.json" in item.message
    assert item.capture.body == PAGE


@given(SIDECARS)
def test_any_sidecar_is_a_capture_or_a_reject(tmp_path_factory: pytest.TempPathFactory, sidecar: Any) -> None:
    item = page_with(tmp_path_factory.mktemp("in"), json.dumps(sidecar))
    capture = item.capture if isinstance(item, Unreadable) else item
    assert capture.body == PAGE
    assert json.loads(capture.announcement.to_json().encode()) is not None
    assert capture.url is None or capture.url.encode()


def test_a_lone_surrogate_in_a_sidecar_costs_itself(tmp_path: Path) -> None:
    item = page_with(tmp_path, '{"title": "a\\ud800b", "url": "https://example.com/\\udc00x"}')
    assert isinstance(item, Capture)
    assert (item.announcement.title, item.url) == ("a?b", "https://example.com/?x")


ROW = {
    "reason": "no-article",
    "message": "hardly a sentence",
    "capture_uri": "in/a.html",
    "payload": PAGE,
    "media": "html",
    "url": "https://example.com/a",
    "captured_at": datetime(2024, 3, 6, tzinfo=UTC),
    "announcement": "{}",
}


def read_rejects(folder: Path, *rows: Row) -> list[Capture | Unreadable]:
    pq.write_table(pa.table({name: [row[name] for row in rows] for name in ROW}), folder / "r.parquet")
    return list(read(Reference(str(folder / "r.parquet"), "in/r.parquet", FileKind.REJECTS, 0, 99)))


@pytest.mark.parametrize(
    "bad",
    [
        {"media": "picture"},
        {"capture_uri": None},
        {"announcement": "["},
        {"announcement": "[1]"},
        {"announcement": '{"title": 5}'},
        {"announcement": '{"authors": [null]}'},
        {"announcement": '{"published_at": "soon"}'},
        {"announcement": "[" * 100_000},
        {"payload": None},
        {"payload": b"x" * (PAYLOAD_LIMIT + 1)},
    ],
    ids=str,
)
def test_a_reject_that_cannot_be_read_costs_itself(bad: Row, tmp_path: Path) -> None:
    found = read_rejects(tmp_path, ROW, ROW | bad, ROW)
    assert [type(item) for item in found] == [Capture, Unreadable, Capture]


def test_columns_of_other_types_are_named(tmp_path: Path) -> None:
    (item,) = read_rejects(tmp_path, ROW | {"url": 5})
    assert isinstance(item, Unreadable)
    assert "url is int" in item.message
    (item,) = read_rejects(tmp_path, ROW | {"captured_at": "2024-03-06"})
    assert isinstance(item, Unreadable)
    assert "captured_at is str" in item.message
    (item,) = read_rejects(tmp_path, ROW | {"captured_at": datetime(2024, 3, 6)})
    assert isinstance(item, Capture)
    assert item.captured_at == ROW["captured_at"]


@pytest.mark.parametrize(
    ("before", "now"),
    [(Reason.NOT_A_PAGE, Reason.NOT_A_PAGE), (Reason.HTTP_STATUS, Reason.HTTP_STATUS)]
    + [(reason, Reason.UNREADABLE) for reason in ("too-large", "usage-reserved", "of-a-later-version")],
)
def test_a_reject_without_payload_stays_what_it_was_or_says_where_its_bytes_are(
    before: str, now: Reason, tmp_path: Path
) -> None:
    (item,) = read_rejects(tmp_path, ROW | {"reason": before, "payload": None})
    assert isinstance(item, Unreadable)
    assert item.reason is now


def test_a_parquet_file_of_something_else_is_named(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": [1]}), tmp_path / "r.parquet")
    (item,) = read(Reference(str(tmp_path / "r.parquet"), "in/r.parquet", FileKind.REJECTS, 0, 99))
    assert isinstance(item, Unreadable)
    assert "not a file of rejects" in item.message


@pytest.mark.parametrize(
    ("address", "bare"),
    [
        ("https://user:password@example.com/a", "https://example.com/a"),
        ("https://user@example.com/a", "https://example.com/a"),
        ("HTTP://a:b@c@example.com", "HTTP://example.com"),
        ("//user:password@example.com/", "//example.com/"),
        ("https:user:password@example.com/", "https:example.com/"),
        ("ftp://user:password@example.com/", "ftp://example.com/"),
        ("https:\\\\user:password@example.com/", "https:\\\\example.com/"),
        ("ht\ntps://us\ter:pw@example.com/\x00a", "https://example.com/a"),
        ("https://example.com/@user", "https://example.com/@user"),
        ("https://example.com/?mail=a@b", "https://example.com/?mail=a@b"),
        ("mailto:a@example.com", "mailto:a@example.com"),
        ("urn:uuid:1", "urn:uuid:1"),
    ],
)
def test_an_address_without_credentials(address: str, bare: str) -> None:
    assert bare_address(address) == bare


NAMES = st.text(st.sampled_from("abc%:.-_ \t\n\x00é"), max_size=8)


@given(st.sampled_from(["https", "HTTP", "ftp"]), NAMES, NAMES)
def test_a_password_is_nowhere_in_what_is_admitted(scheme: str, user: str, after: str) -> None:
    address = f"{scheme}://{user}:s3cret{after}@news.example/a"
    capture = Capture(
        uri="a", body=b"", media=Media.HTML, url=address, announcement=Announcement(url=address, feed_url=address)
    )
    assert "s3cret" not in repr(admit(capture))
    assert "news.example/a" in (admit(capture).url or "")


def test_an_announcement_is_read_as_it_was_written() -> None:
    said = Announcement(url="https://example.com/", authors=("A",), published_at=datetime(2024, 1, 1, tzinfo=UTC))
    assert Announcement.from_json(said.to_json()) == said
    naive = Announcement.from_json('{"published_at": "2024-01-01T00:00:00"}').published_at
    assert naive == said.published_at
