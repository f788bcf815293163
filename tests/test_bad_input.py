"""Promise 5: one bad document costs one document. Each ends in an outcome with a name, and the run in status 0."""

import gzip
import json
import uuid
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from backports import zstd

from pipeline.cli import main
from tests.conftest import SEEDS, Output, Run

GOOD = (SEEDS / "town-hall-roof.html").read_bytes()
TEXT = (SEEDS / "002_cec1a89a8946e8e1.txt").read_text("utf-8")
FEED_HEAD = b'<?xml version="1.0"?><rss version="2.0"><channel><title>F</title><link>https://f.example/</link>'


def text(name: str) -> str:
    """An article of its own, so that no two cases are duplicates."""
    return TEXT.replace("Matthew", name)


def item(n: int, extra: str = "", title: str = "Title") -> bytes:
    words = " ".join(f"Sentence {n} says that word{i} was seen in the town of Harbourton." for i in range(12))
    return f"<item><title>{title} {n}</title><link>https://f.example/{n}</link>{extra}<description>{words}</description></item>".encode()


def feed(*items: bytes) -> bytes:
    return FEED_HEAD + b"".join(items) + b"</channel></rss>"


def warc(status: str, content_type: str, body: bytes, extra: bytes = b"", url: str = "https://w.example/a") -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n".encode() + extra + b"\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2024-02-17T10:00:00Z\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Record-ID: <{uuid.uuid5(uuid.NAMESPACE_URL, status + content_type).urn}>\r\n"
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

