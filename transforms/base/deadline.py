"""A wall-clock backstop for pure work in a worker's thread.

The limits on size, depth and number of elements are what bounds a document's cost; they say the same on every
machine. This one is for what they miss. Signals reach only the main thread, and Beam works in others, so one watchdog
thread a process raises the exception inside the thread that is late.
"""

import ctypes
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from schemas.reject import Reason, Unusable

DEFAULT_SECONDS = 60.0
POLL_SECONDS = 0.1

Result = TypeVar("Result")


class _ExpiredError(BaseException):
    """Not an Exception, so that no library's `except Exception` swallows it."""


@dataclass(slots=True, eq=False)
class _Watch:
    thread: int
    expires: float
    raised: bool = False


# Taking a watch out is one atomic step: either the thread gets it, or the watchdog, which then raises exactly once.
_armed: dict[_Watch, bool] = {}
_start = threading.Lock()
_watchdog: threading.Thread | None = None


def within(seconds: float, work: Callable[[], Result]) -> Result:
    """What `work()` returns, or Unusable(TOO_SLOW) when it takes longer than `seconds` of wall-clock time.

    A call and not a context manager: an exception that arrives in `__exit__` itself would leave the block. Calls
    do not nest. One long step inside C code ends before the exception is seen.
    """
    _ensure_watchdog()
    watch = _Watch(threading.get_ident(), time.monotonic() + seconds)
    try:
        try:
            _armed[watch] = True
            result = work()
        finally:
            late = _disarm(watch)
    except _ExpiredError:
        # It was raised, and is raised only once: nothing can interrupt this.
        if not _disarm(watch):
            raise
        late = True
    if late:
        raise Unusable(Reason.TOO_SLOW, f"took longer than {seconds:g} s; look for endless repetition in its markup")
    return result


def _disarm(watch: _Watch) -> bool:
    """Whether the watchdog was first. Afterwards no exception is under way; safe to call again."""
    if _armed.pop(watch, False):
        return False
    while not watch.raised:
        time.sleep(0)
    _meet(watch.thread)
    return True


def _meet(thread: int) -> None:
    """Waits in this thread for the exception that may still be under way, so that none is.

    One that is taken back instead leaves CPython 3.11 looking for it at each call, and no profiler or tracer gets past
    that.
    """
    try:
        _raise_in(thread)
        while True:
            time.sleep(0)
    except _ExpiredError:
        return


def _raise_in(thread: int) -> None:
    """Sets the exception that a thread meets at its next step; one that it has not met yet is replaced."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(_ExpiredError))


def _ensure_watchdog() -> None:
    global _watchdog
    if _watchdog is None:
        with _start:
            if _watchdog is None:
                _watchdog = threading.Thread(target=_watch_over, name="deadline", daemon=True)
                _watchdog.start()


def _watch_over() -> None:
    while True:
        time.sleep(POLL_SECONDS)
        now = time.monotonic()
        for watch in list(_armed):
            if watch.expires <= now and _armed.pop(watch, False):
                _raise_in(watch.thread)
                watch.raised = True


def _after_fork() -> None:
    global _watchdog, _start
    _watchdog, _start = None, threading.Lock()
    _armed.clear()


os.register_at_fork(after_in_child=_after_fork)
