"""Promise 5: one bad document costs one document. Each ends in an outcome with a name, and the run in status 0."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import SEEDS, Output, Run

GOOD = (SEEDS / "town-hall-roof.html").read_bytes()
TEXT = (SEEDS / "002_cec1a89a8946e8e1.txt").read_text("utf-8")
FEED_HEAD = b'<?xml version="1.0"?><rss version="2.0"><channel><title>F</title><link>https://f.example/</link>'


def item(n: int, extra: str = "", title: str = "Title") -> bytes:
    words = " ".join(f"Sentence {n} says that word{i} was seen in the town of Harbourton." for i in range(12))
    return f"<item><title>{title} {n}</title><link>https://f.example/{n}</link>{extra}<description>{words}</description></item>".encode()


def feed(*items: bytes) -> bytes:
    return FEED_HEAD + b"".join(items) + b"</channel></rss>"


def warc(status: str, content_type: str, body: bytes, extra: bytes = b"", url: str = "https://w.example/a") -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n".encode() + extra + b"\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2024-02-17T10:00:00Z\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Record-ID: <urn:uuid:{abs(hash((status, content_type, url))):032x}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


BOMB = (
    b"""<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">
"""
    + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 20) for i in range(12))
    + b"""]>
<rss version="2.0"><channel><title>&m;</title><item><title>&m;</title></item></channel></rss>"""
)

CASES: dict[str, tuple[str, Callable[[], bytes], set[str], int]] = {
    # name: file name, its bytes, the reasons of the rejects, how many articles come out
    "an empty file": ("a.txt", lambda: b"", {"empty"}, 0),
    "only white space": ("a.txt", lambda: b" \n\t\n ", {"empty"}, 0),
    "an empty page": ("a.html", lambda: b"", {"empty"}, 0),
    "latin-1, undeclared": ("a.txt", lambda: TEXT.replace("China", "Chíná").encode("cp1252"), set(), 1),
    "utf-8 and latin-1, mixed": ("a.txt", lambda: TEXT.encode() + "Und Köln grüßt".encode("cp1252"), set(), 1),
    "a page that declares another charset": (
        "a.html",
        lambda: GOOD.replace(b'charset="utf-8"', b'charset="windows-1252"'),
        set(),
        1,
    ),
    "utf-16": ("a.txt", lambda: TEXT.encode("utf-16"), set(), 1),
    "a NUL byte": ("a.txt", lambda: TEXT.replace("Wang", "Wa\0ng", 1).encode(), set(), 1),
    "truncated gzip": ("a.txt.gz", lambda: gzip.compress(TEXT.encode())[:-300], {"truncated"}, 0),
    "damaged gzip": ("a.html.gz", lambda: b"\x1f\x8b\x08" + b"\xff" * 200, {"malformed"}, 0),
    "a page nested 100,000 deep": ("a.html", lambda: b"<div>" * 100_000 + b"deep", {"too-deep"}, 0),
    "a page of 50 MB": ("a.html", lambda: b"<p>" + b"word " * (10 << 20), {"too-large"}, 0),
    "a page without an article": (
        "a.html",
        lambda: b"<html><body><nav><a href='/a'>A</a> <a href='/b'>B</a></nav></body></html>",
        {"no-article"},
        0,
    ),
    "a feed that is not well formed": ("a.xml", lambda: feed(item(1), item(2))[:-30], set(), 2),
    "a feed with an entity bomb": ("a.xml", lambda: BOMB, {"malformed"}, 0),
    "a feed that is a page": ("a.xml", lambda: GOOD, {"malformed"}, 0),
    "a feed with no dates": ("a.rss", lambda: feed(item(1)), set(), 1),
    "a feed with dates in years 1 and 9999": (
        "a.rss",
        lambda: feed(
            item(1, "<pubDate>Mon, 01 Jan 0001 00:00:00 GMT</pubDate>"),
            item(2, "<pubDate>Fri, 31 Dec 9999 23:59:59 -1200</pubDate>"),
        ),
        set(),
        2,
    ),
    "a feed of 10,000 entries": ("a.rss", lambda: feed(*(item(n) for n in range(10_000))), set(), 10_000),
    "a title of 1 MB": ("a.rss", lambda: feed(item(1, title="long " * 200_000), item(2)), {"too-large"}, 1),
    "JSON that is no feed": ("a.json", lambda: json.dumps({"hello": 1}).encode(), {"malformed"}, 0),
    "an empty archive": ("a.warc.gz", lambda: b"", set(), 0),
    "a truncated archive": (
        "a.warc.gz",
        lambda: (
            gzip.compress(warc("200 OK", "text/html", GOOD)) + gzip.compress(warc("200 OK", "text/html", GOOD))[:-400]
        ),
        {"truncated"},
        1,
    ),
    "a corrupt archive": (
        "a.warc.gz",
        lambda: b"no archive at all, " * 50,
        {"malformed"},
        0,
    ),
    "a 404 in an archive": ("a.warc", lambda: warc("404 Not Found", "text/html", GOOD), {"http-status"}, 0),
    "a redirect in an archive": (
        "a.warc",
        lambda: warc("301 Moved", "text/html", b"", b"Location: /b\r\n"),
        {"http-status"},
        0,
    ),
    "an image in an archive": (
        "a.warc",
        lambda: warc("200 OK", "image/png", b"\x89PNG\r\n\x1a\n" * 9),
        {"not-a-page"},
        0,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_one_bad_document_costs_one_document(name: str, run: Run, tmp_path: Path) -> None:
    file, content, reasons, articles = CASES[name]
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / file).write_bytes(content())
    (folder / "good.html").write_bytes(GOOD)
    output = run(folder, "--models=") if articles > 100 else run(folder)
    check(output, reasons, articles + 1)


def check(output: Output, reasons: set[str], articles: int) -> None:
    assert output.status == 0
    assert {row["reason"] for row in output.rejects} == reasons
    assert len(output.articles) == articles
    for row in output.rejects:
        assert row["payload"] or row["size"] == 0 or row["size"] > 16 << 20
        assert row["message"]
        assert row["capture_uri"].startswith("in/a.")
    ledger = output.ledger
    assert ledger["captured"] == sum(ledger["outcomes"].values())


@pytest.mark.parametrize(
    "name", ["with space.txt", "zoë – 新闻.txt", "..dots..txt", "date=2024.txt", "a#b%c?.txt", "[x].txt"]
)
def test_names_of_files_are_taken_as_they_are(name: str, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in=1 é"
    folder.mkdir()
    (folder / name).write_text(TEXT, "utf-8")
    for argument in (folder, folder / name):
        output = run(argument, output=tmp_path / f"out-{argument.name}")
        (row,) = output.articles
        assert row["capture_uri"] == f"in=1 é/{name}".replace("%", "%25").replace("#", "%23")


def test_a_name_that_is_no_utf8(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "caf\udce9.txt").write_text(TEXT, "utf-8")
    (row,) = run(folder).articles
    assert row["capture_uri"] == "in/caf%E9.txt"
