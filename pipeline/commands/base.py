"""What the commands share: how one is added, exit statuses, common options, the console."""

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from pipeline.commands.parser import HelpFormatter, Parser
from pipeline.errors import UsageError
from pipeline.options import Options
from pipeline.values import named
from transforms.base.storage import listed

if TYPE_CHECKING:
    from rich.console import Console

    from schemas.reference import Reference

Commands: TypeAlias = "argparse._SubParsersAction[Parser]"
"""Where a command adds its parser."""
DONE, FAILED, USAGE, UNANSWERED = 0, 1, 2, 3
PIPE_WIDTH = 120
"""Columns where standard output is no terminal."""
BEAM_HELP = """\
Any option of Apache Beam may follow, such as
  --direct_num_workers=1     one process (default: one per core, if large)
  --runner=PrismRunner       or FlinkRunner, after `make runners`
  --runner=DataflowRunner    see deploy/README.md for what it needs

Exit status: 0 done, 1 the run failed or its ledger does not add up, 2 bad usage, 3 no poll of a round was answered, \
130 and 143 stopped by Ctrl-C or SIGTERM. Rejected documents leave it at 0.
"""


def command(
    commands: Commands,
    name: str,
    main: Callable[[argparse.Namespace, Sequence[str]], int],
    summary: str,
    description: str,
    *,
    takes_beam: bool = False,
) -> Parser:
    """Adds a command; `summary` is for the list of commands. Lines of its description that begin with a space stay."""
    parser = commands.add_parser(
        name,
        help=summary,
        description=description,
        epilog=BEAM_HELP if takes_beam else None,
        formatter_class=HelpFormatter,
        allow_abbrev=False,
    )
    parser.takes_beam = takes_beam
    parser.set_defaults(main=main)
    return parser


def add_verbosity(parser: Parser) -> None:
    """Adds how much a command says: `quiet`, and `verbose`, which `main` of the command line reads."""
    parser.add_argument("-q", "--quiet", action="store_true", help="say only what needs attention, as for cron")
    parser.add_argument("-v", "--verbose", action="store_true", help="show what Beam and other libraries log")


def add_wait(parser: Parser) -> None:
    """Adds how long a command queues while another writes to the output."""
    wait = Options.specs()["wait"]
    parser.add_argument("--wait", metavar=wait.metavar, default=wait.default, help=f"{wait.meaning} (default 0s)")


def waited(parsed: argparse.Namespace) -> float:
    """Seconds that a command queues."""
    seconds: float = named("--wait", Options.specs()["wait"].parse, parsed.wait)
    return seconds


def loose(left: Sequence[str]) -> tuple[list[str], list[str]]:
    """Inputs that follow options, and the options of Beam among which argparse leaves them."""
    inputs: list[str] = []
    beams: list[str] = []
    for before, argument in pairwise(("", *left)):
        is_value = before.startswith("-") and "=" not in before
        (beams if argument.startswith("-") or is_value else inputs).append(argument)
    return inputs, beams


def existing(folder: str, below: str | tuple[str, ...], missing: str) -> str:
    """The folder of an output, without a slash at its end; UsageError if there is nothing in its folders `below`."""
    output = folder.rstrip("/")
    if not output.strip():
        raise UsageError(f"DIR {folder!r} names no output; give the folder that --output named")
    if output.startswith("gs://"):
        from pipeline.runners.gcs import check_buckets, check_credentials

        check_credentials(output, writes=False)
        check_buckets([output])
    if not any(listed(f"{output}/{each}") for each in ([below] if isinstance(below, str) else below)):
        raise UsageError(f"{output}: {missing}")
    return output


def console() -> "Console":
    """Standard output, as wide as the terminal."""
    from pipeline.view.plain import PlainConsole

    return PlainConsole(width=None if sys.stdout.isatty() else PIPE_WIDTH)


def rehearsed(files: Iterable["Reference"], options: Options) -> int:
    """Prints what a run over some files would read, and an estimate of what would come of it."""
    from pipeline.run.rehearse import rehearse

    for name, text in rehearse(files, options).lines():
        print(f"{name:<10} {text}")
    return DONE
