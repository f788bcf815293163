"""Writing WARC: what is written is read back, by this reader and by others, and a retry writes the same bytes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any, BinaryIO

import brotli  # type: ignore[import-untyped]
import pytest
from fastwarc.warc import ArchiveIterator
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator as WarcioIterator
from warcio.bufferedreaders import BufferedReader
from warcio.checker import Checker

from schemas.article import Access
from schemas.capture import Announcement, Capture, Media
from schemas.fetch import Exchange, FetchOutcome, HttpExchange, Request
from schemas.reject import Reason
from transforms.crawl.archive.writer import ArchiveFile, Stored, Writer, archive_name, hop_records
from transforms.read.warc.reader import Unreadable, ranges, read_range

NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)
WRITER = Writer(software="dateline/0.1", contact="editor@news.example", created=NOON)
PAGE = "<!doctype html><html><body><p>Der Rat tagte am Montag, hieß es.</p></body></html>".encode()
ANNOUNCEMENT = Announcement(
    feed_url="https://news.example/feed.xml",
    entry_id="tag:news.example,2024:1",
    url="https://news.example/1?from=feed",
    title="Rat tagt “heute” 🗳",
    authors=("Ana Núñez", "李明"),
    tags=("Politik",),
    published_at=NOON - timedelta(hours=1, microseconds=1),
)


def hop(url: str = "https://news.example/1", body: bytes = PAGE, status: int = 200, **given: Any) -> HttpExchange:
    values: dict[str, Any] = {
        "url": url,
        "status": status,
        "reason": "OK",
        "http_version": "1.1",
        "request_headers": (("User-Agent", "dateline"), ("Accept", "text/html")),
        "response_headers": (("Content-Type", "text/html; charset=utf-8"),),
        "body": body,
        "fetched_at": NOON,
    }
    return HttpExchange(**values | given)


def exchange(*hops: HttpExchange, **given: Any) -> Exchange:
    values: dict[str, Any] = {
        "request": Request(url="https://news.example/1", announcement=ANNOUNCEMENT),
        "outcome": FetchOutcome.FETCHED,
        "hops": hops,
    }
    return Exchange(**values | given)


class Disk:
    """Files in memory that keep their bytes when they are closed."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def create(self, name: str) -> BinaryIO:
        assert name not in self.files
        files = self.files

        class File(BytesIO):
            def close(self) -> None:
                files[name] = self.getvalue()
                super().close()

        self.files[name] = b""
        return File()

    def read(self) -> list[Capture | Unreadable]:
        return [item for name, data in sorted(self.files.items()) for item in read(data, name)]


def read(data: bytes, name: str, start: int = 0, end: int | None = None) -> list[Capture | Unreadable]:
    return list(read_range(BytesIO(data), name, start, len(data) if end is None else end))


def name_part(part: int) -> str:
    return archive_name("20240506T120000Z", 3, 8, part)


def archived(*exchanges: Exchange, limit: int = 1 << 30) -> tuple[Disk, list[Stored]]:
    disk = Disk()
    with ArchiveFile(name_part, disk.create, WRITER, limit) as archive:
        stored = [one for exchange in exchanges for one in archive.write(exchange)]
    return disk, stored


def test_files_are_named_by_window_shard_and_part() -> None:
    assert name_part(2) == "20240506T120000Z-00003-of-00008-00002.warc.gz"


def test_a_page_is_read_back_with_the_entry_that_announced_it() -> None:
    modified = ("Last-Modified", "Sun, 05 May 2024 10:00:00 GMT")
    page = hop(response_headers=(("Content-Type", "text/html; charset=utf-8"), modified))
    disk, stored = archived(exchange(page))
    assert disk.read() == [
        Capture(
            uri=stored[0].uri,
            body=PAGE,
            media=Media.HTML,
            url="https://news.example/1",
            charset="utf-8",
            captured_at=NOON,
            last_modified=datetime(2024, 5, 5, 10, tzinfo=UTC),
            announcement=ANNOUNCEMENT,
            fields=page.response_headers,
        )
    ]


