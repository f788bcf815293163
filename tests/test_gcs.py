"""gs:// in and out, against an emulator: the same files as locally, to the byte."""

import hashlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from google.auth.credentials import AnonymousCredentials
from google.cloud import storage

from tests.conftest import SEEDS, digests

COMMAND = str(Path(sys.executable).with_name("dateline"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def emulator() -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "gcp_storage_emulator", "start", f"--port={port}", "--in-memory"]
    server = subprocess.Popen([*command, "--host=127.0.0.1"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 30
        while not answers(port):
            assert time.monotonic() < deadline, "the emulator does not start"
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture(scope="module")
def bucket(emulator: str) -> storage.Bucket:
    os.environ["STORAGE_EMULATOR_HOST"] = emulator
    client = storage.Client(project="test-project", credentials=AnonymousCredentials())  # type: ignore[no-untyped-call]
    bucket = client.create_bucket("news")
    for path in SEEDS.iterdir():
        bucket.blob(f"seeds/{path.name}").upload_from_filename(path)
    return bucket


def dateline(emulator: str, *arguments: str | Path) -> None:
    environment = os.environ | {"STORAGE_EMULATOR_HOST": emulator}
    done = subprocess.run([COMMAND, *map(str, arguments)], env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr


def test_the_same_files_as_locally_to_the_byte(emulator: str, bucket: storage.Bucket, tmp_path: Path) -> None:
    for _ in range(2):
        dateline(emulator, "run", "gs://news/seeds/", "--output", "gs://news/out", "--no_auth")
    dateline(emulator, "run", SEEDS, "--output", tmp_path)
    prefix = "out/articles/"
    stored = {
        blob.name.removeprefix(prefix): hashlib.sha256(blob.download_as_bytes()).hexdigest()
        for blob in bucket.list_blobs(prefix=prefix)
    }
    assert stored == digests(tmp_path / "articles")
    others = {blob.name.split("/")[1] for blob in bucket.list_blobs(prefix="out/")} - {"articles"}
    assert others == {"_ledger", "_state"}
    dateline(emulator, "show", "gs://news/out")
