"""`dateline prune DIR --older-than TIME`."""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from pipeline.commands.base import DONE, NO_OUTPUT, Commands, command, existing
from pipeline.errors import RunError
from pipeline.values import named, seconds

HELP = """\
Removes what was captured longer ago than a time: the archive, the articles (with what is remembered of them), or both.
What is removed from the archive cannot be replayed; what is removed from the articles is written again when it is
replayed. Only whole files go, so some things stay for up to two days longer.
"""


def add(commands: Commands) -> None:
    """Describes the command."""
    parser = command(commands, "prune", main, "remove what was captured long ago", HELP)
    parser.add_argument("output", metavar="DIR", help="the folder that --output named")
    parser.add_argument("--older-than", metavar="TIME", required=True, help="a length of time, as in 400d")
    parser.add_argument("--archive", action="store_true", help="the archive alone")
    parser.add_argument("--articles", action="store_true", help="the articles alone")
    parser.add_argument("--dry-run", action="store_true", help="say what would go, and remove nothing")


def main(parsed: argparse.Namespace, _: Sequence[str]) -> int:
    """Removes, or says what would go."""
    age = timedelta(seconds=named("--older-than", seconds, parsed.older_than))
    output = existing(parsed.output, "_ledger", NO_OUTPUT)
    from pipeline.run.prune import prune
    from transforms.base.lock import Occupied

    both = parsed.archive == parsed.articles
    try:
        gone = prune(
            output, datetime.now(UTC) - age, both or parsed.archive, both or parsed.articles, dry=parsed.dry_run
        )
    except Occupied as error:
        raise RunError(f"{output} is in use: {error}; try again when it is done") from error
    verb = "would go" if parsed.dry_run else "removed"
    for what, sizes in gone.items():
        print(f"{what:<9} {len(sizes):,} files, {sum(sizes.values()) / 1e6:,.1f} MB {verb}")
    return DONE
