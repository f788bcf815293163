"""Where the runners that `make runners` installs are, and what each local runner needs to run well."""

import argparse
import ipaddress
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from apache_beam.options.pipeline_options import FlinkRunnerOptions, PipelineOptions, StandardOptions
from apache_beam.runners.portability.flink_runner import MAGIC_HOST_NAMES
from apache_beam.version import __version__ as beam_version

from pipeline.runners.known import FLINK_FLAG_ON, FLINK_FLAGS, FLINK_NUMBERS, FLINK_TEXTS, short_name

INSTALLED = {
    "prism": Path("bin", "prism"),
    "flink": Path("share", "dateline", "flink-job-server.jar"),
}

# What the task managers of a cluster on this machine start: workers in processes of their own.
WORKER = Path("share", "dateline", "flink", "worker")

TEN_YEARS = 10 * 365 * 86400

# A short-lived JVM that only moves bytes: a third less time and memory than by default, and only errors said.
JVM_FLAGS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error")

CHECKPOINT_EVERY = 10_000
"""Milliseconds between two checkpoints of a stream on Flink, if nothing else is said."""


class FlinkJobOptions(PipelineOptions):
    """Options of https://beam.apache.org/documentation/runners/flink/ that Beam for Python does not know."""

    @classmethod
    def _add_argparse_args(cls, parser: argparse.ArgumentParser) -> None:
        for name in FLINK_NUMBERS:
            parser.add_argument(f"--{name}", type=int)
        for name in FLINK_FLAGS:
            parser.add_argument(f"--{name}", action="store_true", default=None)
        for name in FLINK_TEXTS:
            parser.add_argument(f"--{name}")
        parser.add_argument(f"--{FLINK_FLAG_ON}", type=lambda text: text.lower() != "false")


def runner_options(argv: Sequence[str]) -> list[str]:
    """Beam options for the local runner that argv names, to go before argv: Beam keeps the last, so the user's win."""
    options = PipelineOptions(list(argv))
    match short_name(options.view_as(StandardOptions).runner):
        case "direct" | "switchingdirect":
            return _direct_options()
        case "prism":
            return _prism_options(options.view_as(StandardOptions).streaming)
        case "flink":
            streaming = options.view_as(StandardOptions).streaming
            return _flink_options(options.view_as(FlinkRunnerOptions).flink_master, streaming)
        case _:
            return []


def server_options(argv: Sequence[str]) -> list[type[PipelineOptions]]:
    """The options that the server of the runner that argv names knows, and Beam's Python does not."""
    runner = short_name(PipelineOptions(list(argv)).view_as(StandardOptions).runner)
    return [FlinkJobOptions] if runner == "flink" else []


def missing_runner(name: str | None) -> str | None:
    """One line on how to get a runner that is not installed, or None if nothing is missing."""
    short = short_name(name)
    if short not in INSTALLED or installed(short):
        return None
    return f"{short.capitalize()} is not installed: run `make runners`"


def installed(short: str) -> Path | None:
    """The file of an installed runner."""
    path = Path(sys.prefix) / INSTALLED[short]
    return path if path.exists() else None


def _direct_options() -> list[str]:
    # Beam's DirectRunner first tries Prism: it downloads it, and then drops --direct_num_workers without a word. It
    # doesn't where a compatibility version is named; that of Beam itself changes nothing else.
    return [f"--update_compatibility_version={beam_version}"]


def _prism_options(streaming: bool) -> list[str]:
    location = installed("prism")
    return [
        *([f"--prism_location={location}"] if location else []),
        "--environment_type=LOOPBACK",
        "--prism_log_level=error",
        # Prism splits a slow bundle, and loses the timers that are in the part that it puts back: panes that never come
        # (https://github.com/apache/beam/issues/35771).
        *(["--experiments=prism_disable_sdf_split"] if streaming else []),
        # Beam watches a job of Prism under this timeout, whatever its help says: longer jobs fail after five minutes.
        f"--job_server_timeout={TEN_YEARS}",
    ]


def _flink_options(master: str, streaming: bool) -> list[str]:
    jar = installed("flink")
    # Within the command a stream that fails ends, and says why: started again, it continues from what it left in files.
    checkpoints = streaming and master not in MAGIC_HOST_NAMES
    return [
        *([f"--flink_job_server_jar={jar}"] if jar else []),
        *(f"--job_server_jvm_property={flag}" for flag in JVM_FLAGS),
        *([f"--checkpointing_interval={CHECKPOINT_EVERY}"] if checkpoints else []),
        # Else what a bundle gives during a checkpoint is kept back until the next bundle: the first tick for ever, and
        # others until time has passed them, so that they are dropped as late.
        *(["--finish_bundle_before_checkpointing"] if streaming else []),
        *_worker_options(master),
    ]


def _worker_options(master: str) -> list[str]:
    if master in MAGIC_HOST_NAMES:
        # Enough for work to cross between tasks; more gains nothing, for LOOPBACK is one Python process.
        return ["--environment_type=LOOPBACK", "--parallelism=2"]
    # A job outlives the command that started it, so its workers do too. Elsewhere they are for who runs the cluster.
    worker = Path(sys.prefix) / WORKER
    if not (_is_here(master) and worker.exists()):
        return []
    return ["--environment_type=PROCESS", f"--environment_config={json.dumps({'command': str(worker)})}"]


def _is_here(master: str) -> bool:
    host = urlsplit(master if "//" in master else f"//{master}").hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
