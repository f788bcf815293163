"""`dateline stories DIR`."""

import argparse
from collections.abc import Sequence
from datetime import timedelta

from pipeline.commands.base import DONE, Commands, add_wait, command, console, existing, waited
from pipeline.errors import NO_ARTICLES
from pipeline.options import Options
from pipeline.values import named

HELP = """\
Finds copies, wire credits and stories among the articles of an output, and writes DIR/stories: who copied whom, which
articles are about one event, who was first and how late the others were. Only days that changed are compared again.
"""
SPAN = Options.specs()["span"]


def add(commands: Commands) -> None:
    """Describes the command."""
    parser = command(commands, "stories", main, "find copies and stories among the articles", HELP, takes_beam=True)
    parser.add_argument("output", metavar="DIR", help="the folder that --output named")
    parser.add_argument("--span", metavar=SPAN.metavar, default=SPAN.default, help=f"{SPAN.meaning} (default 4d)")
    add_wait(parser)


def main(parsed: argparse.Namespace, beam_arguments: Sequence[str]) -> int:
    """Brings the stories up to date, and prints the largest."""
    span = timedelta(seconds=named("--span", SPAN.parse, parsed.span))
    output = existing(parsed.output, "articles", NO_ARTICLES)
    from pipeline.run.stories import write_stories
    from pipeline.view.stories import print_stories

    write_stories(output, span, beam_arguments, waited(parsed))
    print_stories(console(), output)
    return DONE
