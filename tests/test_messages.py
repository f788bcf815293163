"""Messages of Pub/Sub: what one asks for, or why it cannot be used."""

import json
import pickle
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from apache_beam.io.gcp.pubsub import PubsubMessage
from hypothesis import given
from hypothesis import strategies as st

from pipeline.run.listing import references
from schemas.capture import Announcement, Capture, Media
from schemas.fetch import Request
from schemas.reference import FileKind
from schemas.reject import Reason, Reject, Unusable
from transforms.base.address import MAX_LENGTH
from transforms.read.filename import uri_of
from transforms.read.messages import AHEAD, Message, message_key, read_again, read_message, rejected
from transforms.read.notification import Ignored, StoredObject

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAGE = b"<html><body><p>The harbour opens again on Monday.</p></body></html>"
NEWS = "https://news.example/a?id=1"


def message(data: bytes | str | dict[str, Any] = b"", id: str = "17", **attributes: str) -> Message:
    if isinstance(data, dict):
        data = json.dumps(data)
    body = data.encode() if isinstance(data, str) else data
    named = {name.replace("_", "-"): value for name, value in attributes.items()}
    return Message.of(PubsubMessage(body, named, id, AT), AT)


def notification(name: str, event: str = "OBJECT_FINALIZE", data: bytes = b"", **more: str) -> Message:
    said = {"eventType": event, "bucketId": "drop", "objectId": name, "payloadFormat": "NONE", **more}
    return message(data, **said)


def request(url: str, **said: Any) -> Request:
    return Request(url=url, announcement=Announcement(url=url, **said))


def problem(message: Message) -> Unusable:
    with pytest.raises(Unusable) as caught:
        read_message(message)
    return caught.value


@pytest.mark.parametrize(
    "asking",
    [
        message(NEWS),
        message(f"\n {NEWS} \r\n"),
        message(b"\xef\xbb\xbf" + NEWS.encode()),
        message({"url": NEWS}),
        message({"url": f"{NEWS}#comments"}),
        message(url=NEWS),
        message(NEWS, content_type="text/plain"),
        message({"url": NEWS}, content_type="application/json; charset=utf-8"),
        message({"url": NEWS, "title": None}, url="https://other.example/"),
        message(NEWS, url="https://other.example/", eventType="published"),
    ],
)
def test_an_address_is_fetched(asking: Message) -> None:
    assert read_message(asking) == request(NEWS)


def test_what_a_message_says_of_an_address_is_its_announcement() -> None:
    said = {"title": " Harbour opens ", "published": "2026-02-28T09:30:00+01:00", "feed": "https://news.example/rss"}
    expected = request(
        NEWS,
        title="Harbour opens",
        authors=("A. Writer", "B. Writer"),
        published_at=datetime(2026, 2, 28, 8, 30, tzinfo=UTC),
        feed_url="https://news.example/rss",
    )
    assert read_message(message({"url": NEWS, "authors": ["A. Writer", "B. Writer"], **said})) == expected
    assert read_message(message(NEWS, authors="A. Writer; B. Writer", **said)) == expected
    assert read_message(message({"url": NEWS, "title": "Harbour opens"}, **said | {"title": "Old"})) == request(
        NEWS,
        title="Harbour opens",
        published_at=expected.announcement.published_at,
        feed_url="https://news.example/rss",
    )


