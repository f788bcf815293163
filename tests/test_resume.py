"""Rounds and replays that are killed and started again: the same output, and nothing that was done is done twice."""

import itertools
import json
import random
import shutil
import signal
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

import pipeline.run.plan
import pipeline.run.start
from pipeline.cli import main
from pipeline.errors import RunError
from pipeline.run.execute import execute
from pipeline.run.plan import Plan
from tests.conftest import digests
from tests.killing import start
from tests.newsserver import NewsServer, Seen
from tests.rounds import arguments, follow, listed, replay

pytestmark = pytest.mark.long

KILLS = 10
LASTING = ("articles", "_ledger", "_state/feeds", "_state/revisions")


def lasting(output: Path) -> dict[str, dict[str, str]]:
    return {name: digests(output / name) for name in LASTING}


def staged(output: Path) -> list[Path]:
    return list(output.rglob("._staged-*"))


def is_killed(arguments: list[str], seconds: float) -> bool:
    """Kills the command after so long; False if it had come to its end, and well."""
    process = start(arguments)
    process.join(seconds)
    process.kill()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


def done(output: Path) -> set[str]:
    """The addresses of what the journal of the round under way says is done."""
    addresses: set[str] = set()
    for step in output.glob("_state/round/*/*.json"):
        content: dict[str, Any] = json.loads(step.read_text())
        addresses.update(json.loads(state)["url"] for state in content.get("states", ()))
        for path, _ in content["archived"]:
            if not path.endswith("-entries.warc.gz"):
                with open(output / path, "rb") as file:
                    addresses.update(record.rec_headers["WARC-Target-URI"] for record in ArchiveIterator(file))
    return addresses


def addresses(server: NewsServer, seen: list[Seen]) -> set[str]:
    return {server.url(one.host, one.path) for one in seen if one.path != "/robots.txt"}


def test_a_round_killed_at_ten_moments_ends_as_one_that_was_not(tmp_path: Path) -> None:
    dice = random.Random(4)
    with NewsServer(feeds=30, delay=0.1) as server:
        feeds, unkilled, first = listed(server, tmp_path), tmp_path / "unkilled", tmp_path / "first"
        follow(server, feeds, first)
        server.now += timedelta(hours=8)
        shutil.copytree(first, unkilled)
        assert not is_killed(["--help"], 60)
        before, started = len(server.seen), time.monotonic()
        assert not is_killed(arguments(server, feeds, unkilled), 300)
        whole = time.monotonic() - started
        online = server.seen[before].at - started
        asked = addresses(server, server.seen[before:])
        expected = lasting(unkilled)

        kills = 0
        for attempt in itertools.count():
            if kills >= KILLS:
                break
            output = tmp_path / f"attempt-{attempt}"
            shutil.copytree(first, output)
            ready, unfinished = set[str](), True
            while unfinished:
                before = len(server.seen)
                seconds = dice.uniform(online, online + 0.8 * (whole - online)) if kills < KILLS else 300
                unfinished = is_killed(arguments(server, feeds, output), seconds)
                kills += unfinished
                again = addresses(server, server.seen[before:])
                assert again <= asked - ready
                ready = done(output)
            assert lasting(output) == expected
            assert not staged(output)


def test_a_replay_that_is_stopped_goes_on_behind_the_parts_that_it_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output, whole, stopped = tmp_path / "live", tmp_path / "whole", tmp_path / "stopped"
    with NewsServer(feeds=8) as server:
        feeds = listed(server, tmp_path)
        for _ in range(2):
            follow(server, feeds, output)
            server.now += timedelta(hours=8)
    replay(output / "archive", whole)
    monkeypatch.setattr(pipeline.run.plan, "REPLAY_PART", 20_000)
    executed: list[str] = []

    def stopping(plan: Plan, *rest: Any) -> Any:
        executed.append(plan.name)
        if len(executed) == 3:
            raise RunError("stopped")
        return execute(plan, *rest)

    monkeypatch.setattr(pipeline.run.start, "execute", stopping)
    assert main(["replay", str(output / "archive"), "--output", str(stopped), "--models="]) == 1
    replay(output / "archive", stopped)
    assert len(executed) > 4
    assert executed[2] == executed[3]
    assert len(set(executed)) == len(executed) - 1
    assert digests(stopped / "articles") == digests(whole / "articles") == digests(output / "articles")
    (one,), (other,) = ((folder / "_ledger").glob("*.json") for folder in (stopped, whole))
    assert json.loads(one.read_text()) | {"run": ""} == json.loads(other.read_text()) | {"run": ""}


def test_a_replay_that_goes_on_reads_what_was_added_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output, whole, stopped = tmp_path / "live", tmp_path / "whole", tmp_path / "stopped"
    with NewsServer(feeds=4) as server:
        feeds = listed(server, tmp_path)
        for _ in range(3):
            follow(server, feeds, output)
            server.now += timedelta(hours=8)
    replay(output / "archive", whole)
    late = max((output / "archive" / "pages").rglob("*.warc.gz"), key=lambda path: path.stat().st_size)
    aside = late.rename(tmp_path / late.name)
    runs = iter((execute, None))

    def stopping(plan: Plan, *rest: Any) -> Any:
        if (run := next(runs)) is None:
            raise RunError("stopped")
        return run(plan, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(pipeline.run.plan, "REPLAY_PART", 1)
        patch.setattr(pipeline.run.start, "execute", stopping)
        assert main(["replay", str(output / "archive"), "--output", str(stopped), "--models="]) == 1
    aside.rename(late)
    monkeypatch.setattr(pipeline.run.plan, "REPLAY_PART", 1)
    replay(output / "archive", stopped)
    assert digests(stopped / "articles") == digests(whole / "articles")
    assert len(list((stopped / "_ledger").iterdir())) == 1
