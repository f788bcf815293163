"""Records a round at 80 columns for the README: `python -m tests.record_round docs/images/round.svg`.

The command is real, in a terminal of its own, over a server of news on this machine; what a progress line shows passes,
so one of its moments stands for it.
"""

import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from fcntl import ioctl
from io import StringIO
from pathlib import Path
from termios import TIOCSWINSZ

from rich.console import Console
from rich.text import Text

from tests.newsserver import NewsServer
from tests.rounds import COMMAND

COLUMNS, PORT = 80, 8700
ARGUMENTS = """\
--output=out
--contact=https://example.org/bot
--allow-private-addresses
--host-delay=0s
--pages=always
--models=
"""
COMMANDS = ("run feeds.txt @round.args", "run feeds.txt @round.args", "show out --limit 2")
_MOMENT = re.compile(r"polled [^\r\n\x1b]*fetched [^\r\n\x1b]*?(?=\s*\d:\d\d:\d\d|\x1b)")
_CONTROL = re.compile(r"\x1b\[\??[0-9;]*[A-LN-Za-ln-z]")


def typed(command: str, folder: str, now: str) -> str:
    """What a terminal of 80 columns holds when the command is over."""
    ours, theirs = pty.openpty()
    ioctl(theirs, TIOCSWINSZ, struct.pack("HHHH", 24, COLUMNS, 0, 0))
    arguments = [*command.split(), *([f"--now={now}"] if command.startswith("run") else [])]
    environment = os.environ | {"TERM": "xterm-256color", "TZ": "UTC"}
    process = subprocess.Popen([COMMAND, *arguments], cwd=folder, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    said = bytearray()
    try:
        while part := os.read(ours, 4096):
            said += part
    except OSError:  # A terminal whose last program has ended.
        pass
    process.wait(timeout=60)
    os.close(ours)
    text = said.decode(errors="replace")
    moments = _MOMENT.findall(text)
    # What stands after the last return to the beginning of a line has taken the place of what was there.
    lines = [_CONTROL.sub("", line.rstrip("\r").rpartition("\r")[2]) for line in text.split("\n")]
    lines = [line.rstrip() for line in lines if "polled" not in line and "looking for" not in line]
    return "\n".join([*sorted(moments, key=_from_half)[:1], *lines]).strip("\n")


def _from_half(moment: str) -> float:
    done, of = re.findall(r"fetched ([\d,]+) of ([\d,]+)", moment)[0]
    return abs(int(done.replace(",", "")) / int(of.replace(",", "")) - 0.5)


def main(target: str) -> None:
    """Writes the picture."""
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    console = Console(width=COLUMNS, record=True, file=StringIO())
    with tempfile.TemporaryDirectory() as folder, NewsServer(feeds=6, delay=0.4, start=now, port=PORT) as server:
        Path(folder, "feeds.txt").write_text("\n".join(server.feed_urls))
        Path(folder, "round.args").write_text(ARGUMENTS)
        server.feeds[4].status = 500
        for command in COMMANDS:
            console.print(f"[bold]$ dateline {command}[/]")
            console.print(Text.from_ansi(typed(command, folder, server.now.isoformat())))
            console.print()
    console.save_svg(target, title="A round over six feeds, another with nothing due, and what is there")


if __name__ == "__main__":
    main(sys.argv[1])
