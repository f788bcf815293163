"""Archives in other forms than WARC in gzip: WACZ, zstd with a dictionary, ARC. They hold the same captures."""

import gzip
import random
import struct
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from pipeline.run.listing import references
from schemas.capture import Capture
from schemas.reject import Reason
from tests.conftest import Run
from tests.test_warc import PAGE, http, noise, quick, record, sound
from transforms.read import wacz
from transforms.read.stage import read, split
from transforms.read.warc.reader import RANGE_SIZE, Unreadable, ranges, read_range

RECORDS = [record(http(PAGE * (2 + number)), number=number) for number in range(6)]


def documents(path: Path) -> list[Capture | Unreadable]:
    """What is read of a file, in parts as a run does."""
    return [item for file in references([str(path)]) for part in split(file) for item in read(part)]


def bodies(path: Path) -> list[bytes]:
    return [item.body for item in documents(path) if isinstance(item, Capture)]


def problem(path: Path) -> Unreadable:
    (item,) = (item for item in documents(path) if isinstance(item, Unreadable))
    return item


# --- WACZ


def packed(path: Path, archives: dict[str, bytes], method: int = ZIP_STORED) -> Path:
    with ZipFile(path, "w", method) as zipped:
        zipped.writestr("datapackage.json", "{}")
        for name, data in archives.items():
            zipped.writestr(f"archive/{name}", data)
        zipped.writestr("indexes/index.cdx.gz", gzip.compress(b"org,example)/ 20240506070809 {}"))
    return path


@pytest.mark.parametrize("method", [ZIP_STORED, ZIP_DEFLATED])
def test_the_archives_of_a_wacz_are_read(method: int, tmp_path: Path) -> None:
    first, second = b"".join(map(gzip.compress, RECORDS[:4])), b"".join(RECORDS[4:])
    path = packed(tmp_path / "a.wacz", {"a.warc.gz": first, "b.warc": second}, method)
    assert bodies(path) == [PAGE * (2 + number) for number in range(6)]
    assert [item.uri.partition("#")[0] for item in documents(path) if isinstance(item, Capture)] == [
        f"{tmp_path.name}/a.wacz/archive/{name}" for name in (*["a.warc.gz"] * 4, *["b.warc"] * 2)
    ]


def test_a_wacz_is_read_in_ranges_and_by_a_run(run: Run, tmp_path: Path) -> None:
    article = b"<html><head><title>Ferry runs again</title></head><body><article>%s</article></body></html>"
    text = b"<p>The ferry to the islands runs again after its winter repairs, the company said on Monday.</p>" * 4
    members = [gzip.compress(record(http(article % text + noise(90_000, n)), number=n), 0) for n in range(3)]
    path = packed(tmp_path / "a.wacz", {"a.warc.gz": b"".join(members)})
    (file,) = references([str(path)])
    assert len(list(split(file))) > 1
    assert run(path).ledger["captured"] == 3


def test_a_zip_bomb_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wacz, "UNPACKED_LIMIT", 1 << 20)
    bomb = record(http(bytes(3 << 20)), number=9)
    path = packed(tmp_path / "a.wacz", {"a.warc": RECORDS[0], "b.warc": bomb, "c.warc": RECORDS[1]}, ZIP_DEFLATED)
    assert bodies(path) == [PAGE * 2, PAGE * 3]
    assert problem(path).reason is Reason.TOO_LARGE
    assert problem(path).capture.uri.endswith("a.wacz/archive/b.warc")


def test_a_zip_whose_archives_share_their_bytes_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.wacz", {f"{n}.warc": RECORDS[0] for n in range(3)})
    data = bytearray(path.read_bytes())
    first = struct.pack("<I", data.index(b"PK\x03\x04", 10))
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        if b"archive/" in data[at + 46 : at + 60]:
            data[at + 42 : at + 46] = first
    path.write_bytes(data)
    assert bodies(path) == []
    assert (problem(path).reason, "overlap" in problem(path).message) == (Reason.MALFORMED, True)


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"", Reason.MALFORMED), (b"PK\x05\x06" + bytes(18), Reason.EMPTY), (b"no zip" * 99, Reason.MALFORMED)],
)
def test_a_file_that_is_not_a_wacz_is_one_reject(data: bytes, reason: Reason, tmp_path: Path) -> None:
    (tmp_path / "a.wacz").write_bytes(data)
    assert (bodies(tmp_path / "a.wacz"), problem(tmp_path / "a.wacz").reason) == ([], reason)


@quick
@given(st.integers(0, 10**6), st.integers(0, 7))
def test_any_damage_to_a_wacz_is_a_reject_and_no_more(
    tmp_path_factory: pytest.TempPathFactory, position: int, bit: int
) -> None:
    path = packed(tmp_path_factory.mktemp("wacz") / "a.wacz", {"a.warc.gz": b"".join(map(gzip.compress, RECORDS))})
    data = bytearray(path.read_bytes())
    data[position % len(data)] ^= 1 << bit
    path.write_bytes(data)
    found = documents(path)
    whole = {PAGE * (2 + number) for number in range(6)}
    assert {item.body for item in found if isinstance(item, Capture)} <= whole
    assert len(found) >= 1


# --- zstd

DICTIONARY = zstd.train_dict([record(http(PAGE * 2), number=number) for number in range(999)], 4096)


def frames(records: list[bytes], dictionary: zstd.ZstdDict | None) -> bytes:
    return b"".join(zstd.compress(each, zstd_dict=dictionary) for each in records)


