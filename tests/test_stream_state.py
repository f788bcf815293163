"""What a stream keeps across versions of the program: the names of its stateful steps, their coders, what they hold.

A runner finds state again by the step's full name, the cell's name and the coders. Where one of these changes, a job
that runs cannot be updated, or restored from a savepoint: it is drained, and the new version started over its output.
"""

import base64
import pickle
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

import apache_beam as beam
import hypothesis.strategies as st
import pytest
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.portability.api import beam_runner_api_pb2 as runner_api
from hypothesis import given, settings

from pipeline.cli import parser
from pipeline.graph import build
from pipeline.options import Options
from pipeline.run.plan import Stream
from schemas.article import Gone
from schemas.coder import decode, encode
from schemas.ledger import Ledger
from schemas.reject import Reason, Reject
from schemas.revision import Revision
from tests.test_schemas import ARTICLE
from transforms.base.windows import Windows
from transforms.crawl.due import Policy
from transforms.crawl.fetch.client import Client
from transforms.crawl.polling import Pages, Polling
from transforms.crawl.stream.settings import CrawlSettings
from transforms.crawl.stream.stage import StreamSource
from transforms.write.index import remembered
from transforms.write.stream.revise import from_json, to_json

REMEDY = """
State of jobs that run is found again by these names and coders. Keep them if you can (label a step as it was). If you
cannot, say in CHANGELOG.md that this version is started after a drain of the old one, and then change the table."""


class Stateful(NamedTuple):
    """The coder of its input, whose key is the key of the state; its cells; its timers."""

    input: str
    cells: dict[str, str]
    timers: dict[str, str]


