"""gs:// in and out, against an emulator: the same files as locally, to the byte, and no writer loses another's."""

import hashlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from http.server import ThreadingHTTPServer
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from threading import Thread
from typing import Any

import pyarrow.parquet as pq
import pytest
from apache_beam.internal.gcp.auth import _Credentials
from apache_beam.io.filesystems import FileSystems
from apache_beam.options.pipeline_options import PipelineOptions
from gcp_storage_emulator import server
from google.api_core.exceptions import NotFound, PreconditionFailed
from google.cloud.storage import Blob, Bucket, Client

from pipeline.cli import main
from tests.conftest import SEEDS, digests
from tests.test_compact import day
from tests.test_compact import write as write_articles
from tests.test_dataflow import Metadata
from tests.test_storage import add
from tests.writers import COUNT, put_from_outside
from transforms.base import lock, rewrite
from transforms.base.lock import Occupied, alone
from transforms.base.rewrite import update
from transforms.base.storage import read_if_present
from transforms.crawl.archive.days import join_days
from transforms.crawl.archive.join import join
from transforms.write.compact import compact

COMMAND = str(Path(sys.executable).with_name("dateline"))
Handler = Callable[..., None]


def conditional(handler: Handler) -> Handler:
    """A handler of the emulator, which itself skips preconditions, that keeps them as Cloud Storage does."""

    def handle(request: Any, response: Any, store: Any, *rest: Any) -> None:
        if (wanted := request.query.get("ifGenerationMatch")) is None:
            handler(request, response, store, *rest)
            return
        body, name = request.data, request.params.get("object_id")
        if upload := request.query.get("upload_id"):
            name = store.get_resumable_file_obj(upload[0])["name"]
        elif name is None:
            name = body["meta"]["name"] if "meta" in body else body["name"]
        there = store.objects.get(request.params["bucket_name"], {}).get(name, {"generation": "0"})
        if there["generation"] == wanted[0]:
            handler(request, response, store, *rest)
            return
        response.status = server.HTTPStatus.PRECONDITION_FAILED
        response.json({"error": {"code": 412, "message": "At least one of the pre-conditions did not hold."}})

    return handle


@pytest.fixture(scope="module")
def emulator() -> Iterator[str]:
    handlers = [(path, {verb: conditional(each) for verb, each in verbs.items()}) for path, verbs in server.HANDLERS]
    cloud = server.create_server("127.0.0.1", 0, in_memory=True)
    machine = ThreadingHTTPServer(("127.0.0.1", 0), Metadata)
    Thread(target=machine.serve_forever, daemon=True).start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server, "HANDLERS", handlers)
        cloud.start()
        try:
            address = f"http://127.0.0.1:{cloud._api._httpd.server_port}"
            patch.setenv("STORAGE_EMULATOR_HOST", address)
            patch.setenv("GCE_METADATA_HOST", f"127.0.0.1:{machine.server_port}")
            patch.setenv("GCE_METADATA_IP", f"127.0.0.1:{machine.server_port}")
            patch.setattr(FileSystems, "_pipeline_options", PipelineOptions([]))
            yield address
        finally:
            cloud.stop()
            machine.shutdown()


@pytest.fixture(scope="module")
def bucket(emulator: str) -> Bucket:
    bucket = Client.create_anonymous_client().create_bucket("news", project="test-project")
    for path in SEEDS.iterdir():
        bucket.blob(f"seeds/{path.name}").upload_from_filename(path)
    return bucket


def dateline(*arguments: str | Path) -> None:
    assert main([*map(str, arguments)]) == 0


