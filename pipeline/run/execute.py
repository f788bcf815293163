"""A run from its arguments to its ledger."""

import hashlib
import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import datetime, timedelta

import apache_beam as beam
from apache_beam.io.filesystems import FileSystems
from apache_beam.options.pipeline_options import PipelineOptions, PortableOptions, SetupOptions, StandardOptions
from apache_beam.runners.runner import PipelineState

from pipeline import VERSION
from pipeline.errors import RunError, UsageError
from pipeline.graph import Job, build
from pipeline.options import Options, check_beam_options
from pipeline.run.checks import check_models, check_runner
from pipeline.run.inputs import Inputs, references, sorted_out
from pipeline.run.stream import StalledError, source, stream_job, wait
from pipeline.runners.capability import check_sources
from pipeline.runners.dataflow import check_dataflow, is_dataflow, is_left_running, whereabouts
from pipeline.runners.local import missing_runner, runner_options, server_options, short_name
from pipeline.view import progress
from schemas.fetch import FetchLimits
from schemas.ledger import Ledger
from schemas.reference import Kind, Reference
from transforms.base.storage import listed, read_if_present, remove, sweep
from transforms.base.storage import replace as put
from transforms.base.tally import ledger_path
from transforms.crawl.fetch.client import Client
from transforms.crawl.fetch.fetcher import user_agent
from transforms.crawl.polling import Pages, Polling
from transforms.crawl.round.journal import open_round
from transforms.crawl.schedule import Policy
from transforms.crawl.stream.hosts import ATTENTION
from transforms.crawl.stream.leftovers import Leftovers, left_by_stream
from transforms.write.sink import rejects_folder

LOCAL_RUNNERS = ("direct", "prism", "flink", "fnapi", "switchingdirect", "bundlebaseddirect")
STALLS = 4
"""Jobs in a row of a stream that got no tick, after which it is given up."""
REPLAY_PART = 512 << 20
"""Bytes of archives that a replay reads at a time: what it does again at most when it was stopped."""


def run(names: Sequence[str], options: Options, beam_arguments: Sequence[str]) -> Ledger | None:
    """Runs the graph over the inputs and gives the ledger; None where the job goes on without this command.

    UsageError before any work starts, RunError after.
    """
    settings = checked(names, options, [*beam_arguments, *(["--streaming"] if options.streaming else [])])
    inputs = sorted_out(names)
    runner = settings.view_as(StandardOptions).runner
    check_sources(runner, inputs.sources, options.streaming, options.run_for is not None)
    if options.streaming:
        return run_stream(inputs, options, settings)
    total = sum(reference.end for reference in references(inputs.stored))
    left = left_by_stream(options.output)
    if not inputs.followed:
        job = Job(name=run_name(names), options=options, stored=(*inputs.stored, *left.stored))
        return finished(execute(job, settings, total), left)
    client = client_of(options)
    try:
        round = open_round(options.output, client.clock())
    except Exception as error:
        raise unwritable(options.output, error) from error
    polling = polling_of(replace(client, now=options.now and round.now), options)
    job = Job(
        name=round.name,
        options=options,
        stored=(*inputs.stored, *left.stored),
        feeds=inputs.followed,
        wanted=left.wanted,
        polling=polling,
        round=round,
    )
    return finished(execute(job, settings, total), left, with_frontier=True)


def polling_of(client: Client, options: Options) -> Polling:
    """How feeds are polled."""
    policy = Policy(
        shortest=timedelta(seconds=options.shortest_interval), longest=timedelta(seconds=options.longest_interval)
    )
    return Polling(client=client, pages=Pages(options.pages), policy=policy)


def replay(
    archives: Sequence[str],
    options: Options,
    since: datetime | None,
    until: datetime | None,
    beam_arguments: Sequence[str],
) -> Ledger | None:
    """Runs the graph over archives, some files at a time: started again after a stop, it goes on where it was."""
    runner_settings = checked(archives, options, beam_arguments)
    stored = (replace(file, uri=archived_uri(file)) for file in references(archives) if file.kind == Kind.WARC)
    files = [file for file in stored if not file.uri.startswith("archive/feeds/")]
    if not files:
        raise UsageError(f"{archives[0]}: no archive is there; give files or folders of .warc or .warc.gz")
    settings = f"{VERSION}\0{since}\0{until}\0{options}\0" + "\0".join(archives)
    name = f"replay-{hashlib.sha256(settings.encode('utf-8', 'surrogateescape')).hexdigest()[:12]}"
    ledgers: list[Ledger] = []
    for part, group in enumerate(parts(files)):
        job = Job(name=f"{name}-{part:05}", options=options, stored=group, since=since, until=until)
        done = written_ledger(options.output, job.name) or execute(job, runner_settings, sum(f.end for f in group))
        if done is None:
            return None
        ledgers.append(done)
    whole = Ledger.merged(name, ledgers)
    put(ledger_path(options.output, name), whole.to_json().encode())
    for ledger in ledgers:
        remove(ledger_path(options.output, ledger.run))
    return whole


def parts(files: Sequence[Reference]) -> Iterator[tuple[Reference, ...]]:
    """Groups of files of about REPLAY_PART bytes."""
    group: list[Reference] = []
    for file in files:
        if group and sum(each.end for each in group) + file.end > REPLAY_PART:
            yield tuple(group)
            group = []
        group.append(file)
    if group:
        yield tuple(group)


def archived_uri(file: Reference) -> str:
    """The name that a live run gave to an archive: from its folder `archive` on, wherever that is now."""
    _, found, below = file.path.rpartition("/archive/")
    return f"archive/{below}" if found else file.uri


