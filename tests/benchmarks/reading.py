"""CPU of reading: an archive beside warcio with decoded bodies, a feed beside feedparser without sanitizing.

    python -m tests.benchmarks.reading [--megabytes N]

Prints ratios of one run; below 1 this program takes less. The floor is what inflating alone takes, by the library that
this program uses: of the members of the archive, and of the bodies in them that their servers compressed.
"""

import argparse
import gzip
import io
import random
import time
from collections import deque
from collections.abc import Callable, Iterator

import feedparser
from isal import isal_zlib
from warcio.archiveiterator import ArchiveIterator

from transforms.read.feed import captures, parse_feed
from transforms.read.warc.reader import ranges, read_range

SEED, WORDS = 2, 5000
_PIECE = 64 << 10


def archive(size: int) -> bytes:
    """Pages in single members, every other one compressed by its server, too."""
    chance = random.Random(SEED)
    words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(2, 10))) for _ in range(WORDS)]
    out = io.BytesIO()
    number = 0
    while out.tell() < size:
        body = b"<!doctype html><body>" + b"".join(
            f"<div class='c{chance.randint(0, 99)}'><p>{' '.join(chance.choices(words, k=60))}</p></div>".encode()
            for _ in range(300)
        )
        coding = b"Content-Encoding: gzip\r\n" if number % 2 else b""
        body = gzip.compress(body) if coding else body
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n" + coding + b"\r\n" + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
            f"WARC-Target-URI: https://news.example/{number}\r\nWARC-Date: 2024-05-06T07:08:09Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        out.write(gzip.compress(head.encode() + http + b"\r\n\r\n"))
        number += 1
    return out.getvalue()


def feed(entries: int = 50) -> bytes:
    """A feed as WordPress writes it."""
    text = "<p>The council &amp; the <b>mayor</b> voted for the ferry to the islands.</p>" * 40
    items = "".join(
        f"<item><title>Headline {n} &amp; more</title><link>https://example.com/{n}</link>"
        f'<guid isPermaLink="false">https://example.com/?p={n}</guid>'
        f"<pubDate>Wed, 06 Mar 2024 15:{n:02}:41 +0000</pubDate>"
        f"<category><![CDATA[City]]></category><description><![CDATA[{text[:300]}]]></description>"
        f"<content:encoded><![CDATA[{text}]]></content:encoded></item>"
        for n in range(entries)
    )
    namespace = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return f'<rss version="2.0" {namespace}><channel><title>News</title>{items}</channel></rss>'.encode()


def by_warcio(data: bytes) -> Iterator[bytes]:
    """Decoded bodies by warcio."""
    for each in ArchiveIterator(io.BytesIO(data)):
        if each.rec_type == "response":
            yield each.content_stream().read()


def by_us(data: bytes) -> Iterator[bytes]:
    """Decoded bodies by this program, range by range."""
    for part in ranges("a.warc.gz", len(data)):
        for item in read_range(io.BytesIO(data), "a.warc.gz", part.start, part.end):
            yield getattr(item, "body", b"")


def floor(members: list[bytes], bodies: list[bytes]) -> None:
    """Inflates, and does nothing else."""
    for each in [*members, *bodies]:
        isal_zlib.decompressobj(wbits=31).decompress(each)


def split(data: bytes) -> tuple[list[bytes], list[bytes]]:
    """The members of an archive, and the bodies in them that are compressed again."""
    members, bodies, view = [], [], io.BytesIO(data)
    start = 0
    while start < len(data):
        member = isal_zlib.decompressobj(wbits=31)
        content = b""
        view.seek(start)
        while not member.eof:
            content += member.decompress(view.read(_PIECE))
        end = view.tell() - len(member.unused_data)
        members.append(data[start:end])
        body = content.split(b"\r\n\r\n", 2)[2]
        bodies += [body[:-4]] if body.startswith(b"\x1f\x8b") else []
        start = end
    return members, bodies


def seconds(work: Callable[[], object]) -> float:
    """CPU of the best of three."""

    def once() -> float:
        start = time.process_time()
        work()
        return time.process_time() - start

    return min(once() for _ in range(3))


def main() -> None:
    """Prints both ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=60)
    data, body = archive(parser.parse_args().megabytes << 20), feed()
    assert all(ours == theirs for ours, theirs in zip(by_us(data), by_warcio(data), strict=True))
    theirs = seconds(lambda: deque(by_warcio(data), 0))
    print(f"archive: {seconds(lambda: deque(by_us(data), 0)) / theirs:.2f} times the CPU of warcio")
    members, bodies = split(data)
    print(f"inflating alone: {seconds(lambda: floor(members, bodies)) / theirs:.2f} times the CPU of warcio")
    ours = seconds(lambda: [list(captures(parse_feed(body, url="https://example.com/feed"), "u")) for _ in range(20)])
    options = {"sanitize_html": False, "resolve_relative_uris": False}
    theirs = seconds(lambda: [feedparser.parse(io.BytesIO(body), **options) for _ in range(20)])
    print(f"feed: {ours / theirs:.2f} times the CPU of feedparser")


if __name__ == "__main__":
    main()
