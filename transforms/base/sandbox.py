"""Work on a document in a process of its own, which can be killed.

Limits on size, depth and number of elements bound what a document costs, and say the same on every machine. What they
miss is stopped here: an endless loop, also one within C code or a pattern that holds the interpreter, a crash, and
memory without end cost one child and one document. A child goes on from document to document; each thread that works
has one of its own.
"""

import os
import pickle
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from schemas.reject import Reason, Unusable, cause_of
from transforms.base.garbage import search_seldom

CPU_SECONDS = 60.0
"""Processor time for a document: it does not depend on what else the machine does."""
PATIENCE = 10
"""A child that takes so many times as long by the clock sleeps, and is killed as well."""
MEMORY = 4 << 30
"""Bytes that a child may allocate."""
ATTEMPTS = 2
"""A child may be lost through no fault of its document, as to a lack of memory: another one tries again."""

Result = TypeVar("Result")


def isolated(work: Callable[[Any], Result], value: Any, seconds: float = CPU_SECONDS) -> Result:
    """What `work(value)` returns, from a child process; both cross by pickle.

    Raises Unusable: as the work did, TOO_SLOW above `seconds` of processor time, and FAILED if the work raised anything
    else or the child was lost.
    """
    request = pickle.dumps((work, value, seconds), pickle.HIGHEST_PROTOCOL)
    result: Result
    with _room:
        result, error = pickle.loads(_answer(request, seconds))
    if error is not None:
        raise Unusable(*error)
    return result


def _answer(request: bytes, seconds: float) -> bytes:
    status = 0
    for _ in range(ATTEMPTS):
        child = _idle.pop() if _idle else _Child()
        try:
            answer = child.ask(request, seconds * PATIENCE)
        except BaseException as error:
            # Also where the command is stopped: the answer must not be taken for that of the next document.
            status = child.end()
            if isinstance(error, TimeoutError) or status == -signal.SIGPROF:
                found = f"took longer than {seconds:g} s; look for endless repetition in it"
                raise Unusable(Reason.TOO_SLOW, found) from None
            if not isinstance(error, EOFError | OSError):
                raise
        else:
            _idle.append(child)
            return answer
    how = signal.Signals(-status).name if status < 0 else f"exit status {status}"
    raise Unusable(Reason.FAILED, f"the process that reads it was lost twice ({how}); please report it")


class _Child:
    """A process that works on one document after the other until its pipe is closed."""

    def __init__(self) -> None:
        self._pipe, theirs = Pipe()
        with theirs:
            # Not a fork: other threads may hold locks. Nothing is imported from the folder that it starts in.
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "transforms.base.sandbox", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(_search_path())},
            )

    def ask(self, request: bytes, seconds: float) -> bytes:
        """The answer to a request; EOFError or OSError if the child was lost, TimeoutError after `seconds`."""
        self._pipe.send_bytes(request)
        if not self._pipe.poll(seconds):
            raise TimeoutError
        return self._pipe.recv_bytes()

    def end(self) -> int:
        """Kills it if it is still running; returns its exit status."""
        self._pipe.close()
        try:
            return self._process.wait(0.1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()


def _search_path() -> list[str]:
    """Where this process looks for modules, except folders beside a script or notebook that have one of our names."""
    own = Path(__file__).resolve().parents[2]
    taken = ("schemas", "transforms", "pipeline")
    entries = filter(None, sys.path)
    return [e for e in entries if Path(e).resolve() == own or not any((Path(e) / name).exists() for name in taken)]


_idle: list[_Child] = []
_room = threading.BoundedSemaphore(os.cpu_count() or 1)


def _after_fork() -> None:
    """Another process has these children."""
    global _room
    _idle.clear()
    _room = threading.BoundedSemaphore(os.cpu_count() or 1)


os.register_at_fork(after_in_child=_after_fork)


def serve(pipe: Connection) -> None:
    """Works on what comes until nothing does."""
    # Ctrl-C is for the command, whose end closes the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    search_seldom()
    worked = False
    while True:
        try:
            pipe.send_bytes(_work(pipe.recv_bytes()))
        except (EOFError, ConnectionError):
            # The command ended, or was killed: nobody waits for an answer.
            return
        if not worked:
            # The first document imported what the others need too.
            search_seldom()
            worked = True


def _work(request: bytes) -> bytes:
    answer: tuple[Any, tuple[Reason, str] | None]
    try:
        work, value, seconds = pickle.loads(request)
        # The kernel ends the process when the time is over, whatever code it is in.
        signal.setitimer(signal.ITIMER_PROF, seconds)
        answer = work(value), None
    except Exception as error:
        answer = None, cause_of(error)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    with Connection(int(sys.argv[1])) as from_parent:
        serve(from_parent)
