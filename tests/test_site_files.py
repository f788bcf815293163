"""The files of an archive that speak for a site: found in any archive, and given to the pages that they speak for."""

import gzip
from io import BytesIO

import pytest

from schemas.capture import Capture
from schemas.usage import Permission
from tests.test_warc import PAGE, http, noise, record
from transforms.read.warc.reader import Unreadable, ranges, read_range
from transforms.read.warc.site import site_places
from transforms.rights.rights import read_rights

SITE = "https://news.example"
ROBOTS = b"User-agent: *\nContent-Signal: ai-train=no\n"


def robots(at: str = "2024-05-06T00:00:00Z", text: bytes = ROBOTS, number: int = 1, status: str = "200 OK") -> bytes:
    block = http(text, status, Content_Type="text/plain")
    return record(block, number=number, WARC_Target_URI=f"{SITE}/robots.txt", WARC_Date=at)


def page(at: str = "2024-05-06T07:08:09Z", number: int = 10, url: str = f"{SITE}/a", size: int = 0) -> bytes:
    return record(http(PAGE + noise(size, number)), number=number, WARC_Target_URI=url, WARC_Date=at)


def pages(*records: bytes, compress: bool = True) -> list[Capture]:
    data = b"".join(gzip.compress(each) if compress else each for each in records)
    items = read_with_site(data, "a.warc.gz" if compress else "a.warc")
    assert not [item for item in items if isinstance(item, Unreadable)]
    return [item for item in items if isinstance(item, Capture)]


def read_with_site(data: bytes, name: str = "a.warc.gz", step: int = 1 << 30) -> list[Capture | Unreadable]:
    places = site_places(BytesIO(data))
    parts = list(ranges(name, len(data), step))
    return [item for part in parts for item in read_range(BytesIO(data), name, part.start, part.end, places)]


def train_ai(capture: Capture) -> Permission:
    return read_rights(capture, (), None).usage.train_ai


@pytest.mark.parametrize("compress", [True, False])
@pytest.mark.parametrize("records", [(robots(), page()), (page(), robots())])
def test_a_robots_txt_speaks_for_the_pages_of_its_site(records: tuple[bytes, ...], compress: bool) -> None:
    """It is no document itself; where it stands does not matter."""
    (found,) = pages(*records, compress=compress)
    assert found.site_files == {f"{SITE}/robots.txt": ROBOTS.decode()}
    assert train_ai(found) is Permission.RESERVED


@pytest.mark.parametrize(
    ("url", "at"),
    [
        ("https://other.example/a", "2024-05-06T07:08:09Z"),
        ("http://news.example/a", "2024-05-06T07:08:09Z"),
        (f"{SITE}/a", "2024-05-05T23:59:59Z"),
        (f"{SITE}/a", "2024-05-07T00:00:01Z"),
    ],
    ids=["other-site", "other-scheme", "before-it", "a-day-after"],
)
def test_a_robots_txt_speaks_for_no_other_site_and_no_other_day(url: str, at: str) -> None:
    (found,) = pages(robots(), page(at, url=url))
    assert found.site_files == {}
    assert train_ai(found) is Permission.UNKNOWN


def test_the_last_file_before_the_page_counts() -> None:
    later = robots("2024-05-06T06:00:00Z", b"User-agent: *\nContent-Signal: ai-train=yes\n", 2)
    latest = robots("2024-05-06T08:00:00Z", ROBOTS, 3)
    (found,) = pages(latest, later, robots(), page())
    assert train_ai(found) is Permission.ALLOWED


@pytest.mark.parametrize(("status", "text"), [("404 Not Found", ""), ("500 Oops", None), ("429 Slow", None)])
def test_a_missing_file_says_nothing(status: str, text: str | None) -> None:
    (found,) = pages(robots(status=status), page())
    assert found.site_files.get(f"{SITE}/robots.txt") == text
    assert train_ai(found) is Permission.UNKNOWN


def test_a_licence_is_read_by_its_address() -> None:
    licence = (
        b'<rsl xmlns="https://rslstandard.org/rsl"><content url="/"><license>'
        b'<prohibits type="usage">ai-train</prohibits></license></content></rsl>'
    )
    address = "https://licences.example/news"
    stored = record(
        licence,
        "resource",
        2,
        WARC_Target_URI=address,
        Content_Type="application/rsl+xml",
        WARC_Date="2024-05-06T00:00:00Z",
    )
    (unread,) = pages(robots(text=f"License: {address}\n".encode()), page())
    assert (train_ai(unread), read_rights(unread, (), None).licence) == (Permission.UNKNOWN, address)
    named = record(
        http(Link=f'<{address}>; rel=license; type="application/rsl+xml"'), number=10, WARC_Target_URI=f"{SITE}/a"
    )
    (found,) = pages(stored, named)
    assert train_ai(found) is Permission.RESERVED


def test_any_split_gives_a_page_the_same_files() -> None:
    data = b"".join(map(gzip.compress, [robots(), *(page(number=n, size=3000) for n in range(10, 40))]))
    whole = read_with_site(data)
    assert all(isinstance(item, Capture) and item.site_files for item in whole)
    for step in (60_000, 9_000, 1_777):
        assert read_with_site(data, step=step) == whole


def test_a_robots_txt_within_a_record_speaks_for_nobody() -> None:
    """Else any page could speak for any site."""
    nested = b"".join(gzip.compress(each, mtime=0) for each in (robots(), page(number=77)))
    carrier = record(http(nested, Content_Type="application/warc"), number=5, WARC_Target_URI="https://evil.example/x")
    data = b"".join(
        (gzip.compress(page(number=10, size=90_000)), gzip.compress(carrier, 0), gzip.compress(page(number=11)))
    )
    assert nested in data
    assert site_places(BytesIO(data)) == ()
    items = read_with_site(data)
    assert [item.site_files for item in items if isinstance(item, Capture)] == [{}, {}]
