"""`dateline gazetteer DUMP`."""

import argparse
from collections.abc import Sequence

from pipeline.commands.base import DONE, Commands, command
from pipeline.errors import RunError, UsageError
from pipeline.values import positive
from transforms.base.storage import exists

HELP = """\
Makes a table of names with ids, as --gazetteer takes it, from the JSON dump of Wikidata.
"""
DEFAULT_SITELINKS = "5"


def add(commands: Commands) -> None:
    """Describes the command."""
    parser = command(commands, "gazetteer", main, "make a table for --gazetteer from a Wikidata dump", HELP)
    parser.add_argument("dump", metavar="DUMP", help="the JSON dump: .json, .json.gz or .json.bz2")
    parser.add_argument("--output", metavar="FILE", required=True, help="the Parquet file to write")
    parser.add_argument("--languages", metavar="LANG,…", default="en", help="of names (default en)")
    parser.add_argument(
        "--sitelinks",
        metavar="N",
        default=DEFAULT_SITELINKS,
        help="leave out items that fewer Wikipedias and other sites have (default %(default)s)",
    )


def main(parsed: argparse.Namespace, _: Sequence[str]) -> int:
    """Writes the table and says how many entries it has."""
    if not parsed.output.endswith(".parquet"):
        raise UsageError(f"--output={parsed.output}: give a name that ends in .parquet")
    if not exists(parsed.dump):
        raise UsageError(f"{parsed.dump}: nothing is there; give a JSON dump of Wikidata")
    from transforms.enrich.gazetteer.wikidata import convert

    try:
        count = convert(parsed.dump, parsed.output, parsed.languages.split(","), positive(parsed.sitelinks))
    except (OSError, EOFError, ValueError) as error:
        raise RunError(
            f"{parsed.dump} is not a Wikidata dump ({error}); give the JSON one, with an item per line"
        ) from error
    print(f"{count:,} entries in {parsed.output}")
    return DONE
