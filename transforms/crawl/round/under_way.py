"""Which round is under way: OUTPUT/_state/round.json names it, and its ledger says that it is complete."""

from dataclasses import dataclass
from datetime import datetime

from transforms.base.state import Moment, from_json, to_json
from transforms.base.storage import listed, read_if_present, write_whole
from transforms.base.tally import day_of_rounds, ledger_path
from transforms.base.window_names import window_of


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A round: its name, and the time at which it began."""

    name: str
    now: Moment


def last_begun(output: str) -> UnderWay | None:
    """The round that is under way, or the last one; None if there was none."""
    path = _path(output)
    data = read_if_present(path)
    return from_json(data, UnderWay, path) if data else None


def begin(output: str, name: str, now: datetime) -> None:
    """Says that a round is under way."""
    write_whole(_path(output), to_json(UnderWay(name, now)))


def is_complete(output: str, round_name: str) -> bool:
    """Whether a round came to its end; its ledger may be in that of its day."""
    if read_if_present(ledger_path(output, round_name)) is not None:
        return True
    start = window_of(round_name)
    of_day = read_if_present(ledger_path(output, day_of_rounds(start))) if start else None
    return of_day is not None and f'"{round_name}"'.encode() in of_day


def is_unfinished(output: str) -> bool:
    """Whether a round, or a stream, left something that the next round goes on with."""
    before = last_begun(output)
    if before is not None and not is_complete(output, before.name):
        return True
    return any(listed(f"{output}/_state/stream/{folder}") for folder in ("frontier", "staged"))


def _path(output: str) -> str:
    return f"{output}/_state/round.json"
