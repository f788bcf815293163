"""The files of stories: the articles that they are made of, marks by day, and the published rows.

A file of marks bears the digest of what it is made of in its name, so a listing says which days are to be done again.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.arrow import to_table
from schemas.story import Link, Mark, Story
from transforms.base.parquet import Row, from_parquet, to_parquet
from transforms.base.partitions import HIVE_NO_DATE, NO_DATE, partition_of
from transforms.base.rewrite import update
from transforms.base.state import damaged, from_json
from transforms.base.storage import listed, read_if_present, remove, stamped, write_whole
from transforms.stories.mark import Day, window

FORM = 4
"""Of marks. A change in how they are made needs a new one, and all days are done again."""


@dataclass(frozen=True)
class Store:
    """An output's stories."""

    output: str

    def articles(self) -> dict[Day, dict[str, str]]:
        """Each day's files of articles, and what tells a file from its other versions."""
        days = defaultdict[Day, dict[str, str]](dict)
        for path, stamp in stamped(f"{self.output}/articles").items():
            if path.endswith(".parquet"):
                days[_day(path)][path] = stamp
        return dict(days)

    def marked(self) -> dict[Day, set[str]]:
        """Each day's digests of marks: one, or more where a run was killed."""
        days = defaultdict[Day, set[str]](set)
        for path in listed(self._state):
            if path.endswith(".parquet"):
                days[_day(path)].add(path.rpartition("/")[2].removesuffix(".parquet"))
        return dict(days)

    def put_marks(self, day: Day, digest: str, marks: list[Mark]) -> None:
        """Writes the marks of a day, and then removes those that they replace."""
        write_whole(self._marks(day, digest), to_parquet(to_table(Mark, marks)))
        self.remove_marks(day, self.marked_on(day) - {digest})

    def remove_marks(self, day: Day, digests: Iterable[str]) -> None:
        """Removes marks of a day."""
        for digest in digests:
            remove(self._marks(day, digest))

    def marked_on(self, day: Day) -> set[str]:
        """A day's digests of marks."""
        paths = listed(f"{self._state}/{_partition(day)}")
        return {path.rpartition("/")[2].removesuffix(".parquet") for path in paths if path.endswith(".parquet")}

    def marks(self, day: Day, digest: str) -> list[Mark]:
        """The marks of a day, in order of time. FileNotFoundError if another program removed them."""
        data = read_if_present(self._marks(day, digest))
        if data is None:
            raise FileNotFoundError(f"{self._marks(day, digest)} is gone; is another `dateline stories` running?")
        return sorted(map(_mark, from_parquet(data, Mark).to_pylist()), key=lambda mark: mark.order)

    def rows(self, day: Day) -> list[Story]:
        """The published rows of a day."""
        data = read_if_present(self._rows(day))
        return [Story(**row) for row in from_parquet(data, Story).to_pylist()] if data else []

    def put_rows(self, day: Day, rows: list[Story]) -> None:
        """Replaces the rows of a day. Rows that are the same leave the file as it is."""
        ordered = sorted(rows, key=lambda row: row.article_id)
        update(self._rows(day), lambda _: to_parquet(to_table(Story, ordered)) if ordered else None)

    def folded(self) -> dict[Day, str]:
        """By day, the digest of the marks that the rows are made of."""
        return read_folded(f"{self._state}/folded.json")

    def put_folded(self, digests: Mapping[Day, str]) -> None:
        """Remembers which marks the rows are made of."""
        named = {_name(day): digest for day, digest in digests.items()}
        write_whole(f"{self._state}/folded.json", json.dumps(named, sort_keys=True, indent=0).encode())

    @property
    def _state(self) -> str:
        return f"{self.output}/_state/stories"

    def _marks(self, day: Day, digest: str) -> str:
        return f"{self._state}/{_partition(day)}/{digest}.parquet"

    def _rows(self, day: Day) -> str:
        return f"{self.output}/stories/{_partition(day)}/stories.parquet"


def read_folded(path: str) -> dict[Day, str]:
    """By day, the digest of the marks that the rows are made of; DamagedError if a file holds something else."""
    data = read_if_present(path)
    named = from_json(data, dict[str, str], path) if data else {}
    try:
        return {_day_of(name): digest for name, digest in named.items()}
    except ValueError as error:
        raise damaged(path, error) from error


def digests(articles: Mapping[Day, Mapping[str, str]], output: str, span: timedelta) -> dict[Day, str]:
    """By day, the digest of what its marks are made of: the files of its window, the span and the form of marks."""
    contents = {
        day: "\n".join(f"{path.removeprefix(output)}\t{stamp}" for path, stamp in sorted(files.items()))
        for day, files in articles.items()
    }
    return {
        day: hashlib.sha256(
            "\0".join((str(FORM), str(span), *(contents.get(each, "") for each in window(day, span)))).encode()
        ).hexdigest()[:32]
        for day in articles
    }


def _name(day: Day) -> str:
    return day.isoformat() if day else NO_DATE


def _day_of(name: str) -> Day:
    return None if name in (NO_DATE, HIVE_NO_DATE) else date.fromisoformat(name)


def _partition(day: Day) -> str:
    return f"date={_name(day)}"


def _day(path: str) -> Day:
    return _day_of(partition_of(path))


def _mark(row: Row) -> Mark:
    links = {name: tuple(Link(**link) for link in row[name]) for name in ("copies", "related")}
    return Mark(**{**row, **links})
