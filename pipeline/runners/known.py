"""What Beam knows by name, read from its source: to import Beam takes seconds, which a mistake should not."""

import re
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

FLINK_NUMBERS = (
    "checkpointing_interval",
    "checkpoint_timeout_millis",
    "min_pause_between_checkpoints",
    "shutdown_sources_after_idle_ms",
    "number_of_execution_retries",
    "execution_retry_delay",
    "num_concurrent_checkpoints",
    "auto_watermark_interval",
    "max_bundle_size",
    "max_bundle_time_mills",
)
FLINK_FLAGS = (
    "externalized_checkpoints_enabled",
    "retain_externalized_checkpoints_on_cancellation",
    "finish_bundle_before_checkpointing",
    "unaligned_checkpoint_enabled",
    "allow_non_restored_state",
    "object_reuse",
    "faster_copy",
)
FLINK_FLAG_ON = "fail_on_checkpointing_errors"
"""A job restarts for each checkpoint that fails, unless this is false."""
FLINK_TEXTS = (
    "checkpointing_mode",
    "state_backend",
    "state_backend_storage_path",
    "savepoint_path",
    "flink_conf_dir",
)
"""Options of https://beam.apache.org/documentation/runners/flink/ that Beam for Python does not know."""


def beam_options() -> set[str]:
    """Every option, with its dashes, that Beam knows, and a few that exist in its documentation only."""
    flink = {f"--{name}" for name in (*FLINK_NUMBERS, *FLINK_FLAGS, FLINK_FLAG_ON, *FLINK_TEXTS)}
    return flink | set(re.findall(r"""["'](--[\w-]+)["']""", _source()))


def is_runner(name: str) -> bool:
    """Whether Beam may have a runner of this name; of one with dots only its import tells."""
    return "." in name or short_name(name) in map(short_name, re.findall(r"\b\w{1,60}Runner\b", _source()))


def runner_of(beam_arguments: Sequence[str]) -> str | None:
    """The runner that Beam's options name."""
    return value_of(beam_arguments, "--runner")


def value_of(beam_arguments: Sequence[str], name: str) -> str | None:
    """What Beam's options say of one of them; the last one counts."""
    found = None
    for option, value in pairwise((*beam_arguments, None)):
        if option == name:
            found = value
        elif option and option.startswith(f"{name}="):
            found = option.partition("=")[2]
    return found


def short_name(name: str | None) -> str:
    """The one name for all of Beam's: `PrismRunner`, `prism` and `a.b.PrismRunner` are `prism`; none is `direct`."""
    return (name or "direct").rpartition(".")[2].lower().removesuffix("runner")


@cache
def _source() -> str:
    spec = find_spec("apache_beam")
    assert spec is not None
    assert spec.origin is not None
    return (Path(spec.origin).parent / "options" / "pipeline_options.py").read_text("utf-8")
