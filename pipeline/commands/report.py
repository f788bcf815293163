"""`dateline report DIR --html FILE`, and `dateline report DIR --serve`."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from pipeline.commands.base import DONE, Commands, command
from pipeline.errors import NO_OUTPUT, UsageError
from pipeline.values import named
from pipeline.values import time as option_time

HELP = """\
Makes a self-contained page of an output: volume, feeds, lag, rejects, removed text, rising names, stories, rights, and
the articles with what was removed from them. With --serve, it serves the same page live, to this machine only.
"""
PORT = "8350"


def add(commands: Commands) -> None:
    """Describes the command."""
    parser = command(commands, "report", main, "make a page that shows an output", HELP)
    parser.add_argument("output", metavar="DIR", help="the folder that --output named")
    parser.add_argument("--html", metavar="FILE", help="the page to write")
    parser.add_argument("--serve", action="store_true", help="show it at a loopback address, until Ctrl-C")
    parser.add_argument(
        "--port", metavar="N", default=PORT, help="port for --serve; 0 takes any free one (default %(default)s)"
    )
    parser.add_argument(
        "--now",
        metavar="TIME",
        default="",
        help="the time taken as the present, in ISO 8601 (default: the newest capture)",
    )


def main(parsed: argparse.Namespace, _: Sequence[str]) -> int:
    """Writes the page, or serves it."""
    now = named("--now", option_time, parsed.now)
    port = named("--port", _port, parsed.port)
    if bool(parsed.html) == parsed.serve:
        raise UsageError("give either --html FILE or --serve; see `dateline report --help`")
    output = parsed.output.rstrip("/")
    if "://" not in output and not os.path.isdir(output):
        raise UsageError(f"{parsed.output}: {NO_OUTPUT}")
    if parsed.serve:
        from pipeline.report.serve import serve

        serve(output, port)
        return DONE
    target = Path(parsed.html).absolute()
    if target.is_dir() or not target.parent.is_dir():
        reason = "that is a folder" if target.is_dir() else f"there is no folder {target.parent}"
        raise UsageError(f"--html={parsed.html}: {reason}; give the name of a file")
    from rich.filesize import decimal

    from pipeline.report.make import make_page

    page = make_page(output, now)
    try:
        target.write_bytes(page)
    except OSError as error:
        raise UsageError(f"--html={parsed.html}: cannot be written: {error.strerror}; give another name") from error
    print(f"{parsed.html}: {decimal(len(page))}")
    return DONE


def _port(text: str) -> int:
    """The number of a port."""
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and int(text) < 1 << 16):
        raise UsageError(f"{text!r} is not a port; give a number from 0 to 65535")
    return int(text)
