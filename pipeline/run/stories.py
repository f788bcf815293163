"""Brings the stories of an output up to date."""

from collections.abc import Sequence
from datetime import timedelta

import apache_beam as beam
from apache_beam.io.filesystems import FileSystems
from apache_beam.options.pipeline_options import StandardOptions
from apache_beam.runners.runner import PipelineState

from pipeline.errors import RunError
from pipeline.run.settings import beam_options, check_runner
from pipeline.run.writing import full, is_full, writing
from pipeline.runners.dataflow import check_dataflow
from transforms.base.storage import sweep
from transforms.stories.due import due
from transforms.stories.stage import WriteStories
from transforms.stories.store import Store

STORIES = "stories"
PASSES = 3
"""Passes, each over articles that were written during the one before; the rest is left to the next command."""


def write_stories(output: str, span: timedelta, beam_arguments: Sequence[str], wait: float = 0.0) -> bool:
    """Compares what was written since the last time, as a pipeline of its own; False if there are no articles.

    RunError if the pipeline fails, or another program is still writing to the output after `wait` seconds.
    """
    settings = beam_options([argument for argument in beam_arguments if argument != "--streaming"])
    check_runner(settings.view_as(StandardOptions).runner)
    check_dataflow(settings, [], output)
    FileSystems.set_options(settings)
    store = Store(output)
    if not store.articles():
        return False
    # Not the lock of the output: a stream has that for months, and replaces its files whole.
    with writing(output, wait, STORIES):
        for _ in range(PASSES):
            work = due(store, span)
            if work.is_current:
                break
            try:
                pipeline = beam.Pipeline(options=settings)
                _ = pipeline | "Stories" >> WriteStories(output, work, span)
                state = pipeline.run().wait_until_finish()
            except Exception as error:
                again = f"stories of {output}: {error}; run `dateline stories {output}` again"
                raise RunError(full(output) if is_full(error) else again) from error
            if state != PipelineState.DONE:
                raise RunError(f"the runner ended the job as {state}")
        sweep(output)
    return True
