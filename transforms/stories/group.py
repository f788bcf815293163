"""Articles into groups of copies and stories, in one pass over time.

An article joins the copies that it shares its text with, and their story; one that is no copy joins the story that it
is most like. Groups and stories close with time, so that an article depends on a bounded past, and what has closed
never changes. A copy may show that two groups are one: then they become one, and their stories too.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from schemas.story import Mark, MatchedBy, Story

DENSE, SAMPLED = 0.1, 10
"""Two groups are one where this share of their pairs is linked, of at most SAMPLED articles of each: candidates are
limited, so in large groups few pairs have been compared."""
ALIKE, NEAREST = 0.1, 10
"""The mean likeness to the NEAREST articles of a story, from which an article belongs to it."""
WHOLE = 1.0


class _Event:
    """The articles of a story. `first` is the earliest."""

    __slots__ = ("first", "members")

    def __init__(self, mark: Mark) -> None:
        self.first = mark
        self.members = [mark]


class _Group:
    """Articles that are copies of each other, and with how many of another group's theirs are linked."""

    __slots__ = ("event", "first", "links", "members")

    def __init__(self, mark: Mark, event: _Event) -> None:
        self.first = mark
        self.members = [mark]
        self.event = event
        self.links = Counter[_Group]()


class Grouping:
    """The pass. Marks are added in order of time; `span` is how long copies and articles on an event may follow.

    A group is open for `span` from its first article; a story for `span`, and for twice that to copies.
    """

    def __init__(self, span: timedelta) -> None:
        self._span = span
        self._groups: dict[str, _Group] = {}

    def add(self, mark: Mark) -> None:
        """Puts an article into its group and story. One that exists already, as another revision, is skipped."""
        if mark.article_id in self._groups:
            return
        # What is like it is read once, and is most of a mark.
        kept = replace(mark, related=())
        group = self._groups[mark.article_id] = _Group(kept, _Event(kept))
        linked = self._linked(mark)
        for other, scores in linked.items():
            group.links[other] = other.links[group] = len(scores)
        nearest = sorted(linked, key=lambda other: (-max(linked[other]), other.first.order))
        for place, other in enumerate(nearest):
            if self._groups[other.first.article_id] is other and (place == 0 or _dense(group, other)):
                group = self._join(group, other)
        if len(group.members) == 1 and (event := self._likest(mark)):
            self._merge(group.event, event)

    def closed(self, before: datetime | None) -> Iterator[tuple[datetime | None, Story]]:
        """Takes out the stories that began before a time, or all of them: their articles' times and rows."""
        events = {id(group.event): group.event for group in self._groups.values()}
        for event in events.values():
            if before is None or (event.first.at is not None and event.first.at < before):
                yield from self._rows(event)

    def _linked(self, mark: Mark) -> dict[_Group, list[float]]:
        """The open groups of articles that share their text with one."""
        linked = defaultdict[_Group, list[float]](list)
        for link in mark.copies:
            group = self._groups.get(link.article_id)
            if group and _open(group.first, mark, self._span) and _open(group.event.first, mark, 2 * self._span):
                linked[group].append(link.score)
        return linked

    def _likest(self, mark: Mark) -> _Event | None:
        """The open story that an article is most like, if it is like one."""
        likeness = defaultdict[_Event, list[float]](list)
        for link in mark.related:
            group = self._groups.get(link.article_id)
            if group and _open(group.event.first, mark, self._span):
                likeness[group.event].append(link.score)
        best: _Event | None = None
        most = ALIKE
        for event, scores in sorted(likeness.items(), key=lambda pair: pair[0].first.order):
            mean = sum(sorted(scores, reverse=True)[:NEAREST]) / min(NEAREST, len(event.members))
            if mean >= most and (best is None or mean > most):
                best, most = event, mean
        return best

    def _join(self, a: _Group, b: _Group) -> _Group:
        """Makes two groups one, and their stories."""
        into, out = (a, b) if a.first.order < b.first.order else (b, a)
        self._merge(into.event, out.event)
        into.members += out.members
        for mark in out.members:
            self._groups[mark.article_id] = into
        for other, count in out.links.items():
            del other.links[out]
            if other is not into:
                into.links[other] += count
                other.links[into] += count
        return into

    def _merge(self, a: _Event, b: _Event) -> None:
        if a is b:
            return
        into, out = (a, b) if a.first.order < b.first.order else (b, a)
        into.members += out.members
        for mark in out.members:
            self._groups[mark.article_id].event = into

    def _rows(self, event: _Event) -> Iterator[tuple[datetime | None, Story]]:
        groups = {mark.article_id: self._groups.pop(mark.article_id) for mark in event.members}
        for group in groups.values():
            for other in group.links:
                other.links.pop(group, None)
        best = _best(event.members, groups)
        outlets = len({mark.source or mark.article_id for mark in event.members})
        first = event.first
        for mark in event.members:
            original = groups[mark.article_id].first
            share = best.get(mark.article_id) if mark is not original else None
            row = Story(
                article_id=mark.article_id,
                revision_id=mark.revision_id,
                copy_of=original.article_id if mark is not original else None,
                similarity=share,
                matched_by=None if share is None else str(_matched(share)),
                wire=mark.wire,
                story_id=first.article_id,
                first_published_at=first.at,
                lag_seconds=int((mark.at - first.at).total_seconds()) if mark.at and first.at else None,
                members=len(event.members),
                outlets=outlets,
            )
            yield mark.at, row


def _open(first: Mark, mark: Mark, span: timedelta) -> bool:
    return first.at is None or mark.at is None or mark.at - first.at <= span


def _dense(a: _Group, b: _Group) -> bool:
    return a.links[b] >= DENSE * min(len(a.members), SAMPLED) * min(len(b.members), SAMPLED)


def _matched(share: float) -> MatchedBy:
    return MatchedBy.SAME_TEXT if share == WHOLE else MatchedBy.SHARED_PASSAGES


def _best(members: Iterable[Mark], groups: dict[str, _Group]) -> dict[str, float]:
    """Each article's share with the copy most like it."""
    best = defaultdict[str, float](float)
    for mark in members:
        for link in mark.copies:
            if groups.get(link.article_id) is groups[mark.article_id]:
                for name in (mark.article_id, link.article_id):
                    best[name] = max(best[name], link.score)
    return best
