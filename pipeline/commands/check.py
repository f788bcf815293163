"""`dateline check DIR [--repair]`."""

import argparse
from collections.abc import Sequence
from dataclasses import replace

from pipeline.commands.base import DONE, FAILED, Commands, command, console, existing
from pipeline.errors import NO_OUTPUT
from pipeline.options import Options

HELP = """\
Reads every file of an output, names each damaged one and its remedy, and ends with status 1 if there is one.

With --repair, damaged files are moved to DIR/_damaged, the index is rebuilt from the articles, and states of feeds keep
what is sound. If articles are lost, the archive is replayed, with the options of a run (--models, …).
"""


def add(commands: Commands) -> None:
    """Describes the command."""
    parser = command(
        commands, "check", main, "find damaged files, and repair what can be repaired", HELP, takes_beam=True
    )
    parser.add_argument("directory", metavar="DIR", help="the folder that --output named")
    parser.add_argument("--repair", action="store_true", help="repair the damage")
    Options.add_to(parser, without=("output",))


def main(parsed: argparse.Namespace, beam_arguments: Sequence[str]) -> int:
    """Checks, repairs, and says what it found."""
    output = existing(parsed.directory, ("_ledger", "_state", "articles"), NO_OUTPUT)
    parsed.output = output
    options = replace(Options.of(parsed), output=output)
    from pipeline.run.check import check, repaired

    found = check(output)
    if found and parsed.repair:
        found = repaired(found, options, beam_arguments)
    to = console()
    for damage in found:
        to.print(f"{damage.path}: {damage.what}; {damage.remedy}")
    to.print(f"{output}: {len(found):,} damaged" if found else f"{output}: sound")
    return FAILED if found else DONE