PICTURE = b"\x89PNG\r\n\x1a\n" + zlib.compress(b"".join(str(n * n).encode() for n in range(9999)))
CASES: dict[str, tuple[str, Callable[[], bytes], set[str], int]] = {
    # name: file name, its bytes, the reasons of the rejects, how many articles come out
    "an empty file": ("a.txt", lambda: b"", {"empty"}, 0),
    "only white space": ("a.txt", lambda: b" \n\t\n ", {"empty"}, 0),
    "an empty page": ("a.html", lambda: b"", {"empty"}, 0),
    "latin-1, undeclared": ("a.txt", lambda: text("Chloé").encode("cp1252"), set(), 1),
    "utf-8 and latin-1, mixed": ("a.txt", lambda: text("Ann").encode() + "Und Köln grüßt".encode("cp1252"), set(), 1),
    "a page that declares another charset": (
        "a.html",
        lambda: GOOD.replace(b'charset="utf-8"', b'charset="windows-1252"').replace(b"roof", b"tower"),
        set(),
        1,
    ),
    "utf-16": ("a.txt", lambda: text("Bob").encode("utf-16"), set(), 1),
    "a NUL byte": ("a.txt", lambda: text("C\0arl").encode(), set(), 1),
    "a picture that is called a page": ("a.html", lambda: PICTURE, {"not-a-page"}, 0),
    "a picture that is called a text": ("a.txt", lambda: PICTURE, {"not-a-page"}, 0),
    "a PDF that is called a page": (
        "a.html",
        lambda: b"%PDF-1.7\n" + b"1 0 obj << /Title (A roof) >>\n" * 99,
        {"not-a-page"},
        0,
    ),
    "a coding that nobody names": (
        "a.warc",
        lambda: warc("200 OK", "text/html", brotli.compress(GOOD)),
        {"not-a-page"},
        0,
    ),
    "zstd that nobody names": (
        "a.warc",
        lambda: warc("200 OK", "text/html", zstd.compress(GOOD.replace(b"roof", b"spire")), url="https://w.example/z"),
        set(),
        1,
    ),
    "utf-16 in Cyrillic": ("a.txt", lambda: text("Анна Иванова").encode("utf-16"), set(), 1),
    "truncated gzip": ("a.txt.gz", lambda: gzip.compress(text("Dan").encode())[:-300], {"truncated"}, 0),
    "damaged gzip": ("a.html.gz", lambda: b"\x1f\x8b\x08" + b"\xff" * 200, {"malformed"}, 0),
    "a page nested 100,000 deep": ("a.html", lambda: b"<div>" * 100_000 + b"deep", {"too-deep"}, 0),
    "a page of 50 MB": ("a.html", lambda: b"<p>" + b"word " * (10 << 20), {"too-large"}, 0),
    "a page without an article": (
        "a.html",
        lambda: b"<html><body><nav><a href='/a'>A</a> <a href='/b'>B</a></nav></body></html>",
        {"no-article"},
        0,
    ),
    "a feed that is not well formed": ("a.xml", lambda: feed(item(1), item(2))[:-20], set(), 2),
    "a feed with an entity bomb": ("a.xml", lambda: BOMB, {"empty"}, 0),
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
    "a title of 1 MB": ("a.rss", lambda: feed(item(1, title="long " * 200_000), item(2)), {"too-large"}, 1),
    "JSON that is no feed": ("a.json", lambda: json.dumps({"hello": 1}).encode(), {"malformed"}, 0),
    "an empty archive": ("a.warc.gz", lambda: b"", {"empty"}, 0),
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


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Output:
    """All of them in one run, among pages that are well."""
    folder = tmp_path_factory.mktemp("bad") / "in"
    for number, (file, content, _, _) in enumerate(CASES.values()):
        (folder / str(number)).mkdir(parents=True)
        (folder / str(number) / file).write_bytes(content().replace(b"f.example", b"f%d.example" % number))
    for name in ("0.html", "z.html"):
        (folder / name).write_bytes(GOOD.replace(b"town-hall-roof", name.encode()))
    path = folder.parent / "out"
    return Output(path, main(["run", str(folder), "--output", str(path)]))


@pytest.mark.parametrize("name", CASES)
def test_one_bad_document_costs_one_document(name: str, output: Output) -> None:
    number = list(CASES).index(name)
    _, _, reasons, articles = CASES[name]
    rejects = [row for row in output.rejects if row["capture_uri"].startswith(f"in/{number}/")]
    assert {row["reason"] for row in rejects} == reasons
    assert len([row for row in output.articles if row["capture_uri"].startswith(f"in/{number}/")]) == articles
    for row in rejects:
        assert row["message"]
        # What is no page stays in its archive.
        stays = {"not-a-page", "http-status"}
        assert row["payload"] or row["size"] == 0 or row["size"] > 16 << 20 or row["reason"] in stays


def test_the_run_goes_on_and_its_ledger_adds_up(output: Output) -> None:
    assert output.status == 0
    assert {"in/0.html", "in/z.html"} <= {row["capture_uri"] for row in output.articles}
    ledger = output.ledger
    assert ledger["captured"] == sum(ledger["outcomes"].values()) > len(CASES)


def test_a_feed_of_3_000_entries(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_bytes(feed(*(item(n) for n in range(3_000))))
    output = run(tmp_path / "a.rss", "--models=")
    assert len(output.articles) == 3_000
    assert output.rejects == []


@pytest.mark.parametrize(
    "name", ["with space.txt", "zoë – 新闻.txt", "..dots..txt", "date=2024.txt", "a#b%c?.txt", "[x].txt"]
)
def test_file_names_are_taken_literally(name: str, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in=1 é"
    folder.mkdir()
    (folder / name).write_text(TEXT, "utf-8")
    for argument in (folder, folder / name):
        output = run(argument, output=tmp_path / f"out-{argument.name}")
        (row,) = output.articles
        assert row["capture_uri"] == f"in=1 é/{name}".replace("%", "%25").replace("#", "%23")


def test_a_file_name_that_is_not_utf_8(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "caf\udce9.txt").write_text(TEXT, "utf-8")
    for source in (folder, folder / "caf\udce9.txt"):
        (row,) = run(source, output=tmp_path / str(len(source.name))).articles
        assert row["capture_uri"] == "in/caf%E9.txt"


def test_a_reject_names_the_stage_that_gave_it_up(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text(" \n")
    (tmp_path / "of-nothing-else.txt").write_text("Subscribe to our newsletter\n")
    output = run(str(tmp_path / "empty.txt"), str(tmp_path / "of-nothing-else.txt"))
    assert {row["capture_uri"].rpartition("/")[2]: (row["stage"], row["reason"]) for row in output.rejects} == {
        "empty.txt": ("extract", "empty"),
        "of-nothing-else.txt": ("clean", "no-article"),
    }
