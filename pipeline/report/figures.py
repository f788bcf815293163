"""All figures of an output, in two passes over its articles."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from pipeline.errors import NO_OUTPUT, UsageError
from pipeline.report import articles, lag, rejects, removed, rights, rising, stories, volume
from pipeline.report.articles import Named, Newest
from pipeline.report.lag import Lag
from pipeline.report.rejects import Rejects
from pipeline.report.removed import RemovedText
from pipeline.report.rights import Rights
from pipeline.report.rising import Rising
from pipeline.report.rows import NO_SOURCE, Place, Rows
from pipeline.report.stories import Stories
from pipeline.report.volume import Survey, Volume
from pipeline.view.feeds import Feed, feeds
from pipeline.view.output import ledgers
from schemas.article import Article
from schemas.ledger import Ledger
from schemas.reject import Reject
from schemas.story import Story
from transforms.base.parquet import Row
from transforms.base.windows import EPOCH

SERIES, SOURCES, RESERVING = 6, 25, 1000
"""Sources that have a colour of their own in charts, that have a row, and whose rights are looked at: the largest."""


@dataclass
class Figures:
    """What a report shows of an output as it was at `now`."""

    now: datetime
    ledger: Ledger
    survey: Survey
    volume: Volume
    lag: Lag
    removed: RemovedText
    rising: Rising
    rights: Rights
    stories: Stories
    rejects: Rejects
    feeds: list[Feed]
    listed: dict[Place, Row]
    """The newest articles, and those that begin the largest stories."""
    firsts: dict[str, Place]
    """Where the first articles of the largest stories are, by id."""
    damaged: list[str]


def figures(output: str, now: datetime | None) -> tuple[Figures, Rows]:
    """The figures of an output, and its articles to read from; UsageError if there is none.

    Without `now`, its newest capture is the present, so that the same output has the same figures.
    """
    damaged: list[str] = []
    runs = list(ledgers(output, damaged))
    rows, told = Rows(f"{output}/articles", Article), Rows(f"{output}/stories", Story)
    if not (rows.paths or runs or damaged):
        raise UsageError(f"{output}: {NO_OUTPUT}")
    survey = Survey()
    for batch in rows.batches(volume.COLUMNS):
        survey.add(batch)
    now = now or survey.newest_capture or EPOCH
    largest = stories.stories(told)
    found = Figures(
        now=now,
        ledger=Ledger.merged("all", runs),
        survey=survey,
        volume=_volume(survey),
        lag=Lag(survey.largest(SOURCES)),
        removed=RemovedText(survey.largest(SOURCES)),
        rising=Rising(_date(survey.newest_day), _date(survey.oldest_day)),
        rights=Rights(survey.largest(RESERVING)),
        stories=largest,
        rejects=_rejects(output, damaged),
        feeds=feeds(output, now),
        listed={},
        firsts={},
        damaged=damaged,
    )
    _count(found, rows)
    found.damaged.extend((*rows.damaged, *told.damaged))
    return found, rows


def _volume(survey: Survey) -> Volume:
    newest = survey.newest_capture and survey.newest_capture.replace(minute=0, second=0, microsecond=0)
    return Volume(survey.largest(SERIES), _date(survey.newest_day), newest)


def _count(found: Figures, rows: Rows) -> None:
    newest = Newest(articles.LISTED)
    firsts = Named(frozenset(story.story_id for story in found.stories.largest))
    tallies = (found.volume, found.lag, found.removed, found.rising, found.rights, newest, firsts)
    modules = (volume, lag, removed, rising, rights, articles)
    for batch in rows.batches(_columns(module.COLUMNS for module in modules)):
        for tally in tallies:
            tally.add(batch)
    found.firsts = firsts.places
    found.listed = articles.heads(rows, dict.fromkeys([*newest.places(), *firsts.places.values()]))
    for story in found.stories.largest:
        head = found.listed.get(firsts.places.get(story.story_id, Place(-1, -1)), {})
        story.source, story.title = head.get("source") or NO_SOURCE, head.get("title") or ""


def _columns(several: Iterable[tuple[str, ...]]) -> list[str]:
    return list(dict.fromkeys(name for columns in several for name in columns))


def _rejects(output: str, damaged: list[str]) -> Rejects:
    rows, found = Rows(f"{output}/rejects", Reject), Rejects()
    for batch in rows.batches(rejects.COLUMNS):
        found.add(batch)
    damaged.extend(rows.damaged)
    return found


def _date(day: str | None) -> date | None:
    return datetime.fromisoformat(day).replace(tzinfo=UTC).date() if day else None
