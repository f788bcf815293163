"""Standard input and output where they are closed, or where nobody reads on, or which lack characters."""

import io
import os
import select
import sys


def open_streams() -> None:
    """Opens on nothing what the command was started without, as with `<&-`; a character that is lacking is shown as ?.

    The number of a stream that is closed would be given to the next file, which children would take for the stream.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = open(os.devnull, mode, encoding="utf-8")  # noqa: SIM115 - as long as the process
            os.set_inheritable(stream.fileno(), True)
            setattr(sys, name, stream)
    for output in (sys.stdout, sys.stderr):
        if isinstance(output, io.TextIOWrapper):
            output.reconfigure(errors="replace")


def is_unread() -> bool:
    """Whether standard output is a pipe whose reader has gone."""
    poll = select.poll()
    try:
        poll.register(sys.stdout.fileno(), 0)
    except OSError:
        return False  # It is no file.
    return any(event & select.POLLERR for _, event in poll.poll(0))


def reader_left() -> None:
    """Whoever read standard output has enough, as `| head`: what follows goes nowhere, and is no error, at exit too."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say_no_more() -> None:
    """Of a command that was stopped and has said so: what its threads meet while Python ends concerns nobody."""
    sys.stderr.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