@pytest.mark.parametrize(
    ("asking", "path", "uri", "kind"),
    [
        (notification("a.html"), "gs://drop/a.html", "drop/a.html", FileKind.HTML),
        (notification("x/news/a b#1.txt.gz"), "gs://drop/x/news/a b#1.txt.gz", "news/a b%231.txt.gz", FileKind.TEXT),
        (notification("2026/feed.xml", data=b"{"), "gs://drop/2026/feed.xml", "2026/feed.xml", FileKind.FEED),
        (message("gs://drop/in/pages.warc.gz"), "gs://drop/in/pages.warc.gz", "in/pages.warc.gz", FileKind.WARC),
        (message({"url": "gs://drop/in/a.htm"}), "gs://drop/in/a.htm", "in/a.htm", FileKind.HTML),
        (
            message({"kind": "storage#object", "bucket": "drop", "name": "in/a.HTML", "size": "12"}),
            *("gs://drop/in/a.HTML", "in/a.HTML", FileKind.HTML),
        ),
        (
            message(
                {"kind": "storage#object", "bucket": "drop", "name": "a.json"},
                ce_type="google.cloud.storage.object.v1.finalized",
            ),
            *("gs://drop/a.json", "drop/a.json", FileKind.FEED),
        ),
    ],
)
def test_an_object_is_read(asking: Message, path: str, uri: str, kind: FileKind) -> None:
    assert read_message(asking) == StoredObject(path, uri, kind)


@pytest.mark.parametrize("asking", [message(b"gs://mine/a.html"), message(b"gs://mine/a.warc.gz")])
def test_only_objects_of_buckets_that_are_allowed_are_read(asking: Message) -> None:
    assert read_message(asking, ()) == read_message(asking, ("yours", "mine")) == read_message(asking)
    with pytest.raises(Unusable, match="--allow-bucket") as error:
        read_message(asking, ("yours", "min", "minee"))
    assert error.value.reason is Reason.UNREADABLE
    assert read_message(message(b"https://news.example/a"), ("yours",)) == read_message(
        message(b"https://news.example/a")
    )