PANE = Stateful("kv(string_utf8, bytes)", {"values": "bag bytes", "due": "one varint"}, {"pane": "EVENT_TIME"})
AFTER_READ = {
    "Revise/Revisions/ParDo(_Revise)": Stateful(
        "kv(string_utf8, bytes)", {"known": "one bytes", "until": "one varint"}, {"expiry": "EVENT_TIME"}
    ),
    "Write/By file/Pane": PANE,
    "Remember/By file/Pane": PANE,
    "Write rejects/By file/Pane": PANE,
    "Complete/By archive/Pane": PANE,
    "Ledger/In one place": Stateful(
        "kv(string_utf8, bytes)",
        {"open": "bag bytes", "closed": "one bytes", "due": "one varint"},
        {"pane": "EVENT_TIME"},
    ),
}
OF_FEEDS = {"Stream/Crawl/Hosts/ParDo(_Crawl)": Stateful("kv(varint, bool)", {"given": "one bytes"}, {})}
OF_MESSAGES = {
    "Stream/Receive/Once": Stateful("kv(string_utf8, bytes)", {"seen": "one varint"}, {"expiry": "EVENT_TIME"})
}
SUBSCRIPTION = "projects/project/subscriptions/news"
SHAPES: dict[str, tuple[dict[str, Any], dict[str, Stateful]]] = {
    "feeds": ({}, OF_FEEDS),
    "feeds and messages": ({"subscription": SUBSCRIPTION}, OF_FEEDS | OF_MESSAGES),
    "messages alone": ({"subscription": SUBSCRIPTION, "ticks": False}, OF_MESSAGES),
    "feeds, after a stop": ({"left": (("out/_state/stream/staged/received/x", 1),)}, OF_FEEDS),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_names_and_coders_of_state_stay(shape: str) -> None:
    source, steps = SHAPES[shape]
    assert stateful_steps(**source) == steps | AFTER_READ, REMEDY


def stateful_steps(**source: Any) -> dict[str, Stateful]:
    """The stateful steps of the graph as a runner gets them."""
    options = Options.of(parser().parse_args(["run", "feeds.opml", "--output", "out"]))
    polling = Polling(client=Client(agent="test"), pages=Pages.AUTO, policy=Policy())
    stream = StreamSource(
        crawling=CrawlSettings(output="out", window=600, tick=1, expiry=1, polling=polling),
        windows=Windows(600, 30, 86400),
        start=datetime(2024, 3, 5, tzinfo=UTC),
        **source,
    )
    pipeline = beam.Pipeline(options=PipelineOptions(["--streaming"]))
    build(pipeline, Stream(name="stream", options=options, source=stream))
    parts = pipeline.to_runner_api().components
    found = {}
    for step in parts.transforms.values():
        payload = (
            runner_api.ParDoPayload.FromString(step.spec.payload)
            if step.spec.urn == "beam:transform:pardo:v1"
            else None
        )
        if payload and (payload.state_specs or payload.timer_family_specs):
            (collection,) = step.inputs.values()
            found[step.unique_name] = Stateful(
                _coder(parts, parts.pcollections[collection].coder_id),
                {name: _cell(parts, spec) for name, spec in payload.state_specs.items()},
                {
                    name.removeprefix("ts-"): runner_api.TimeDomain.Enum.Name(spec.time_domain)
                    for name, spec in payload.timer_family_specs.items()
                },
            )
    return found


def _cell(parts: runner_api.Components, spec: Any) -> str:
    if spec.WhichOneof("spec") == "bag_spec":
        return f"bag {_coder(parts, spec.bag_spec.element_coder_id)}"
    return f"one {_coder(parts, spec.read_modify_write_spec.coder_id)}"


def _coder(parts: runner_api.Components, name: str) -> str:
    coder = parts.coders[name]
    inner = ", ".join(_coder(parts, part) for part in coder.component_coder_ids)
    short = coder.spec.urn.split(":")[2]
    return f"{short}({inner})" if inner else short


ROW = replace(ARTICLE, captured_at=datetime(2024, 3, 5, 12, 0, 0, 1, tzinfo=UTC))
REVISION = remembered(ROW, "date=2024-03-05/f.parquet")
UNDATED = replace(REVISION, captured_at=None, source=None, url=None)
REJECT = Reject(
    reason=Reason.EMPTY,
    stage="clean",
    message="m",
    capture_uri="c",
    capture_digest="d" * 32,
    url=None,
    captured_at=ROW.captured_at,
    announcement="{}",
    media="html",
    payload=b"\0",
    size=1,
    pipeline_version="0.1.0",
)

# What streams hold that run now: never made anew from the code. The first is in the cell "known" for a month, the
# others in the bags "values" until their window is over.
KNOWN = (
    b'[{"article_id": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "revision_id": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",'
    b' "captured_at": "2024-03-05T12:00:00.000001+00:00", "capture_uri": "seeds/a.txt",'
    b' "capture_digest": "cccccccccccccccccccccccccccccccc", "url": "https://example.org/a", "source": "example.org",'
    b' "file": "date=2024-03-05/f.parquet"}, {"article_id": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",'
    b' "revision_id": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "captured_at": null, "capture_uri": "seeds/a.txt",'
    b' "capture_digest": "cccccccccccccccccccccccccccccccc", "url": null, "source": null,'
    b' "file": "date=2024-03-05/f.parquet"}]'
)
HELD = {
    "row": (
        ROW,
        "gAWVuAEAAAAAAABdlCiMIGFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhlIwgYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYm"
        "KUjBVodHRwczovL2V4YW1wbGUub3JnL2GUTowLZXhhbXBsZS5vcmeUTowIw4QgdGl0bGWUjA5PbmUuClR3byDwn5iALpSMA0EgQpSFlCmMCGRh"
        "dGV0aW1llIwIZGF0ZXRpbWWUk5RDCgABAQEAAAAAAACUaAmMCHRpbWV6b25llJOUaAmMCXRpbWVkZWx0YZSTlEsASwBLAIeUUpSFlFKUhpRSlG"
        "gLQwonDwwfFzs7D0I/lGgUhpRSlGgLQwoH6AMFDAAAAAABlGgUhpRSlIwEbWV0YZSMAmVulF2UjANUd2+UjANPUkeUXZRLBUsIhpRhh5RhXZSM"
        "D3NjaGVtYXMuYXJ0aWNsZZSMC1JlbW92ZWRLaW5klJOUjAVzaGFyZZSFlFKUjAVUd2VldJSGlGGMC3NlZWRzL2EudHh0lIwgY2NjY2NjY2NjY2"
        "NjY2NjY2NjY2NjY2NjY2NjY2NjY2OUSwGMATCUjANtLTGUhZRlLg==",
    ),
    "row that goes": (Gone("c", "d"), "gAWVCwAAAAAAAACMAWOUjAFklIaULg=="),
    "revision": (
        REVISION,
        "gASVOAEAAAAAAACMEHNjaGVtYXMucmV2aXNpb26UjAhSZXZpc2lvbpSTlCmBlF2UKIwgYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYW"
        "GUjCBiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYpSMCGRhdGV0aW1llIwIZGF0ZXRpbWWUk5RDCgfoAwUMAAAAAAGUaAeMCHRpbWV6"
        "b25llJOUaAeMCXRpbWVkZWx0YZSTlEsASwBLAIeUUpSFlFKUhpRSlIwLc2VlZHMvYS50eHSUjCBjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2"
        "NjY2NjY5SMFWh0dHBzOi8vZXhhbXBsZS5vcmcvYZSMC2V4YW1wbGUub3JnlIwZZGF0ZT0yMDI0LTAzLTA1L2YucGFycXVldJRlYi4=",
    ),
    "revision that goes": (
        Gone("c", "d"),
        "gASVLAAAAAAAAACMD3NjaGVtYXMuYXJ0aWNsZZSMBEdvbmWUk5QpgZRdlCiMAWOUjAFklGViLg==",
    ),
    "reject": (
        REJECT,
        "gASV4gAAAAAAAACMDnNjaGVtYXMucmVqZWN0lIwGUmVqZWN0lJOUKYGUXZQoaACMBlJlYXNvbpSTlIwFZW1wdHmUhZRSlIwFY2xlYW6UjAFtlI"
        "wBY5SMIGRkZGRkZGRkZGRkZGRkZGRkZGRkZGRkZGRkZGRkZGRklE6MCGRhdGV0aW1llIwIZGF0ZXRpbWWUk5RDCgfoAwUMAAAAAAGUaA6MCHRp"
        "bWV6b25llJOUaA6MCXRpbWVkZWx0YZSTlEsASwBLAIeUUpSFlFKUhpRSlIwCe32UjARodG1slEMBAJRLAYwFMC4xLjCUZWIu",
    ),
}
UNREADABLE = "\nA stream that is updated holds such values: read the old form too, or say in CHANGELOG.md: drain first."


def test_revisions_that_streams_hold_are_read() -> None:
    assert from_json(KNOWN) == [REVISION, UNDATED], UNREADABLE


def test_revisions_are_written_as_programs_before_read_them() -> None:
    """Else an update cannot be taken back."""
    assert to_json([REVISION, UNDATED]) == KNOWN, UNREADABLE


@pytest.mark.parametrize("what", HELD)
def test_rows_that_open_windows_hold_are_read(what: str) -> None:
    value, sample = HELD[what]
    read = decode if what.startswith("row") else pickle.loads
    assert read(base64.b64decode(sample)) == value, UNREADABLE


def test_the_ledger_that_streams_hold_is_read() -> None:
    held = (
        '{"run": "s", "captured": 2, "outcomes": {"written": 1, "rejected": 1}, "reasons": {"failed": 1},'
        ' "removed": {"share": 3}, "entities": {"ORG": 4}, "polls": {"new": 5}, "fetches": {"fetched": 6},'
        ' "sources": {"example.org": {"captured": 2, "written": 1, "rejected": 1}}}'
    )
    counted = {("captured", "example.org", ""): 2, ("written", "example.org", ""): 1}
    counted |= {("rejected", "example.org", "failed"): 1, ("removed", "share", ""): 3, ("entities", "ORG", ""): 4}
    counted |= {("polls", "new", ""): 5, ("fetches", "fetched", ""): 6}
    assert Ledger.from_json(held) == Ledger.of("s", counted.items()), UNREADABLE


TEXT = st.text(max_size=8)
REVISIONS = st.lists(
    st.builds(
        Revision,
        article_id=TEXT,
        revision_id=TEXT,
        captured_at=st.none() | st.datetimes(timezones=st.just(UTC)),
        capture_uri=TEXT,
        capture_digest=TEXT,
        url=st.none() | TEXT,
        source=st.none() | TEXT,
        file=TEXT,
    ),
    max_size=4,
)


@settings(deadline=None)
@given(REVISIONS)
def test_revisions_come_back_as_they_were(revisions: list[Revision]) -> None:
    assert from_json(to_json(revisions)) == revisions


@settings(deadline=None)
@given(REVISIONS.filter(bool))
def test_a_row_comes_back_as_it_was(revisions: list[Revision]) -> None:
    for revision in revisions:
        row = replace(ROW, url=revision.url, captured_at=revision.captured_at, text=revision.capture_uri)
        assert decode(encode(row)) == row
