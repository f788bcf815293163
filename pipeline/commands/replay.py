"""`dateline replay ARCHIVE... --output DIR`."""

import argparse
import time
from collections.abc import Sequence
from dataclasses import replace

from pipeline.commands.base import DONE, Commands, add_verbosity, command, console, loose, rehearsed
from pipeline.options import Options

HELP = """\
Reads what earlier runs archived and writes the same records. A newer program replaces the records of the range, and no
others. If it is stopped, the same command continues it.
"""
_UNUSED = (
    *("contact", "pages", "concurrency", "per-host", "host-delay", "shortest-interval", "longest-interval"),
    *("entries-per-poll", "fail-on", "window", "tick", "lateness", "now", "allow-bucket", "allow-private-addresses"),
    *("streaming", "run-for", "poll-now", "stories", "span", "metrics", "metrics-port"),
)
"""Options that mean nothing here; those from which a user would expect something are refused."""


def add(commands: Commands) -> None:
    """Describes the command."""
    parser = command(commands, "replay", main, "read archives again, to the same records", HELP, takes_beam=True)
    parser.add_argument("inputs", nargs="+", metavar="ARCHIVE", help="a file or folder of WARC, such as OUT/archive")
    add_verbosity(parser)
    Options.add_to(parser, unsaid=_UNUSED)


def main(parsed: argparse.Namespace, beam_arguments: Sequence[str]) -> int:
    """Replays, and prints the summary."""
    options = Options.of(parsed)
    started = time.monotonic()
    from pipeline.run.request import request_replay

    more, beam_arguments = loose(beam_arguments)
    request = request_replay([*parsed.inputs, *more], options, beam_arguments)
    if options.dry_run:
        from pipeline.run.plan import replayed

        return rehearsed(replayed(request.stored.listings), options)
    from pipeline.runners.cores import processes
    from pipeline.runners.fork_server import fork_server

    workers = processes(beam_arguments, request.stored.total)
    with fork_server(workers, options.models.values()) as worker_command:
        # Beam takes seconds to import.
        from pipeline.run.start import replay
        from pipeline.view.summary import print_summary

        ledger = replay(replace(request, quiet=parsed.quiet, worker_command=worker_command))
    if ledger and not parsed.quiet:
        print_summary(console(), options.output, [ledger], time.monotonic() - started)
    return DONE
