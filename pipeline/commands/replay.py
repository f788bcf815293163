"""`dateline replay ARCHIVE... --output DIR`."""

import argparse
import time
from collections.abc import Sequence

from pipeline.commands.base import BEAM_HELP, DONE, Commands, console
from pipeline.options import Options
from pipeline.values import named
from pipeline.values import time as option_time

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
    parser.set_defaults(main=main)
    parser.add_argument("inputs", nargs="+", metavar="ARCHIVE", help="a file or folder of WARC, such as OUT/archive")
    parser.add_argument("--since", metavar="TIME", default="", help="from this time of capture on, in ISO 8601")
    parser.add_argument("--until", metavar="TIME", default="", help="up to this time, which is not in it")
    Options.add_to(parser)


def main(parsed: argparse.Namespace, beam_arguments: Sequence[str]) -> int:
    """Replays, and prints the summary."""
    options = Options.of(parsed)
    since, until = named("--since", option_time, parsed.since), named("--until", option_time, parsed.until)
    started = time.monotonic()
    from pipeline.run.start import replay
    from pipeline.view.summary import print_summary

    ledger = replay(parsed.inputs, options, since, until, beam_arguments)
    if ledger:
        print_summary(console(), options.output, [ledger], time.monotonic() - started)
    return DONE
