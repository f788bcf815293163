"""The command line: `dateline COMMAND …`."""

import argparse
import logging
import signal
import sys
import warnings
from collections.abc import Sequence

from pipeline import VERSION
from pipeline.commands import replay, run, show
from pipeline.commands.base import FAILED, USAGE, Parser
from pipeline.errors import RunError, UsageError

COMMANDS = (run, replay, show)


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
    """Runs a command and gives the exit status."""
    try:
        parsed, beam_arguments = parser().parse_known_args(arguments)
        _quiet()
        # Beam ends the servers that it started at exit, which SIGTERM by itself would skip.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        status: int = parsed.main(parsed, beam_arguments)
        return status
    except UsageError as error:
        print(f"dateline: {error}", file=sys.stderr)
        return USAGE
    except RunError as error:
        print(f"dateline: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("dateline: stopped; run the same command again to finish", file=sys.stderr)
        return FAILED


def _quiet() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s", stream=sys.stderr)
    logging.getLogger("apache_beam.utils.subprocess_server").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore")
