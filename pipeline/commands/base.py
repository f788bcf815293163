"""What the commands share: the parser, exit statuses, the console."""

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

Commands: TypeAlias = "argparse._SubParsersAction[Parser]"
"""Where a command adds its parser."""
DONE, FAILED, USAGE, UNANSWERED = 0, 1, 2, 3
PIPE_WIDTH = 120
"""Columns where standard output is no terminal."""
BEAM_HELP = """\
Any option of Apache Beam may follow, such as
  --direct_num_workers=2 --direct_running_mode=multi_processing     two processes on this machine
  --runner=PrismRunner, --runner=FlinkRunner                        after `make runners`
  --runner=DataflowRunner --project=… --region=… --temp_location=gs://… --sdk_container_image=…
                                                                    see deploy/README.md

Exit status: 0 done, 1 the run failed or its ledger does not add up, 2 bad usage. Rejected documents leave it at 0.
"""


class Parser(argparse.ArgumentParser):
    """Raises UsageError where the command line cannot be understood."""

    def error(self, message: str) -> "None":  # type: ignore[override]
        """Says where the help is."""
        raise UsageError(f"{message}; see `{self.prog} --help`")

    def convert_arg_line_to_args(self, arg_line: str) -> list[str]:
        """A line of a file of options: one option, or a comment."""
        line = arg_line.strip()
        return [line] if line and not line.startswith("#") else []


def no_more(unknown: Sequence[str], command: str) -> None:
    """UsageError for what a command does not know; only `run` and `replay` hand options on to Beam."""
    if unknown:
        raise UsageError(f"{unknown[0]}: no such option; see `dateline {command} --help`")


def console() -> "Console":
    """Standard output, as wide as the terminal."""
    from pipeline.view.plain import PlainConsole

    return PlainConsole(width=None if sys.stdout.isatty() else PIPE_WIDTH)
