"""The command: `dateline run`, `dateline show`."""

import argparse
import logging
import signal
import sys
import time
import warnings
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipeline.errors import RunError, UsageError
from pipeline.options import INPUTS, Options, named, names
from pipeline.options import time as option_time

if TYPE_CHECKING:
    from rich.console import Console

DONE, FAILED, USAGE = 0, 1, 2
PIPE_WIDTH = 120

REPLAY_HELP = """\
Reads what earlier runs archived and writes the records that they wrote. With a newer program the records of the
range are replaced, and no others. Stopped and started again, it goes on where it was.
"""
RUN_HELP = """\
Reads news from files or follows feeds, cleans it, finds entities, and writes partitioned Parquet.

INPUT is a file, a folder or a glob, local or gs://. What it is says how it is read:
  .txt .html .htm               a page or a plain text; NAME.json beside it may hold its url, title, authors,
                                published and captured
  .warc                         an archive of pages
  .xml .rss .rdf .atom .json    a saved feed
  .parquet                      rejects of an earlier run, to try again
  .opml, a .txt of addresses    feeds to follow: those that are due are polled, what is new is fetched and archived
  https://…                     a feed, or a site that names its feed
  pubsub:projects/P/subscriptions/S   messages that name pages to fetch or objects to read, or carry pages
each also as .gz. @FILE stands for the options in a file, one a line; the last of an option counts.
"""
BEAM_HELP = """\
Any option of Apache Beam may follow, such as
  --direct_num_workers=2 --direct_running_mode=multi_processing     two processes on this machine
  --runner=PrismRunner, --runner=FlinkRunner                        after `make runners`
  --runner=DataflowRunner --project=… --region=… --temp_location=gs://… --sdk_container_image=…
                                                                    see deploy/README.md

Exit status: 0 done, 1 the run failed or its ledger does not add up, 2 bad usage. Rejected documents leave it at 0.
"""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> "None":  # type: ignore[override]
        raise UsageError(f"{message}; see `{self.prog} --help`")

    def convert_arg_line_to_args(self, arg_line: str) -> list[str]:
        """A line of a file of options: one option, or a comment."""
        line = arg_line.strip()
        return [line] if line and not line.startswith("#") else []


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = _Parser(
        prog="dateline",
        description="News feeds and pages in, clean records out.",
        allow_abbrev=False,
        fromfile_prefix_chars="@",
    )
    commands = top.add_subparsers(title="commands", dest="command", required=True, parser_class=_Parser)
    raw = argparse.RawDescriptionHelpFormatter
    run = commands.add_parser(
        "run",
        help="read inputs and write records",
        description=RUN_HELP,
        epilog=BEAM_HELP,
        formatter_class=raw,
        allow_abbrev=False,
    )
    inputs = run.add_argument("inputs", nargs="+", default=(), metavar="INPUT", help="what to read")

    def in_the_place_of_inputs(text: str) -> Sequence[str]:
        inputs.required = not names(text)
        return names(text)

    # A Flex Template has no arguments without a name.
    run.add_argument(
        "--inputs", dest="listed", default=(), metavar=INPUTS.metavar, type=in_the_place_of_inputs, help=INPUTS.meaning
    )
    Options.add_to(run)
    replay = commands.add_parser(
        "replay",
        help="read archives again, to the same records",
        description=REPLAY_HELP,
        epilog=BEAM_HELP,
        formatter_class=raw,
        allow_abbrev=False,
    )
    replay.add_argument("inputs", nargs="+", metavar="ARCHIVE", help="a file or folder of WARC, such as OUT/archive")
    replay.add_argument("--since", metavar="TIME", default="", help="from this time of capture on, in ISO 8601")
    replay.add_argument("--until", metavar="TIME", default="", help="up to this time, which is not in it")
    Options.add_to(replay)
    show = commands.add_parser("show", help="say what an output holds", allow_abbrev=False)
    show.add_argument("output", metavar="DIR", help="the folder that --output named")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and gives the exit status."""
    try:
        parsed, beam_arguments = parser().parse_known_args(arguments)
        if parsed.command == "show" and beam_arguments:
            raise UsageError(f"{beam_arguments[0]}: no such option; see `dateline show --help`")
        _quiet()
        # Beam ends the servers that it started at exit, which SIGTERM by itself would skip.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        command = {"run": _run, "replay": _replay, "show": _show}[parsed.command]
        return command(parsed, beam_arguments)
    except UsageError as error:
        print(f"dateline: {error}", file=sys.stderr)
        return USAGE
    except RunError as error:
        print(f"dateline: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("dateline: stopped; run the same command again to finish", file=sys.stderr)
        return FAILED


def _run(parsed: argparse.Namespace, beam_arguments: Sequence[str]) -> int:
    # Beam takes seconds to import, which --help and a wrong option should not.
    options = Options.of(parsed)
    started = time.monotonic()
    from pipeline.run.execute import run
    from pipeline.view.summary import print_summary

    # argparse takes an option that it does not know for an INPUT where its value has a space, as labels in JSON do.
    beam_arguments = [*beam_arguments, *(name for name in parsed.inputs if name.startswith("--"))]
    inputs = [*(name for name in parsed.inputs if not name.startswith("--")), *parsed.listed]
    if not inputs:
        raise UsageError("the following arguments are required: INPUT; see `dateline run --help`")
    ledger = run(inputs, options, beam_arguments)
    if ledger:
        print_summary(_console(), options.output, [ledger], time.monotonic() - started)
    return DONE


def _replay(parsed: argparse.Namespace, beam_arguments: Sequence[str]) -> int:
    options = Options.of(parsed)
    since, until = named("--since", option_time, parsed.since), named("--until", option_time, parsed.until)
    started = time.monotonic()
    from pipeline.run.execute import replay
    from pipeline.view.summary import print_summary

    ledger = replay(parsed.inputs, options, since, until, beam_arguments)
    if ledger:
        print_summary(_console(), options.output, [ledger], time.monotonic() - started)
    return DONE


def _show(parsed: argparse.Namespace, _: Sequence[str]) -> int:
    from pipeline.view.output import show

    show(_console(), parsed.output.rstrip("/"), datetime.now(UTC))
    return DONE


def _console() -> "Console":
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else PIPE_WIDTH)


def _quiet() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s", stream=sys.stderr)
    logging.getLogger("apache_beam.utils.subprocess_server").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore")
