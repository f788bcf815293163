"""Commands that are killed, at a moment or right before a step, and what they must come to when they are started again.

Each mode is a command over small inputs, of which a whole run takes about a second.
"""

import errno
import json
import multiprocessing
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from pipeline.cli import main
from tests import newsday
from tests.conftest import digests
from tests.newsserver import NewsServer
from tests.pages import archive, page
from tests.rounds import arguments, follow, listed

NAMING = ("os.rename", "os.remove")
"""The steps by which a change is seen: a name comes to stand for other bytes, or goes."""
WRITING = ("open", "os.mkdir", "os.fsync")
"""The steps that need room."""
EVERY = (*NAMING, "os.mkdir", "os.rmdir", "os.truncate", "open", "os.fsync")
WRITES = os.O_WRONLY | os.O_RDWR
COMPARED = ("articles", "rejects", "stories", "_ledger", "_state/feeds", "_state/revisions", "_state/stories")
LONGEST = 600.0
"""Seconds in which a command that is not killed must have ended."""


def start(
    arguments: list[str],
    output: Path | None = None,
    step: int = 0,
    kinds: tuple[str, ...] = EVERY,
    is_full: bool = False,
) -> ForkServerProcess:
    """Starts the command in a process of its own, where what takes long to import is there already.

    With a `step` it kills itself before it changes what is below the output for that number of times, counting steps
    of these kinds. If `is_full`, the disk is full instead, from that step on, and what it says is in OUTPUT.err.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pipeline.run.start", "pipeline.run.stories", "tests.killing"])
    process = context.Process(target=_command, args=(arguments, output, step, kinds, is_full))
    process.start()
    return process


def _command(
    arguments: list[str], output: Path | None, step: int, kinds: tuple[str, ...], is_full: bool = False
) -> None:
    if output is not None and step:
        die_at(step, output, kinds, is_full)
    if is_full:
        sys.stderr = Path(f"{output}.err").open("w", buffering=1)  # noqa: SIM115 - as long as the process
    sys.exit(main(arguments))


def die_at(number: int, folder: Path, kinds: tuple[str, ...], is_full: bool = False) -> None:
    """This process kills itself before a step, or finds the disk full from there on.

    The interpreter tells of all steps but fsync (`sys.audit`).
    """
    process, below, count = os.getpid(), f"{folder}{os.sep}", 0

    def step(kind: str, values: tuple[Any, ...]) -> None:
        nonlocal count
        if kind not in kinds or os.getpid() != process or not str(values[0]).startswith(below):
            return
        reads = kind == "open" and not (values[2] or 0) & WRITES
        if reads or (kind == "os.remove" and not os.path.lexists(values[0])):
            return
        count += 1
        if is_full and count >= number:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(values[0]))
        if count == number:
            os.kill(process, signal.SIGKILL)

    sync = os.fsync

    def fsync(descriptor: int) -> None:
        step("os.fsync", (os.readlink(f"/proc/self/fd/{descriptor}"),))
        sync(descriptor)

    os.fsync = fsync  # type: ignore[assignment]
    sys.addaudithook(step)


class Mode:
    """A command over an output, with what the output is before, and what it must be in the end."""

    def __init__(self, folder: Path, name: str, before: Path | None, command: Callable[[Path], list[str]]) -> None:
        self.name, self.before, self.command = name, before, command
        unkilled = self.prepared(folder / f"{name}-unkilled")
        self.finish(unkilled)
        started = time.monotonic()
        self.finish(self.prepared(folder / f"{name}-timed"))
        self.seconds = time.monotonic() - started
        self.expected = lasting(unkilled)

    def prepared(self, output: Path) -> Path:
        """The output as it is before the command."""
        if self.before is not None:
            shutil.copytree(self.before, output)
        return output

    def finish(self, output: Path) -> None:
        """Runs the command to its end."""
        process = start(self.command(output))
        process.join(LONGEST)
        assert process.exitcode == 0

    def check(self, output: Path) -> None:
        """Asserts that an output is as it would be had nothing been killed."""
        found = lasting(output)
        assert found == self.expected, difference(found, self.expected)
        assert not list(output.rglob("._staged-*"))


def lasting(output: Path) -> dict[str, dict[str, str]]:
    """The digests of what must be the same. A second round that found nothing due has a ledger without any count."""
    found = {name: digests(output / name) for name in COMPARED if (output / name).exists()}
    empty = {
        path.name for path in (output / "_ledger").glob("round-*.json") if not json.loads(path.read_text())["polls"]
    }
    found["_ledger"] = {name: digest for name, digest in found["_ledger"].items() if name not in empty}
    return found


def difference(found: dict[str, dict[str, str]], expected: dict[str, dict[str, str]]) -> str:
    """The files that are not as they should be."""
    names = sorted(found.keys() | expected.keys())
    return ", ".join(
        f"{name}/{file}"
        for name in names
        for file in sorted(found.get(name, {}).keys() | expected.get(name, {}).keys())
        if found.get(name, {}).get(file) != expected.get(name, {}).get(file)
    )


def modes(folder: Path, server: NewsServer, chosen: set[str]) -> list[Mode]:
    """The commands that are killed: a batch, a round behind another one, its replay, stories, a compaction."""
    first, told, small = folder / "first", folder / "told", folder / "small"
    feeds, news, mixed = listed(server, folder), newsday.write(folder / "news"), folder / "mixed"
    newsday.write(mixed, ["argus-ferry", "echo-quake"])
    (mixed / "bridge.html").write_text(page(3))
    (mixed / "nothing.html").write_text("<p>x</p>")
    (folder / "news.warc.gz").write_bytes(archive(range(4)))
    if chosen & {"round", "replay"}:
        follow(server, feeds, first)
        server.now += timedelta(hours=8)
    if "stories" in chosen:
        assert main(["run", str(news), f"--output={told}", "--models="]) == 0
    if "compact" in chosen:
        assert main(["run", f"{folder / 'news.warc.gz'}", f"--output={small}", "--models=", "--file-window=10m"]) == 0
    made: dict[str, tuple[Path | None, Callable[[Path], list[str]]]] = {
        "batch": (None, lambda output: ["run", str(mixed), f"--output={output}", "--models="]),
        "round": (first, lambda output: arguments(server, feeds, output, "--fail-on=never")),
        "replay": (None, lambda output: ["replay", str(first / "archive"), f"--output={output}", "--models="]),
        "stories": (told, lambda output: ["stories", str(output)]),
        "compact": (small, lambda output: ["compact", str(output)]),
    }
    return [Mode(folder, name, *made[name]) for name in made if name in chosen]