def test_the_same_files_as_locally_to_the_byte(bucket: Bucket, tmp_path: Path) -> None:
    for _ in range(2):
        dateline("run", "gs://news/seeds/", "--output", "gs://news/out")
    dateline("run", SEEDS, "--output", tmp_path)
    prefix = "out/articles/"
    stored = {
        blob.name.removeprefix(prefix): hashlib.sha256(blob.download_as_bytes()).hexdigest()
        for blob in bucket.list_blobs(prefix=prefix)
    }
    assert stored == digests(tmp_path / "articles")
    others = {blob.name.split("/")[1] for blob in bucket.list_blobs(prefix="out/")} - {"articles"}
    assert others == {"_ledger", "_state"}
    dateline("show", "gs://news/out")
    pages = [tmp_path / "bucket.html", tmp_path / "folder.html"]
    for output, page in zip(("gs://news/out", str(tmp_path)), pages, strict=True):
        assert main(["report", output, "--html", str(page)]) == 0
    articles = [re.findall('id="data-[^f].*', page.read_text()) for page in pages]
    assert len(articles[0]) == 2
    assert articles[0] == articles[1]


def test_an_output_in_a_bucket_has_one_writer_and_a_dead_one_loses_it_in_time(bucket: Bucket) -> None:
    with alone("gs://news/owned"):
        (name,) = [blob.name for blob in bucket.list_blobs(prefix="owned/")]
        with pytest.raises(Occupied, match=f"process {os.getpid()} on "), alone("gs://news/owned", wait=0.5):
            pass
    assert not list(bucket.list_blobs(prefix="owned/"))
    owner = {"name": "dead", "host": "elsewhere", "process": 1, "since": "2026-01-01T00:00:00+00:00"}
    lease = bucket.blob(name)
    lease.upload_from_string(json.dumps(owner | {"until": (datetime.now(UTC) + timedelta(hours=1)).isoformat()}))
    with pytest.raises(Occupied, match="process 1 on elsewhere"), alone("gs://news/owned"):
        pass
    lease.upload_from_string(json.dumps(owner | {"until": (datetime.now(UTC) - timedelta(hours=1)).isoformat()}))
    with alone("gs://news/owned"):
        assert json.loads(lease.download_as_bytes())["process"] == os.getpid()


def test_a_lease_is_renewed_while_its_owner_works(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "RENEW_EVERY", 0.2)
    monkeypatch.setattr(lock, "LEASE", timedelta(seconds=2))
    with alone("gs://news/long"):
        time.sleep(3)
        with pytest.raises(Occupied), alone("gs://news/long"):
            pass


def test_no_row_is_lost_when_processes_and_threads_write_one_object(bucket: Bucket) -> None:
    spawn = get_context("spawn")
    start = spawn.Barrier(4)
    arguments = [("gs://news/busy.parquet", writers, 40, start) for writers in ("ab", "cd")]
    processes = [spawn.Process(target=put_from_outside, args=each) for each in arguments]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0, 0]
    rows = pq.read_table(BytesIO(bucket.blob("busy.parquet").download_as_bytes())).to_pylist()
    assert [r["capture_uri"] for r in rows] == [f"{w}{number:03}" for w in "abcd" for number in range(COUNT)]


def meddled(bucket: Bucket, meddle: Callable[[Blob], object], before: bytes | None, size: int) -> bytes:
    """What is in an object after an update in which another writer came between."""
    blob = bucket.blob("meddled")
    if before is not None:
        blob.upload_from_string(before)
    meddling = [meddle]

    def change(old: bytes | None) -> bytes:
        if meddling:
            meddling.pop()(bucket.blob("meddled"))
        return add(b"m" * size)(old)

    update("gs://news/meddled", change)
    content: bytes = blob.download_as_bytes()
    blob.delete()
    return content


@pytest.mark.parametrize("size", [4, 9 << 20], ids=["small", "large"])
def test_what_another_wrote_between_reading_and_writing_stays(bucket: Bucket, size: int) -> None:
    """A large object is uploaded by other requests than a small one."""
    mine = b"m" * size + b"\n"
    assert meddled(bucket, lambda blob: blob.upload_from_string(b"other\n"), b"old\n", size) == mine + b"other\n"
    assert meddled(bucket, lambda blob: blob.upload_from_string(b"other\n"), None, size) == mine + b"other\n"
    assert meddled(bucket, lambda blob: blob.delete(), b"old\n", size) == mine


