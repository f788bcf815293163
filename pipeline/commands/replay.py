"""`dateline replay ARCHIVE... --output DIR`."""

import argparse
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from pipeline.commands.base import BEAM_HELP, DONE, Commands, add_verbosity, console, loose
from pipeline.options import Options
from pipeline.values import named, time_ago

HELP = """\
Reads what earlier runs archived and writes the records that they wrote. With a newer program the records of the
range are replaced, and no others. Stopped and started again, it goes on where it was.
"""


def add(commands: Commands) -> None:
    """Describes the command."""
    parser = commands.add_parser(
        "replay",
        help="read archives again, to the same records",
        description=HELP,
        epilog=BEAM_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.takes_beam = True
    parser.set_defaults(main=main)
    parser.add_argument("inputs", nargs="+", metavar="ARCHIVE", help="a file or folder of WARC, such as OUT/archive")
    ago = "in ISO 8601, or how long ago: 7d is the beginning of that day, 12h that of that hour"
    parser.add_argument("--since", metavar="TIME", default="", help=f"from this time of capture on, {ago}")
    parser.add_argument("--until", metavar="TIME", default="", help="up to this time, which is not in it")
    add_verbosity(parser)
    Options.add_to(parser)


def main(parsed: argparse.Namespace, beam_arguments: Sequence[str]) -> int:
    """Replays, and prints the summary."""
    options = Options.of(parsed)
    when = time_ago(datetime.now(UTC))
    since, until = named("--since", when, parsed.since), named("--until", when, parsed.until)
    started = time.monotonic()
    from pipeline.run.request import request_replay

    more, beam_arguments = loose(beam_arguments)
    request = request_replay([*parsed.inputs, *more], options, since, until, beam_arguments)
    # Beam takes seconds to import.
    from pipeline.run.start import replay
    from pipeline.view.summary import print_summary

    ledger = replay(replace(request, quiet=parsed.quiet), since, until)
    if ledger and not parsed.quiet:
        print_summary(console(), options.output, [ledger], time.monotonic() - started)
    return DONE
