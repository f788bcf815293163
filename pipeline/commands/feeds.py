"""`dateline feeds DIR`, and `dateline feeds --check URL`."""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime

from pipeline.commands.base import DONE, FAILED, Commands, command, console, existing
from pipeline.errors import UsageError
from pipeline.values import contact, named

HELP = """\
Lists every feed that an output follows: how it is doing, since when, its last new entry, its next poll, and what is
wrong. With --check, asks one address once and says what it is.
"""


def add(commands: Commands) -> None:
    """Describes the command."""
    parser = command(commands, "feeds", main, "list the feeds of an output, or try one", HELP)
    parser.add_argument("output", nargs="?", metavar="DIR", help="the folder that --output named")
    parser.add_argument("--json", action="store_true", help="one JSON object per line")
    parser.add_argument("--check", metavar="URL", help="a feed, or a site that names one")
    parser.add_argument("--contact", metavar="ADDRESS", default="", help="page or mail address that servers are told")
    parser.add_argument("--allow-private-addresses", action="store_true", help="ask private addresses too")


def main(parsed: argparse.Namespace, _: Sequence[str]) -> int:
    """Lists, or tries."""
    address = named("--contact", contact, parsed.contact)
    if parsed.check:
        if "://" not in parsed.check and "." not in parsed.check:
            raise UsageError(f"--check: {parsed.check!r} is not the address of a feed or a site; give https://…")
        from pipeline.view.check_feed import check

        return DONE if check(console(), parsed.check, address, parsed.allow_private_addresses) else FAILED
    if parsed.output is None:
        raise UsageError("name the folder of an output, or give --check URL; see `dateline feeds --help`")
    missing = f"no feeds are followed there; `dateline run FEEDS --output {parsed.output}`"
    output = existing(parsed.output, "_state/feeds", missing)
    from pipeline.view.feeds import feeds, print_json, print_table

    known = feeds(output, datetime.now(UTC))
    if parsed.json:
        print_json(known)
    else:
        print_table(console(), known)
    return DONE
