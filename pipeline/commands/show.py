"""`dateline show DIR`."""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime

from pipeline.commands.base import DONE, Commands, console, no_more


def add(commands: Commands) -> None:
    """Describes the command."""
    parser = commands.add_parser("show", help="say what an output holds", allow_abbrev=False)
    parser.set_defaults(main=main)
    parser.add_argument("output", metavar="DIR", help="the folder that --output named")


def main(parsed: argparse.Namespace, unknown: Sequence[str]) -> int:
    """Shows the output."""
    no_more(unknown, "show")
    from pipeline.view.output import show

    show(console(), parsed.output.rstrip("/"), datetime.now(UTC))
    return DONE