@pytest.mark.parametrize("name", ["a.html", "b#1%.txt.gz", "c d.WARC"])
def test_an_object_is_named_like_an_input_file(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(PAGE)
    (reference,) = references([str(file)])
    assert (uri_of(str(file)), reference.path) == (reference.uri, str(file))


@pytest.mark.parametrize(
    "asking",
    [
        notification("a.html", "OBJECT_DELETE"),
        notification("a.png", "OBJECT_METADATA_UPDATE"),
        notification("a.html", "OBJECT_ARCHIVE"),
        message({"kind": "storage#object", "bucket": "drop", "name": "a.html"}, **{
            "ce-type": "google.cloud.storage.object.v1.deleted"
        }),
        notification("in/"),
        notification("out/_state/x.warc.gz"),
        notification("out/.hidden.html"),
        notification("out/rejects/run/2026.parquet"),
    ],
)  # fmt: skip
def test_a_message_without_work_is_told_from_a_wrong_one(asking: Message) -> None:
    assert isinstance(read_message(asking), Ignored)


def test_a_page_that_is_carried() -> None:
    said = {"url": NEWS, "captured": "2026-02-28T23:59:59.123456Z", "title": "Harbour", "authors": "A. Writer"}
    raw = read_message(message(PAGE, content_type="Text/HTML; Charset='ISO-8859-1'", **said))
    assert raw == Capture(
        uri="pubsub/message/17",
        body=PAGE,
        media=Media.HTML,
        url=NEWS,
        charset="ISO-8859-1",
        captured_at=datetime(2026, 2, 28, 23, 59, 59, 123456, tzinfo=UTC),
        announcement=Announcement(url=NEWS, title="Harbour", authors=("A. Writer",)),
    )
    as_json = read_message(message({"html": PAGE.decode(), **said}))
    assert isinstance(as_json, Capture)
    assert (as_json.body, as_json.media, as_json.charset) == (PAGE, Media.HTML, "utf-8")
    assert as_json.announcement == raw.announcement
    assert as_json.captured_at == raw.captured_at


def test_a_page_without_a_time_was_captured_when_its_message_was_published() -> None:
    page = read_message(message({"url": NEWS, "text": "Ünder\nway"}))
    assert isinstance(page, Capture)
    assert (page.captured_at, page.media, page.body) == (AT, Media.TEXT, "Ünder\nway".encode())
    plain = read_message(message(b"text", url=NEWS, content_type="text/plain"))
    assert isinstance(plain, Capture)
    assert (plain.captured_at, plain.media, plain.charset) == (AT, Media.TEXT, None)


def test_a_page_may_be_captured_as_far_ahead_of_its_message_as_clocks_differ() -> None:
    ahead = message({"url": NEWS, "text": "a", "captured": (AT + AHEAD).isoformat()})
    assert isinstance(read_message(ahead), Capture)
    later = message({"url": NEWS, "text": "a", "captured": (AT + AHEAD + timedelta(seconds=1)).isoformat()})
    assert "fix the clock" in problem(later).message


@pytest.mark.parametrize(("length", "fits"), [(MAX_LENGTH, True), (MAX_LENGTH + 1, False)])
def test_an_address_has_at_most_the_length_that_is_published(length: int, fits: bool) -> None:
    address = "https://news.example/".ljust(length, "a")
    if fits:
        assert read_message(message(url=address)) == request(address)
    else:
        assert problem(message(url=address)).reason is Reason.TOO_LARGE


@pytest.mark.parametrize(
    ("wrong", "reason", "words"),
    [
        (message(b" ", x="1"), Reason.MALFORMED, "no address"),
        (message(b"", x="1"), Reason.EMPTY, "no address"),
        (message("harbour opens"), Reason.MALFORMED, "more than an address"),
        (message(f"{NEWS}\n{NEWS}"), Reason.MALFORMED, "more than an address"),
        (message("ftp://news.example/a"), Reason.MALFORMED, "not an http or https address"),
        (message("file:///etc/passwd"), Reason.MALFORMED, "not an http or https address"),
        (message("https://reader:secret@news.example/"), Reason.MALFORMED, "password"),
        (message({"url": "https://reader@news.example/"}), Reason.MALFORMED, "password"),
        (message("https://news.example/" + 9000 * "a"), Reason.MALFORMED, "neither an address"),
        (message({"url": "https://news.example/" + 9000 * "a"}), Reason.TOO_LARGE, "shorten"),
        (message({"url": 5}), Reason.MALFORMED, "url is int"),
        (message({"url": ["a"]}), Reason.MALFORMED, "url is list"),
        (message({"title": "Harbour"}), Reason.MALFORMED, "no address"),
        (message('{"url": '), Reason.MALFORMED, "not JSON"),
        (message('{"a":' * 100_000), Reason.TOO_DEEP, "nested"),
        (message(b'{"url": "\xff"}'), Reason.MALFORMED, "not JSON"),
        (message(b"\xff\xfe\x00"), Reason.MALFORMED, "neither an address"),
        (message(PAGE, content_type="text/html"), Reason.MALFORMED, "give it as url"),
        (message({"html": PAGE.decode()}), Reason.MALFORMED, "give it as url"),
        (message({"html": " ", "url": NEWS}), Reason.EMPTY, "without text"),
        (message({"html": 5, "url": NEWS}), Reason.MALFORMED, "html is int"),
        (message(b"%PDF-", url=NEWS, content_type="application/pdf"), Reason.NOT_A_PAGE, "application/pdf"),
        (message({"url": NEWS, "published": "yesterday"}), Reason.MALFORMED, "ISO 8601"),
        (message({"url": NEWS, "published": "0001-01-01T00:00:00+14:00"}), Reason.MALFORMED, "ISO 8601"),
        (message({"url": NEWS, "text": "a", "captured": "2026-03-01T14:00Z"}), Reason.MALFORMED, "fix the clock"),
        (message({"url": NEWS, "authors": {"name": "A"}}), Reason.MALFORMED, "list of texts"),
        (message({"url": NEWS, "feed": "news"}), Reason.MALFORMED, "not an http or https address"),
        (message("gs://drop/a.png"), Reason.NOT_A_PAGE, "not a page, feed or WARC"),
        (message("gs://drop/out/rejects/a.parquet"), Reason.NOT_A_PAGE, "dateline run"),
        (message("gs://drop"), Reason.MALFORMED, "not the name of an object"),
        (message("gs://UP/a.html"), Reason.MALFORMED, "not the name of a bucket"),
        (notification("a.png"), Reason.NOT_A_PAGE, "not a page, feed or WARC"),
        (notification("a.html", "OBJECT_MOVED"), Reason.MALFORMED, "OBJECT_FINALIZE"),
        (message(eventType="OBJECT_FINALIZE", bucketId="drop"), Reason.MALFORMED, "not the name of an object"),
    ],
)
def test_what_cannot_be_used_has_a_reason_and_a_remedy(wrong: Message, reason: Reason, words: str) -> None:
    error = problem(wrong)
    assert error.reason is reason
    assert words in error.message
    assert "secret" not in error.message


def test_a_delivery_is_known_by_the_publishers_id_else_by_the_objects_generation_else_by_its_own() -> None:
    assert message_key(message(NEWS, id="1")) == message_key(message("other", id="1"))
    assert message_key(message(NEWS, id="1")) != message_key(message(NEWS, id="2"))
    first, again = (_with_id(number, NEWS, "story-1") for number in ("1", "2"))
    assert message_key(first) == message_key(again)
    # A publisher that counts as Pub/Sub does.
    assert message_key(message(NEWS, id="7")) != message_key(_with_id("8", NEWS, "7"))
    written, rewritten, deleted = (
        message_key(notification("a.html", event, objectGeneration=generation))
        for event, generation in (("OBJECT_FINALIZE", "1"), ("OBJECT_FINALIZE", "2"), ("OBJECT_DELETE", "1"))
    )
    assert len({written, rewritten, deleted}) == 3
    one, two = (Message(b"", notification("a.html").attributes, number, AT) for number in ("1", "2"))
    assert message_key(one) != message_key(two)  # Without a generation two notifications may be of two contents.
    repeated = Message(b"", notification("a.html", objectGeneration="1").attributes, "99", AT)
    assert message_key(repeated) == written


def _with_id(number: str, data: str, published: str) -> Message:
    return Message(data.encode(), (("id", published),), number, AT)


def test_a_message_travels() -> None:
    sent = message({"url": NEWS}, b="2", a="1")
    assert sent.attributes == (("a", "1"), ("b", "2"))
    assert pickle.loads(pickle.dumps(sent)) == sent
    assert len({sent, message({"url": NEWS}, a="1", b="2")}) == 1


def test_a_message_without_id_or_time_is_known_by_what_it_says() -> None:
    one, same, other = (
        Message.of(PubsubMessage(data, {"a": value}), AT) for data, value in ((None, "1"), (b"", "1"), (b"", "2"))
    )
    assert one == same
    assert one.published_at == AT
    assert message_key(one) != message_key(other)


def test_a_message_that_is_unusable_becomes_a_reject_with_its_data() -> None:
    wrong = message({"url": "ftp://news.example/"})
    row = rejected(wrong, problem(wrong), "1.0")
    assert (row.capture_uri, row.stage, row.reason) == ("pubsub/message/17", "receive", Reason.MALFORMED)
    assert (row.payload, row.media, row.captured_at, row.url) == (wrong.data, "message", AT, None)
    with pytest.raises(Unusable, match="not an http or https address"):
        read_again(_stored(row))


def test_a_page_in_a_rejected_message_can_be_tried_again() -> None:
    carrying = message({"html": PAGE.decode(), "title": "Harbour"}, url=NEWS)
    page = read_message(carrying)
    assert isinstance(page, Capture)
    assert read_again(_stored(rejected(carrying, RuntimeError("a defect"), "1.0"))) == page
    raw = rejected(message(PAGE, url=NEWS, content_type="text/html", published="then"), RuntimeError(), "1.0")
    assert (raw.payload, raw.media, raw.url) == (PAGE, "html", NEWS)
    with pytest.raises(Unusable, match="publish it again"):
        read_again(_stored(rejected(message(NEWS), RuntimeError("a defect"), "1.0")))


def _stored(row: Reject) -> Capture:
    return Capture(
        uri=row.capture_uri,
        body=row.payload or b"",
        media=Media(row.media),
        url=row.url,
        captured_at=row.captured_at,
        announcement=Announcement.from_json(row.announcement),
    )


texts = st.text(max_size=30)
hosts = st.from_regex(r"[a-z]{1,12}\.example", fullmatch=True)
addresses = st.builds(
    lambda scheme, host, path: f"{scheme}://{host}/{path}",
    *(st.sampled_from(["http", "https"]), hosts, st.from_regex(r"[a-z0-9/-]{0,20}", fullmatch=True)),
).filter(lambda url: "//" not in url.partition("://")[2])
names = st.sampled_from(
    [
        *("url", "title", "authors", "published", "feed", "captured", "html", "text", "kind", "bucket", "name", "id"),
        *("content-type", "eventType", "bucketId", "objectId", "objectGeneration", "ce-type"),
    ]
)
words = st.sampled_from(
    [
        *("storage#object", "OBJECT_FINALIZE", "OBJECT_DELETE", "google.cloud.storage.object.v1.finalized", "drop"),
        *("a.html", "gs://drop/a.html", "text/html; charset=\udcff", "text/plain", "application/json", "2026-01-01"),
        *("9999-12-31T23:59:59-14:00", "https://[::1", "http://a@b/", "\ud800", "\0"),
    ]
)
values = words | texts | addresses
members = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | values | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names | texts, inner, max_size=3),
    max_leaves=5,
)
bodies = (
    st.binary(max_size=60)
    | values.map(lambda text: text.encode("utf-8", "surrogatepass"))
    | st.dictionaries(names | texts, members, max_size=5).map(lambda said: json.dumps(said).encode())
)
messages = st.builds(
    lambda data, attributes, id: Message(data, tuple(sorted(attributes.items())), id, AT),
    *(bodies, st.dictionaries(names | texts, values, max_size=5), texts),
)


