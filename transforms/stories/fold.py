"""Marks into rows, day by day: only what a changed day can bear on is done again.

A story's articles lie within twice the span of its first (see `group`). So days before that are settled whatever comes,
and the pass begins there, leaving out the articles of stories that began earlier. It ends where stories that began
earlier hold the same articles of the last days as before: what follows depends on nothing else.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from schemas.story import Story
from transforms.stories.group import Grouping
from transforms.stories.mark import Day, days_in
from transforms.stories.store import Store

NEVER = date.max


def fold(store: Store, marked: Mapping[Day, str], span: timedelta) -> None:
    """Brings the rows up to date with the marks, given by day and digest."""
    folded = store.folded()
    changed = {day for day in {*marked, *folded} if marked.get(day) != folded.get(day)}
    if None in changed:
        _fold_undated(store, marked.get(None), span)
    dates = sorted(day for day in changed if day)
    while dates:
        # A killed pass leaves some days done and some not: all from here on are in doubt.
        store.put_folded({day: digest for day, digest in marked.items() if day is None or day < dates[0]})
        settled = _Pass(store, {day: digest for day, digest in marked.items() if day}, dates, span).run()
        dates = [day for day in dates if day >= settled]
    if changed:
        store.put_folded(marked)


def _fold_undated(store: Store, digest: str | None, span: timedelta) -> None:
    grouping = Grouping(span)
    for mark in store.marks(None, digest) if digest else ():
        grouping.add(mark)
    store.put_rows(None, [row for _, row in grouping.closed(None)])


class _Pass:
    """One pass over days, because of those that changed."""

    def __init__(self, store: Store, marked: Mapping[date, str], changed: Sequence[date], span: timedelta) -> None:
        self._store, self._marked, self._changed = store, marked, changed
        self._reach = timedelta(days=2 * days_in(span) + 1)
        self._start = _back(changed[0], self._reach)
        self._days = sorted(day for day in {*marked, *changed} if day >= self._start)
        self._rows = defaultdict[date, list[Story]](list)
        for day in self._between(self._start, changed[0]):
            self._rows[day] = [row for row in store.rows(day) if _began_before(self._start, row)]
        self._grouping = Grouping(span)

    def run(self) -> date:
        """Writes the rows that change, and says from which day on all stays as it is."""
        settled = {row.article_id for rows in self._rows.values() for row in rows}
        for day in self._days:
            edge = _back(day, self._reach)
            self._close(edge)
            self._write(edge)
            if self._is_settled(edge, day):
                for last in self._between(edge, day):
                    self._rows[last] += [row for row in self._store.rows(last) if not _began_before(edge, row)]
                self._write(day)
                return day
            for mark in self._store.marks(day, self._marked[day]) if day in self._marked else ():
                if mark.article_id not in settled:
                    self._grouping.add(mark)
        self._close(None)
        self._write(NEVER)
        return NEVER

    def _is_settled(self, edge: date, day: date) -> bool:
        """Whether the stories that began before `edge` hold what they held of the days from there to `day`."""
        if any(edge <= changed < day for changed in self._changed) or day <= self._changed[0]:
            return False
        last = self._between(edge, day)
        old = {
            (row.article_id, row.story_id)
            for each in last
            for row in self._store.rows(each)
            if _began_before(edge, row)
        }
        return old == {(row.article_id, row.story_id) for each in last for row in self._rows[each]}

    def _close(self, before: date | None) -> None:
        for at, row in self._grouping.closed(_midnight(before) if before else None):
            if at is not None:
                self._rows[at.date()].append(row)

    def _write(self, end: date) -> None:
        """Writes the days before `end`, and drops them."""
        for day in self._between(self._start, end):
            self._store.put_rows(day, self._rows.pop(day, []))
        self._start = max(self._start, end)

    def _between(self, start: date, end: date) -> list[date]:
        return [day for day in self._days if start <= day < end]


def _back(day: date, reach: timedelta) -> date:
    return day - min(reach, day - date.min)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _began_before(day: date, row: Story) -> bool:
    return row.first_published_at is not None and row.first_published_at < _midnight(day)