def skippable(content: bytes) -> bytes:
    return struct.pack("<II", 0x184D2A5D, len(content)) + content


@pytest.mark.parametrize(
    "data",
    [
        frames(RECORDS, None),
        skippable(DICTIONARY.dict_content) + frames(RECORDS, DICTIONARY),
        skippable(zstd.compress(DICTIONARY.dict_content)) + frames(RECORDS, DICTIONARY),
        zstd.compress(b"".join(RECORDS)),
    ],
    ids=["frames", "dictionary", "compressed dictionary", "one frame"],
)
def test_zstd_is_read_with_its_dictionary(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.warc.zst").write_bytes(data)
    assert bodies(tmp_path / "a.warc.zst") == [PAGE * (2 + number) for number in range(6)]


@quick
@given(st.integers(20, 40_000), st.booleans())
def test_zstd_is_read_in_any_ranges(step: int, with_dictionary: bool) -> None:
    records = [record(http(PAGE + noise(9_000, number)), number=number) for number in range(30)]
    dictionary = DICTIONARY if with_dictionary else None
    data = (skippable(DICTIONARY.dict_content) if dictionary else b"") + frames(records, dictionary)
    parts = list(ranges("a.warc.zst", len(data), step))
    assert [item for part in parts for item in _read(data, part.start, part.end)] == _read(data, 0, len(data))
    assert len(parts) > 1


def _read(data: bytes, start: int, end: int) -> list[Capture | Unreadable]:
    return list(read_range(BytesIO(data), "a.warc.zst", start, end))


@quick
@given(st.integers(0, 10**6), st.integers(0, 7))
def test_damage_to_zstd_costs_its_record(position: int, bit: int) -> None:
    options = {int(zstd.CompressionParameter.checksum_flag): 1}
    members = [zstd.compress(each, options=options) for each in RECORDS]
    data = bytearray(b"".join(members))
    position %= len(data)
    data[position] ^= 1 << bit
    hit = next(n for n in range(6) if position < sum(map(len, members[: n + 1])))
    whole, left = sound(_read(b"".join(members), 0, RANGE_SIZE)), sound(_read(bytes(data), 0, len(data)))
    assert left <= whole
    assert {body for _, body in whole - left} <= {PAGE * (2 + hit)}


@pytest.mark.parametrize("dictionary", [b"no dictionary", zstd.compress(b"no dictionary"), b"\x28\xb5\x2f\xfd" * 9])
def test_a_damaged_dictionary_is_one_reject(dictionary: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.warc.zst").write_bytes(skippable(dictionary) + frames(RECORDS, DICTIONARY))
    assert problem(tmp_path / "a.warc.zst").reason is Reason.MALFORMED


# --- ARC


def arc(number: int, block: bytes, url: str | None = None, head: str = "127.0.0.1 20110224130000 text/html") -> bytes:
    return f"{url or f'http://news.example/{number}'} {head} {len(block)}\n".encode() + block + b"\n"


ABOUT = b"1 0 Archive\nURL IP-address Archive-date Content-type Archive-length\n"
ARC = [
    arc(0, ABOUT, "filedesc://a.arc", "0.0.0.0 20110224130000 text/plain"),
    arc(1, http(PAGE * 2)),
    arc(2, http(PAGE * 3), "http://news.example/with a blank"),
    arc(3, b"20110224 127.0.0.1", "dns:news.example", "127.0.0.1 20110224130000 text/dns"),
    arc(4, http(PAGE * 4), head="127.0.0.1 20110224130000 text/html 200 - - 12 a.arc"),
]


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("a.arc", lambda: b"".join(ARC)),
        ("a.arc.gz", lambda: b"".join(map(gzip.compress, ARC))),
        ("A.ARC.GZ", lambda: gzip.compress(b"".join(ARC))),
    ],
)
def test_an_arc_is_read(name: str, pack: Callable[[], bytes], tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(pack())
    found = documents(tmp_path / name)
    assert [item.body for item in found if isinstance(item, Capture)] == [PAGE * 2, PAGE * 3, PAGE * 4]
    assert [item.reason for item in found if isinstance(item, Unreadable)] == [Reason.NOT_A_PAGE]
    first = found[0]
    assert isinstance(first, Capture)
    assert (first.url, str(first.captured_at)) == ("http://news.example/1", "2011-02-24 13:00:00+00:00")
    assert len({item.uri if isinstance(item, Capture) else item.capture.uri for item in found}) == 4


@quick
@given(st.integers(0, 10**6), st.integers(0, 7))
def test_damage_to_an_arc_costs_its_member(position: int, bit: int) -> None:
    members = [gzip.compress(each, mtime=0) for each in ARC]
    data = bytearray(b"".join(members))
    position %= len(data)
    data[position] ^= 1 << bit
    hit = next(n for n in range(5) if position < sum(map(len, members[: n + 1])))
    whole = {1: PAGE * 2, 2: PAGE * 3, 4: PAGE * 4}
    found = list(read_range(BytesIO(bytes(data)), "a.arc.gz", 0, len(data)))
    left = {item.body for item in found if isinstance(item, Capture)}
    assert left >= {body for number, body in whole.items() if number != hit}
    assert left <= set(whole.values())


@quick
@given(st.binary(max_size=400), st.sampled_from(ARC))
def test_any_bytes_are_read_as_an_arc(junk: bytes, before: bytes) -> None:
    cut = random.Random(len(junk)).randrange(len(before))
    for data in (before + junk, before[:cut] + junk, junk):
        assert all(item for item in read_range(BytesIO(data), "a.arc", 0, len(data)))
