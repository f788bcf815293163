"""The local runners: which options each gets, and that the installed ones really run a pipeline and go away."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import apache_beam as beam
import pytest
from apache_beam.options.pipeline_options import (
    FlinkRunnerOptions,
    JobServerOptions,
    PipelineOptions,
    PortableOptions,
    PrismRunnerOptions,
    StreamingOptions,
)

from pipeline.errors import UsageError
from pipeline.run.settings import check_beam_options
from pipeline.runners import local as runners

# One pipeline in a process of its own, as a user runs it: only so can what is left behind be told from the tests'.
PROGRAM = """
import sys
import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions
from tests.test_runners import small_pipeline
from pipeline.runners.local import runner_options

output, argv = sys.argv[1], sys.argv[2:]
with beam.Pipeline(options=PipelineOptions([*runner_options(argv), *argv])) as pipeline:
    small_pipeline(pipeline, output)
counters = pipeline.result.metrics().query(beam.metrics.MetricsFilter().with_name("groups"))["counters"]
print("groups", sum(counter.result for counter in counters))
"""


class Split(beam.DoFn):
    """Counts each group on the main output and sums the odd ones on another."""

    def __init__(self) -> None:
        self.groups = beam.metrics.Metrics.counter("runners", "groups")

    def process(self, element):  # type: ignore[no-untyped-def]
        key, values = element[0], list(element[1])
        self.groups.inc()
        yield f"{key} {len(values)}"
        if key % 2:
            yield beam.pvalue.TaggedOutput("odd", f"{key} {sum(values)}")


def small_pipeline(pipeline: beam.Pipeline, output: str) -> None:
    split = (
        pipeline
        | beam.Create(range(1000))
        | beam.Reshuffle()
        | beam.WithKeys(lambda number: number % 10).with_output_types(tuple[int, int])
        | beam.GroupByKey()
        | beam.ParDo(Split()).with_outputs("odd", main="all")
    )
    for name in ("all", "odd"):
        split[name] | f"Write {name}" >> beam.io.WriteToText(f"{output}/{name}")


def lines(folder: Path, name: str) -> list[str]:
    return sorted(line for path in folder.glob(f"{name}-*-of-*") for line in path.read_text().splitlines())


def processes(mark: str) -> list[str]:
    """The command lines of the processes that carry a mark in their environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


@pytest.mark.parametrize("runner", ["DirectRunner", "PrismRunner", "FlinkRunner"])
def test_a_runner_runs_a_pipeline_and_leaves_nothing_behind(runner: str, tmp_path: Path) -> None:
    if remedy := runners.missing_runner(runner):
        pytest.skip(remedy)
    (tmp_path / "temp").mkdir()
    mark = f"DATELINE_TEST_RUN={os.getpid()}-{time.time_ns()}"
    name, _, value = mark.partition("=")

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path), f"--runner={runner}"],
        env={**os.environ, name: value, "TMPDIR": str(tmp_path / "temp")},
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        timeout=180,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout == "groups 10\n"
    assert lines(tmp_path, "all") == [f"{key} 100" for key in range(10)]
    assert lines(tmp_path, "odd") == [f"{key} {sum(range(key, 1000, 10))}" for key in range(1, 10, 2)]
    if Path("/proc/self/environ").exists():
        assert processes(mark) == []


def parsed(*argv: str) -> PipelineOptions:
    return PipelineOptions([*runners.runner_options(argv), *argv])


