"""A subscription as a stream on the DirectRunner, from messages in the emulator to files."""

import gzip
import json
import random
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http.server import ThreadingHTTPServer
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from aiohttp import web
from gcp_storage_emulator import server as gcs
from google.cloud.storage import Blob, Bucket
from google.cloud.storage import Client as StorageClient

from pipeline.cli import main
from schemas.capture import Capture, Media
from tests.conftest import rows
from tests.newsserver import Item, NewsServer, atom, page
from tests.pubsub import Emulator, Subscription, emulator
from tests.rounds import COMMAND, OPTIONS, assert_even, replay
from tests.test_dataflow import Metadata
from transforms.crawl.archive.files import archive
from transforms.crawl.fetch.client import Client

pytestmark = pytest.mark.long

Message = tuple[bytes, Mapping[str, str]]
DELIVERIES = 10_000
REDELIVERED = 250
"""Messages that are delivered again, and as many that are published again."""
MALFORMED = 100
FETCHED = 200
PAGES_OF_WARC = ENTRIES_OF_FEED = 5
OBJECTS = 10
"""Of each kind."""
BROKEN: tuple[Message, ...] = (
    (b"\xff\xfe\x00\x01", {}),
    (b'{"url": ', {}),
    (b'{"url": 5}', {}),
    (b"no address", {}),
    (b"ftp://news.example/story", {}),
    (b"", {}),
    (b"<p>A page that has no address.</p>", {"content-type": "text/html"}),
    (b"\x89PNG", {"content-type": "image/png", "url": "https://news.example/image"}),
    (b"", {"eventType": "OBJECT_FINALIZE", "bucketId": "dropped", "objectId": "picture.png"}),
    (b"gs://dropped/", {}),
)


@pytest.fixture(scope="module")
def pubsub() -> Iterator[Emulator]:
    with emulator() as running:
        yield running


@pytest.fixture(scope="module")
def bucket() -> Iterator[Bucket]:
    cloud = gcs.create_server("127.0.0.1", 0, in_memory=True)
    machine = ThreadingHTTPServer(("127.0.0.1", 0), Metadata)
    Thread(target=machine.serve_forever, daemon=True).start()
    with pytest.MonkeyPatch.context() as patch:
        cloud.start()
        try:
            patch.setenv("STORAGE_EMULATOR_HOST", f"http://127.0.0.1:{cloud._api._httpd.server_port}")
            for name in ("GCE_METADATA_HOST", "GCE_METADATA_IP"):
                patch.setenv(name, f"127.0.0.1:{machine.server_port}")
            yield StorageClient.create_anonymous_client().create_bucket("dropped", project="test-project")
        finally:
            cloud.stop()
            machine.shutdown()


@pytest.fixture(scope="module")
def news() -> Iterator[NewsServer]:
    """Articles of one host, one a minute, from which messages are made; and of four others that are asked for pages."""
    with NewsServer(feeds=5) as server:
        server.feeds[0].interval = timedelta(minutes=1)
        server.now += timedelta(minutes=DELIVERIES)
        for feed in server.feeds[1:]:
            feed.interval = timedelta(hours=3)
        yield server


def short(item: Item) -> Item:
    return replace(item, paragraphs=item.paragraphs[:2])


def carried(item: Item) -> Message:
    """A page in a message: as it is, in JSON, or as text."""
    said = {"id": f"story-{item.number}", "url": item.url}
    match item.number % 10:
        case 0:
            body = {"url": item.url, "html": page(short(item)), "title": item.title}
            return json.dumps(body).encode(), {"id": said["id"], "content-type": "application/json"}
        case 1:
            return "\n".join(item.paragraphs).encode(), said | {"content-type": "text/plain", "title": item.title}
    return page(short(item)).encode(), said | {"content-type": "text/html; charset=utf-8"}


