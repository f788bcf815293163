"""What each section of the page shows: figures as charts and rows of tables, with what is left out said."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from pipeline.report import formatting
from pipeline.report.charts import Chart, columns, spark
from pipeline.report.figures import SERIES, SOURCES, Figures
from pipeline.report.lag import NAMES as LAGS
from pipeline.report.rows import OTHERS
from pipeline.report.volume import Volume, ranked
from pipeline.view.counted import counted
from pipeline.view.feeds import LEFT
from schemas.ledger import Outcome
from transforms.crawl.health import Health

LANGUAGES, KINDS, FEEDS, RESERVING = 12, 16, 200, 25
"""Rows that a table shows at most."""
REST = "other sources"
K = TypeVar("K")
PLURALS = {"person": "People", "organisation": "Organisations", "place": "Places"}
_FEED_ORDER = (Health.FAILING, Health.BLOCKED, Health.SILENT, Health.RETIRED, LEFT, Health.WELL)


def sections(figures: Figures) -> dict[str, Any]:
    """The context of the template."""
    return {
        "tiles": _tiles(figures),
        "by_day": _by_day(figures.volume),
        "by_hour": _by_hour(figures.volume),
        "volume": figures.volume,
        "survey": figures.survey,
        "sources": _sources(figures),
        "lag": columns(
            LAGS,
            {"articles": figures.lag.total.tolist()},
            {i: (name, True) for i, name in enumerate(LAGS)},
            0.12,
        ),
        "lag_unknown": figures.lag.unknown,
        "lag_overall": (figures.lag.overall(0.5), figures.lag.overall(0.9)),
        "languages": _languages(figures),
        "feeds": _feeds(figures),
        "outcomes": [(str(outcome), figures.ledger.totals[outcome]) for outcome in Outcome],
        "rejects": [
            (reason, count, figures.rejects.examples[reason]) for reason, count in ranked(figures.rejects.by_reason)
        ],
        "removed": _removed(figures),
        "rising": {
            PLURALS[group]: [(rise, spark(rise.days)) for rise in rises]
            for group, rises in figures.rising.top().items()
        },
        "periods": figures.rising.periods(),
        "let_go": figures.rising.let_go,
        "stories": figures.stories,
        "firsts": {
            story: figures.listed[place]["revision_id"][:12]
            for story, place in figures.firsts.items()
            if place in figures.listed
        },
        "rights": _rights(figures),
        "damaged": figures.damaged,
    }


def _tiles(figures: Figures) -> list[tuple[str, str, str]]:
    """A name, a figure, and a remark."""
    survey, totals = figures.survey, figures.ledger.totals
    captured, written = figures.ledger.captured.total(), totals[Outcome.WRITTEN]
    median, most = figures.lag.overall(0.5), figures.lag.overall(0.9)
    days = f"{survey.oldest_day} to {survey.newest_day}" if survey.newest_day else "without dates"
    tiles = [
        ("Articles", formatting.number(survey.articles), days),
        ("Sources", formatting.number(len(survey.by_source)), counted(len(survey.by_language), "language")),
        (
            "Captures",
            formatting.number(captured),
            f"{formatting.share(written / captured)} written" if captured else "",
        ),
        (
            "Median lag",
            formatting.duration(median),
            f"nine in ten within {formatting.duration(most)}" if most else "publication to record",
        ),
    ]
    if figures.feeds:
        well = sum(feed.health == Health.WELL for feed in figures.feeds)
        tiles.append(("Feeds", formatting.number(len(figures.feeds)), f"{well:,} well"))
    return tiles


def _by_day(volume: Volume) -> Chart | None:
    days = volume.days()
    if not days:
        return None
    every = max(1, len(days) // 8)
    marks = {i: (f"{day.day} {day:%b}", i % (2 * every) == 0) for i, day in enumerate(days) if i % every == 0}
    keys = [day.isoformat() for day in days]
    return columns([formatting.day(day) for day in days], _series(volume, volume.by_day, keys), marks)


def _by_hour(volume: Volume) -> Chart | None:
    hours = volume.hours()
    if not hours:
        return None
    marks = {
        i: (f"{hour.day} {hour:%b}" if hour.hour == 0 else f"{hour:%H:%M}", hour.hour == 0)
        for i, hour in enumerate(hours)
        if hour.hour % 12 == 0
    }
    return columns([_hour(hour) for hour in hours], _series(volume, volume.by_hour, range(len(hours))), marks)


def _series(volume: Volume, counts: Mapping[tuple[str, K], int], keys: Iterable[K]) -> dict[str, list[int]]:
    """The counts of each source that has some, in the order of keys; those of all others last."""
    keys = list(keys)
    values = {name: [counts[name, key] for key in keys] for name in (*volume.shown, OTHERS)}
    return {name or REST: each for name, each in values.items() if any(each)}


def _hour(time: datetime) -> str:
    return f"{formatting.day(time)}, {time:%H:%M}"


def _sources(figures: Figures) -> dict[str, Any]:
    all_ = ranked(figures.survey.by_source)
    rows = [
        {
            "name": name,
            "articles": count,
            "width": round(100 * count / all_[0][1], 2),
            "median": figures.lag.percentile(name, 0.5),
            "most": figures.lag.percentile(name, 0.9),
            "removed": figures.removed.share(name),
        }
        for name, count in all_[:SOURCES]
    ]
    return {"rows": rows, "more": all_[SOURCES:]}


def _languages(figures: Figures) -> dict[str, Any]:
    all_, total = ranked(figures.survey.by_language), max(1, figures.survey.articles)
    rows = [(code, count, count / total, round(100 * count / all_[0][1], 2)) for code, count in all_[:LANGUAGES]]
    return {"rows": rows, "more": all_[LANGUAGES:]}


def _feeds(figures: Figures) -> dict[str, Any]:
    """Those that need attention, and those that are well."""
    counts = Counter(str(feed.health) for feed in figures.feeds)
    ordered = sorted(figures.feeds, key=lambda feed: (_FEED_ORDER.index(feed.health), not feed.problem, feed.url))
    unwell = [feed for feed in ordered if feed.health != Health.WELL or feed.problem]
    well = [feed for feed in ordered if feed.health == Health.WELL and not feed.problem]
    return {
        "unwell": unwell[:FEEDS],
        "well": well[:FEEDS],
        "more": len(unwell[FEEDS:]) + len(well[FEEDS:]),
        "counts": [(str(how), counts[how]) for how in _FEED_ORDER if counts[how]],
    }


def _removed(figures: Figures) -> dict[str, Any]:
    """Pieces of each kind in 100 articles of each source; `heat` from 0 to 5."""
    removed, articles = figures.removed, figures.survey.by_source
    names = [name for name, _ in ranked(articles)[:SERIES]]
    kinds = ranked(removed.by_kind())
    rows = []
    for kind, count in kinds[:KINDS]:
        cells = [100 * removed.pieces[name, kind] / articles[name] for name in names]
        rows.append((kind, count, [(round(cell), min(5, round(cell / 20 + 0.49))) for cell in cells]))
    return {"sources": names, "rows": rows, "more": kinds[KINDS:], "all_sources": len(articles)}


def _rights(figures: Figures) -> dict[str, Any]:
    reserving = figures.rights.reserving()
    rows = [
        (
            source,
            [
                (use.replace("_", "-"), of.share, of.since, list(of.changes())[-3:])
                for use, of in uses.items()
                if of.since
            ],
        )
        for source, uses in reserving[:RESERVING]
    ]
    known = len(figures.rights.by_source.keys() - {OTHERS})
    return {
        "rows": rows,
        "more": len(reserving[RESERVING:]),
        "known": known,
        "left": len(figures.survey.by_source) - len(figures.rights.shown),
    }
