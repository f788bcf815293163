"""What Prometheus is told: after a round as a file, of a stream at a port."""

import json
import os
import re
import socket
import urllib.request
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from pipeline.cli import main
from pipeline.monitor.export import served
from pipeline.monitor.metrics import registry
from tests.newsserver import NewsServer
from tests.rounds import arguments, follow, listed

MONITORING = Path(__file__).parent.parent / "deploy" / "monitoring"
Samples = dict[tuple[str, str], float]


@pytest.fixture
def server() -> Iterator[NewsServer]:
    with NewsServer(feeds=3) as server:
        yield server


def samples(text: str) -> Samples:
    """Values by name and by the value of the label."""
    return {
        (sample.name, next(iter(sample.labels.values()), "")): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_a_round_leaves_its_metrics(server: NewsServer, tmp_path: Path) -> None:
    feeds, out, file = listed(server, tmp_path), tmp_path / "out", tmp_path / "dateline.prom"
    server.feeds[2].status = 404
    ledger = follow(server, feeds, out, f"--metrics={file}", "--pages=always")
    first = samples(file.read_text())
    assert first["dateline_feeds", "failing"] == 1
    assert first["dateline_feeds", "well"] == 2
    assert first["dateline_feeds_due", ""] == 0
    assert first["dateline_queue_pages", ""] == 0
    for name, counts in (("polls", ledger["polls"]), ("fetches", ledger["fetches"]), ("captures", ledger["outcomes"])):
        for value, count in counts.items():
            assert first[f"dateline_{name}_total", value] == count
    assert first["dateline_lag_seconds", "0.5"] > 0
    assert first["dateline_last_success_timestamp_seconds", ""] > 1e9
    # Counters go up over rounds.
    follow(server, feeds, out, f"--metrics={file}", "--poll-now")
    second = samples(file.read_text())
    assert second["dateline_polls_total", "fetched"] + second["dateline_polls_total", "unchanged"] == 4
    assert all(second[key] >= value for key, value in first.items() if key[0].endswith("_total"))
    # So does the time of a success, though nothing is due.
    for ledger_file in (out / "_ledger").iterdir():
        os.utime(ledger_file, (1e9, 1e9))
    assert main(arguments(server, feeds, out, f"--metrics={file}")) == 0
    third = samples(file.read_text())
    assert third["dateline_last_success_timestamp_seconds", ""] > 1e9
    assert third["dateline_polls_total", "fetched"] == second["dateline_polls_total", "fetched"]
    assert list(tmp_path.glob("dateline.prom*")) == [file]


def test_a_stream_serves_its_metrics_to_this_machine(server: NewsServer, tmp_path: Path) -> None:
    follow(server, listed(server, tmp_path), tmp_path / "out")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/metrics"
    with served(("127.0.0.1", port), str(tmp_path / "out")), urllib.request.urlopen(address, timeout=30) as answer:
        told = samples(answer.read().decode())
    assert sum(value for (name, _), value in told.items() if name == "dateline_feeds") == 3
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(address, timeout=30)


def test_a_port_that_is_taken_is_bad_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = f"--metrics-port={taken.getsockname()[1]}"
        options = ("--streaming", "--runner=PrismRunner", "--contact=a@b.example", port)
        assert main(["run", "https://a.example/feed", "--output", str(tmp_path / "out"), *options]) == 2
    assert f"{port.replace('=', '=127.0.0.1:')}: Address already in use; give another port" in capsys.readouterr().err


def test_a_file_of_metrics_that_cannot_be_written_is_said_before(
    server: NewsServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = arguments(server, listed(server, tmp_path), tmp_path / "out", f"--metrics={tmp_path}/none/a.prom")
    assert main(command) == 2
    assert "its folder does not exist" in capsys.readouterr().err


def test_the_dashboard_and_the_alerts_name_metrics_that_exist(server: NewsServer, tmp_path: Path) -> None:
    follow(server, listed(server, tmp_path), tmp_path / "out")
    families = registry(str(tmp_path / "out"), datetime.fromisoformat("2026-02-16T00:00:00Z")).collect()
    exported = {name for family in families for name in (family.name, f"{family.name}_total")}
    rules = yaml.safe_load((MONITORING / "alerts.yaml").read_text())["groups"][0]["rules"]
    board = json.loads((MONITORING / "dashboard.json").read_text())
    expressions = [rule["expr"] for rule in rules]
    expressions += [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    assert len(rules) == 3
    for expression in expressions:
        named = set(re.findall(r"\bdateline_\w+", expression))
        assert named, expression
        assert named <= exported