def notification(blob: Blob) -> Message:
    """What Cloud Storage publishes of an object (https://cloud.google.com/storage/docs/pubsub-notifications)."""
    said = {
        "notificationConfig": f"projects/_/buckets/{blob.bucket.name}/notificationConfigs/1",
        "eventType": "OBJECT_FINALIZE",
        "payloadFormat": "JSON_API_V1",
        "bucketId": blob.bucket.name,
        "objectId": blob.name,
        "objectGeneration": str(blob.generation),
    }
    body = {"kind": "storage#object", "bucket": blob.bucket.name, "name": blob.name, "contentType": "text/html"}
    return json.dumps(body).encode(), said


def put(bucket: Bucket, name: str, data: bytes) -> Message:
    blob = bucket.blob(name)
    blob.upload_from_string(data)
    blob.reload()
    return notification(blob)


def warc(items: Sequence[Item], folder: Path) -> bytes:
    with archive(str(folder / "dropped"), Client(agent="test/1", now=datetime(2025, 3, 1, tzinfo=UTC))) as file:
        for item in items:
            at = datetime(2025, 3, 1, tzinfo=UTC)
            body = page(short(item)).encode()
            file.write_entry(Capture(uri="", body=body, media=Media.HTML, url=item.url, captured_at=at))
    return (folder / "dropped.warc.gz").read_bytes()


