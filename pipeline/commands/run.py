"""`dateline run INPUT... --output DIR`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pipeline.commands.base import DONE, UNANSWERED, Commands, add_verbosity, command, console, loose, rehearsed
from pipeline.errors import UsageError
from pipeline.options import INPUTS, Options
from pipeline.values import names

if TYPE_CHECKING:
    from pipeline.run.outlook import Outlook
    from pipeline.run.request import Request
    from schemas.ledger import Ledger

HELP = """\
Reads news from files or follows feeds, cleans it, finds entities, and writes partitioned Parquet.

INPUT is a file, a folder or a glob, local or gs://. Its kind determines how it is read:
  .txt .html .htm .xhtml      a page or a plain text; NAME.json beside it may
                              hold its url, title, authors and dates
  .warc .arc .wacz            an archive of pages; also .warc.zst
  .xml .rss .rdf .atom .json  a saved feed
  .parquet                    rejects of an earlier run, to try again
  .opml, a .txt of addresses  feeds to follow: those that are due are polled,
                              and new pages fetched and archived
  https://…                   a feed, a site that names its feed, or an article
  pubsub:projects/P/subscriptions/S
                              messages that name pages to fetch or objects to
                              read, or carry pages

each also as .gz. @FILE reads options from a file, one per line; if an option is repeated, the last one counts.
"""


def add(commands: Commands) -> None:
    """Describes the command."""
    parser = command(commands, "run", main, "read inputs and write records", HELP, takes_beam=True)
    inputs = parser.add_argument("inputs", nargs="+", default=(), metavar="INPUT", help="what to read")

    def in_place_of_inputs(text: str) -> tuple[str, ...]:
        inputs.required = not names(text)
        return names(text)

    # A Flex Template has no arguments without a name.
    parser.add_argument(
        "--inputs", dest="listed", default=(), metavar=INPUTS.metavar, type=in_place_of_inputs, help=INPUTS.meaning
    )
    add_verbosity(parser)
    Options.add_to(parser)


def main(parsed: argparse.Namespace, beam_arguments: Sequence[str]) -> int:
    """Runs, and prints the summary."""
    options = Options.of(parsed)
    started = time.monotonic()
    inputs, beam_arguments = _inputs(parsed, beam_arguments)
    from pipeline.run.request import request_run

    request = request_run(inputs, options, beam_arguments)
    now = options.now or datetime.now(UTC)
    if options.dry_run:
        return _rehearse(request, now)
    from pipeline.run.outlook import idle

    if found := idle(request, now):
        return _nothing_due(found, options, now, parsed.quiet)
    ledger = _run(replace(request, quiet=parsed.quiet))
    if ledger is None:
        return DONE
    _report(ledger, options, time.monotonic() - started, parsed.quiet)
    if options.stories:
        # Beam takes seconds to import.
        from pipeline.run.stories import write_stories
        from pipeline.view.stories import print_stories

        write_stories(options.output, timedelta(seconds=options.span), beam_arguments, options.wait)
        if not parsed.quiet:
            print_stories(console(), options.output)
    if not _is_round(ledger):
        return DONE
    from pipeline.view.feeds import report_round

    failed = report_round(options.output, ledger, now, options.fail_on, parsed.quiet)
    return UNANSWERED if failed else DONE


def _inputs(parsed: argparse.Namespace, beam_arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """The inputs wherever they stand on the command line, and the options of Beam; UsageError where there are none."""
    # argparse takes an unknown option for an INPUT if its value has a space, as labels in JSON do.
    more, beams = loose([*beam_arguments, *(name for name in parsed.inputs if name.startswith("--"))])
    inputs = [*(name for name in parsed.inputs if not name.startswith("--")), *more, *parsed.listed]
    if not inputs:
        raise UsageError("the following arguments are required: INPUT; see `dateline run --help`")
    return inputs, beams


def _rehearse(request: Request, now: datetime) -> int:
    """Prints what a run would do."""
    if request.inputs.followed:
        from pipeline.view.outlook import print_outlook

        print_outlook(request, now)
    return rehearsed(request.stored.references(), request.options) if request.inputs.stored else DONE


def _run(request: Request) -> Ledger | None:
    """Runs, with what goes on beside a run; its ledger, or None where the job goes on without this command."""
    from pipeline.runners.cores import processes
    from pipeline.runners.fork_server import fork_server

    options = request.options
    with ExitStack() as beside:
        workers = processes(request.beam_arguments, request.stored.total)
        worker_command = beside.enter_context(fork_server(workers, options.models.values()))
        # Beam takes seconds to import.
        from pipeline.run.keep_stories import stories_kept
        from pipeline.run.start import run

        if options.metrics or options.metrics_port:
            from pipeline.monitor.export import served, write_metrics

            beside.enter_context(served(options.metrics_port, options.output))
            if options.metrics:
                # Also of a run that failed.
                beside.callback(write_metrics, options.metrics, options.output, options.now)
        if options.stories and options.streaming:
            beside.enter_context(stories_kept(options.output, options.span, options.window))
        return run(replace(request, worker_command=worker_command))


def _report(ledger: Ledger, options: Options, seconds: float, quiet: bool) -> None:
    """Prints the summary, or only what was rejected. Of a round in which nothing was due there is none."""
    from pipeline.view.summary import print_summary, report_rejected

    if quiet:
        report_rejected(options.output, ledger)
    elif ledger.captured or ledger.polls or not _is_round(ledger):
        print_summary(console(), options.output, [ledger], seconds)


def _is_round(ledger: Ledger) -> bool:
    return ledger.run.startswith("round-")


def _nothing_due(found: Outlook, options: Options, now: datetime, quiet: bool) -> int:
    """Says when the next feed is due."""
    from pipeline.view.next_due import next_due

    if options.metrics:
        from pipeline.monitor.export import write_metrics

        write_metrics(options.metrics, options.output, options.now)
    if found.next_due and not quiet:
        print(next_due(found.feeds, found.next_due, now), file=sys.stderr)
    return DONE
