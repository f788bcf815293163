"""A run and a replay from what was asked for to their ledger: plan, execute."""

from collections.abc import Sequence
from dataclasses import replace

from apache_beam.options.pipeline_options import PipelineOptions, StandardOptions

from pipeline.options import Options
from pipeline.run.execute import check_ledger, execute, written_ledger
from pipeline.run.plan import Replay, plan_batch, plan_replay, plan_round, plan_stream, utc_now
from pipeline.run.request import Request
from pipeline.run.roll import close_days
from pipeline.run.settings import checked, client_of, polling_of
from pipeline.run.watch import StalledError
from pipeline.run.writing import unwritable, writing
from pipeline.runners.capability import full_name
from pipeline.runners.dataflow import is_dataflow
from schemas.ledger import Ledger
from transforms.base.attention import ATTENTION
from transforms.base.storage import listed, remove, sweep, write_whole
from transforms.base.tally import ledger_path
from transforms.crawl.round.journal import open_round
from transforms.crawl.stream.leftovers import left_by_stream

STALLS = 4
"""Jobs in a row of a stream that got no tick, after which it is given up."""


def run(request: Request) -> Ledger | None:
    """Runs the graph over the inputs and returns the ledger; None if the job continues without this command.

    UsageError before any work starts, RunError after.
    """
    options, inputs = request.options, request.inputs
    settings = request.settings or checked(request.names, options, request.beam_arguments)
    if inputs.subscriptions:
        from pipeline.runners.pubsub import check_subscription  # Its client takes half a second to import.

        check_subscription(inputs.subscriptions[0])
    with writing(options.output, options.wait):
        if options.streaming:
            return _stream(request, settings)
        if inputs.followed:
            return _round(request, settings)
        return _batch(request, settings)


def replay(request: Request) -> Ledger | None:
    """Runs the graph over archives, some files at a time: started again after a stop, it continues where it was."""
    options = request.options
    settings = request.settings or checked(request.names, options, request.beam_arguments)
    name, parts = plan_replay(request.stored.listings, options, at_once=is_dataflow(settings))
    with writing(options.output, options.wait):
        return replay_parts(name, parts, options, settings, request.quiet, request.worker_command)


def replay_parts(
    name: str,
    parts: Sequence[Replay],
    options: Options,
    settings: PipelineOptions,
    quiet: bool = False,
    worker_command: str | None = None,
) -> Ledger | None:
    """Replays the parts that were not replayed before. Needs the output's lock."""
    ledgers: list[Ledger] = []
    left = options.limit
    for part in parts:
        if left == 0:
            break
        told = replace(part, options=replace(options, limit=left))
        done = written_ledger(options.output, part.name) or execute(told, settings, quiet, worker_command)
        if done is None:
            return None
        ledgers.append(done)
        left = None if left is None else max(0, left - done.read)
    whole = Ledger.merged(name, ledgers)
    write_whole(ledger_path(options.output, name), whole.to_json().encode())
    parts_done = {part.name for part in parts}
    for path in listed(f"{options.output}/_ledger"):
        if path.rpartition("/")[2].startswith(f"{name}-"):
            remove(path)
    # Parts as they were before archives were added.
    for path in listed(f"{options.output}/rejects"):
        run = path.removeprefix(f"{options.output}/rejects/").partition("/")[0]
        if run.startswith(f"{name}-") and run not in parts_done:
            remove(path)
    return whole


def _batch(request: Request, settings: PipelineOptions) -> Ledger | None:
    left = left_by_stream(request.options.output)
    ledger = execute(plan_batch(request, left), settings, request.quiet, request.worker_command)
    if ledger is not None:
        left.archives_done()
    return ledger


def _round(request: Request, settings: PipelineOptions) -> Ledger | None:
    options = request.options
    left = left_by_stream(options.output)
    client = client_of(options)
    try:
        journal = open_round(options.output, client.clock())
    except Exception as error:
        raise unwritable(options.output, error) from error
    polling = polling_of(replace(client, now=options.now and journal.now), options)
    plan = plan_round(request, left, polling, journal)
    ledger = execute(plan, settings, request.quiet, request.worker_command)
    if ledger is not None:
        left.archives_done()
        left.frontier_done()
        close_days(options.output, journal.now.date())
    return ledger


def _stream(request: Request, settings: PipelineOptions) -> Ledger | None:
    options = request.options
    polling = polling_of(client_of(options), options)
    sweep(options.output)
    ticks = full_name(settings.view_as(StandardOptions).runner) != "DirectRunner"
    plan = plan_stream(request, polling, ticks, utc_now())
    stalls = 0
    while True:
        try:
            ledger = execute(plan, settings, request.quiet)
            break
        except StalledError as stall:
            stalls = 1 if stall.ticked else stalls + 1
            if stalls == STALLS:
                raise
            ATTENTION.warning("%s; starting the job again over the same output", stall)
            end = plan.source.end if stall.ticked else None
            plan = plan_stream(request, polling, ticks, utc_now(), end)
    if ledger:
        check_ledger(ledger, options.output)
    return ledger
