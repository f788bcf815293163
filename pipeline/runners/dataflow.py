"""What a job on Dataflow needs before it starts, and where to watch it once it has."""

from collections.abc import Sequence
from typing import Any

from apache_beam.options.pipeline_options import (
    GoogleCloudOptions,
    PipelineOptions,
    StandardOptions,
    TestOptions,
    WorkerOptions,
)

from pipeline.errors import UsageError
from pipeline.runners.known import short_name

SETTINGS = "deploy/options/production.args"
REACHABLE = ("gs://", "pubsub:", "https://", "http://")
"""How the names of inputs begin that workers in the cloud can reach."""
NEEDED = {
    "project": (GoogleCloudOptions, "the project that runs and pays for the job"),
    "region": (GoogleCloudOptions, "where its workers are, as in europe-west1"),
    "temp_location": (GoogleCloudOptions, "a folder in gs:// for what the job needs while it runs"),
    "sdk_container_image": (
        WorkerOptions,
        "the image made from deploy/Dockerfile, for workers hold nothing else of ours",
    ),
}


def check_dataflow(options: PipelineOptions, inputs: Sequence[str], output: str) -> None:
    """UsageError if the runner is Dataflow and something that its workers need is missing or not in gs://."""
    if not is_dataflow(options):
        return
    missing = [name for name, (view, _) in NEEDED.items() if not getattr(options.view_as(view), name)]
    if missing:
        needed = "; ".join(f"--{name}, {NEEDED[name][1]}" for name in missing)
        raise UsageError(f"Dataflow needs {needed}. Set it in {SETTINGS} and give @{SETTINGS}, or here")
    temp = options.view_as(GoogleCloudOptions).temp_location
    local = [name for name in inputs if not name.startswith(REACHABLE)]
    local += (path for path in (output, temp) if not path.startswith("gs://"))
    if local:
        raise UsageError(
            f"{local[0]}: Dataflow's workers cannot read files on this machine; copy it to gs:// and name that"
        )


def is_dataflow(options: PipelineOptions) -> bool:
    """Whether the job goes to Dataflow."""
    return short_name(options.view_as(StandardOptions).runner) == "dataflow"


def is_left_running(options: PipelineOptions) -> bool:
    """Whether the command ends before the job does.

    Asked for by --no_wait_until_finish; and a Flex Template's launcher only writes the job, which Dataflow then starts.
    """
    return is_dataflow(options) and (
        options.view_as(StandardOptions).no_wait_until_finish
        or options.view_as(TestOptions).dry_run
        or bool(options.view_as(GoogleCloudOptions).template_location)
    )


def job_location(options: PipelineOptions, result: Any) -> str:
    """One line on where the job is."""
    cloud = options.view_as(GoogleCloudOptions)
    if cloud.template_location:
        return f"the job is described in {cloud.template_location}"
    if options.view_as(TestOptions).dry_run:
        return "the job was made and not sent"
    return f"https://console.cloud.google.com/dataflow/jobs/{cloud.region}/{result.job_id()}?project={cloud.project}"