def test_an_object_that_another_changed_meanwhile_is_not_removed(bucket: Bucket) -> None:
    blob = bucket.blob("removed")
    blob.upload_from_string(b"old")

    def change(old: bytes | None) -> bytes | None:
        if old == b"old":
            blob.upload_from_string(b"other")
            return None
        return old

    update("gs://news/removed", change)
    assert blob.download_as_bytes() == b"other"
    update("gs://news/removed", lambda _: None)
    assert read_if_present("gs://news/removed") is None
    update("gs://news/removed", lambda _: None)
    update("gs://news/removed", lambda _: b"")
    assert read_if_present("gs://news/removed") == b""


def test_what_stays_the_same_is_not_written(bucket: Bucket) -> None:
    bucket.blob("same").upload_from_string(b"x")
    before = bucket.get_blob("same").generation
    update("gs://news/same", lambda old: old)
    assert bucket.get_blob("same").generation == before


def test_a_writer_that_never_gets_a_turn_is_told_which_object_and_what_to_do(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rewrite, "FIRST_PAUSE", 0)
    turns: list[bytes | None] = []

    def change(old: bytes | None) -> bytes:
        turns.append(old)
        bucket.blob("contended").upload_from_string(f"turn {len(turns)}")
        return b"mine"

    with pytest.raises(OSError, match=r"gs://news/contended was changed by others 12 times.*fewer programs"):
        update("gs://news/contended", change)
    assert bucket.blob("contended").download_as_bytes() == b"turn 12"


def test_a_bucket_that_is_not_there_is_an_error(emulator: str) -> None:
    with pytest.raises(NotFound):
        update("gs://no-such-bucket/file", lambda _: b"x")


def test_the_emulator_keeps_preconditions_here(bucket: Bucket) -> None:
    blob = bucket.blob("kept")
    blob.upload_from_string(b"x", if_generation_match=0)
    with pytest.raises(PreconditionFailed):
        blob.upload_from_string(b"y", if_generation_match=0)
    with pytest.raises(PreconditionFailed):
        blob.delete(if_generation_match=1)
    assert blob.download_as_bytes() == b"x"


class Killed(BaseException):
    pass


