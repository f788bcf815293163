"""Ctrl-C and SIGTERM: the first one stops cleanly, a second one at once."""

import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

WITHIN = 8.0
"""Seconds that are given to whoever holds the interpreter, or waits for a server, before the process ends anyway."""
LOOK_EVERY = 0.1
"""Seconds between two checks whether the command is over."""
_WORDS = "stopped; finished work is kept, and the same command continues it"


class Stop:
    """What was asked for: None, or the signal. `status` is what a shell says of a program that a signal ended."""

    def __init__(self) -> None:
        self.signal: int | None = None
        self._said = False

    @property
    def status(self) -> int:
        """128 and the number of the signal: 130 for Ctrl-C, 143 for SIGTERM."""
        return 128 + (self.signal or 0)

    def ask(self, number: int) -> None:
        """The first signal is remembered, and the process gets a while; the second ends it."""
        if self.signal is not None:
            os._exit(self.status)
        self.signal = number
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
            _end_workers()
        timer = threading.Timer(WITHIN, self._end)
        timer.daemon = True
        timer.start()

    def say(self) -> None:
        """Says what was kept, in one line, once."""
        if not self._said:
            self._said = True
            print(f"dateline: {_WORDS}", file=sys.stderr, flush=True)

    def _end(self) -> None:
        self.say()
        os._exit(self.status)


def spare_workers() -> None:
    """Workers that are started from now on do not hear Ctrl-C, which a terminal sends to every process of a command.

    They are ended here, without a traceback each. Not for servers: Beam ends those by the same signal, cleanly.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _end_workers(process: int | str = "self") -> None:
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, children.read_text().split()):
            _end_workers(child)
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)


@contextmanager
def _silenced(stop: Stop) -> Iterator[None]:
    """Neither threads nor logs say anything once the command is stopped: what they meet is the stop."""

    def is_heard(_: logging.LogRecord) -> bool:
        return stop.signal is None

    hook, handlers = threading.excepthook, list(logging.root.handlers)
    threading.excepthook = lambda failed: hook(failed) if stop.signal is None else None
    for handler in handlers:
        handler.addFilter(is_heard)
    try:
        yield
    finally:
        for handler in handlers:
            handler.removeFilter(is_heard)
        threading.excepthook = hook


@contextmanager
def stopping() -> Iterator[Stop]:
    """Raises KeyboardInterrupt in the main thread at the first signal; from then on only the stop is reported."""
    stop = Stop()
    main, ended = threading.get_ident(), threading.Event()

    def on_terminate(number: int, _: FrameType | None) -> None:
        if stop.signal is None:
            stop.ask(number)
        raise KeyboardInterrupt

    def on_interrupt() -> None:
        while not ended.is_set():
            if signal.sigtimedwait([signal.SIGINT], LOOK_EVERY):
                stop.ask(signal.SIGINT)
                signal.pthread_kill(main, signal.SIGTERM)

    # Blocked, it waits for the thread that looks for it, also where it is ignored for the sake of workers.
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    listener = threading.Thread(target=on_interrupt, name="interrupt", daemon=True)
    listener.start()
    interrupt, terminate = signal.getsignal(signal.SIGINT), signal.signal(signal.SIGTERM, on_terminate)
    try:
        with _silenced(stop):
            yield stop
    finally:
        ended.set()
        signal.signal(signal.SIGTERM, terminate)
        signal.signal(signal.SIGINT, interrupt)
        listener.join()
        if stop.signal is not None and signal.sigtimedwait([signal.SIGINT], 0):
            os._exit(stop.status)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
