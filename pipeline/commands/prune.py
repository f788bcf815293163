"""`dateline prune DIR --older-than TIME`."""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from pipeline.commands.base import DONE, Commands, add_wait, command, existing, waited
from pipeline.errors import NO_OUTPUT
from pipeline.values import named, seconds

HELP = """\
Removes captures older than a given age: the archive, the articles (with their state), or both. Captures removed from
the archive cannot be replayed; articles that are removed are written again when they are replayed. Only whole files are
removed, so some captures stay up to two days longer.
"""


def add(commands: Commands) -> None:
    """Describes the command."""
    parser = command(commands, "prune", main, "remove what was captured long ago", HELP)
    parser.add_argument("output", metavar="DIR", help="the folder that --output named")
    parser.add_argument("--older-than", metavar="TIME", required=True, help="an age, such as 400d")
    parser.add_argument("--archive", action="store_true", help="only the archive")
    parser.add_argument("--articles", action="store_true", help="only the articles")
    parser.add_argument("--dry-run", action="store_true", help="print what would be removed, and remove nothing")
    add_wait(parser)


def main(parsed: argparse.Namespace, _: Sequence[str]) -> int:
    """Removes, or says what would be removed."""
    age = timedelta(seconds=named("--older-than", seconds, parsed.older_than))
    output = existing(parsed.output, "_ledger", NO_OUTPUT)
    from pipeline.run.prune import prune
    from pipeline.view.counted import files_of

    both = parsed.archive == parsed.articles
    gone = prune(
        output,
        datetime.now(UTC) - age,
        both or parsed.archive,
        both or parsed.articles,
        dry=parsed.dry_run,
        wait=waited(parsed),
    )
    verb = "would go" if parsed.dry_run else "removed"
    for what, sizes in gone.items():
        print(f"{what:<9} {files_of(len(sizes), sum(sizes.values()))} {verb}")
    return DONE
