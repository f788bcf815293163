"""Files that several writers change at once."""

import gzip
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from schemas.reject import Reason, Unusable
from transforms.base.rewrite import update
from transforms.base.storage import STAGED, gunzip, read_if_present, remove, sweep, write_whole
from transforms.crawl.state import FeedState
from transforms.crawl.store import read_states, write_states

Meddle = Callable[[str], None]


def add(line: bytes) -> Callable[[bytes | None], bytes]:
    """Puts a line among those of a file, once."""
    return lambda old: b"".join(sorted({*(old or b"").splitlines(True), line + b"\n"}))


def in_turn(*steps: Meddle) -> Meddle:
    def meddle(path: str) -> None:
        for step in steps:
            step(path)

    return meddle


def write_lines(path: str, writer: str, count: int) -> None:
    for number in range(count):
        update(path, add(f"{writer}-{number:03}".encode()))


def at_once(*work: Callable[[], None]) -> None:
    """Runs each in a thread of its own, all started together."""
    errors: list[BaseException] = []
    start = threading.Barrier(len(work))

    def run(task: Callable[[], None]) -> None:
        try:
            start.wait(60)
            task()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(task,)) for task in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def test_no_line_is_lost_when_threads_write_one_file(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "file"
    at_once(*(lambda writer=writer: write_lines(str(path), writer, 50) for writer in "abcd"))
    assert path.read_text().split() == [f"{writer}-{number:03}" for writer in "abcd" for number in range(50)]
    assert [p.name for p in path.parent.iterdir()] == ["file"]


@pytest.mark.parametrize(
    ("before", "meddle", "left"),
    [
        (b"old\n", lambda path: write_whole(path, b"other\n"), b"mine\nother\n"),
        (b"old\n", lambda path: update(path, add(b"other")), b"mine\nold\nother\n"),
        (b"old\n", in_turn(remove, lambda path: write_whole(path, b"old\n")), b"mine\nold\n"),
        (b"old\n", remove, b"mine\n"),
        (None, lambda path: update(path, add(b"other")), b"mine\nother\n"),
        (None, in_turn(lambda path: update(path, add(b"other")), remove), b"mine\n"),
    ],
)
def test_what_another_wrote_between_reading_and_writing_stays(
    tmp_path: Path, before: bytes | None, meddle: Meddle, left: bytes
) -> None:
    path = tmp_path / "file"
    if before:
        path.write_bytes(before)
    meddling = [meddle]

    def change(old: bytes | None) -> bytes:
        if meddling:
            meddling.pop()(str(path))
        return add(b"mine")(old)

    update(str(path), change)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"file": left}


def test_another_file_of_the_folder_can_be_written_meanwhile(tmp_path: Path) -> None:
    def change(_: bytes | None) -> bytes:
        update(str(tmp_path / "other"), lambda _: b"other")
        return b"mine"

    update(str(tmp_path / "file"), change)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"file": b"mine", "other": b"other"}


def test_none_is_no_file(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "file"
    update(str(path), lambda _: None)
    assert not path.parent.exists()
    update(str(path), lambda _: b"x")
    update(str(path), lambda _: None)
    assert list(path.parent.iterdir()) == []


def test_a_file_that_someone_else_wants_gone_and_changes_is_changed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old\n")

    def change(old: bytes | None) -> bytes | None:
        if old == b"old\n":
            update(str(path), add(b"other"))
            return None
        return old

    update(str(path), change)
    assert path.read_bytes() == b"old\nother\n"


def test_what_stays_the_same_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x")
    inode = path.stat().st_ino
    update(str(path), lambda old: old)
    assert path.stat().st_ino == inode


def test_a_change_that_fails_leaves_the_file_and_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x")

    def fail(old: bytes | None) -> bytes:
        if old == b"x":
            path.unlink()
            path.write_bytes(b"y")
            return b"lost"
        raise RuntimeError("a defect")

    with pytest.raises(RuntimeError, match="a defect"):
        update(str(path), fail)
    update(str(path), lambda old: (old or b"") + b"z")
    assert path.read_bytes() == b"yz"
    assert not list(tmp_path.glob(f"{STAGED}*"))


def test_no_feed_is_lost_when_threads_write_states(tmp_path: Path) -> None:
    def poll(writer: str) -> None:
        for number in range(20):
            url = f"https://example.org/{writer}{number:02}\N{LINE SEPARATOR}"
            write_states(str(tmp_path), 3, {url: FeedState(url=url)})

    at_once(*(lambda writer=writer: poll(writer) for writer in "abc"))
    assert [url[20:23] for url in read_states(str(tmp_path), 3)] == [f"{w}{n:02}" for w in "abc" for n in range(20)]


def test_a_file_that_is_not_there_has_no_bytes(tmp_path: Path) -> None:
    assert read_if_present(str(tmp_path / "no" / "file")) is None
    write_whole(str(tmp_path / "empty"), b"")
    assert read_if_present(str(tmp_path / "empty")) == b""


def test_where_writers_cannot_be_kept_apart_nothing_is_written() -> None:
    with pytest.raises(OSError, match=r"s3://bucket/file.*gs://"):
        update("s3://bucket/file", lambda _: b"x")


def test_bytes_are_on_the_disk_before_their_name_and_the_name_before_it_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def synced(descriptor: int) -> None:
        steps.append(f"sync {Path(os.readlink(f'/proc/self/fd/{descriptor}')).name.partition('.parquet')[0]}")
        fsync(descriptor)

    def replaced(path: Path, target: Path) -> Path:
        steps.append("name")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", replaced)
    write_whole(str(tmp_path / "a.parquet"), b"whole")
    assert steps == [f"sync {STAGED}a", "name", f"sync {tmp_path.name}"]


def test_what_dead_processes_left_half_written_is_swept_and_nothing_else(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    names = [f"{STAGED}a.parquet.{dead.pid}-1", f"{STAGED}a.parquet.{os.getpid()}-1", f"{STAGED}notes", "a.parquet"]
    for name in names:
        (tmp_path / name).write_bytes(b"half")
    sweep(str(tmp_path))
    assert {path.name for path in tmp_path.iterdir()} == set(names[1:])


@pytest.mark.parametrize(("size", "fits"), [(999, True), (1000, True), (1001, False), (5000, False)])
@pytest.mark.parametrize("members", [1, 2])
def test_gzip_unpacks_to_its_limit_and_no_further(size: int, fits: bool, members: int) -> None:
    data = b"x" * size
    packed = gzip.compress(data) if members == 1 else gzip.compress(data[:500]) + gzip.compress(data[500:])
    if fits:
        assert gunzip(packed, "a.gz", 1000) == data
    else:
        with pytest.raises(Unusable, match="more than 1,000 bytes") as raised:
            gunzip(packed, "a.gz", 1000)
        assert raised.value.reason is Reason.TOO_LARGE
