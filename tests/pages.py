"""Pages and archives for tests, written here: a small town's news without end."""

import gzip
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

START = datetime(2024, 3, 1, 6, tzinfo=UTC)
PEOPLE = ("Ailsa Drummond", "Tom Okafor", "Lena Brunner", "Luis Ortega", "Thandi Mokoena", "Ewan MacRae")
PLACES = ("Harbourton", "Glasgow", "Zurich", "Memphis", "Cape Town", "Edinburgh")


def page(number: int, edit: str = "") -> str:
    """A page with an article of its own, and the usual things around it."""
    who, where = PEOPLE[number % len(PEOPLE)], PLACES[number // 2 % len(PLACES)]
    day = START + timedelta(hours=number)
    paragraphs = "".join(
        f"<p>{who} told the council of {where} on day {n + 1} that bridge number {number} would carry "
        f"{n * 7 + number} carts an hour, and that the engineers of the University of "
        f"{where} had weighed every one of them twice.</p>"
        for n in range(4)
    )
    return f"""<!DOCTYPE html><html lang="en"><head><title>Bridge {number} opens in {where} - The Test Courier</title>
<link rel="canonical" href="https://courier{number % 5}.example/{day:%Y/%m/%d}/bridge-{number}">
<meta property="article:published_time" content="{day.isoformat()}"><meta name="author" content="{who}"></head><body>
<div class="cookie-banner"><p>We use cookies.</p><button>Accept</button></div>
<article><h1>Bridge {number} opens in {where}</h1>
{paragraphs}<p>{edit or "The bridge stays open at night."}</p></article>
<aside class="related"><h3>You might also like</h3><ul><li><a href="/x">Another bridge</a></li></ul></aside>
</body></html>"""


def response(number: int, body: str, captured: datetime, status: str = "200 OK", query: str = "") -> bytes:
    """A WARC response record, as its own gzip member."""
    url = f"https://courier{number % 5}.example/bridge-{number}{query}"
    data = body.encode()
    http = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n".encode() + data
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Date: {captured:%Y-%m-%dT%H:%M:%SZ}\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Record-ID: <{uuid.uuid5(uuid.NAMESPACE_URL, url + captured.isoformat()).urn}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + http + b"\r\n\r\n", mtime=0)


def archive(numbers: Iterable[int]) -> bytes:
    """An archive with edits, recaptures, other addresses of an article, a 404, and an empty page."""
    members: list[bytes] = []
    for number in numbers:
        captured = START + timedelta(minutes=number * 7)
        members.append(response(number, page(number), captured))
        if number % 4 == 1:
            members.append(response(number, page(number), captured + timedelta(minutes=45)))
        if number % 5 == 2:
            members.append(response(number, page(number, "The bridge closes at night."), captured + timedelta(hours=2)))
        if number % 7 == 3:
            members.append(response(number, page(number), captured + timedelta(minutes=3), query="?utm_source=feed"))
    members.append(response(1, "gone", START, status="404 Not Found", query="?gone"))
    members.append(response(2, "", START, query="?empty"))
    return b"".join(members)