@pytest.fixture
def prefix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A virtualenv where both runners are installed."""
    for file in runners.INSTALLED.values():
        (tmp_path / file).parent.mkdir(parents=True)
        (tmp_path / file).touch()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("name", ["PrismRunner", "prism", "prismrunner"])
def test_prism_is_found_by_any_of_its_names(name: str, prefix: Path) -> None:
    options = parsed(f"--runner={name}")
    assert options.view_as(PrismRunnerOptions).prism_location == str(prefix / "bin" / "prism")
    assert options.view_as(PortableOptions).environment_type == "LOOPBACK"


def test_flink_is_found(prefix: Path) -> None:
    options = parsed("--runner", "FlinkRunner")
    jar = prefix / "share" / "dateline" / "flink-job-server.jar"
    assert options.view_as(FlinkRunnerOptions).flink_job_server_jar == str(jar)
    assert options.view_as(FlinkRunnerOptions).parallelism == 2
    assert options.view_as(PortableOptions).environment_type == "LOOPBACK"


def test_what_the_user_typed_wins(prefix: Path) -> None:
    prism = parsed("--runner=PrismRunner", "--prism_location=/mine", "--prism_log_level=info")
    assert prism.view_as(PrismRunnerOptions).prism_location == "/mine"
    assert prism.view_as(PrismRunnerOptions).prism_log_level == "info"

    flink = parsed(
        "--runner=FlinkRunner",
        "--flink_job_server_jar=/mine.jar",
        "--environment_type=DOCKER",
        "--parallelism=7",
        "--job_server_jvm_property=-Xmx1g",
    )
    assert flink.view_as(FlinkRunnerOptions).flink_job_server_jar == "/mine.jar"
    assert flink.view_as(FlinkRunnerOptions).parallelism == 7
    assert flink.view_as(PortableOptions).environment_type == "DOCKER"
    assert flink.view_as(JobServerOptions).job_server_jvm_properties == [*runners.JVM_FLAGS, "-Xmx1g"]


@pytest.mark.parametrize(
    "argv",
    [
        ["--runner=DataflowRunner"],
        ["--runner=FnApiRunner"],
        ["--runner=some.module.OtherRunner"],
    ],
)
def test_a_runner_elsewhere_gets_no_local_options(argv: list[str], prefix: Path) -> None:
    assert runners.runner_options(argv) == []


def test_a_job_on_prism_may_take_longer_than_five_minutes(prefix: Path) -> None:
    assert parsed("--runner=PrismRunner").view_as(PortableOptions).job_server_timeout > 365 * 86400
    mine = parsed("--runner=PrismRunner", "--job_server_timeout=60")
    assert mine.view_as(PortableOptions).job_server_timeout == 60


@pytest.mark.parametrize("master", ["127.0.0.1:8081", "http://localhost:8081", "[::1]:8081"])
def test_a_flink_cluster_here_gets_workers_that_outlive_the_command(master: str, prefix: Path) -> None:
    worker = prefix / "share" / "dateline" / "flink" / "worker"
    worker.parent.mkdir(parents=True)
    worker.touch()
    options = parsed("--runner=FlinkRunner", f"--flink_master={master}")
    assert options.view_as(FlinkRunnerOptions).flink_job_server_jar == str(
        prefix / "share" / "dateline" / "flink-job-server.jar"
    )
    assert options.view_as(FlinkRunnerOptions).parallelism == -1
    assert options.view_as(PortableOptions).environment_type == "PROCESS"
    assert json.loads(options.view_as(PortableOptions).environment_config) == {"command": str(worker)}
    mine = parsed("--runner=FlinkRunner", f"--flink_master={master}", "--environment_type=LOOPBACK")
    assert mine.view_as(PortableOptions).environment_type == "LOOPBACK"


def test_a_flink_cluster_elsewhere_has_its_own_workers(prefix: Path) -> None:
    options = parsed("--runner=FlinkRunner", "--flink_master=cluster:8081")
    assert options.view_as(FlinkRunnerOptions).flink_job_server_jar is not None
    assert options.view_as(PortableOptions).environment_type is None


@pytest.mark.parametrize("argv", [[], ["--runner=DirectRunner"], ["--runner=direct"]])
def test_the_direct_runner_never_turns_into_prism(
    argv: list[str], prefix: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from apache_beam.runners.portability import prism_runner

    def refuse(*_: object) -> None:
        raise AssertionError("the DirectRunner asked for Prism")

    monkeypatch.setattr(prism_runner, "PrismRunner", refuse)
    options = parsed(*argv)
    assert options.view_as(StreamingOptions).update_compatibility_version == beam.__version__
    with beam.Pipeline(options=options) as pipeline:
        pipeline | beam.Create([1]) | beam.Map(str)


def test_a_missing_runner_has_a_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert runners.missing_runner("PrismRunner") == "Prism is not installed: run `make runners`"
    assert runners.missing_runner("flink") == "Flink is not installed: run `make runners`"
    assert runners.missing_runner("DirectRunner") is None
    assert runners.missing_runner(None) is None
    assert parsed("--runner=PrismRunner").view_as(PrismRunnerOptions).prism_location is None
    assert parsed("--runner=FlinkRunner").view_as(FlinkRunnerOptions).flink_job_server_jar is None


def test_nothing_is_missing_where_both_are_installed(prefix: Path) -> None:
    assert runners.missing_runner("PrismRunner") is None
    assert runners.missing_runner("FlinkRunner") is None


def test_a_stream_on_a_cluster_has_checkpoints_unless_told_otherwise(prefix: Path) -> None:
    stream = ["--runner=FlinkRunner", "--flink_master=127.0.0.1:8081", "--streaming"]
    assert "--checkpointing_interval=10000" in runners.runner_options(stream)
    assert "--finish_bundle_before_checkpointing" in runners.runner_options(stream)
    assert not any("checkpoint" in option for option in runners.runner_options([*stream[:2]]))
    assert not any("checkpointing_interval" in option for option in runners.runner_options([stream[0], stream[2]]))


def test_what_only_flink_itself_knows_reaches_it_and_no_other_runner() -> None:
    argv = ["--checkpointing_interval=2000", "--savepoint_path", "file:///s", "--fail_on_checkpointing_errors=false"]
    argv += ["--externalized_checkpoints_enabled"]
    flink = ["--runner=FlinkRunner", *argv]
    check_beam_options(flink, runners.server_options(flink))
    given = PipelineOptions(flink).get_all_options(drop_default=True)
    assert given == {
        "runner": "FlinkRunner",
        "checkpointing_interval": 2000,
        "savepoint_path": "file:///s",
        "fail_on_checkpointing_errors": False,
        "externalized_checkpoints_enabled": True,
    }
    prism = ["--runner=PrismRunner", *argv]
    with pytest.raises(UsageError, match="checkpointing_interval=2000: no such option"):
        check_beam_options(prism, runners.server_options(prism))


def test_a_stream_on_prism_is_not_split(prefix: Path) -> None:
    assert "--experiments=prism_disable_sdf_split" in runners.runner_options(["--runner=PrismRunner", "--streaming"])
    assert "--experiments=prism_disable_sdf_split" not in runners.runner_options(["--runner=PrismRunner"])
