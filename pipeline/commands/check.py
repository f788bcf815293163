"""`dateline check DIR [--repair]`."""

import argparse
from collections.abc import Sequence
from dataclasses import replace

from pipeline.commands.base import DONE, FAILED, Commands, command, console
from pipeline.options import Options

HELP = """\
Reads every file of an output, names each that is damaged and what helps, and ends with status 1 where one is.

With --repair, what is damaged is put aside in DIR/_damaged, the index is made anew of the articles, states of feeds
keep what is sound, and where articles are lost the archive is replayed, with the options of a run (--models, …).
"""


def add(commands: Commands) -> None:
    """Describes the command."""
    parser = command(commands, "check", main, "find damaged files, and repair what can be", HELP, takes_beam=True)
    parser.add_argument("directory", metavar="DIR", help="the folder that --output named")
    parser.add_argument("--repair", action="store_true", help="put it in order")
    Options.add_to(parser, without=("output",))


def main(parsed: argparse.Namespace, beam_arguments: Sequence[str]) -> int:
    """Checks, repairs, and says what it found."""
    output = parsed.directory.rstrip("/")
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
