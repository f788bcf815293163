"""Workers of the DirectRunner as forks of one process that has imported the program and loaded the models.

Beam starts each worker by a command that imports and loads everything again: 2 s of CPU and 240 MB. The fork server
does it once, while the command itself still imports Beam; a worker has to itself what it changes. The server is a
program with a single thread, so no lock is held by another one when it forks; the threads of gRPC are a worker's own,
started after the fork. Where the server cannot be had, the command of `fork_client` does what Beam's does.
"""

import json
import os
import select
import shlex
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import FrameType

from pipeline.lazy_imports import defer_imports
from pipeline.runners import fork_client
from transforms.base.garbage import search_seldom
from transforms.base.temporary import temporary_folder

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "JE_ARROW_MALLOC_CONF": "background_thread:false"}
"""What numpy and pyarrow are told, lest they start threads when they are imported."""
_THREADS = "/proc/self/task"


@contextmanager
def fork_server(workers: int, models: Iterable[str]) -> Iterator[str | None]:
    """The command that starts a worker, for as long as the block runs; None where there are to be none, or no forks.

    Only Linux forks safely: libraries of macOS start threads by themselves.
    """
    if not workers or sys.platform != "linux":
        yield None
        return
    with ExitStack() as held:
        try:
            folder = held.enter_context(temporary_folder())
            path = Path(folder, "workers")
            listener = held.enter_context(socket.socket(socket.AF_UNIX))
            listener.bind(str(path))
        except OSError:  # No room, or too long: the name of a socket has at most 108 bytes, and TMPDIR may be longer.
            yield None
            return
        listener.listen(workers)
        server = subprocess.Popen(
            [sys.executable, "-P", "-m", "pipeline.runners.fork_server", str(listener.fileno()), *models],
            stdin=subprocess.PIPE,
            pass_fds=[listener.fileno()],
            env=os.environ | ONE_THREAD,
        )
        # Where the server ends, whoever asks it must hear so.
        listener.close()
        try:
            # Beam gives it to a shell, which would stay and report how the client ended.
            yield shlex.join(["exec", sys.executable, "-I", "-S", fork_client.__file__, str(path)])
        finally:
            server.kill()
            server.communicate()


def serve(listener: socket.socket, models: Iterable[str]) -> None:
    """Forks a worker for each connection, until standard input ends: the command that started it has ended."""
    _load(models)
    if _threads() != 1:
        return
    signal.signal(signal.SIGCHLD, _reap)
    while sys.stdin not in (ready := select.select([listener, sys.stdin], [], [])[0]):
        assert ready
        connection, _ = listener.accept()
        with connection:
            if os.fork() == 0:
                listener.close()
                _work(connection)


def _threads() -> int:
    """The threads of this process; 0 where the system does not say."""
    try:
        return len(os.listdir(_THREADS))
    except OSError:
        return 0


def _reap(_: int, __: FrameType | None) -> None:
    """Waits for the workers that have ended, so that their CPU counts as the command's."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _load(models: Iterable[str]) -> None:
    search_seldom()
    defer_imports()
    import apache_beam.runners.worker.sdk_worker_main  # noqa: F401

    import pipeline.graph  # noqa: F401
    from transforms.enrich.model import ModelUnusable, entity_model

    for model in models:
        # A worker meets the same error, and reports it.
        with suppress(ModelUnusable):
            entity_model(model)
    # A search in a worker would write to each object, and so copy the memory that it shares.
    search_seldom()


def _work(connection: socket.socket) -> None:
    """Is a worker of Beam, with the environment that comes by the connection, and ends the process."""
    from apache_beam.runners.worker import sdk_worker_main

    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(os.open(os.devnull, os.O_RDONLY), sys.stdin.fileno())
        with connection.makefile("rb") as sent:
            environment = json.load(sent)
        os.environ.clear()
        os.environ.update(environment)
        connection.sendall(fork_client.STARTED)
        sdk_worker_main.main([])
        connection.sendall(fork_client.ENDED)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        # Whatever else is on the stack is the server's.
        os._exit(0)


if __name__ == "__main__":
    # systemd sends it to every process of a command. Only the command itself stops, and ends the others.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    serve(socket.socket(fileno=int(sys.argv[1])), sys.argv[2:])
