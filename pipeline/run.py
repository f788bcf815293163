"""A run from its arguments to its ledger."""

import hashlib
import logging
import sys
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from importlib.util import find_spec
from pathlib import Path

import apache_beam as beam
from apache_beam.io.filesystems import FileSystems
from apache_beam.options.pipeline_options import PipelineOptions, PortableOptions, SetupOptions, StandardOptions
from apache_beam.runners.runner import PipelineState, create_runner

from pipeline import progress
from pipeline.dataflow import check_dataflow, is_dataflow, is_left_running, whereabouts
from pipeline.errors import RunError, UsageError
from pipeline.graph import build
from pipeline.inputs import references
from pipeline.options import Options, check_beam_options
from pipeline.runners import missing_runner, runner_options, short_name
from schemas.ledger import Ledger
from transforms.ledger import ledger_path
from transforms.sink import rejects_folder
from transforms.storage import listed, read_if_present, remove, replace

LOCAL_RUNNERS = ("direct", "prism", "flink", "fnapi", "switchingdirect", "bundlebaseddirect")


def run(inputs: Sequence[str], options: Options, beam_arguments: Sequence[str]) -> Ledger | None:
    """Runs the graph over the inputs and gives the ledger; None where the job goes on without this command.

    UsageError before any work starts, RunError after.
    """
    pipeline_options = beam_options(beam_arguments)
    check_runner(runner := pipeline_options.view_as(StandardOptions).runner)
    check_models(options.models)
    check_dataflow(pipeline_options, inputs, options.output)
    FileSystems.set_options(pipeline_options)
    if missing := missing_runner(runner):
        logging.getLogger(__name__).warning(missing)
    total = sum(reference.end for reference in references(inputs))
    name = run_name(inputs)
    prepare(options.output, name)
    away = pipeline_options.view_as(PortableOptions).environment_type not in (None, "LOOPBACK")
    local = short_name(runner) in LOCAL_RUNNERS and not away
    with progress.shown(total) if local else nullcontext(None) as path:
        try:
            pipeline = beam.Pipeline(options=pipeline_options)
            build(pipeline, inputs, options, name, path)
            result = pipeline.run()
            if is_dataflow(pipeline_options):
                print(f"dateline: {whereabouts(pipeline_options, result)}", file=sys.stderr, flush=True)
            if is_left_running(pipeline_options):
                return None
            state = result.wait_until_finish()
        except Exception as error:
            raise RunError(_reason(error)) from error
    if state != PipelineState.DONE:
        raise RunError(f"the runner ended the job as {state}")
    return ledger(options.output, name)


def beam_options(arguments: Sequence[str]) -> PipelineOptions:
    """Beam's options as the user gave them, and what a local runner needs besides."""
    check_beam_options(arguments)
    options = PipelineOptions([*runner_options(arguments), *arguments])
    options.view_as(SetupOptions).save_main_session = False
    return options


def check_runner(name: str | None) -> None:
    """UsageError for a runner that Beam does not have."""
    try:
        create_runner(name or "DirectRunner")
    except (ValueError, ImportError, AttributeError) as error:
        raise UsageError(f"--runner={name}: Beam has no such runner; see `dateline run --help`") from error


def check_models(models: Mapping[str, str]) -> None:
    """UsageError for a model that is not installed."""
    for name in models.values():
        if not Path(name).is_dir() and (not name.isidentifier() or find_spec(name) is None):
            remedy = f"install it with `pip install {name}` or `python -m spacy download {name}`, or name another"
            raise UsageError(f"--models: no spaCy model {name!r} is installed; {remedy}")


def run_name(inputs: Sequence[str]) -> str:
    """The same inputs give a run of the same name: doing it again replaces its ledger and its rejects."""
    return f"run-{hashlib.sha256(chr(0).join(inputs).encode('utf-8', 'surrogateescape')).hexdigest()[:12]}"


def prepare(output: str, name: str) -> None:
    """Makes sure that the output can be written, and takes away what an earlier run of this name said of itself."""
    try:
        replace(ledger_path(output, name), b"{}\n")
        for path in (ledger_path(output, name), *listed(rejects_folder(output, name))):
            remove(path)
    except Exception as error:
        raise UsageError(f"{output}: can not be written: {error}; give a folder that can, by --output") from error


def ledger(output: str, name: str) -> Ledger:
    """The ledger that a run wrote."""
    text = read_if_present(ledger_path(output, name))
    if text is None:
        raise RunError(f"the run wrote no ledger to {ledger_path(output, name)}")
    return Ledger.from_json(text.decode())


def _reason(error: Exception) -> str:
    lines = [line for line in str(error).splitlines() if line.strip()]
    return f"{type(error).__name__}: {lines[-1].strip() if lines else 'no message'}"
