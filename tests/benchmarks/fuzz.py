"""Fuzzing of all that reads what others wrote: archives, feeds, sidecars, notes, rejects, pages, messages, zips, what
servers send besides (`fuzz_web`), and of the files of an output (`fuzz_state`).

    python -m tests.benchmarks.fuzz --minutes 60 [--targets warc,feed] [--seed N] [--again FILE]

Mutates sound inputs (bits, cuts, copies, and words that mean something in the format) and reads them as a run does.
Right is: captures or named rejects, in bounded time, and no exception. What is wrong is printed with its seed and kept
as a file in tests/data/fuzz, whose files `tests/test_fuzz.py` reads again each time.
"""

import argparse
import gzip
import io
import json
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pyarrow as pa
import pyarrow.parquet as pq
from backports import zstd

from schemas.capture import Capture, Media
from schemas.reference import FileKind, Reference
from schemas.reject import Reason, Unusable
from tests.benchmarks import fuzz_state, fuzz_web
from tests.test_archive_formats import ARC, RECORDS
from tests.test_messages import message
from tests.test_warc import PAGE, http, record
from transforms.clean.stage import clean
from transforms.extract.stage import extract
from transforms.read.feed import captures, parse_feed
from transforms.read.messages import read_message
from transforms.read.stage import read, split
from transforms.read.warc.metadata import METADATA_TYPE
from transforms.read.warc.reader import Unreadable

KEPT = Path(__file__).parent.parent / "data" / "fuzz"
SLOW = 10.0
"""Seconds of processor time of one input from which it is too slow; an input has some kilobytes."""
NOTE = json.dumps(
    {
        "version": 1,
        "outcome": "fetched",
        "site": ["urn:uuid:1"],
        "announcement": {"url": "https://news.example/1", "title": "A", "published_at": "2024-05-06T07:08:09+00:00"},
    }
).encode()
ABOUT: Any = {"WARC_Concurrent_To": "<urn:uuid:00000000-0000-0000-0000-000000000001>", "Content_Type": METADATA_TYPE}
NOTED = record(http()) + record(NOTE, "metadata", 9, **ABOUT)
RSS = (
    b'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
    b'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    b"<channel><title>News</title><language>en-GB</language><item><title>A "
    b"&amp; B</title><link>https://news.example/a</link><guid>x</guid><pubDate>Sat, 28 Oct 2023 08:28:28 EST</pubDate>"
    b"<dc:creator>Lee, Ann</dc:creator><content:encoded><![CDATA[<p>The ferry runs.</p>]]></content:encoded></item>"
    b"</channel></rss>"
)
ATOM = (
    b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.example/"><entry><title type="html">A &lt;b&gt;'
    b'</title><link rel="alternate" href="a"/><id>tag:1</id><updated>2024-05-06T07:08:09Z</updated><author><name>Ann '
    b'</name></author><content type="xhtml"><div>The ferry runs.</div></content></entry></feed>'
)
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "N",
        "items": [{"id": 1, "url": "a", "content_html": "<p>"}],
    }
).encode()
ARTICLE = (
    b'<!doctype html><html lang="en"><head><title>Ferry runs - News</title><meta property="og:type" content="article">'
    b'<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry runs", "datePublished": '
    b'"2024-05-06", "author": [{"name": "Ann Lee"}]}</script></head><body><article><h1>Ferry runs</h1>'
    b"<p class=byline>By Ann Lee, 6 May 2024</p>"
    + b"<p>The ferry to the islands runs again after its winter repairs, it said.</p>" * 5
    + b"<figure><img src=a.jpg><figcaption>A ferry</figcaption></figure></article></body></html>"
)
WORDS = [
    *(
        b"\r\n\r\n",
        b"WARC/1.0\r\n",
        b"\nWARC/1.",
        b"Content-Length: 99999999",
        b"HTTP/1.1 200 OK\r\n",
        b"\x1f\x8b\x08\x00",
    ),
    *(b"chunked", b"gzip", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<!DOCTYPE a ["),
    *(
        b"<!ENTITY a 'b'>",
        b"&a;",
        b"&#xD800;",
        b"\xff\xfe",
        b"\x00",
        b"\xed\xa0\x80",
        b"<script>",
        b"</p>",
        b"<table><tr>",
    ),
    *(b"null", b"NaN", b"1e999", b"-1", b'"', b"{", b"[[[[[[", b"\\ud800", b"9999-99-99T99:99:99+99:99", b"0001-01-01"),
    *(
        b"<item>",
        b"</item>",
        b"<link/>",
        b"xml:base='['",
        b"\xe2\x80\xae",
        b"\xf3\xa0\x84\x80",
        b"https://a:b@[::1",
        b"(",
        b"@",
    ),
]
Target = tuple[list[bytes], Callable[[bytes], None]]


def mutated(data: bytes, dice: random.Random) -> bytes:
    """An input with some damage, or some sense that it did not have."""
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 4, 12))):
        at, size = dice.randrange(len(changed) + 1), dice.choice((1, 4, 60, 900))
        match dice.randrange(6):
            case 0 if at < len(changed):
                changed[at] ^= 1 << dice.randrange(8)
            case 1:
                del changed[at : at + size]
            case 2:
                changed[at:at] = dice.choice(WORDS) * dice.choice((1, 1, 1, 40))
            case 3:
                changed[at:at] = changed[at : at + size] * dice.choice((1, 3, 50))
            case 4:
                changed[at : at + size] = dice.randbytes(min(size, 60))
            case _:
                changed[at : at + size] = dice.choice(WORDS)
        del changed[200_000:]
    return bytes(changed)


