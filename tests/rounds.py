"""Rounds over a server of news, as a user's cron starts them."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.cli import main
from tests.newsserver import NewsServer

COMMAND = str(Path(sys.executable).with_name("dateline"))
TWO_WORKERS = ("--direct_num_workers=2", "--direct_running_mode=multi_processing")
OPTIONS = ("--contact=https://example.org/bot", "--allow-private-addresses", "--host-delay=0s", "--models=")


def listed(server: NewsServer, folder: Path) -> Path:
    """A plain list of the server's feeds."""
    path = folder / "feeds.txt"
    path.write_text("\n".join(server.feed_urls))
    return path


def arguments(server: NewsServer, source: Path | str | Sequence[str], output: Path, *options: str) -> list[str]:
    """The command of a round at the time of the server's clock."""
    sources = [str(source)] if isinstance(source, Path | str) else source
    return ["run", *sources, "--output", str(output), *OPTIONS, f"--now={server.now.isoformat()}", *options]


def follow(server: NewsServer, source: Path | str | Sequence[str], output: Path, *options: str) -> dict[str, Any]:
    """Runs a round in this process, to its end; gives its ledger."""
    before = set((output / "_ledger").glob("*.json"))
    assert main(arguments(server, source, output, "--fail-on=never", *options)) == 0
    (path,) = set((output / "_ledger").glob("round-*.json")) - before
    ledger: dict[str, Any] = json.loads(path.read_text())
    assert_even(ledger)
    return ledger


def replay(archive: Path, output: Path, *options: str) -> None:
    """Replays an archive in this process."""
    assert main(["replay", str(archive), "--output", str(output), "--models=", *options]) == 0


def by_command(*command: str) -> str:
    """Runs the command in a process of its own; gives what it printed."""
    done = subprocess.run([COMMAND, *command], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


def assert_even(ledger: dict[str, Any]) -> None:
    """Every capture of every source has one outcome."""
    assert ledger["captured"] == sum(ledger["outcomes"].values())
    for counts in ledger["sources"].values():
        assert counts["captured"] == sum(count for name, count in counts.items() if name != "captured")
