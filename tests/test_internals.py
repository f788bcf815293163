"""What is used of libraries and is not public is still there, and still does what it is used for."""

import argparse
import copy
import pickle
import sys
import threading
from types import ModuleType
from typing import Any, cast

import apache_beam as beam
import pytest
from apache_beam.io.filesystems import FileSystems
from apache_beam.io.gcp import gcsfilesystem
from apache_beam.options.pipeline_options import DebugOptions, PipelineOptions, StandardOptions
from apache_beam.runners.direct import transform_evaluator
from apache_beam.runners.worker import statecache
from apache_beam.testing.util import assert_that, equal_to
from apache_beam.transforms import userstate
from apache_beam.transforms.userstate import ReadModifyWriteStateSpec
from google.pubsub_v1.types import PubsubMessage as ClientMessage

from pipeline.runners.beam_internals import (
    BeamOptions,
    add_known_options,
    dealt_in_turn,
    known_state,
    pubsub_message,
    pubsub_source,
    weighed_alone,
)
from pipeline.runners.local import runner_options
from transforms.base.beam_internals import gcs_io, several_outputs


def test_a_stage_with_a_named_pair_of_outputs_makes_no_warning(recwarn: pytest.WarningsRecorder) -> None:
    class Pair(beam.PTransform[Any, Any]):
        @several_outputs
        def expand(self, items: Any) -> tuple[beam.PCollection[int], beam.PCollection[int]]:
            return items, items

    items = beam.Pipeline() | beam.Create([1])
    assert len(items | Pair()) == 2
    assert [str(warning.message) for warning in recwarn if "PCollection" in str(warning.message)] == []


def test_cloud_storage_is_asked_with_the_options_of_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """The options hold the credentials; `tests/test_gcs.py` reads and writes with them."""
    options = PipelineOptions(["--project=dateline-test"])
    monkeypatch.setattr(FileSystems, "_pipeline_options", options)
    monkeypatch.setattr(gcsfilesystem.gcsio, "GcsIO", lambda pipeline_options: pipeline_options)
    assert gcs_io("gs://bucket/object") is options


def test_options_of_beam_are_known_and_a_misspelt_one_is_not() -> None:
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    add_known_options(parser, ())
    _, unknown = parser.parse_known_args(["--runner=PrismRunner", "--direct_num_workers=2", "--direct_num_wrkers=2"])
    assert unknown == ["--direct_num_wrkers=2"]


def test_options_are_views_of_one_another_and_each_is_made_once() -> None:
    options = BeamOptions(["--runner=PrismRunner", "--experiments=one"])
    standard, debug = options.view_as(StandardOptions), options.view_as(DebugOptions)
    assert standard is options.view_as(StandardOptions)
    standard.streaming = True
    debug.add_experiment("two")
    for each in (options, copy.deepcopy(options), pickle.loads(pickle.dumps(options)), debug):
        assert each.view_as(StandardOptions).streaming
        assert each.view_as(DebugOptions).experiments == ["one", "two"]
    expected = PipelineOptions(["--runner=PrismRunner", "--experiments=one", "--experiments=two", "--streaming"])
    assert options.get_all_options() == expected.get_all_options()


def test_the_source_of_a_subscription_is_replaced_and_put_back() -> None:
    evaluator: Any = transform_evaluator._PubSubReadEvaluator
    beams = evaluator.finish_bundle

    def ours(_: Any) -> None:
        raise AssertionError

    with pubsub_source(ours):
        assert evaluator.finish_bundle is ours
    assert evaluator.finish_bundle is beams


DONE, REST = set[int](), threading.Event()


def slow_first(number: int) -> bool:
    """The first waits for all others."""
    if number == 0:
        return REST.wait(30)
    DONE.add(number)
    if len(DONE) == 15:
        REST.set()
    return True


def test_a_free_worker_gets_the_next_part_and_none_waits_for_the_slowest() -> None:
    arguments = ["--direct_num_workers=2", "--direct_running_mode=multi_threading", *runner_options([])]
    with dealt_in_turn(), beam.Pipeline(options=PipelineOptions(arguments)) as pipeline:
        worked = pipeline | beam.Create(range(16)) | beam.Reshuffle() | beam.Map(slow_first)
        assert_that(worked, equal_to([True] * 16))


def test_what_is_cached_is_weighed_as_beam_does_and_no_module_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    class Watched(ModuleType):
        def __getattribute__(self, name: str) -> Any:
            seen.append(name)
            return super().__getattribute__(name)

    seen: list[str] = []
    monkeypatch.setitem(sys.modules, "watched", Watched("watched"))
    value = [b"x" * 100, ["a", {"b": 2.5}]]
    weight = statecache.get_deep_size(value)
    assert "__dict__" in seen
    seen.clear()
    with weighed_alone():
        assert statecache.get_deep_size(value) == weight
    assert not seen


def test_a_message_of_the_client_is_one_of_beam() -> None:
    message = pubsub_message(ClientMessage(data=b"x", attributes={"id": "7"}, message_id="9"))
    assert (message.data, message.attributes, message.message_id) == (b"x", {"id": "7"}, "9")


def test_state_is_looked_for_once_a_kind_of_dofn(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stateful(beam.DoFn):
        SEEN = ReadModifyWriteStateSpec("seen", beam.coders.VarIntCoder())

        def process(self, pair: tuple[int, int], seen: Any = beam.DoFn.StateParam(SEEN)) -> None: ...

    asked: list[Any] = []
    beams = userstate.get_dofn_specs

    def counted(dofn: Any) -> Any:
        asked.append(dofn)
        return beams(dofn)

    monkeypatch.setattr(userstate, "get_dofn_specs", counted)
    with known_state():
        (first, _), (second, _) = (userstate.get_dofn_specs(kind()) for kind in [cast(Any, Stateful)] * 2)
    assert first == second == {Stateful.SEEN}
    assert len(asked) == 1