@given(messages)
def test_every_message_is_work_or_unusable(asking: Message) -> None:
    try:
        work = read_message(asking)
    except Unusable as error:
        row = rejected(asking, error, "1.0")
        f"{row.message}{row.capture_uri}{row.url}{row.announcement}".encode()
        with suppress(Unusable):
            read_again(_stored(row))
        return
    assert isinstance(work, (Request, StoredObject, Capture, Ignored))
    if isinstance(work, Request):
        work.url.encode("ascii")
        assert work.url.startswith(("http://", "https://"))
        work.announcement.to_json().encode()
    if isinstance(work, Capture):
        assert work.captured_at is not None
        assert work.captured_at - AT <= timedelta(hours=1)
        work.announcement.to_json().encode()


@given(addresses, texts, st.lists(texts, max_size=3), st.datetimes(timezones=st.just(UTC)))
def test_the_fields_of_a_message_become_its_announcement(
    url: str, title: str, authors: list[str], published: datetime
) -> None:
    said = {"url": url, "title": title, "authors": authors, "published": published.isoformat()}
    assert read_message(message(said)) == request(
        url,
        title=title.strip() or None,
        authors=tuple(name.strip() for name in authors if name.strip()),
        published_at=published,
    )


@given(st.binary(min_size=1, max_size=200).filter(bytes.strip), addresses, st.datetimes(max_value=datetime(2026, 3, 1)))
def test_the_bytes_of_a_page_stay_as_they_are(body: bytes, url: str, captured: datetime) -> None:
    page = read_message(message(body, url=url, content_type="text/html", captured=captured.isoformat()))
    assert isinstance(page, Capture)
    assert (page.body, page.url, page.captured_at) == (body, url, captured.replace(tzinfo=UTC))


@given(st.text(min_size=1).filter(lambda text: bool(text.encode().strip())), addresses)
def test_the_text_of_a_page_stays_as_it_is(text: str, url: str) -> None:
    page = read_message(message({"url": url, "text": text}))
    assert isinstance(page, Capture)
    assert page.body.decode() == text
