"""Small files of a day into few: each as a run with a longer file window, or fewer shards, would have written it.

Which files become one is a function of their names. A local day is exchanged for its merged one in a single step: a
reader lists the old files or the new ones, never both. In gs://, where no step takes in several objects, new ones are
put in place before the old ones go. What is under way stands in OUTPUT/_state/compact: who is killed is finished by the
next writer of the output.
"""

import os
import re
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from schemas.article import Article
from schemas.revision import Revision
from transforms.base.exchange import exchange
from transforms.base.parquet import from_parquet, read_columns
from transforms.base.state import from_json, to_json
from transforms.base.storage import (
    listed,
    open_raw,
    read_if_present,
    remove,
    sync,
    write_whole,
)
from transforms.base.temporary import temporary_folder
from transforms.base.windows import UNDATED, capture_window
from transforms.write.index import file_of, index_folder
from transforms.write.table import merge_rows, union

AT_ONCE = 64
"""Files that are merged at a time: each is open, and a part of it in memory."""
_NAME = re.compile(r"(undated|\d{8}T\d{6}Z)-(\d{5})-of-(\d{5})\.parquet")


@dataclass(frozen=True, slots=True)
class Moving:
    """A day that is under way: the new name of each file that goes, and the files of the index that name them."""

    day: str
    moved: dict[str, str]
    index: list[str]


class Sizes(NamedTuple):
    """How many files a day had and has, and their bytes."""

    files_before: int
    bytes_before: int
    files: int
    bytes: int


def merged_name(name: str, window: int, shards: int) -> str:
    """The file into which one of this name is merged: itself, where it is as long and as few already."""
    found = _NAME.fullmatch(name)
    if not found:
        return name
    start, shard, of = found[1], int(found[2]), int(found[3])
    if start != UNDATED:
        start = capture_window(datetime.strptime(start, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC), window)
    # Only then does the old shard say which of the new ones a row belongs to.
    if of % shards == 0:
        shard, of = shard % shards, shards
    return f"{start}-{shard:05}-of-{of:05}.parquet"


def compact(output: str, window: int, shards: int) -> Iterator[Sizes]:
    """Merges the files of every day, `window` in seconds. For the only writer of an output.

    Doing it again changes nothing.
    """
    finish(output)
    days = defaultdict[str, dict[str, int]](dict)
    for path, size in listed(f"{output}/articles").items():
        folder, _, name = path.rpartition("/")
        days[folder.rpartition("/")[2]][name] = size
    for day, files in sorted(days.items()):
        moved = {name: to for name in files if (to := merged_name(name, window, shards)) != name}
        if moved:
            _move(output, day, moved)
        now = listed(f"{output}/articles/{day}") if moved else files
        yield Sizes(len(files), sum(files.values()), len(now), sum(now.values()))


def finish(output: str) -> None:
    """Brings to its end what a compaction that was killed left. For the only writer of an output."""
    data = read_if_present(_journal(output))
    if data is not None:
        moving = from_json(data, Moving, _journal(output))
        there = {path.rpartition("/")[2] for path in listed(f"{output}/articles/{moving.day}")}
        if left := {name: to for name, to in moving.moved.items() if name in there}:
            _replace(output, moving.day, left)
        _remember(output, moving)
        remove(_journal(output))
    _clear(output)


def _move(output: str, day: str, moved: dict[str, str]) -> None:
    moving = Moving(day, moved, sorted(_remembering(f"{output}/articles/{day}/{name}" for name in moved)))
    write_whole(_journal(output), to_json(moving))
    _replace(output, day, moved)
    _remember(output, moving)
    remove(_journal(output))
    _clear(output)


def _remembering(paths: Iterable[str]) -> set[str]:
    """The files of the index that hold what is remembered of the rows of these files."""
    found: set[str] = set()
    for path in paths:
        with open_raw(path) as file:
            rows = read_columns(file, Article, ("article_id", "captured_at")).to_pylist()
        found.update(file_of(row["captured_at"], row["article_id"]) for row in rows)
    return found


def _replace(output: str, day: str, moved: dict[str, str]) -> None:
    """Puts merged files in place of those that are moved."""
    folder = f"{output}/articles/{day}"
    there = {path.rpartition("/")[2] for path in listed(folder)}
    sources: dict[str, list[str]] = defaultdict(list)
    for name, to in sorted(moved.items()):
        sources[to].append(name)
    for to in sources.keys() & there:
        sources[to].append(to)
    if "://" in output:
        from transforms.base import objects  # Beam takes long to import.

        with temporary_folder() as temporary:
            for to, names in sources.items():
                objects.write_file(f"{folder}/{to}", _merged([f"{folder}/{name}" for name in names], Path(temporary)))
        for name in moved:
            remove(f"{folder}/{name}")
        return
    staged, work = Path(_state(output), day), Path(_state(output), "work")
    for each in (staged, work):
        shutil.rmtree(each, ignore_errors=True)
        each.mkdir(parents=True)
    for to, names in sources.items():
        _merged([f"{folder}/{name}" for name in names], work).rename(staged / to)
    for name in there - moved.keys() - sources.keys():
        os.link(f"{folder}/{name}", staged / name)
    exchange(staged, Path(folder))


def _merged(paths: list[str], work: Path) -> Path:
    """A file with the rows of these."""
    whole: list[Path] = []
    for number, first in enumerate(range(0, len(paths), AT_ONCE)):
        made = work / str(number)
        with ExitStack() as opened:
            part = [*map(str, whole), *paths[first : first + AT_ONCE]]
            out = opened.enter_context(made.open("wb"))
            union([opened.enter_context(open_raw(path)) for path in part], Article, out)
            sync(out)
        whole = [made]
    return whole[0]


def _remember(output: str, moving: Moving) -> None:
    """The same is known as before, of where the rows are now."""
    now = {f"{moving.day}/{name}": f"{moving.day}/{to}" for name, to in moving.moved.items()}
    for file in moving.index:
        path = f"{index_folder(output)}/{file}"
        data = read_if_present(path)
        rows = from_parquet(data, Revision).to_pylist() if data is not None else []
        moved = [Revision(**row | {"file": now[row["file"]]}) for row in rows if row["file"] in now]
        if moved:
            merge_rows(path, Revision, moved)


def _clear(output: str) -> None:
    if "://" not in output:
        shutil.rmtree(_state(output), ignore_errors=True)


def _state(output: str) -> str:
    return f"{output}/_state/compact"


def _journal(output: str) -> str:
    return f"{_state(output)}/journal.json"