def _file(name: str, kind: FileKind, sidecar: bool = False) -> Callable[[bytes], None]:
    def work(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(ARTICLE if sidecar else data)
            beside = None
            if sidecar:
                beside = str(Path(folder) / "a.json")
                Path(beside).write_bytes(data)
            reference = Reference(str(path), f"in/{name}", kind, 0, len(data), beside)
            for item in (item for part in split(reference) for item in read(part)):
                _sound(item)

    return work


def _sound(item: Capture | Unreadable) -> None:
    """A reject for a reason that was foreseen, or a capture that can be stored."""
    if isinstance(item, Unreadable):
        assert item.reason is not Reason.FAILED, item.message
        assert item.reason is not Reason.UNREADABLE or "Error:" not in item.message, item.message
    capture = item if isinstance(item, Capture) else item.capture
    capture.announcement.to_json().encode()
    f"{capture.uri}{capture.url or ''}".encode()


def _feed(data: bytes) -> None:
    with suppress(Unusable):
        for each in captures(parse_feed(data, url="https://news.example/feed"), "feed"):
            _sound(each)


def _page(data: bytes) -> None:
    with suppress(Unusable):
        clean(extract(Capture(uri="a", body=data, media=Media.HTML, url="https://news.example/a")), "1")


def _message(data: bytes) -> None:
    with suppress(Unusable):
        read_message(message(data))


def _rejects() -> bytes:
    row: dict[str, Any] = {
        "reason": "no-article",
        "message": "m",
        "capture_uri": "a/b.html",
        "payload": ARTICLE,
        "media": "html",
    }
    row |= {"url": "https://news.example/a", "captured_at": None, "announcement": '{"title": "A"}'}
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([row] * 3), out)
    return out.getvalue()


def _wacz() -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w") as zipped:
        zipped.writestr("archive/a.warc.gz", b"".join(map(gzip.compress, RECORDS)))
    return out.getvalue()


TARGETS: dict[str, Target] = {
    "warc": (
        [b"".join(RECORDS), record(http(gzip.compress(PAGE), Content_Encoding="gzip"))],
        _file("a.warc", FileKind.WARC),
    ),
    "warc.gz": (
        [b"".join(map(gzip.compress, RECORDS)), gzip.compress(b"".join(RECORDS))],
        _file("a.warc.gz", FileKind.WARC),
    ),
    "warc.zst": ([b"".join(map(zstd.compress, RECORDS))], _file("a.warc.zst", FileKind.WARC)),
    "arc": ([b"".join(ARC)], _file("a.arc", FileKind.WARC)),
    "wacz": ([_wacz()], _file("a.wacz", FileKind.WACZ)),
    "note": ([NOTED], _file("a.warc", FileKind.WARC)),
    "sidecar": (
        [b'{"url": "https://news.example/a", "title": "A", "authors": ["Ann"], "published": "2024-05-06"}'],
        _file("a.html", FileKind.HTML, sidecar=True),
    ),
    "rejects": ([_rejects()], _file("a.parquet", FileKind.REJECTS)),
    "feed": ([RSS, ATOM, JSON_FEED], _feed),
    "sitemap": ([fuzz_web.SITEMAP, fuzz_web.INDEX], _feed),
    "page": ([ARTICLE], _page),
    "message": ([b'{"url": "https://news.example/a", "title": "A", "html": "<p>x"}', b"gs://bucket/a.html"], _message),
    **fuzz_web.TARGETS,
    **fuzz_state.TARGETS,
}


def problem(target: str, data: bytes) -> str | None:
    """What is wrong with how an input is read; None where nothing is."""
    started = time.process_time()
    try:
        TARGETS[target][1](data)
    except Exception:
        return traceback.format_exc(limit=-4)
    seconds = time.process_time() - started
    return f"{seconds:.0f} s" if seconds > SLOW else None


def main() -> None:
    """Fuzzes each target for its share of the time; fails where something was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--targets", default=",".join(TARGETS))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    names, found = options.targets.split(","), 0
    for name in names:
        begun, count = time.monotonic(), 0
        while time.monotonic() - begun < 60 * options.minutes / len(names):
            dice = random.Random(f"{options.seed}-{name}-{count}")
            data = mutated(dice.choice(TARGETS[name][0]), dice)
            count += 1
            if (what := problem(name, data)) is not None:
                found += 1
                KEPT.mkdir(parents=True, exist_ok=True)
                (KEPT / f"{name}-{options.seed}-{count - 1}").write_bytes(data)
                print(f"{name}-{options.seed}-{count - 1}: {what}", flush=True)
        print(f"{name}: {count:,} inputs in {(time.monotonic() - begun) / 60:.1f} minutes", flush=True)
    sys.exit(found > 0)


if __name__ == "__main__":
    main()
