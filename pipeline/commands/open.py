"""`dateline open CAPTURE_URI --output DIR`."""

import argparse
import sys
from collections.abc import Sequence

from pipeline.commands.base import DONE, Commands, command

HELP = """\
Prints the bytes that a record was made from, as they are stored, to standard output.
"""


def add(commands: Commands) -> None:
    """Describes the command."""
    parser = command(commands, "open", main, "print the stored page of a record", HELP)
    parser.add_argument("capture_uri", metavar="CAPTURE_URI", help="the column capture_uri of a record or a reject")
    parser.add_argument("--output", metavar="DIR", default="", help="the folder that --output named, for its archive")
    parser.add_argument("--headers", action="store_true", help="print the response's status and headers instead")


def main(parsed: argparse.Namespace, _: Sequence[str]) -> int:
    """Prints."""
    from pipeline.view.stored import stored

    sys.stdout.buffer.write(stored(parsed.capture_uri, parsed.output.rstrip("/"), parsed.headers))
    sys.stdout.buffer.flush()
    return DONE
