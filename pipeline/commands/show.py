"""`dateline show DIR`."""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime

from pipeline.commands.base import DONE, NO_OUTPUT, Commands, console, existing


def add(commands: Commands) -> None:
    """Describes the command."""
    parser = commands.add_parser("show", help="say what an output holds", allow_abbrev=False)
    parser.set_defaults(main=main)
    parser.add_argument("output", metavar="DIR", help="the folder that --output named")


def main(parsed: argparse.Namespace, _: Sequence[str]) -> int:
    """Shows the output."""
    output = existing(parsed.output, "_ledger", NO_OUTPUT)
    from pipeline.view.output import show

    show(console(), output, datetime.now(UTC))
    return DONE
