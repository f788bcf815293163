"""The command line: `dateline COMMAND …`."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence

from pipeline import VERSION
from pipeline.commands import (
    check,
    compact,
    export,
    feeds,
    gazetteer,
    iceberg,
    open,
    prune,
    replay,
    report,
    run,
    show,
    stories,
)
from pipeline.commands.base import DONE, FAILED, USAGE
from pipeline.commands.parser import Parser
from pipeline.errors import RunError, UsageError
from pipeline.lazy_imports import defer_imports
from pipeline.standard_streams import is_unread, open_streams, reader_left, say_no_more
from pipeline.stop import stopping
from pipeline.view import log
from transforms.base.garbage import ARROW_POOL, search_seldom

COMMANDS = (run, replay, show, report, stories, feeds, gazetteer, open, export, iceberg, compact, prune, check)
WRITING = ("run", "replay")
"""Commands that write row by row, and do little else with Arrow."""


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = Parser(
        prog="dateline",
        description="News feeds and pages in, clean records out.",
        allow_abbrev=False,
        fromfile_prefix_chars="@",
    )
    top.add_argument("--version", action="version", version=f"dateline {VERSION}")
    commands = top.add_subparsers(title="commands", dest="command", required=True, parser_class=Parser)
    for command in COMMANDS:
        command.add(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and returns the exit status: 0 done, 1 failed, 2 bad usage, 130 and 143 stopped by a signal."""
    if arguments is None:  # The process is the command's own.
        search_seldom()
    open_streams()
    log.set_up()
    defer_imports()
    with stopping() as stop:
        try:
            parsed, beam_arguments = parser().parse_known_args(arguments)
            if getattr(parsed, "verbose", False):
                log.show_all()
            if arguments is None and parsed.command in WRITING:
                os.environ.setdefault(*ARROW_POOL)
            status: int = parsed.main(parsed, beam_arguments)
            sys.stdout.flush()
        except (KeyboardInterrupt, Exception) as error:
            if stop.signal is not None:
                stop.say()
                # Beam ends the servers that it started at exit.
                status = stop.status
            elif isinstance(error, BrokenPipeError) and is_unread():
                reader_left()
                status = DONE
            elif isinstance(error, UsageError | RunError):
                print(f"dateline: {' '.join(str(error).splitlines())}", file=sys.stderr)
                status = USAGE if isinstance(error, UsageError) else FAILED
            else:
                raise
    if arguments is None and stop.signal is not None:
        # Python itself has yet to end: another Ctrl-C cuts that short, without a traceback.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        say_no_more()
    return status