def stream(subscription: Subscription, output: Path, *options: str, run_for: str) -> "subprocess.Popen[str]":
    command = [COMMAND, "run", f"pubsub:{subscription.name}", "--streaming", f"--run-for={run_for}"]
    return subprocess.Popen(
        [*command, "--output", str(output), "--window=1m", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def ended(running: "subprocess.Popen[str]") -> str:
    said, _ = running.communicate(timeout=300)
    assert running.returncode == 0, said
    return said


def ledgers(output: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text()) for path in sorted((output / "_ledger").iterdir())]


def left(output: Path) -> list[Path]:
    """What a later stream would have to finish."""
    folder = output / "_state" / "stream"
    return [path for path in folder.rglob("*") if path.is_file()]


@dataclass
class Streamed:
    output: Path
    subscription: Subscription
    again: int
    expected: Counter[str]
    runs: int


@pytest.fixture(scope="module")
def streamed(pubsub: Emulator, bucket: Bucket, news: NewsServer, tmp_path_factory: pytest.TempPathFactory) -> Streamed:
    folder = tmp_path_factory.mktemp("streamed")
    items = iter(news.items(news.feeds[0]))

    def some(number: int) -> list[Item]:
        return [next(items) for _ in range(number)]

    messages: list[Message] = []
    expected: list[Item] = []
    for number in range(OBJECTS):
        one, entries, archived = some(1), some(ENTRIES_OF_FEED), some(PAGES_OF_WARC)
        saved = atom(replace(news.feeds[0], full_text=True), list(map(short, entries)))
        messages += [
            put(bucket, f"pages/{number}.html", page(short(one[0])).encode()),
            put(bucket, f"feeds/{number}.xml.gz", gzip.compress(saved.encode())),
            put(bucket, f"archives/{number}.warc.gz", warc(archived, folder)),
        ]
        expected += one + entries + archived
    pages = [item for feed in news.feeds[1:] for item in news.items(feed)[: FETCHED // 4]]
    messages += [(item.url.encode(), {"id": item.url}) for item in pages]
    messages += [
        (body, {**said, "id": f"broken-{n}"}) for n, (body, said) in enumerate(BROKEN * (MALFORMED // len(BROKEN)))
    ]
    first = some(REDELIVERED)
    others = some(DELIVERIES - 3 * REDELIVERED - len(messages))
    expected += pages + first + others
    twice = [carried(item) for item in others[:REDELIVERED]]
    messages += map(carried, others)
    random.Random(5).shuffle(messages)

    news_of_the_day = pubsub.subscription("news")
    output = folder / "out"
    running = stream(news_of_the_day, output, *OPTIONS, run_for="100s")
    ids = news_of_the_day.publish(map(carried, first))
    while not list(output.glob("_state/stream/staged/received/pages*.gz")):
        assert running.poll() is None
        time.sleep(0.5)
    news_of_the_day.deliver_again()
    again = news_of_the_day.nack(REDELIVERED)
    ids += news_of_the_day.publish(messages + twice)
    assert len(ids) + REDELIVERED == DELIVERIES
    for runs in count(1):
        ended(running)
        assert left(output) == []
        if not news_of_the_day.unacknowledged():
            break
        # A slow machine: the same command goes on with it.
        assert runs < 4
        running = stream(news_of_the_day, output, *OPTIONS, run_for="100s")
    return Streamed(output, news_of_the_day, again, Counter(item.title for item in expected), runs)


def test_each_article_is_there_once_and_nothing_else(streamed: Streamed) -> None:
    assert streamed.again > 0
    assert Counter(row["title"] for row in rows(streamed.output / "articles")) == streamed.expected


def test_what_cannot_be_used_is_rejected(streamed: Streamed) -> None:
    rejects = rows(streamed.output / "rejects")
    assert Counter(row["capture_uri"] for row in rejects) == {f"pubsub/id/broken-{n}": 1 for n in range(MALFORMED)}
    assert {row["stage"] for row in rejects} == {"receive"}
    assert Counter(row["payload"] for row in rejects) == Counter(
        body for body, _ in BROKEN * (MALFORMED // len(BROKEN))
    )


def test_the_ledgers_are_even(streamed: Streamed) -> None:
    found = ledgers(streamed.output)
    assert len(found) == streamed.runs
    for each in found:
        assert_even(each)
    assert sum(each["outcomes"]["written"] for each in found) == streamed.expected.total()
    assert sum(each["fetches"].get("fetched", 0) for each in found) == FETCHED


def test_a_replay_gives_the_same_rows(streamed: Streamed, tmp_path: Path) -> None:
    replay(streamed.output / "archive", tmp_path, "--window=1m")
    live = [row for row in rows(streamed.output / "articles") if row["capture_uri"].startswith("archive/")]
    assert len(live) > DELIVERIES * 0.8
    assert rows(tmp_path / "articles") == live


def test_a_message_that_leads_to_nothing_does_not_stop_the_stream(
    pubsub: Emulator, bucket: Bucket, news: NewsServer, tmp_path: Path
) -> None:
    async def broken(_: web.Request) -> web.Response:
        return web.Response(status=500)

    news.routes["/broken.html"] = broken
    wanted = news.items(news.feeds[1])[-1]
    items = news.items(news.feeds[0])[:2]
    gone = [put(bucket, f"gone/{name}", b"x") for name in ("page.html", "feed.xml", "pages.warc", "pages.warc.gz")]
    for blob in list(bucket.list_blobs(prefix="gone/")):
        blob.delete()
    subscription = pubsub.subscription("edges")
    subscription.publish([*gone, carried(items[0])])
    subscription.publish([(news.url("news-1", path).encode(), {}) for path in ("/missing.html", "/broken.html")])
    subscription.publish(
        [(b"gs://no-such-bucket/page.html", {}), (b"", {"eventType": "OBJECT_DELETE", "bucketId": "b"})]
    )
    subscription.publish([(wanted.url.encode(), {}), carried(items[1]), carried(items[1])])
    output = tmp_path / "out"
    ended(stream(subscription, output, *OPTIONS, run_for="15s"))
    (ledger,) = ledgers(output)
    assert_even(ledger)
    assert {row["title"] for row in rows(output / "articles")} == {item.title for item in (*items, wanted)}
    assert ledger["outcomes"] == {"written": 3, "rejected": 5, "not-article": 2}
    assert ledger["fetches"] == {"fetched": 1, "not-found": 1, "server-error": 1}
    rejects = rows(output / "rejects")
    unreadable = {f"gone/{name}" for name in ("page.html", "feed.xml", "pages.warc", "pages.warc.gz")}
    assert {row["capture_uri"] for row in rejects if row["reason"] == "unreadable"} == unreadable | {
        "no-such-bucket/page.html"
    }
    assert Counter(row["reason"] for row in rejects) == {"unreadable": 5, "http-status": 2}
    assert left(output) == [] == subscription.unacknowledged()


def test_private_addresses_are_refused(pubsub: Emulator, news: NewsServer, tmp_path: Path) -> None:
    item = news.items(news.feeds[1])[-1]
    subscription = pubsub.subscription("private")
    subscription.publish([(item.url.encode(), {}), (b"https://127.0.0.1/", {}), (b"https://10.0.0.1/story", {})])
    subscription.publish([carried(item)])
    asked = len(news.seen)
    public = [option for option in OPTIONS if option != "--allow-private-addresses"]
    output = tmp_path / "out"
    ended(stream(subscription, output, *public, run_for="10s"))
    (ledger,) = ledgers(output)
    assert ledger["outcomes"] == {"written": 1}
    assert ledger["fetches"] == {"refused": 3}
    assert len(news.seen) == asked
    assert left(output) == [] == subscription.unacknowledged()


def test_a_message_that_is_delivered_again_is_skipped(pubsub: Emulator, news: NewsServer, tmp_path: Path) -> None:
    items = news.items(news.feeds[0])[:50]
    subscription = pubsub.subscription("again")
    subscription.publish([carried(item) for item in items] * 2)
    output = tmp_path / "out"
    running = stream(subscription, output, *OPTIONS, run_for="25s")
    while not list(output.glob("_state/stream/staged/received/pages*.gz")):
        assert running.poll() is None
        time.sleep(0.2)
    for _ in range(3):
        subscription.deliver_again()
        assert subscription.nack(100) > 0
        time.sleep(1)
    ended(running)
    (ledger,) = ledgers(output)
    assert (ledger["captured"], ledger["outcomes"]) == (50, {"written": 50})
    assert subscription.unacknowledged() == []


def test_a_killed_stream_leaves_its_messages_or_what_they_carried(
    pubsub: Emulator, news: NewsServer, tmp_path: Path
) -> None:
    items = news.items(news.feeds[0])[:300]
    subscription = pubsub.subscription("killed")
    subscription.publish(map(carried, items))
    output = tmp_path / "out"
    running = stream(subscription, output, *OPTIONS, run_for="10m")
    while not list(output.glob("_state/stream/staged/received/pages*.gz")):
        assert running.poll() is None
        time.sleep(0.05)
    running.kill()
    running.wait()
    assert rows(output / "articles") == []
    subscription.forget_leases()
    ended(stream(subscription, output, *OPTIONS, run_for="15s"))
    assert Counter(row["title"] for row in rows(output / "articles")) == Counter(item.title for item in items)
    assert_even(ledgers(output)[-1])
    assert left(output) == [] == subscription.unacknowledged()


@pytest.mark.parametrize(
    ("options", "remedy"),
    [
        ([], "a subscription never ends: give --streaming"),
        (
            ["--streaming", "--runner=PrismRunner"],
            "the PrismRunner cannot stream Pub/Sub: it has no source for Pub/Sub",
        ),
        (
            ["--streaming", "--runner=FlinkRunner"],
            "the FlinkRunner cannot stream Pub/Sub: it has no source for Pub/Sub in Python; use --runner=DirectRunner",
        ),
        (["--streaming"], "there is no such subscription; make it with"),
    ],
)
@pytest.mark.usefixtures("pubsub")
def test_what_cannot_be_done_fails_at_once(
    options: list[str], remedy: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["run", "pubsub:projects/test-project/subscriptions/missing", "--output", str(tmp_path / "out")]
    began = time.monotonic()
    assert main([*arguments, *OPTIONS, *options]) == 2
    assert time.monotonic() - began < 10
    assert remedy in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
