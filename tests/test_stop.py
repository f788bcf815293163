"""A run that is stopped says one line, keeps what is done, and goes on when it is started again."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.conftest import digests
from tests.pages import archive
from transforms.base.progress import CAPTURES, append

COMMAND = str(Path(sys.executable).with_name("dateline"))
TWO_WORKERS = ("--direct_num_workers=2", "--direct_running_mode=multi_processing")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough pages for some seconds of work."""
    path = tmp_path_factory.mktemp("stop") / "pages.warc.gz"
    path.write_bytes(archive(range(250)))
    return path


@pytest.mark.parametrize(
    ("number", "status", "arguments"),
    [
        (signal.SIGINT, 130, ()),
        (signal.SIGTERM, 143, ()),
        pytest.param(signal.SIGINT, 130, TWO_WORKERS, marks=pytest.mark.long),
        pytest.param(signal.SIGTERM, 143, TWO_WORKERS, marks=pytest.mark.long),
    ],
    ids=["Ctrl-C", "SIGTERM", "Ctrl-C with two workers", "SIGTERM to all, as systemd's, with two workers"],
)
def test_a_stopped_run_says_one_line_and_goes_on(
    number: int, status: int, arguments: tuple[str, ...], pages: Path, tmp_path: Path
) -> None:
    command = [COMMAND, "run", str(pages), "--output", str(tmp_path / "out"), "--models=", *arguments]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    # Rows wait in files there: work is under way.
    while not list((tmp_path / "out" / "_state" / "spilled").glob("*")):
        assert running.poll() is None
        time.sleep(0.05)

    asked = time.monotonic()
    os.killpg(running.pid, number)
    _, errors = running.communicate(timeout=30)

    assert (running.returncode, time.monotonic() - asked < 15) == (status, True)
    lines = [line for line in errors.splitlines() if "documents read" not in line]
    assert len(lines) == 1, errors
    assert "the same command continues it" in lines[0]
    assert main(command[1:]) == 0
    assert digests(tmp_path / "out" / "articles")


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks")
def test_a_run_whose_worker_is_killed_ends_says_so_and_goes_on(pages: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    command = [COMMAND, "run", str(pages), "--output", str(output), "--models=", *TWO_WORKERS]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    while not list((output / "_state" / "spilled").glob("*")):
        assert running.poll() is None
        time.sleep(0.05)
    servers = [
        child for child in children(running.pid) if b"fork_server" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]
    workers = [worker for server in servers for worker in children(server)]
    assert len(workers) == 2

    os.kill(workers[0], signal.SIGKILL)
    _, errors = running.communicate(timeout=30)

    assert running.returncode == 1
    assert "a worker process was killed" in errors.splitlines()[-1]
    assert not [one for one in (*servers, *workers) if Path(f"/proc/{one}").exists()]
    assert main(command[1:]) == 0
    assert digests(output / "articles")


def children(process: int) -> list[int]:
    """The processes that this one has started and that live."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def test_processes_that_end_after_a_stopped_run_print_nothing(pages: Path, tmp_path: Path) -> None:
    late = "import atexit, sys; atexit.register(print, 'a thread of a server that is gone', file=sys.stderr);"
    program = [sys.executable, "-c", late + "from pipeline.cli import main; sys.exit(main())"]
    options = ["run", str(pages), "--output", str(tmp_path / "out"), "--models=", "--quiet"]
    with subprocess.Popen([*program, *options], stderr=subprocess.PIPE, text=True) as running:
        while not (tmp_path / "out").exists():
            assert running.poll() is None
            time.sleep(0.05)
        running.terminate()
        _, errors = running.communicate(timeout=30)
    assert errors == "dateline: stopped; finished work is kept, and the same command continues it\n"


def test_a_second_ctrl_c_ends_at_once(pages: Path, tmp_path: Path) -> None:
    command = [COMMAND, "run", str(pages), "--output", str(tmp_path / "out"), "--models="]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while not (tmp_path / "out" / "_state" / "lock").exists():
        time.sleep(0.05)

    os.killpg(running.pid, signal.SIGINT)
    time.sleep(0.1)
    os.killpg(running.pid, signal.SIGINT)

    _, errors = running.communicate(timeout=10)
    # A shell says 130 of both: of who ended with it, and of whom the signal ended.
    assert running.returncode in (130, -signal.SIGINT)
    assert "Traceback" not in errors


def test_ctrl_c_is_as_before_when_the_command_is_over() -> None:
    """A notebook, or a test, that calls the command is not changed by it."""
    # Tests that run in the background of a shell have it ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    assert main(["show", "nowhere"]) == 2
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no file that is always full")
@pytest.mark.parametrize("shown", ["/dev/full", "{folder}/gone/progress"])
def test_work_continues_where_progress_cannot_be_written(shown: str, tmp_path: Path) -> None:
    append(shown.format(folder=tmp_path), CAPTURES, 1)