def test_small_objects_are_merged_and_a_killed_merge_is_finished(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_articles(tmp_path / "small", day(60), 600)
    write_articles(tmp_path / "long", day(60), 86400)
    for path in (tmp_path / "small").rglob("*.parquet"):
        bucket.blob(f"small/{path.relative_to(tmp_path / 'small')}").upload_from_filename(path)

    def dies(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("transforms.write.compact.remove", dies)
        with pytest.raises(Killed):
            list(compact("gs://news/small", 86400, 1))
    list(compact("gs://news/small", 86400, 1))
    stored = {
        blob.name.removeprefix("small/articles/"): hashlib.sha256(blob.download_as_bytes()).hexdigest()
        for blob in bucket.list_blobs(prefix="small/articles/")
    }
    assert stored == digests(tmp_path / "long" / "articles")
    assert not list(bucket.list_blobs(prefix="small/_state/compact"))


def put_parts(bucket: Bucket, folder: str, count: int) -> list[str]:
    """Uploads parts of an archive; gives their paths."""
    for number in range(count):
        bucket.blob(f"{folder}/{number:05}.warc.gz").upload_from_string(f"{number:05}\n")
    return [f"gs://news/{folder}/{number:05}.warc.gz" for number in range(count)]


def test_parts_of_a_day_become_one_archive_in_a_bucket_too(bucket: Bucket) -> None:
    """More than one request of Cloud Storage puts together; what comes late is added."""
    put_parts(bucket, "rounds/archive/pages/20250303T000000Z-00000-of-00004.parts", 70)
    put_parts(bucket, "rounds/archive/pages/20250304T000000Z-00000-of-00004.parts", 2)
    join_days("gs://news/rounds", date(2025, 3, 4))
    whole = bucket.blob("rounds/archive/pages/20250303T000000Z-00000-of-00004.warc.gz")
    content = "".join(f"{number:05}\n" for number in range(70)).encode()
    assert whole.download_as_bytes() == content
    assert len(list(bucket.list_blobs(prefix="rounds/archive"))) == 3
    bucket.blob("rounds/archive/pages/20250303T000000Z-00000-of-00004.parts/late.warc.gz").upload_from_string("late\n")
    join_days("gs://news/rounds", date(2025, 3, 5))
    assert whole.download_as_bytes() == content + b"late\n"
    assert len(list(bucket.list_blobs(prefix="rounds/archive"))) == 2


@pytest.mark.parametrize("of_the_kill", ["put together", "taken away"])
def test_a_join_of_objects_that_is_killed_is_finished_and_adds_no_part_twice(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch, of_the_kill: str
) -> None:
    parts, target = put_parts(bucket, f"killed-{of_the_kill}", 40), f"gs://news/killed-{of_the_kill}.warc.gz"
    compose, delete, left = Blob.compose, Blob.delete, [1 if of_the_kill == "put together" else 7]

    def counted(self: Blob, *arguments: Any, **options: Any) -> None:
        if not left[0]:
            raise Killed
        left[0] -= 1
        (delete if of_the_kill == "taken away" else compose)(self, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Blob, "delete" if of_the_kill == "taken away" else "compose", counted)
        with pytest.raises(Killed):
            join(target, parts)
    join(target, parts)
    join(target, parts)
    content = bucket.blob(target.removeprefix("gs://news/")).download_as_bytes()
    assert content == "".join(f"{number:05}\n" for number in range(40)).encode()
    assert not list(bucket.list_blobs(prefix=f"killed-{of_the_kill}/"))


def test_two_joins_of_the_same_objects_add_no_part_twice(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    parts, target = put_parts(bucket, "both", 50), "gs://news/both.warc.gz"
    compose, others = Blob.compose, [1]

    def meddled_with(self: Blob, *arguments: Any, **options: Any) -> None:
        if others:
            others.pop()
            join(target, parts)
        compose(self, *arguments, **options)

    monkeypatch.setattr(Blob, "compose", meddled_with)
    join(target, parts)
    content = bucket.blob("both.warc.gz").download_as_bytes()
    assert content == "".join(f"{number:05}\n" for number in range(50)).encode()


def test_a_public_bucket_is_read_without_credentials(bucket: Bucket, tmp_path: Path) -> None:
    """Nothing is looked for twice: Beam alone would look for credentials half a minute in each process."""
    nobody = {**os.environ, "GOOGLE_APPLICATION_CREDENTIALS": "/nowhere.json"}
    command = [COMMAND, "run", "gs://news/seeds/town-hall-roof.html", "--models=", "--output", str(tmp_path), "-v"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, env=nobody)
    assert done.returncode == 0, done.stderr
    assert "1 written" in done.stdout
    assert "credentials" not in done.stderr.lower()


def test_without_credentials_a_private_bucket_is_reported(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def refuses(request: Any, response: Any, *_: object) -> None:
        response.status = server.HTTPStatus.UNAUTHORIZED

    routes = [(path, dict.fromkeys(verbs, refuses) if "/o$" in path else verbs) for path, verbs in server.HANDLERS]
    monkeypatch.setattr(server, "HANDLERS", routes)
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", "/nowhere.json")
    monkeypatch.setattr(_Credentials, "_credentials_init", False)
    monkeypatch.setenv("DATELINE_NO_CREDENTIALS", "")
    assert main(["run", "gs://news/seeds/", "--output", str(tmp_path / "out")]) == 2
    (line,) = capfd.readouterr().err.splitlines()
    assert line == (
        "dateline: gs://news/seeds/: no credentials were found, and the bucket is not public; "
        "run `gcloud auth application-default login`"
    )
