"""The largest stories, and who was first."""

from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.report.rows import Batch, Rows

COLUMNS = ("article_id", "story_id", "copy_of", "wire", "members", "outlets", "first_published_at", "lag_seconds")
SHOWN = 15


@dataclass
class Story:
    """A story of several articles."""

    story_id: str
    first_published_at: datetime | None
    members: int
    outlets: int
    copies: int = 0
    lags: list[int] = field(default_factory=list)
    source: str = ""
    title: str = ""
    """Of its first article."""

    @property
    def lag(self) -> float | None:
        """The median seconds by which the others were later."""
        return median(self.lags) if self.lags else None


@dataclass
class Stories:
    """How many stories, copies and articles of agencies there are, and the largest stories."""

    articles: int = 0
    stories: int = 0
    copies: int = 0
    wire: int = 0
    largest: list[Story] = field(default_factory=list)


def stories(rows: Rows) -> Stories:
    """The stories of an output; the last files may name fewer members of a story than later ones do."""
    found = Stories()
    heads: dict[str, Story] = {}
    for batch in rows.batches(COLUMNS):
        _count(found, batch)
        table = batch.table
        firsts = table.filter(pc.and_(_is_first(batch), pc.greater(table.column("members"), 1)))
        for row in firsts.to_pylist():
            heads[row["story_id"]] = Story(row["story_id"], row["first_published_at"], row["members"], row["outlets"])
        if len(heads) > 50 * SHOWN:
            heads = {story.story_id: story for story in _largest(heads)}
    found.largest = _largest(heads)
    _add_members(rows, {story.story_id: story for story in found.largest})
    return found


def _count(found: Stories, batch: Batch) -> None:
    table = batch.table
    found.articles += table.num_rows
    found.stories += pc.sum(_is_first(batch)).as_py() or 0
    found.copies += table.num_rows - table.column("copy_of").null_count
    found.wire += table.num_rows - table.column("wire").null_count


def _is_first(batch: Batch) -> Any:
    return pc.equal(batch.table.column("article_id"), batch.table.column("story_id"))


def _largest(heads: dict[str, Story]) -> list[Story]:
    return sorted(heads.values(), key=lambda story: (-story.members, story.story_id))[:SHOWN]


def _add_members(rows: Rows, wanted: dict[str, Story]) -> None:
    if not wanted:
        return
    for batch in rows.batches(COLUMNS):
        table = batch.table
        mine = table.filter(pc.is_in(table.column("story_id"), pa.array(list(wanted))))
        for row in mine.to_pylist():
            story = wanted[row["story_id"]]
            story.copies += row["copy_of"] is not None
            if row["lag_seconds"]:
                story.lags.append(row["lag_seconds"])