texts = st.text(min_size=1, max_size=40)
times = st.datetimes(min_value=datetime(1000, 1, 1), timezones=st.just(UTC))
urls = st.builds(
    "{}://{}/{}".format,
    st.sampled_from(["http", "https", "HTTPS"]),
    st.sampled_from(["news.example", "münchen.example:8080", "[2001:db8::1]"]),
    st.text(st.characters(exclude_categories=["C", "Z"]), max_size=30),
)
announcements = st.builds(
    Announcement,
    feed_url=st.none() | texts,
    entry_id=st.none() | texts,
    url=st.none() | texts,
    title=st.none() | texts,
    authors=st.lists(texts, max_size=3).map(tuple),
    tags=st.lists(texts, max_size=3).map(tuple),
    published_at=st.none() | times,
    modified_at=st.none() | times,
    language=st.none() | texts,
)
bodies = st.binary(max_size=200).map(PAGE.__add__)
exchanges = st.builds(
    lambda url, body, at, announcement: exchange(
        hop(url, body, fetched_at=at), request=Request(url=url, announcement=announcement)
    ),
    urls,
    bodies,
    times,
    announcements,
)


@settings(max_examples=80, deadline=None)
@given(st.lists(exchanges, min_size=1, max_size=4), st.integers(300, 4000))
def test_what_is_written_is_read(written: list[Exchange], step: int) -> None:
    disk, stored = archived(*written)
    items = disk.read()
    assert [item for item in items if isinstance(item, Unreadable)] == []
    assert [
        (item.uri, item.url, item.body, item.captured_at, item.announcement)
        for item in items
        if isinstance(item, Capture)
    ] == [
        (one.uri, each.hops[0].url, each.hops[0].body, each.hops[0].fetched_at, each.request.announcement)
        for one, each in zip(stored, written, strict=True)
    ]
    ((name, data),) = disk.files.items()
    split = [item for part in ranges(name, len(data), step) for item in read(data, name, part.start, part.end)]
    assert split == items


@settings(max_examples=20, deadline=None)
@given(st.lists(exchanges, min_size=1, max_size=4), st.integers(1, 5000))
def test_a_retry_writes_the_same_bytes(written: list[Exchange], limit: int) -> None:
    assert archived(*written, limit=limit)[0].files == archived(*written, limit=limit)[0].files


def test_the_offset_of_a_document_is_enough_to_read_it() -> None:
    disk, stored = archived(*(exchange(hop(body=PAGE * number)) for number in range(1, 9)))
    ((name, data),) = disk.files.items()
    for number, one in enumerate(stored, 1):
        (item,) = read(data, name, one.offset, one.offset + 1)
        assert isinstance(item, Capture)
        assert (item.uri, item.body, item.announcement) == (one.uri, PAGE * number, ANNOUNCEMENT)
        (item,) = read(data[one.offset : one.offset + one.length], name)
        assert isinstance(item, Capture)


def test_the_body_stays_in_its_coding() -> None:
    coded = bytes(brotli.compress(PAGE))
    page = hop(body=coded, response_headers=(("Content-Type", "text/html"), ("Content-Encoding", "br")))
    disk, _ = archived(exchange(page))
    (item,) = disk.read()
    assert isinstance(item, Capture)
    assert item.body == PAGE
    (data,) = disk.files.values()
    stored = [r.reader.read() for r in ArchiveIterator(BytesIO(data)) if r.headers["WARC-Type"] == "response"]
    assert stored == [coded]


def test_files_are_bounded() -> None:
    limit = 6000
    written = [exchange(hop(f"https://news.example/{number}", bytes(range(256)) * 4)) for number in range(20)]
    disk, stored = archived(*written, limit=limit)
    assert len(disk.files) > 3
    assert list(disk.files) == [name_part(number) for number in range(len(disk.files))]
    assert all(len(data) <= limit for data in disk.files.values())
    assert [one.uri for one in stored] == [
        item.uri if isinstance(item, Capture) else item.capture.uri for item in disk.read()
    ]
    large = archived(exchange(hop(body=bytes(range(256)) * 90)), exchange(hop()), limit=1)[0]
    assert len(large.files) == 2


def test_redirects_are_exchanges_of_their_own() -> None:
    moved = hop("http://news.example/1", b"", 301, response_headers=(("Location", "https://news.example/1"),))
    disk, stored = archived(exchange(moved, hop()))
    redirect, page = disk.read()
    assert isinstance(redirect, Unreadable)
    assert (redirect.reason, redirect.capture.url) == (Reason.HTTP_STATUS, "http://news.example/1")
    assert isinstance(page, Capture)
    assert (page.url, page.announcement) == ("https://news.example/1", ANNOUNCEMENT)
    assert [one.uri for one in stored] == [redirect.capture.uri, page.uri]


