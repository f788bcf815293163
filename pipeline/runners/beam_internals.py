"""What is used of Beam's runners and is not public, in one place; `tests/test_internals.py` fails when it changes."""

import argparse
import contextlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

from apache_beam.io.gcp.pubsub import PubsubMessage
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.direct import transform_evaluator
from apache_beam.transforms import userstate as beam_userstate


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
    """Puts this in the place of what the DirectRunner does to read a bundle of a subscription."""
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
    """Looks through each kind of DoFn for its state once. The runner does with every bundle: most of its time."""
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
