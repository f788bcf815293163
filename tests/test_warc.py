"""Reading WARC: what is a capture, what is none, and that splitting and damage cost nothing but the damaged."""

import base64
import gzip
import hashlib
import random
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest
from backports import zstd
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from schemas.capture import Capture, Media
from schemas.reject import Reason, Unusable
from transforms.base.http_body import BODY_LIMIT
from transforms.extract.stage import extract
from transforms.read.warc.capture import capture_of
from transforms.read.warc.fields import warc_date
from transforms.read.warc.metadata import METADATA_TYPE
from transforms.read.warc.reader import Unreadable, ranges, read_range
from transforms.read.warc.stream import Stream

PAGE = b"<!doctype html><html><body><p>The council met on Monday.</p></body></html>"
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def record(block: bytes, kind: str = "response", number: int | None = 1, **headers: str | None) -> bytes:
    fields: dict[str, str | None] = {
        "WARC-Type": kind,
        "WARC-Record-ID": None if number is None else f"<urn:uuid:00000000-0000-0000-0000-{number:012}>",
        "WARC-Target-URI": f"https://news.example/{number}",
        "WARC-Date": "2024-05-06T07:08:09Z",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
    }
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value is not None)
    return f"WARC/1.1\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def http(body: bytes = PAGE, status: str = "200 OK", **headers: str) -> bytes:
    headers = {"Content_Type": "text/html"} | headers
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def read(data: bytes, start: int = 0, end: int | None = None, name: str = "a.warc.gz") -> list[Capture | Unreadable]:
    return list(read_range(BytesIO(data), name, start, len(data) if end is None else end))


def read_split(data: bytes, step: int) -> list[Capture | Unreadable]:
    return [item for part in ranges("a.warc.gz", len(data), step) for item in read(data, part.start, part.end)]


def only(data: bytes, name: str = "a.warc.gz") -> Capture | Unreadable:
    (item,) = read(data, name=name)
    return item


def one(block: bytes, **headers: Any) -> Capture | Unreadable:
    return only(gzip.compress(record(block, **headers)))


def noise(size: int, seed: int = 0) -> bytes:
    return random.Random(seed).randbytes(size)


def crawl(pages: int = 8, size: int = 3000) -> list[bytes]:
    """The members of an archive: warcinfo, then for each page a response that does not compress and its request."""
    members = [gzip.compress(record(b"software: test\r\n", "warcinfo", 900, WARC_Target_URI=None))]
    for number in range(pages):
        status = "404 Not Found" if number % 4 == 3 else "200 OK"
        body = PAGE + noise(size * (1 + number % 3), number)
        response = record(http(body, status), number=number)
        about = f"<urn:uuid:00000000-0000-0000-0000-{number:012}>"
        request = record(b"GET / HTTP/1.1\r\n\r\n", "request", 500 + number, WARC_Concurrent_To=about)
        members += [gzip.compress(response), gzip.compress(request)]
    return members


# --- ranges


@given(st.integers(0, 10**10), st.integers(10**6, 10**8))
def test_ranges_cover_the_file_once_and_evenly(size: int, step: int) -> None:
    parts = list(ranges("a.warc.gz", size, step))
    assert [part.start for part in parts] == [0, *(part.end for part in parts[:-1])]
    assert parts[-1].end == size
    lengths = {part.end - part.start for part in parts}
    assert max(lengths) <= step or len(parts) == 256
    assert max(lengths) - min(lengths) <= 1


def test_what_is_not_gzip_is_one_range() -> None:
    assert list(ranges("a.warc", 10**9)) == [("a.warc", 0, 10**9)]


@quick
@given(st.integers(20, 40_000))
def test_any_split_reads_what_no_split_reads(step: int) -> None:
    data = b"".join(crawl())
    assert read_split(data, step) == read(data)
    assert [isinstance(item, Unreadable) for item in read(data)] == [number % 4 == 3 for number in range(8)]


def archive_within(pages: int, **headers: str) -> bytes:
    """An archive with an archive as the body of one of its pages, which stands in it byte for byte."""
    nested = b"".join(
        gzip.compress(record(http(PAGE + noise(90, seed)), number=7000 + seed), mtime=0) for seed in range(pages)
    )
    members = crawl(4)
    members[5:5] = [gzip.compress(record(http(nested, Content_Type="application/warc"), number=77, **headers), 0)]
    data = b"".join(members)
    assert nested[:2000] in data
    return data