@pytest.mark.parametrize(
    ("outcome", "status", "reason"),
    [
        (FetchOutcome.FETCHED, 200, None),
        (FetchOutcome.PAYWALLED, 200, None),
        (FetchOutcome.BLOCKED, 200, Reason.NOT_A_PAGE),
        (FetchOutcome.BLOCKED, 403, Reason.HTTP_STATUS),
        (FetchOutcome.UNCHANGED, 304, Reason.UNCHANGED),
    ],
)
def test_how_the_fetch_ended_is_kept(outcome: FetchOutcome, status: int, reason: Reason | None) -> None:
    (item,) = archived(exchange(hop(status=status), outcome=outcome, detail="a bot check"))[0].read()
    assert (item.reason if isinstance(item, Unreadable) else None) is reason
    assert (item.capture if isinstance(item, Unreadable) else item).announcement == ANNOUNCEMENT


def test_a_body_cut_off_by_the_fetcher_is_a_capture_that_says_so() -> None:
    (item,) = archived(exchange(hop(truncated="length")))[0].read()
    assert isinstance(item, Capture)
    assert (item.access, item.body) == (Access.TRUNCATED, PAGE)


def test_without_an_answer_nothing_is_written() -> None:
    disk, stored = archived(exchange(outcome=FetchOutcome.UNREACHABLE))
    assert (disk.files, stored) == ({}, [])


def test_an_entry_with_its_text_is_archived_without_a_page() -> None:
    entry = Capture(
        uri="feed.xml#1",
        body=PAGE,
        media=Media.HTML,
        url="https://news.example/1",
        charset="utf-8",
        captured_at=NOON,
        announcement=ANNOUNCEMENT,
    )
    disk = Disk()
    with ArchiveFile(name_part, disk.create, WRITER) as archive:
        stored = archive.write_entry(entry)
    assert disk.read() == [replace(entry, uri=stored.uri)]
    with pytest.raises(ValueError, match="no time"):
        archive.write_entry(replace(entry, captured_at=None))


@pytest.mark.parametrize(
    "url",
    ["https://user:secret@news.example/", "https://news.example/\r\nX: y", "https://news.example/a b", "mailto:x"],
)
def test_an_address_that_may_not_be_archived(url: str) -> None:
    with pytest.raises(ValueError, match="not archived") as error:
        archived(exchange(hop(url)))
    assert "secret" not in str(error.value)


def test_a_header_cannot_add_lines() -> None:
    data = hop_records(hop(response_headers=(("Content-Type", "text/html\r\n\r\n<p>forged"), ("X", "\xff"))))[1]
    (item,) = read(data, "a.warc.gz")
    assert (item.capture if isinstance(item, Unreadable) else item).body == PAGE


def test_other_tools_read_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # warcio 1.8.1 sets an attribute that brotli 1.2 refuses; without its decoder it checks the bytes as they are.
    monkeypatch.delitem(BufferedReader.DECOMPRESSORS, "br")
    coded = hop(
        "https://news.example/ö?q=1#part",
        brotli.compress(PAGE),
        address="192.0.2.1",
        response_headers=(("Content-Type", "text/html"), ("Content-Encoding", "br"), ("X-Name", "J\xf6rg")),
    )
    moved = hop("http://news.example/1", b"", 301, response_headers=(("Location", "https://news.example/1"),))
    disk, _ = archived(exchange(moved, coded), exchange(hop(truncated="time")))
    ((name, data),) = disk.files.items()
    path = tmp_path / name
    path.write_bytes(data)

    assert Checker(SimpleNamespace(inputs=[str(path)], verbose=True)).process_all() == 0
    said = capsys.readouterr().out
    assert said.count("digest pass") == 9
    assert "no digest" not in said

    expected = ["warcinfo", "response", "request", "response", "metadata", "request", "response", "metadata", "request"]
    assert [record.rec_type for record in WarcioIterator(BytesIO(data))] == expected
    records = []
    for record in ArchiveIterator(BytesIO(data), parse_http=False):
        assert record.verify_block_digest()
        records.append(record.headers["WARC-Type"])
    assert records == expected
