"""`dateline show DIR`."""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime

from pipeline.commands.base import DONE, Commands, command, console, existing
from pipeline.errors import NO_OUTPUT
from pipeline.values import named, whole_number

HELP = """\
Shows what an output holds: its rows and runs, feeds that are not well, stories, reserved rights, rejects with their
remedy, and the newest articles.
"""


def add(commands: Commands) -> None:
    """Describes the command."""
    parser = command(commands, "show", main, "say what an output holds", HELP)
    parser.add_argument("output", metavar="DIR", help="the folder that --output named")
    parser.add_argument("--limit", metavar="N", default="10", help="articles to show, newest first (default 10)")
    parser.add_argument("--json", action="store_true", help="only the articles, one JSON object per line")


def main(parsed: argparse.Namespace, _: Sequence[str]) -> int:
    """Shows the output."""
    limit = named("--limit", whole_number, parsed.limit)
    output = existing(parsed.output, "_ledger", NO_OUTPUT)
    from pipeline.view.newest import newest, print_json
    from pipeline.view.output import held_by, show

    if parsed.json:
        print_json(newest(held_by(output).paths, limit))
    else:
        show(console(), output, datetime.now(UTC), limit)
    return DONE
