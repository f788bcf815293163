"""What was asked for, checked as far as that goes without Beam, which takes seconds to import."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.options import Options
from pipeline.run.inputs import Inputs, check_names, classify_inputs
from pipeline.run.listing import Stored, check_archives, list_inputs, output_around
from pipeline.runners.capability import check_sources, check_supported
from pipeline.runners.known import is_runner, runner_of, short_name
from transforms.base.attention import ATTENTION

if TYPE_CHECKING:
    from apache_beam.options.pipeline_options import PipelineOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The arguments of a run, what each input is, and the files of those that are stored.

    `settings` are Beam's options if they had to be parsed already. `worker_command` starts a process that works for the
    run; without one it is Beam's.
    """

    names: tuple[str, ...]
    options: Options
    beam_arguments: tuple[str, ...]
    settings: PipelineOptions | None
    inputs: Inputs
    stored: Stored
    quiet: bool = False
    worker_command: str | None = None


def request_run(names: Sequence[str], options: Options, beam_arguments: Sequence[str]) -> Request:
    """Checks a run; UsageError if it cannot be done."""
    are_feeds = check_names(names)
    _check_contact(options.streaming or are_feeds, options.contact)
    if options.shortest_interval > options.longest_interval:
        raise UsageError("--shortest-interval is longer than --longest-interval; change one of them")
    if options.metrics_port and not options.streaming:
        raise UsageError("--metrics-port needs a stream: give --streaming too, or use --metrics FILE after each round")
    settings = _check(names, options, beam_arguments)
    inputs = classify_inputs(names)
    _check_contact(bool(inputs.followed), options.contact)
    check_sources(runner_of(beam_arguments), inputs.sources, options.streaming, options.run_for is not None)
    if options.dry_run and (options.streaming or inputs.subscriptions):
        raise UsageError("--dry-run: it is not known what a stream will hold; give files, or feeds for a round")
    if options.limit and (inputs.followed or inputs.subscriptions):
        remedy = "end a stream with --run-for" if options.streaming else "use --sample"
        raise UsageError(
            f"--limit: the order in which documents come from the network is chance; {remedy}, or limit a replay"
        )
    if len(inputs.subscriptions) > 1:
        raise UsageError(f"pubsub:{inputs.subscriptions[1]}: a stream reads one subscription; start another for it")
    stored = list_inputs(inputs.stored, options.output)
    return _request(names, options, beam_arguments, settings, inputs, stored)


def request_replay(
    archives: Sequence[str],
    options: Options,
    beam_arguments: Sequence[str],
) -> Request:
    """Checks a replay; UsageError if it cannot be done."""
    for asked, name, remedy in (
        (options.streaming or options.run_for, "--streaming", "a replay reads what is stored, and ends; leave it out"),
        (options.poll_now, "--poll-now", "a replay asks no server; leave it out"),
        (options.stories, "--stories", f"run `dateline stories {options.output}` after the replay"),
        (options.metrics or options.metrics_port, "--metrics", "a replay writes no metrics; leave it out"),
    ):
        if asked:
            raise UsageError(f"{name}: {remedy}")
    check_names(archives)
    settings = _check(archives, options, beam_arguments)
    stored = list_inputs(archives)
    check_archives(stored.listings)
    return _request(archives, options, beam_arguments, settings, Inputs(tuple(archives)), stored)


def _request(
    names: Sequence[str],
    options: Options,
    beam_arguments: Sequence[str],
    settings: PipelineOptions | None,
    inputs: Inputs,
    stored: Stored,
) -> Request:
    for line in stored.skipped:
        ATTENTION.warning("%s", line)
    return Request(
        names=tuple(names),
        options=options,
        beam_arguments=tuple(beam_arguments),
        settings=settings,
        inputs=inputs,
        stored=stored,
    )


def _check(names: Sequence[str], options: Options, beam_arguments: Sequence[str]) -> PipelineOptions | None:
    """Checks what a run and a replay have in common."""
    runner = runner_of(beam_arguments) or "DirectRunner"
    if not is_runner(runner):
        raise UsageError(f"--runner={runner}: Beam has no such runner; see `dateline run --help`")
    check_supported(runner)
    check_models(options.models)
    check_gazetteer(options.gazetteer)
    check_output(options.output)
    if options.metrics:
        check_metrics(options.metrics)
    objects = [name for name in (*names, options.output) if name.startswith("gs://")]
    settings = _checked_by_beam(names, options, beam_arguments) if short_name(runner) == "dataflow" else None
    if objects:
        from pipeline.runners.gcs import check_buckets, check_credentials

        check_credentials(objects[-1], writes=options.output.startswith("gs://") and not options.dry_run)
        settings = settings or _checked_by_beam(names, options, beam_arguments)
        check_buckets(objects)
    return settings


def _checked_by_beam(names: Sequence[str], options: Options, beam_arguments: Sequence[str]) -> PipelineOptions:
    from pipeline.run.settings import checked

    return checked(names, options, beam_arguments)


def _check_contact(goes_online: bool, contact: str) -> None:
    if goes_online and not contact:
        raise UsageError("--contact: give a web or mail address, so that servers know who is asking")


def check_models(models: Mapping[str, str]) -> None:
    """UsageError for models that are not installed; it names all of them."""
    missing = [name for name in models.values() if not _is_installed(name)]
    if missing:
        names = ", ".join(map(repr, missing))
        word = "model" if len(missing) == 1 else "models"
        remedy = f"`pip install {' '.join(missing)}`, or `python -m spacy download {missing[0]}`, or name another"
        raise UsageError(f"--models: no spaCy {word} {names} installed; {remedy}")


def _is_installed(model: str) -> bool:
    return Path(model).is_dir() or (model.isidentifier() and find_spec(model) is not None)


def check_gazetteer(path: str) -> None:
    """UsageError for a table of names that cannot be read."""
    if path:
        from transforms.enrich.gazetteer.entry import GazetteerUnusable, check

        try:
            check(path)
        except GazetteerUnusable as error:
            raise UsageError(f"--gazetteer: {error}") from error


def check_metrics(path: str) -> None:
    """UsageError for a file that cannot be written; it is replaced as a whole, so its folder counts."""
    folder = Path(path).absolute().parent
    if not folder.is_dir():
        raise UsageError(f"--metrics={path}: its folder does not exist; create it, or name another file")
    if Path(path).is_dir():
        raise UsageError(f"--metrics={path}: that is a folder; name a file in it, as in {Path(path) / 'dateline.prom'}")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise UsageError(f"--metrics={path}: no permission to write in {folder}; name another file")


def check_output(output: str) -> None:
    """UsageError for a folder that cannot be made or written to, as far as can be told without trying."""
    if not output.strip("/ "):
        raise UsageError(f"--output={output}: names no folder; give one, or set the variable that it comes from")
    if output.startswith("gs://"):
        return
    if "://" in output:
        raise UsageError(f"--output={output}: records are written to local folders and to gs://; give one of these")
    if above := output_around(os.path.abspath(output)):
        raise UsageError(f"--output={output}: lies in the output {above}; give {above} itself, or a folder outside it")
    there = Path(output).absolute()
    while not there.exists():
        there = there.parent
    if not there.is_dir():
        raise UsageError(f"--output={output}: cannot be written: {there} is a file; give another folder")
    if not os.access(there, os.W_OK | os.X_OK):
        raise UsageError(f"--output={output}: cannot be written: no permission to change {there}; give another folder")
