"""What Beam is told, checked before any work starts; `request` checks the rest, before Beam is imported."""

import argparse
import logging
from collections.abc import Collection, Sequence
from datetime import timedelta

from apache_beam.io.filesystems import FileSystems
from apache_beam.options.pipeline_options import PipelineOptions, SetupOptions, StandardOptions
from apache_beam.runners.runner import create_runner

from pipeline import VERSION
from pipeline.errors import UsageError
from pipeline.options import Options
from pipeline.runners.beam_internals import BeamOptions, add_known_options
from pipeline.runners.dataflow import check_dataflow
from pipeline.runners.known import short_name
from pipeline.runners.local import missing_runner, runner_options, server_options
from pipeline.runners.workers import leave_open
from schemas.fetch import FetchLimits
from transforms.crawl.due import Policy
from transforms.crawl.fetch.client import Client
from transforms.crawl.fetch.fetcher import user_agent
from transforms.crawl.polling import Pages, Polling

_WORKERS = ("--direct_num_workers", "--direct_running_mode")


def checked(inputs: Sequence[str], options: Options, beam_arguments: Sequence[str]) -> PipelineOptions:
    """Beam's options, if Beam can do what was asked for; UsageError if it cannot."""
    found = beam_options([*beam_arguments, *(["--streaming"] if options.streaming else [])])
    check_runner(runner := found.view_as(StandardOptions).runner)
    # Any other runner shows the options with the job, and Dataflow takes no number that is none.
    if short_name(runner) == "direct" and not any(a.partition("=")[0] in _WORKERS for a in beam_arguments):
        leave_open(found)
    check_dataflow(found, inputs, options.output)
    FileSystems.set_options(found)
    if missing := missing_runner(runner):
        logging.getLogger(__name__).warning(missing)
    return found


def beam_options(arguments: Sequence[str]) -> PipelineOptions:
    """Beam's options as the user gave them, and what a local runner needs besides."""
    check_beam_options(arguments, server_options(arguments))
    options = BeamOptions([*runner_options(arguments), *arguments])
    options.view_as(SetupOptions).save_main_session = False
    return options


def check_beam_options(arguments: Sequence[str], of_runner: Collection[type] = ()) -> None:
    """UsageError for an option that neither Dateline nor Beam knows: Beam itself would skip it.

    `of_runner` are the options that only the runner's own server knows.
    """
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    add_known_options(parser, of_runner)
    try:
        _, unknown = parser.parse_known_args(list(arguments))
    except (argparse.ArgumentError, SystemExit) as error:
        raise UsageError(f"Beam does not take these options: {error}") from error
    if unknown:
        raise UsageError(f"{unknown[0]}: no such option; see `dateline run --help`")


def check_runner(name: str | None) -> None:
    """UsageError for a runner that Beam does not have."""
    try:
        create_runner(name or "DirectRunner")
    except (ValueError, ImportError, AttributeError) as error:
        raise UsageError(f"--runner={name}: Beam has no such runner; see `dateline run --help`") from error


def client_of(options: Options) -> Client:
    """How the run goes online; UsageError if it does not say who it is."""
    agent = agent_of(VERSION, options.contact)
    limits = FetchLimits(concurrency=options.concurrency, per_host=options.per_host, host_delay=options.host_delay)
    return Client(agent=agent, limits=limits, private=options.allow_private_addresses, now=options.now)


def agent_of(version: str, contact: str) -> str:
    """The name under which servers are asked; UsageError if it does not say who asks."""
    try:
        return user_agent(version, contact)
    except ValueError as error:
        remedy = "give --contact, the address of a page or of mail, so that servers know who asks"
        raise UsageError(f"--contact: {error}; {remedy}") from error


def polling_of(client: Client, options: Options) -> Polling:
    """How feeds are polled."""
    pages = Pages(options.pages)
    return Polling(client=client, pages=pages, policy=policy_of(options), poll_now=options.poll_now)


def policy_of(options: Options) -> Policy:
    """The bounds of polling."""
    return Policy(
        shortest=timedelta(seconds=options.shortest_interval),
        longest=timedelta(seconds=options.longest_interval),
        entries=options.entries_per_poll,
    )
