"""`dateline compact DIR`."""

import argparse
from collections.abc import Sequence

from pipeline.commands.base import DONE, Commands, add_wait, command, existing, waited
from pipeline.errors import NO_OUTPUT
from pipeline.options import Options
from pipeline.values import named, positive, seconds

HELP = """\
Merges each day's small files of articles, from a shorter --file-window, more --shards, or an earlier version. The rows
stay as they are. No run may write to the output at the same time. Readers find the files of a day either as they were
or merged; a query that has already listed them may have to be run again. If the command is stopped, the next command
that writes to the output finishes the job.
"""


def add(commands: Commands) -> None:
    """Describes the command."""
    parser = command(commands, "compact", main, "merge small files of an output", HELP)
    parser.add_argument("output", metavar="DIR", help="the folder that --output named")
    for name in ("file-window", "shards"):
        spec = Options.specs()[name]
        shown = f"{spec.meaning} (default {spec.default})"
        parser.add_argument(f"--{name}", metavar=spec.metavar, default=spec.default, help=shown)
    add_wait(parser)


def main(parsed: argparse.Namespace, _: Sequence[str]) -> int:
    """Merges, and says what came of it."""
    window = named("--file-window", seconds, parsed.file_window)
    shards = named("--shards", positive, parsed.shards)
    output = existing(parsed.output, "_ledger", NO_OUTPUT)
    from pipeline.run.compact import compact_output
    from pipeline.view.counted import files_of

    sizes = compact_output(output, window, shards, waited(parsed))
    before, after = files_of(sizes.files_before, sizes.bytes_before), files_of(sizes.files, sizes.bytes)
    print(f"articles  {before}, now {after}")
    return DONE
