"""From an output to its page."""

from datetime import datetime
from posixpath import basename

from pipeline.report.figures import figures
from pipeline.report.pack import pack
from pipeline.report.page import page


def make_page(output: str, now: datetime | None) -> bytes:
    """The page of an output, with as many texts as it has room for; UsageError if there is no output."""
    found, rows = figures(output, now)
    return page(basename(output) or output, found, pack(rows, found.listed, found.firsts.values()))
