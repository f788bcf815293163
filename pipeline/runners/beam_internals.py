"""Private parts of Beam's runners that are used here; `tests/test_internals.py` fails when they change."""

import argparse
import contextlib
import queue
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

from apache_beam.io.gcp.pubsub import PubsubMessage
from apache_beam.metrics import monitoring_infos
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.portability.api import beam_fn_api_pb2
from apache_beam.runners.direct import transform_evaluator
from apache_beam.runners.portability.fn_api_runner import fn_runner
from apache_beam.runners.worker import statecache
from apache_beam.transforms import userstate as beam_userstate
from apache_beam.transforms.environments import SubprocessSDKEnvironment

View = TypeVar("View", bound=PipelineOptions)


class BeamOptions(PipelineOptions):
    """Beam's options, each view of which is made once.

    Beam asks for a view at every step of a graph, and parses its arguments for each: a quarter of the time of a small
    run.
    """

    def view_as(self, cls: type[View]) -> View:
        """The options of a kind; what is set there is set in all."""
        # An attribute that is set the usual way is taken for an option.
        views: dict[type[PipelineOptions], Any] = self.__dict__.setdefault("_views", {})
        if cls not in views:
            views[cls] = super().view_as(cls)
        view: View = views[cls]
        return view


def add_known_options(parser: argparse.ArgumentParser, of_runner: Collection[type]) -> None:
    """Adds every option that Beam knows, or the server of the runner: Beam itself skips what it does not know."""
    known: set[type] = set()
    for options in PipelineOptions.__subclasses__():
        if options not in known and ("apache_beam" in options.__module__ or options in of_runner):
            known.add(options)
            with contextlib.suppress(argparse.ArgumentError):
                options._add_argparse_args(parser)  # type: ignore[arg-type]


@contextmanager
def pubsub_source(finish_bundle: Callable[[Any], Any]) -> Iterator[None]:
    """Replaces what the DirectRunner does to read a bundle of a subscription."""
    source: Any = transform_evaluator._PubSubReadEvaluator
    beams, source.finish_bundle = source.finish_bundle, finish_bundle
    try:
        yield
    finally:
        source.finish_bundle = beams


def pubsub_message(message: Any) -> PubsubMessage:
    """A message of the client as Beam has it."""
    return PubsubMessage._from_message(message)


@contextmanager
def known_state() -> Iterator[None]:
    """Looks through each kind of DoFn for its state once.

    Beam does at every step of a graph, a fifth of the time of a small run, and with every bundle: most of the time of a
    runner that makes small ones.
    """
    userstate: Any = beam_userstate
    beams, known = userstate.get_dofn_specs, dict[type, Any]()

    def specs(dofn: Any) -> Any:
        kind = type(dofn)
        if kind not in known:
            known[kind] = beams(dofn)
        return known[kind]

    userstate.get_dofn_specs = specs
    try:
        yield
    finally:
        userstate.get_dofn_specs = beams


@contextmanager
def weighed_alone() -> Iterator[None]:
    """Weighs what Beam caches of state and side inputs by itself.

    Beam first goes through the variables of every module, in 2 ms a value, and would import what was put off.
    """
    cache: Any = statecache
    beams = cache.get_deep_size
    cache.get_deep_size = partial(
        cache.objsize.get_deep_size,
        get_size_func=cache._size_func,
        get_referents_func=cache._get_referents_func,
        filter_func=cache._filter_func,
        exclude_modules_globals=False,
    )
    try:
        yield
    finally:
        cache.get_deep_size = beams


@contextmanager
def started_by(command: str) -> Iterator[None]:
    """Starts the workers of the DirectRunner that are processes by this command; the runner has one of its own."""
    kind: Any = SubprocessSDKEnvironment
    beams = kind.from_command_string
    kind.from_command_string = lambda command_string: beams(command)
    try:
        yield
    finally:
        kind.from_command_string = beams


PARTS = 8
"""Parts of a stage's input for each worker."""


@contextmanager
def dealt_in_turn() -> Iterator[None]:
    """Deals the input of a stage out in more parts than there are workers: whoever is done gets the next.

    The DirectRunner itself deals one to each, as cards: all wait for who got the most work.
    """
    manager: Any = fn_runner.ParallelBundleManager
    beams, manager.process_bundle = manager.process_bundle, _process_in_turn
    try:
        yield
    finally:
        manager.process_bundle = beams


def _process_in_turn(
    self: Any, inputs: Any, expected_outputs: Any, fired_timers: Any, expected_timers: Any, dry_run: bool = False
) -> tuple[Any, list[Any]]:
    workers = self.bundle_context_manager.worker_handlers
    parts: list[dict[str, list[bytes]]] = [{} for _ in range(len(workers) * PARTS)]
    for name, buffer in inputs.items():
        for part, dealt in zip(parts, buffer.partition(len(parts)), strict=True):
            part[name] = dealt
    # One is worked on in any case, with the timers: a stage may say something at its end.
    first, *others = parts
    jobs = [(first, fired_timers), *((part, {}) for part in others if any(map(any, part.values())))]
    free: queue.SimpleQueue[Any] = queue.SimpleQueue()
    for worker in workers:
        free.put(_OneWorker(self.bundle_context_manager, worker))

    def process(job: tuple[Any, Any]) -> tuple[Any, list[Any]]:
        worker = free.get()
        try:
            bundle = fn_runner.BundleManager(
                worker,
                self._progress_frequency,
                cache_token_generator=self._cache_token_generator,
            )
            done: tuple[Any, list[Any]] = bundle.process_bundle(
                job[0], expected_outputs, job[1], expected_timers, dry_run
            )
            return done
        finally:
            free.put(worker)

    with ThreadPoolExecutor(len(workers)) as pool:
        results = list(pool.map(process, jobs))
    infos = [info for result, _ in results for info in result.process_bundle.monitoring_infos]
    whole = beam_fn_api_pb2.InstructionResponse(
        process_bundle=beam_fn_api_pb2.ProcessBundleResponse(monitoring_infos=monitoring_infos.consolidate(infos)),
        error=next((result.error for result, _ in results if result.error), ""),
    )
    return whole, [split for _, splits in results for split in splits]


class _OneWorker:
    """What a bundle knows of its stage, with one worker to choose from."""

    def __init__(self, stage: Any, worker: Any) -> None:
        self._stage = stage
        self.worker_handlers = [worker]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stage, name)
