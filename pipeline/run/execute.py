"""Runs one plan as one Beam pipeline, from the check that its output can be written to its ledger."""

import os
import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions, PortableOptions, StandardOptions
from apache_beam.runners.runner import PipelineState

from pipeline.errors import RunError
from pipeline.graph import build
from pipeline.run.plan import Plan, Round, Stream
from pipeline.run.watch import wait
from pipeline.run.writing import full, is_full, unwritable
from pipeline.runners.beam_internals import dealt_in_turn, known_state, weighed_alone
from pipeline.runners.dataflow import is_dataflow, is_left_running, job_location
from pipeline.runners.known import short_name
from pipeline.runners.workers import workers
from pipeline.stop import spare_workers
from pipeline.view import progress
from schemas.ledger import Ledger
from transforms.base.spill import spilling
from transforms.base.storage import listed, read_if_present, remove, sweep, write_whole
from transforms.base.tally import ledger_path
from transforms.write.sink import rejects_folder

LOCAL_RUNNERS = ("direct", "prism", "flink", "fnapi", "switchingdirect", "bundlebaseddirect")
LOST_WORKER = "Channel closed prematurely"
"""What Beam says when a process of its DirectRunner is gone."""


def execute(
    plan: Plan, settings: PipelineOptions, quiet: bool = False, worker_command: str | None = None
) -> Ledger | None:
    """Runs the plan and returns its ledger; None if the job continues without this command. RunError if it fails.

    If `quiet`, it does not show how far it is. `worker_command` starts its processes, where it has some.
    """
    # Workers that are processes import the program, never a schemas/ or pipeline/ of the folder they start in.
    os.environ["PYTHONSAFEPATH"] = "1"
    if short_name(settings.view_as(StandardOptions).runner) == "direct":
        spare_workers()
    output = plan.options.output
    prepare(output, plan.name)
    if isinstance(plan, Stream):
        write_whole(ledger_path(output, plan.name), Ledger(plan.name).to_json().encode())
    state = _run(plan, settings, quiet, worker_command)
    if state is None:
        return None
    if state != PipelineState.DONE:
        raise RunError(f"the runner ended the job as {state}")
    sweep(output)
    ledger = written_ledger(output, plan.name)
    if ledger is None:
        raise RunError(f"the run wrote no ledger to {ledger_path(output, plan.name)}")
    return ledger


def _run(plan: Plan, settings: PipelineOptions, quiet: bool, worker_command: str | None) -> str | None:
    """The state in which the runner ended the job; None if the job continues without this command."""
    here, output = _is_here(settings), plan.options.output
    with (
        _shown(plan) if here and not quiet else nullcontext() as progress_file,
        spilling(output) if here and not isinstance(plan, Stream) else nullcontext() as spill,
        _source(plan),
        workers(settings, plan.total, worker_command),
        dealt_in_turn(),
        known_state(),
        weighed_alone(),
    ):
        try:
            pipeline = beam.Pipeline(options=settings)
            build(pipeline, replace(plan, progress=progress_file, spill=spill))
            result = pipeline.run()
            if is_dataflow(settings):
                print(f"dateline: {job_location(settings, result)}", file=sys.stderr, flush=True)
            if is_left_running(settings):
                return None
            return wait(result, plan, settings)
        except RunError:
            raise
        except Exception as error:
            raise RunError(_reason(error, output)) from error


def prepare(output: str, name: str) -> None:
    """Removes what an earlier run of this name wrote about itself; UsageError if the output cannot be written."""
    try:
        for path in (ledger_path(output, name), *listed(rejects_folder(output, name))):
            remove(path)
    except Exception as error:
        raise unwritable(output, error) from error


def written_ledger(output: str, name: str) -> Ledger | None:
    """The ledger that a run wrote, if it was completed."""
    text = read_if_present(ledger_path(output, name))
    return Ledger.from_json(text.decode()) if text else None


def check_ledger(ledger: Ledger, output: str) -> None:
    """RunError if a ledger does not add up."""
    if wrong := ledger.imbalance():
        where = ledger_path(output, ledger.run)
        raise RunError(f"the ledger does not add up; {'; '.join(wrong[:5])}; see {where}")


def _is_here(settings: PipelineOptions) -> bool:
    """Whether workers share this machine's files, so that they can say how far they are."""
    away = settings.view_as(PortableOptions).environment_type not in (None, "LOOPBACK")
    return short_name(settings.view_as(StandardOptions).runner) in LOCAL_RUNNERS and not away


def _shown(plan: Plan) -> AbstractContextManager[str]:
    if isinstance(plan, Stream):
        return progress.shown_stream(plan.source.end)
    return progress.shown_round() if isinstance(plan, Round) else progress.shown(plan.total)


def _source(plan: Plan) -> AbstractContextManager[None]:
    """What replaces a runner's own source while a stream runs."""
    if isinstance(plan, Stream) and plan.source.subscription and not plan.source.ticks:
        from pipeline.runners.direct import subscribed  # Its client takes half a second to import.

        return subscribed(plan.source)
    return nullcontext()


def _reason(error: Exception, output: str) -> str:
    lines = [line for line in str(error).splitlines() if line.strip()]
    if is_full(error):
        return full(output)
    if LOST_WORKER in str(error):
        return (
            "a worker process was killed, perhaps for want of memory; run the command again, or with fewer of them"
            " (--direct_num_workers)"
        )
    return f"{type(error).__name__}: {lines[-1].strip() if lines else 'no message'}"
