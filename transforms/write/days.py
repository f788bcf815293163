"""The ledgers and rejects of a day's rounds, put together once the day is over: one file each, in place of many."""

import re
from collections import defaultdict
from datetime import date

from schemas.ledger import Ledger
from schemas.reject import Reject
from transforms.base.parquet import from_parquet
from transforms.base.storage import listed, read_if_present, remove, write_whole
from transforms.base.tally import day_of_rounds, ledger_path
from transforms.base.window_names import window_of
from transforms.write.sink import rejects_folder
from transforms.write.table import merge_rows

_ROUND = re.compile(r"/(round-\d{8}T\d{6}Z[^/]*?)(?:\.json|/[^/]+\.parquet)\Z")


def join_ledgers(output: str, before: date) -> None:
    """One ledger for the rounds of each day before this one: their sum, and their names.

    A name that is in the sum is not added again, so that who is stopped may begin again.
    """
    for day, paths in _by_day(f"{output}/_ledger", before).items():
        name = day_of_rounds(day)
        data = read_if_present(ledger_path(output, name))
        whole = Ledger.from_json(data.decode()) if data else Ledger(name)
        rounds = [Ledger.from_json((read_if_present(path) or b"").decode()) for path in paths]
        new = [ledger for ledger in rounds if ledger.run not in whole.rounds]
        if new:
            joined = Ledger.merged(name, [whole, *new], (*whole.rounds, *(ledger.run for ledger in new)))
            write_whole(ledger_path(output, name), joined.to_json().encode())
        for path in paths:
            remove(path)


def join_rejects(output: str, before: date) -> None:
    """One file for each window of the rejects of the rounds of a day; rows are merged, so again changes nothing."""
    for day, paths in _by_day(f"{output}/rejects", before).items():
        windows = defaultdict[str, list[str]](list)
        for path in paths:
            windows[path.rpartition("/")[2]].append(path)
        for window, those in windows.items():
            _merge(f"{rejects_folder(output, day_of_rounds(day))}/{window}", those)


def _merge(target: str, paths: list[str]) -> None:
    tables = [from_parquet(data, Reject) for path in paths if (data := read_if_present(path))]
    merge_rows(target, Reject, [Reject(**row) for table in tables for row in table.to_pylist()])
    for path in paths:
        remove(path)


def _by_day(folder: str, before: date) -> dict[date, list[str]]:
    """The files of rounds below a folder, by the day on which a round began."""
    days = defaultdict[date, list[str]](list)
    for path in sorted(listed(folder)):
        found = _ROUND.search(path)
        if found and (start := window_of(found[1])) and start.date() < before:
            days[start.date()].append(path)
    return days