def checked(inputs: Sequence[str], options: Options, beam_arguments: Sequence[str]) -> PipelineOptions:
    """Beam's options, when all that was asked for can be done."""
    found = beam_options(beam_arguments)
    check_runner(runner := found.view_as(StandardOptions).runner)
    check_models(options.models)
    check_dataflow(found, inputs, options.output)
    FileSystems.set_options(found)
    if missing := missing_runner(runner):
        logging.getLogger(__name__).warning(missing)
    return found


def beam_options(arguments: Sequence[str]) -> PipelineOptions:
    """Beam's options as the user gave them, and what a local runner needs besides."""
    check_beam_options(arguments, server_options(arguments))
    options = PipelineOptions([*runner_options(arguments), *arguments])
    options.view_as(SetupOptions).save_main_session = False
    return options


def client_of(options: Options) -> Client:
    """How the run goes online; UsageError where it does not say who it is."""
    try:
        agent = user_agent(VERSION, options.contact)
    except ValueError as error:
        remedy = "give --contact, the address of a page or of mail, so that servers know who asks"
        raise UsageError(f"--contact: {error}; {remedy}") from error
    limits = FetchLimits(concurrency=options.concurrency, per_host=options.per_host, host_delay=options.host_delay)
    return Client(agent=agent, limits=limits, private=options.allow_private_addresses, now=options.now)


def run_stream(inputs: Inputs, options: Options, settings: PipelineOptions) -> Ledger | None:
    """Runs a stream to its end, if it has one."""
    if len(inputs.subscriptions) > 1:
        raise UsageError(f"pubsub:{inputs.subscriptions[1]}: a stream reads one subscription; start another for it")
    if inputs.subscriptions:
        from pipeline.runners.pubsub import check_subscription  # Its client takes half a second to import.

    for subscription in inputs.subscriptions:
        check_subscription(subscription)
    polling = polling_of(client_of(options), options)
    sweep(options.output)
    job = stream_job(inputs, options, polling, runner := settings.view_as(StandardOptions).runner)
    ledger, stalls = None, 0
    while True:
        try:
            ledger = execute(job, settings, 0)
            break
        except StalledError as stall:
            stalls = 1 if stall.ticked else stalls + 1
            if stalls == STALLS:
                raise
            ATTENTION.warning("%s; the job is begun anew over the same output", stall)
            job = stream_job(inputs, options, polling, runner, job.stream.end if job.stream and stall.ticked else None)
    if ledger and (wrong := ledger.imbalance()):
        raise RunError(
            f"the ledger does not add up; {'; '.join(wrong[:5])}; see {ledger_path(options.output, job.name)}"
        )
    return ledger


def finished(ledger: Ledger | None, left: Leftovers, with_frontier: bool = False) -> Ledger | None:
    """The ledger of a run that went on where a stream had stopped."""
    if ledger is not None:
        left.archives_done()
        if with_frontier:
            left.frontier_done()
    return ledger


def execute(job: Job, options: PipelineOptions, total: int) -> Ledger | None:
    """Runs one pipeline; `total` is the bytes that it will read, as far as is known."""
    prepare(job.options.output, job.name)
    if job.stream:
        put(ledger_path(job.options.output, job.name), Ledger(job.name).to_json().encode())
    away = options.view_as(PortableOptions).environment_type not in (None, "LOOPBACK")
    local = short_name(options.view_as(StandardOptions).runner) in LOCAL_RUNNERS and not away
    with _shown(job, total) if local else nullcontext(None) as path, source(job):
        try:
            pipeline = beam.Pipeline(options=options)
            stream = job.stream and replace(job.stream, progress=path)
            build(pipeline, replace(job, progress=path, stream=stream))
            result = pipeline.run()
            if is_dataflow(options):
                print(f"dateline: {whereabouts(options, result)}", file=sys.stderr, flush=True)
            if is_left_running(options):
                return None
            state = wait(result, job, options)
        except RunError:
            raise
        except Exception as error:
            raise RunError(_reason(error)) from error
    if state != PipelineState.DONE:
        raise RunError(f"the runner ended the job as {state}")
    ledger = written_ledger(job.options.output, job.name)
    sweep(job.options.output)
    if ledger is None:
        raise RunError(f"the run wrote no ledger to {ledger_path(job.options.output, job.name)}")
    return ledger


def run_name(inputs: Sequence[str]) -> str:
    """The same inputs give a run of the same name: doing it again replaces its ledger and its rejects."""
    return f"run-{hashlib.sha256(chr(0).join(inputs).encode('utf-8', 'surrogateescape')).hexdigest()[:12]}"


def prepare(output: str, name: str) -> None:
    """Makes sure that the output can be written, and takes away what an earlier run of this name said of itself."""
    try:
        put(ledger_path(output, name), b"{}\n")
        for path in (ledger_path(output, name), *listed(rejects_folder(output, name))):
            remove(path)
    except Exception as error:
        raise unwritable(output, error) from error


def unwritable(output: str, error: Exception) -> UsageError:
    """Says that an output can not be written."""
    return UsageError(f"{output}: can not be written: {error}; give a folder that can, by --output")


def written_ledger(output: str, name: str) -> Ledger | None:
    """The ledger that a run wrote, if it came to its end."""
    text = read_if_present(ledger_path(output, name))
    return Ledger.from_json(text.decode()) if text else None


def _shown(job: Job, total: int) -> AbstractContextManager[str]:
    return progress.shown_stream(job.stream.end) if job.stream else progress.shown(total)


def _reason(error: Exception) -> str:
    lines = [line for line in str(error).splitlines() if line.strip()]
    return f"{type(error).__name__}: {lines[-1].strip() if lines else 'no message'}"