@pytest.mark.parametrize(("pages", "headers"), [(3, {}), (400, {}), (400, {"Content_Length": "50"})])
def test_an_archive_within_a_record_is_not_read(pages: int, headers: dict[str, str]) -> None:
    data = archive_within(pages, **headers)
    whole = read(data)
    assert len(whole) == 5
    for step in (len(data) // 2, 30_000, 7_001, 1_999):
        assert read_split(data, step) == whole


def test_the_middle_of_a_file_is_read_alone() -> None:
    members = crawl(40, 9000)
    data = b"".join(members)
    middle = len(data) // 2

    class Counted(BytesIO):
        count = 0

        def read(self, size: int | None = -1) -> bytes:
            out = super().read(size)
            self.count += len(out)
            return out

    counted = Counted(data * 20)
    list(read_range(counted, "a.warc.gz", 10 * len(data) + middle, 10 * len(data) + middle + 50_000))
    assert counted.count < 4 << 20 < len(data) * 20


def test_one_gzip_stream_is_read_by_its_first_range() -> None:
    data = gzip.compress(gzip.decompress(b"".join(crawl())))
    whole = read(data)
    assert [item.url if isinstance(item, Capture) else item.capture.url for item in whole] == [
        f"https://news.example/{number}" for number in range(8)
    ]
    assert read_split(data, 5_000) == whole


def test_members_may_hold_one_record_or_several() -> None:
    several = gzip.compress(
        b"".join(record(http(PAGE + noise(900, number)), number=number) for number in range(20, 23))
    )
    for members in ([several, *crawl()], [*crawl(), several], [*crawl(3), several, several, *crawl()]):
        data = b"".join(members)
        whole = read(data)
        assert len(whole) == sum(len(read(member)) for member in members)
        assert read_split(data, 2_000) == whole


def test_a_plain_file_may_hold_what_looks_like_a_record() -> None:
    body = PAGE + b"\r\n\r\n" + record(http(), number=66)
    data = record(http(body)) + record(http(), number=2)
    first, second = read(data, name="a.warc")
    assert isinstance(first, Capture)
    assert first.body == body
    assert isinstance(second, Capture)
    assert second.uri.endswith("2")


# --- damage


def sound(items: list[Capture | Unreadable]) -> set[tuple[str, bytes]]:
    return {(item.uri, item.body) for item in items if isinstance(item, Capture)}


MEMBERS = crawl(5, 700)
STARTS = [sum(map(len, MEMBERS[:number])) for number in range(len(MEMBERS) + 1)]


def hit(position: int) -> int:
    return next(number for number, end in enumerate(STARTS[1:]) if position < end)


@quick
@given(st.sets(st.integers(0, STARTS[-1] * 8 - 1), min_size=1, max_size=4), st.integers(50, 5000))
def test_flipped_bits_cost_their_records_alone(bits: set[int], step: int) -> None:
    data = bytearray(b"".join(MEMBERS))
    for bit in bits:
        data[bit // 8] ^= 1 << bit % 8
    items = read(bytes(data))
    spared = [member for number, member in enumerate(MEMBERS) if number not in {hit(bit // 8) for bit in bits}]
    assert sound(read(b"".join(spared))) <= sound(items)
    assert sound(items) <= sound(read(b"".join(MEMBERS)))
    lost = sound(read(b"".join(MEMBERS))) - sound(items)
    assert not lost or any(isinstance(item, Unreadable) and item.reason is not Reason.HTTP_STATUS for item in items)
    assert read_split(bytes(data), step) == items


def test_damage_to_the_first_record_hides_no_other() -> None:
    others = sound(read(b"".join(MEMBERS)))
    for bit in range(STARTS[1] * 8):
        data = bytearray(b"".join(MEMBERS[:4]))
        data[bit // 8] ^= 1 << bit % 8
        assert len(sound(read(bytes(data))) & others) == 2


def test_the_checksum_decides_wherever_it_stands() -> None:
    tried = 0
    for size in range(65_120, 65_180):
        data = bytearray(gzip.compress(record(http(PAGE + noise(size))), 0))
        if 0 < len(data) % 0x8000 < 13:
            data[-1000] ^= 1
            item = only(bytes(data))
            assert isinstance(item, Unreadable)
            assert item.reason is Reason.MALFORMED
            tried += 1
    assert tried == 12


def test_a_damaged_record_is_named_if_its_head_is_left() -> None:
    data = bytearray(gzip.compress(record(http(PAGE + noise(90_000)))))
    data[-50_000] ^= 1
    item = only(bytes(data))
    assert isinstance(item, Unreadable)
    assert (item.reason, item.capture.url) == (Reason.MALFORMED, "https://news.example/1")
    assert item.capture.body.startswith(http(PAGE))
    data = bytearray(gzip.compress(record(http(PAGE + noise(900)))))
    data[-50] ^= 1
    item = only(bytes(data))
    assert isinstance(item, Unreadable)
    assert item.capture.url == "https://news.example/1"


@quick
@given(st.integers(1, STARTS[-1] - 1), st.integers(50, 5000))
def test_a_file_cut_off_keeps_what_was_before(size: int, step: int) -> None:
    data = b"".join(MEMBERS)[:size]
    items = read(data)
    assert sound(items) == sound(read(b"".join(MEMBERS[: hit(size)])))
    cut = [item for item in items if isinstance(item, Unreadable) and item.reason is not Reason.HTTP_STATUS]
    assert [item.reason for item in cut] == ([] if size in STARTS else [Reason.TRUNCATED])
    assert read_split(data, step) == items


@quick
@given(st.integers(0, 10**6), st.integers(0, 7))
@example(129_376, 3)  # A Content-Length that ends at an empty line two records later.
def test_flipped_bits_in_a_plain_file_cost_one_record(position: int, bit: int) -> None:
    parts = [record(http(PAGE * (2 + number)), number=number) for number in range(5)]
    data = bytearray(b"".join(parts))
    position %= len(data)
    data[position] ^= 1 << bit
    left = sound(read(bytes(data), name="a.warc"))
    for number, part in enumerate(parts):
        start = sum(map(len, parts[:number]))
        if not start - 1 <= position < start + len(part):  # The line end before a record is how it is found.
            assert (f"a.warc#urn:uuid:00000000-0000-0000-0000-{number:012}", PAGE * (2 + number)) in left


@quick
@given(st.binary(max_size=3000), st.sampled_from([b"", b"WARC/1.0\r\n", gzip.compress(record(http()))[:-300]]))
def test_any_bytes_are_read(data: bytes, before: bytes) -> None:
    for name in ("a.warc", "a.warc.gz"):
        items = read(before + data, name=name)
        assert all(isinstance(item, Unreadable) for item in items)
        assert items


@pytest.mark.parametrize(
    "junk", [b"<html>No archive.</html>" * 9000, gzip.compress(b"No archive.", mtime=0) * 3, noise(300_000)]
)
@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_file_that_is_not_a_warc_is_one_problem(junk: bytes, name: str) -> None:
    item = only(junk, name)
    assert isinstance(item, Unreadable)
    assert (item.reason, item.capture.uri) == (Reason.MALFORMED, f"{name}#offset=0")
    assert read(junk, 1000, 9000, name) == []


def test_an_empty_file_is_named() -> None:
    item = only(b"")
    assert isinstance(item, Unreadable)
    assert item.reason is Reason.EMPTY


@pytest.mark.parametrize("pack", [gzip.compress, bytes], ids=["gzip", "plain"])
@pytest.mark.parametrize("length", ["0", "45", "400", "100000", "999999999999", "-1", "many", "", None])
def test_a_wrong_content_length_costs_its_record(pack: Callable[[bytes], bytes], length: str | None) -> None:
    wrong = record(http(), number=2, Content_Length=length)
    data = b"".join(pack(part) for part in (record(http()), wrong, record(http(), number=3)))
    first, second, third = read(data, name="a.warc")
    assert isinstance(first, Capture)
    assert isinstance(second, Unreadable)
    assert second.reason in (Reason.MALFORMED, Reason.TRUNCATED)
    assert isinstance(third, Capture)
    one_stream = gzip.compress(gzip.decompress(data)) if pack is gzip.compress else gzip.compress(data)
    if length != "999999999999":  # It leads behind the end of the stream, where there is no way back.
        assert sound(read(one_stream)) == {(item.uri.replace("a.warc", "a.warc.gz"), PAGE) for item in (first, third)}


# --- sizes


def test_a_large_record_is_skipped_without_being_held() -> None:
    body = bytes(BODY_LIMIT * 4)
    data = gzip.compress(record(http(body)), 1) + gzip.compress(record(http(), number=2))
    plain = BytesIO(record(http(body)) + record(http(), number=2))
    del body
    for file, name in ((BytesIO(data), "a.warc.gz"), (plain, "a.warc")):
        tracemalloc.start()
        large, after = read_range(file, name, 0, len(file.getbuffer()))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert isinstance(large, Unreadable)
        assert large.reason is Reason.TOO_LARGE
        assert large.capture.url == "https://news.example/1"
        assert isinstance(after, Capture)
        assert peak < BODY_LIMIT


def bombs() -> Iterator[tuple[str, bytes]]:
    zeros = bytes(BODY_LIMIT * 2)
    yield "gzip", gzip.compress(zeros, 1)
    yield "deflate", zlib.compress(zeros, 1)
    yield "br", brotli.compress(zeros, quality=1)
    yield "zstd", zstd.compress(zeros)
    yield "gzip, gzip", gzip.compress(gzip.compress(zeros, 1))


@pytest.mark.parametrize(("coding", "bomb"), [*bombs()], ids=lambda value: value if isinstance(value, str) else "")
def test_a_bomb_is_too_large(coding: str, bomb: bytes) -> None:
    item = one(http(bomb, Content_Encoding=coding))
    assert isinstance(item, Unreadable)
    assert item.reason is Reason.TOO_LARGE
    assert item.capture.body == bomb


# --- bodies


CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "identity": bytes,
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "Deflate": lambda body: zlib.compress(body)[2:-4],
    "br": brotli.compress,
    "zstd": zstd.compress,
    "gzip, br": lambda body: bytes(brotli.compress(gzip.compress(body))),
}


def chunked(body: bytes, size: int = 100) -> bytes:
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x;name=value\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("frame", [bytes, chunked])
@pytest.mark.parametrize("body", [PAGE, PAGE * 200])
def test_codings_are_taken_off(coding: str, frame: Callable[[bytes], bytes], body: bytes) -> None:
    headers = {"Transfer_Encoding": "chunked"} if frame is chunked else {}
    item = one(http(frame(CODINGS[coding](body)), Content_Encoding=coding, **headers))
    assert isinstance(item, Capture)
    assert item.body == body


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize(
    "body",
    [
        PAGE,
        b"  <!-- a page --><p>x",
        b"1234\nis the number of the day",
        b"Plain text.",
        b"5\r\nis a number",
        b"AI said so. " * 30,
    ],
)
def test_a_coding_that_the_archive_already_removed_is_ignored(coding: str, body: bytes) -> None:
    item = one(http(body, Content_Encoding=coding, Transfer_Encoding="chunked"))
    assert isinstance(item, Capture)
    assert item.body == body


def test_missing_chunks_are_a_page_cut_off() -> None:
    item = one(http(chunked(PAGE * 9)[:-150], Transfer_Encoding="chunked"))
    assert isinstance(item, Unreadable)
    assert item.reason is Reason.TRUNCATED


@quick
@given(st.binary(max_size=400), st.sampled_from([*CODINGS, "utf-8", ""]), st.booleans())
def test_any_body_is_a_capture_or_a_problem(body: bytes, coding: str, frame: bool) -> None:
    item = one(http(body, Content_Encoding=coding, Transfer_Encoding="chunked" if frame else ""))
    assert isinstance(item, Capture) or item.reason in (Reason.MALFORMED, Reason.TRUNCATED, Reason.TOO_LARGE)


# --- what is a capture


def test_a_capture_says_what_the_archive_says() -> None:
    headers: dict[str, Any] = {
        "Content_Type": 'Text/HTML; Charset="ISO-8859-1"',
        "Last_Modified": "Sun, 05 May 2024 10:00:00 GMT",
    }
    assert one(http(**headers)) == Capture(
        uri="a.warc.gz#urn:uuid:00000000-0000-0000-0000-000000000001",
        body=PAGE,
        media=Media.HTML,
        url="https://news.example/1",
        charset="ISO-8859-1",
        captured_at=datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC),
        last_modified=datetime(2024, 5, 5, 10, tzinfo=UTC),
        fields=(
            ("Content-Type", 'Text/HTML; Charset="ISO-8859-1"'),
            ("Last-Modified", "Sun, 05 May 2024 10:00:00 GMT"),
        ),
    )


@pytest.mark.parametrize(
    ("block", "headers", "reason"),
    [
        (http(status="404 Not Found"), {}, Reason.HTTP_STATUS),
        (http(status="503 Service Unavailable"), {}, Reason.HTTP_STATUS),
        (http(b"", "301 Moved", Location="/x"), {}, Reason.HTTP_STATUS),
        (http(b"", "304 Not Modified"), {}, Reason.UNCHANGED),
        (http(b"\xff\xd8\xff\xe0", Content_Type="image/jpeg"), {}, Reason.NOT_A_PAGE),
        (http(b"%PDF-1.7", Content_Type="application/pdf"), {}, Reason.NOT_A_PAGE),
        (http(b"{}", Content_Type="application/json"), {}, Reason.NOT_A_PAGE),
        (http(b"\x89PNG\r\n\x1a\n\0\0", Content_Type=""), {}, Reason.NOT_A_PAGE),
        (b"20240506\nnews.example. 60 IN A 192.0.2.1\n",
         {"WARC_Target_URI": "dns:news.example", "Content_Type": "text/dns"}, Reason.NOT_A_PAGE),
        (PAGE, {}, Reason.MALFORMED),
        (b"HTTP/1.1 OK\r\n\r\n" + PAGE, {}, Reason.HTTP_STATUS),
        (http(b""), {"kind": "revisit"}, Reason.UNCHANGED),
        (b"log", {"kind": "resource", "WARC_Target_URI": "metadata://tool/wget.log", "Content_Type": "text/plain"},
         Reason.NOT_A_PAGE),
        (b"?", {"kind": "novelty"}, Reason.NOT_A_PAGE),
        (http(), {"WARC_Type": None}, Reason.MALFORMED),
    ],
)  # fmt: skip
def test_a_record_that_is_not_a_capture_has_a_reason(block: bytes, headers: dict[str, Any], reason: Reason) -> None:
    item = one(block, **headers)
    assert isinstance(item, Unreadable)
    assert item.reason is reason
    assert item.message


@pytest.mark.parametrize(
    ("block", "headers", "media"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n" + PAGE, {}, Media.HTML),
        (b"HTTP/1.1 200\nContent-Type: text/html\n\n" + PAGE, {}, Media.HTML),
        (b"HTTP/1.0 200 OK\r\n\r\nOnly text.", {}, Media.TEXT),
        (http(Content_Type="application/octet-stream"), {}, Media.HTML),
        (http(Content_Type="text/plain"), {}, Media.HTML),
        (http(b"\xef\xbb\xbf\n<!-- x --><HTML>", Content_Type="text/xml"), {}, Media.HTML),
        (http(b"Only text.", Content_Type="text/plain"), {}, Media.TEXT),
        (b"Only text.", {"kind": "conversion", "Content_Type": "text/plain"}, Media.TEXT),
        (PAGE, {"kind": "resource", "Content_Type": "text/html"}, Media.HTML),
        (PAGE, {"Content_Type": "text/html"}, Media.HTML),
        (http(), {"WARC_Target_URI": "<https://news.example/1>"}, Media.HTML),
    ],
)
def test_what_is_a_page(block: bytes, headers: dict[str, Any], media: Media) -> None:
    item = one(block, **headers)
    assert isinstance(item, Capture)
    assert (item.media, item.url) == (media, "https://news.example/1")
    assert block.endswith(item.body)


@pytest.mark.parametrize("header", ["WARC_Truncated", "WARC_Segment_Number"])
def test_a_page_that_the_archiver_cut_says_so(header: str) -> None:
    text = b"<article><p>" + b"The council voted to rebuild the bridge. " * 9
    item = one(http(text), **{header: "length"})
    assert isinstance(item, Capture)
    assert item.access == extract(item).access == "truncated"
    item = one(http(b"<!doctype html><html><body><p>Menu"), **{header: "length"})
    assert isinstance(item, Capture)
    with pytest.raises(Unusable) as raised:
        extract(item)
    assert raised.value.reason is Reason.TRUNCATED


@pytest.mark.parametrize(
    "content_type",
    [
        "text/html charset=utf-8",
        "text/html, text/html; charset=utf-8",
        "TEXT/HTML ;charset=utf-8",
        "'text/html; charset=utf-8'",
        "Content-Type: text/html; charset=utf-8",
        "text/html: charset=utf-8",
        "text/html|charset=utf-8",
        "html; charset=utf-8",
        "application/x-httpd-php; charset=utf-8",
    ],
)
def test_content_types_as_servers_write_them(content_type: str) -> None:
    item = one(http(Content_Type=content_type))
    assert isinstance(item, Capture)
    assert (item.media, item.charset) == (Media.HTML, "utf-8")


@pytest.mark.parametrize(
    "before", [b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 200 Connection established\r\nVia: proxy\r\n\r\n"]
)
def test_an_interim_response_is_skipped(before: bytes) -> None:
    item = one(before + http())
    assert isinstance(item, Capture)
    assert item.body == PAGE


@pytest.mark.parametrize("coding", [{}, {"Transfer_Encoding": "gzip"}, {"Content_Encoding": "identity"}])
def test_gzip_that_nothing_announces_is_unpacked(coding: dict[str, str]) -> None:
    item = one(http(gzip.compress(PAGE), **coding))
    assert isinstance(item, Capture)
    assert item.body == PAGE


def test_chunks_that_the_archiver_cut_are_read_as_far_as_they_go() -> None:
    item = one(http(chunked(PAGE * 9)[:-150], Transfer_Encoding="chunked"), WARC_Truncated="length")
    assert isinstance(item, Capture)
    assert item.access == "truncated"
    assert (PAGE * 9).startswith(item.body)
    assert len(item.body) > 7 * len(PAGE)


def test_an_http_message_in_a_resource_is_a_response() -> None:
    item = one(http(), kind="resource")
    assert isinstance(item, Capture)
    assert item.body == PAGE


@pytest.mark.parametrize("date", ["20240506070809", "<2024-05-06T07:08:09Z>", "2024-05-06 07:08:09"])
def test_dates_of_records_in_other_forms(date: str) -> None:
    item = one(http(), WARC_Date=date)
    assert isinstance(item, Capture)
    assert item.captured_at == datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


@pytest.mark.parametrize("size", [40_000, 200_000])
def test_long_heads_are_read(size: int) -> None:
    item = one(http(Content_Type="text/html; charset=utf-8", Content_Security_Policy="a" * size, X_Last="z"))
    assert isinstance(item, Capture)
    assert (item.media, item.charset, dict(item.fields)["X-Last"]) == (Media.HTML, "utf-8", "z")


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_record_one_byte_short_is_read(pack: Callable[[bytes], bytes]) -> None:
    short = record(http(), number=1, Content_Length=str(len(http()) - 1))
    found = read(pack(short) + pack(record(http(), number=2)))
    assert [item.body for item in found if isinstance(item, Capture)] == [PAGE, PAGE]


@pytest.mark.parametrize("date", ["2024-02-17T09:12:00+99:99", "2024-02-17T09:12:00-24:00", "+99:99"])
def test_an_impossible_zone_costs_the_date(date: str) -> None:
    data = b"".join(
        gzip.compress(record(http(), number=n, **({"WARC_Date": date} if n == 2 else {}))) for n in (1, 2, 3)
    )
    found = read(data)
    assert [isinstance(item, Capture) and item.captured_at is not None for item in found] == [True, False, True]


def test_what_fails_in_a_record_costs_this_record(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(record: Any, uri: str) -> Any:
        if record.headers.get("WARC-Record-ID", "").endswith("2>"):
            raise RuntimeError("never seen")
        return capture_of(record, uri)

    monkeypatch.setattr("transforms.read.warc.reader.capture_of", fail)
    found = read(b"".join(gzip.compress(record(http(), number=n)) for n in (1, 2, 3)))
    assert [getattr(item, "reason", None) for item in found] == [None, Reason.FAILED, None]


@pytest.mark.parametrize("pack", [gzip.compress, bytes], ids=["gzip", "plain"])
def test_what_takes_too_long_in_a_record_costs_this_record(
    monkeypatch: pytest.MonkeyPatch, pack: Callable[[bytes], bytes]
) -> None:
    def slow(record: Any, uri: str) -> Any:
        while record.headers.get("WARC-Record-ID", "").endswith("2>"):
            pass
        return capture_of(record, uri)

    monkeypatch.setattr("transforms.read.warc.reader.capture_of", slow)
    monkeypatch.setattr("transforms.base.deadline.DEFAULT_SECONDS", 0.5)
    found = read(b"".join(pack(record(http(), number=n)) for n in (1, 2, 3)), name="a.warc")
    assert [getattr(item, "reason", None) for item in found] == [None, Reason.TOO_SLOW, None]


@pytest.mark.parametrize("pack", [gzip.compress, bytes], ids=["gzip", "plain"])
def test_a_record_that_takes_too_long_to_come_costs_itself(
    monkeypatch: pytest.MonkeyPatch, pack: Callable[[bytes], bytes]
) -> None:
    skip = Stream.skip

    def slow(stream: Stream, size: int) -> None:
        while size == 10**9:
            pass
        skip(stream, size)

    monkeypatch.setattr(Stream, "skip", slow)
    monkeypatch.setattr("transforms.base.deadline.DEFAULT_SECONDS", 0.5)
    records = (record(http()), record(http(), number=2, Content_Length="1000000000"), record(http(), number=3))
    found = read(b"".join(map(pack, records)), name="a.warc")
    assert [getattr(item, "reason", None) for item in found] == [None, Reason.TOO_SLOW, None]


@pytest.mark.parametrize(
    ("note", "named"),
    [
        ('{"announcement": {"published_at": 5}}', "published_at"),
        ('{"announcement": {"published_at": "soon"}}', "published_at"),
        ('{"announcement": {"authors": "Ann Lee"}}', "authors"),
        ('{"announcement": {"title": ["A"]}}', "title"),
        ('{"announcement": {}, "outcome": 7}', "outcome"),
        ('{"announcement": {}, "detail": {}}', "detail"),
        ('{"announcement": {}, "site": "robots.txt"}', "site"),
        ('{"announcement": []}', "announcement"),
        ("{}", "announcement"),
        ('{"announcement": ' + "[" * 200_000 + "]" * 200_000 + "}", "recursion"),
    ],
    ids=lambda value: value[:40],
)
def test_a_note_with_a_field_of_another_type_is_a_reject_that_names_it(note: str, named: str) -> None:
    block = note.replace("{", '{"version": 1, ', 1).replace(", }", "}").encode()
    about = {"WARC_Concurrent_To": "<urn:uuid:00000000-0000-0000-0000-000000000001>", "Content_Type": METADATA_TYPE}
    first, second = read(
        b"".join(map(gzip.compress, (record(http()), record(block, "metadata", 9, **about), record(http(), number=2))))
    )
    assert isinstance(first, Unreadable)
    assert (first.reason, first.capture.url) == (Reason.MALFORMED, "https://news.example/1")
    assert named in first.message
    assert isinstance(second, Capture)


@pytest.mark.parametrize(
    "evidence", [{"WARC_Block_Digest": "sha1"}, {"WARC_Block_Digest": "sha256"}, {"Content_Length": "http"}, {}]
)
def test_a_length_that_ends_at_a_later_record_swallows_none(evidence: dict[str, str]) -> None:
    said: Any = {"Content_Length": str(len(PAGE))} if "Content_Length" in evidence else {}
    block = http(**said)
    name = evidence.get("WARC_Block_Digest")
    digest = {
        "sha1": "sha1:" + base64.b32encode(hashlib.sha1(block).digest()).decode(),
        "sha256": "sha-256:" + hashlib.sha256(block).hexdigest(),
    }
    headers: Any = {"WARC_Block_Digest": digest[name]} if name else {}
    behind = record(http(), number=2)
    first = record(block, Content_Length=str(len(block + behind)), **headers)
    found = read(first + behind + record(http(), number=3), name="a.warc")
    if not evidence:  # Nothing tells it from a page that holds an archive.
        assert len(found) == 2
        return
    cut, second, third = found
    assert isinstance(cut, Unreadable)
    assert (cut.reason, cut.capture.body) == (Reason.MALFORMED, block)
    assert isinstance(second, Capture)
    assert isinstance(third, Capture)
    intact = record(block, **headers) + behind
    assert all(isinstance(item, Capture) for item in read(intact, name="a.warc"))


def test_what_holds_no_document_is_not_counted() -> None:
    kinds = ("warcinfo", "request", "metadata", "continuation")
    assert read(b"".join(gzip.compress(record(b"x: y", kind)) for kind in kinds)) == []


def test_a_record_without_identifier_is_named_by_its_place() -> None:
    first, second = gzip.compress(record(http())), gzip.compress(record(http(), number=None))
    item = read(first + second)[1]
    assert isinstance(item, Capture)
    assert item.uri == f"a.warc.gz#offset={len(first)}"
    item = read(record(http()) + record(http(), number=None), name="a.warc")[1]
    assert isinstance(item, Capture)
    assert item.uri == f"a.warc#offset={len(record(http()))}"


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2024-05-06T07:08:09Z", datetime(2024, 5, 6, 7, 8, 9)),
        ("2024-05-06T07:08:09.123456789Z", datetime(2024, 5, 6, 7, 8, 9, 123456)),
        ("2024-05-06T07:08:09.5Z", datetime(2024, 5, 6, 7, 8, 9, 500000)),
        ("2024-05-06T07:08Z", datetime(2024, 5, 6, 7, 8)),
        ("2024-05-06T09:08:09+02:00", datetime(2024, 5, 6, 7, 8, 9)),
        (" 2024-05-06 ", datetime(2024, 5, 6)),
        ("2024-05", datetime(2024, 5, 1)),
        ("2024", datetime(2024, 1, 1)),
        ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59)),
        ("0000-01-01T00:00:00Z", None),
        ("2024-13-01T00:00:00Z", None),
        ("0001-01-01T00:00:00+23:00", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_of_any_precision(text: str | None, time: datetime | None) -> None:
    assert warc_date(text) == (None if time is None else time.replace(tzinfo=UTC))


@quick
@given(st.text(max_size=30) | st.datetimes().map(str))
def test_any_date_is_read(text: str) -> None:
    time = warc_date(text)
    assert time is None or time.tzinfo is UTC


def test_a_page_without_a_date_is_a_capture() -> None:
    item = one(http(Last_Modified="never"), WARC_Date=None)
    assert isinstance(item, Capture)
    assert (item.captured_at, item.last_modified) == (None, None)


def test_the_archives_of_others_are_read() -> None:
    """As warcio writes them, for CC-NEWS among others: warcinfo, request, response, metadata of another kind."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    writer.write_record(writer.create_warcinfo_record("x.warc.gz", {"software": "test"}))
    for number in range(3):
        url = f"https://news.example/{number}"
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "news.example")], is_http_request=True)
        response = writer.create_warc_record(url, "response", payload=BytesIO(PAGE), http_headers=head)
        request = writer.create_warc_record(url, "request", http_headers=asked)
        writer.write_request_response_pair(request, response)
        about = {"WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID")}
        writer.write_record(
            writer.create_warc_record(
                url,
                "metadata",
                payload=BytesIO(b"fetchTimeMs: 12\r\n"),
                warc_content_type="application/warc-fields",
                warc_headers_dict=about,
            )
        )
    items = read(out.getvalue())
    assert [(item.url, item.body) for item in items if isinstance(item, Capture)] == [
        (f"https://news.example/{number}", PAGE) for number in range(3)
    ]
    assert len(items) == 3
