"""What is counted for the ledger of a run, and where that is."""

from datetime import date

from schemas.ledger import Count, Outcome, Tally
from transforms.base.address import registrable_domain


def source_of(url: str | None, capture_uri: str) -> str:
    """The ledger's name of a source: the registrable domain, else the folder that the capture is in."""
    return (registrable_domain(url) if url else None) or capture_uri.partition("/")[0]


def tally(what: Count | Outcome, url: str | None, capture_uri: str, reason: str = "") -> tuple[Tally, int]:
    """One capture, or one outcome of one. Plain strings: they are keys, whose encoding must be the same everywhere."""
    return (what.value, source_of(url, capture_uri), str(reason)), 1


def ledger_path(output: str, run: str) -> str:
    """Where a run's ledger is."""
    return f"{output}/_ledger/{run}.json"


def day_of_rounds(day: date) -> str:
    """The name of the ledger, and of the rejects, of all rounds of a day that is over."""
    return f"rounds-{day:%Y%m%d}"
