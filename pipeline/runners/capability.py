"""Which runner can read what, as a batch and as a stream: one table, said in the README and checked before work."""

from collections.abc import Collection
from enum import StrEnum

from pipeline.errors import UsageError
from pipeline.runners.known import short_name


class Source(StrEnum):
    """What inputs come from."""

    FILES = "files"
    FEEDS = "feeds"
    PUBSUB = "Pub/Sub"


BATCH = frozenset({Source.FILES, Source.FEEDS})
STREAMS = {
    "DirectRunner": frozenset({Source.PUBSUB}),
    "PrismRunner": frozenset({Source.FEEDS}),
    "FlinkRunner": frozenset({Source.FEEDS}),
    "DataflowRunner": frozenset({Source.FEEDS, Source.PUBSUB}),
}
"""What each runner reads without end. Files can stand beside either; in batches every runner reads files and feeds."""
WHY_NOT = {
    "DirectRunner": "it waits for the end of its ticks, which never comes",
    "PrismRunner": "it has no source for Pub/Sub",
    "FlinkRunner": "it has no source for Pub/Sub in Python",
}
UNSUPPORTED = frozenset({"interactive", "kafkastreams", "spark", "testdataflow", "testdirect"})
"""Runners that Beam has besides, by their short names."""


def check_supported(runner: str) -> None:
    """UsageError for a runner of Beam on which nothing here has run. One with dots is an affair of who wrote it."""
    if short_name(runner) in UNSUPPORTED and "." not in runner:
        *names, last = STREAMS
        raise UsageError(f"--runner={runner}: Dateline does not support it; use {', '.join(names)} or {last}")


def check_sources(runner: str | None, sources: Collection[Source], streaming: bool, run_for: bool) -> None:
    """UsageError if the runner cannot do what is asked for, with one that can."""
    if not streaming:
        if Source.PUBSUB in sources:
            raise UsageError("a subscription never ends: give --streaming, and --run-for to stop after a while")
        if run_for:
            raise UsageError("--run-for is the length of a stream: give --streaming too, or leave it out")
        return
    endless = [source for source in sources if source is not Source.FILES]
    if not endless:
        raise UsageError("--streaming: these inputs come to an end; give feeds or pubsub:…, or leave out --streaming")
    name = full_name(runner)
    for source in endless:
        if name in STREAMS and source not in STREAMS[name]:
            others = " or ".join(f"--runner={other}" for other, can in STREAMS.items() if source in can)
            raise UsageError(f"the {name} cannot stream {source}: {WHY_NOT[name]}; use {others}{_once(source)}")
    if run_for and name == "DataflowRunner" and Source.PUBSUB in endless:
        raise UsageError(
            "--run-for cannot end a subscription on Dataflow: drain the job with `gcloud dataflow jobs drain`"
        )


def full_name(runner: str | None) -> str:
    """The runner as the table has it; as given if it is not in the table."""
    short = short_name(runner)
    known = {short_name(name): name for name in STREAMS} | {"switchingdirect": "DirectRunner"}
    return known.get(short, runner or "")


def _once(source: Source) -> str:
    return ", or leave --streaming for one round" if source is Source.FEEDS else ""
