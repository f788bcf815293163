"""`dateline export DIR --to FILE`."""

import argparse
import sys
from collections.abc import Sequence

from pipeline.commands.base import DONE, Commands, command, existing
from pipeline.errors import NO_ARTICLES
from pipeline.selecting import Selecting
from pipeline.values import named, one_of
from pipeline.view.counted import counted

HELP = """\
Writes the articles of an output in another format. It streams them, so memory does not grow with their number.

The suffix of --to determines the format: .jsonl .csv .sqlite .duckdb, folder/ for a Markdown file of each article, or -
for standard output (JSON Lines, or --format csv). --shape names the fields as others do: news-please, newsarticle
(schema.org in JSON-LD), ninjs (IPTC, 3.0).
"""


def add(commands: Commands) -> None:
    """Describes the command."""
    parser = command(commands, "export", main, "write the articles of an output in another format", HELP)
    parser.add_argument("output", metavar="DIR", help="the folder that --output named")
    parser.add_argument("--to", metavar="FILE", required=True, help="where to write; - is standard output")
    parser.add_argument("--format", metavar="jsonl|csv|…", default="", help="if the file name does not say it")
    parser.add_argument(
        "--shape", metavar="record|news-please|…", default="record", help="field names (default record)"
    )
    Selecting.add_to(parser)


def main(parsed: argparse.Namespace, _: Sequence[str]) -> int:
    """Exports, and says on standard error how many articles that were."""
    output = existing(parsed.output, ("articles", "_ledger"), NO_ARTICLES)
    selected = Selecting.of(parsed)
    from pipeline.export.shapes import SHAPES
    from pipeline.export.target import FORMATS, export

    form = named("--format", one_of("", *FORMATS), parsed.format)
    shape = named("--shape", one_of(*SHAPES), parsed.shape)
    count = export(output, parsed.to, form, shape, selected.selection, selected.limit)
    print(f"dateline: {counted(count, 'article')} exported", file=sys.stderr)
    return DONE
