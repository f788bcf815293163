"""Marks: what is known of each article of a day when the days before it have been looked at."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from schemas.story import Link, Mark
from transforms.stories.columns import Columns
from transforms.stories.copies import copies
from transforms.stories.related import related
from transforms.stories.sketch import About

Day = date | None


def marks_of_days(
    days: Sequence[Day], span: timedelta, sketches: Callable[[Day], Columns]
) -> Iterator[tuple[Day, list[Mark]]]:
    """The marks of days, in order. Each day's articles are read once, and dropped when they are `span` old."""
    held: dict[Day, Columns] = {}
    for day in days:
        wanted = window(day, span)
        held = {each: held[each] if each in held else sketches(each) for each in wanted}
        yield day, marks([held[each] for each in wanted], span)


def window(day: Day, span: timedelta) -> list[Day]:
    """The days whose articles a day's marks depend on: those of a span before it, and itself."""
    if day is None:
        return [None]
    reach = min(days_in(span), day.toordinal() - 1)
    return [day - timedelta(days=back) for back in range(reach, -1, -1)]


def days_in(span: timedelta) -> int:
    """How many days before a day hold what is at most a span older."""
    return -(-span // timedelta(days=1))


def marks(days: Sequence[Columns], span: timedelta) -> list[Mark]:
    """The marks of the articles of the last day. An article that is in an earlier one too has none."""
    known: set[str] = set()
    different = []
    for day in days:
        different.append(day.without(known))
        known.update(about.article_id for about in day.about)
    articles = [about for day in different for about in day.about]
    first = len(articles) - len(different[-1])
    shared, alike = (
        {place: _links(articles, place, found, span) for place, found in each}
        for each in (copies(different, first), related(different, first))
    )
    return [
        _mark(articles[place], shared.get(place, ()), alike.get(place, ())) for place in range(first, len(articles))
    ]


def _links(
    articles: Sequence[About], place: int, found: Iterable[tuple[int, float]], span: timedelta
) -> tuple[Link, ...]:
    near = ((articles[other], score) for other, score in found)
    return tuple(Link(other.article_id, score) for other, score in near if _within(other, articles[place], span))


def _mark(this: About, shared: tuple[Link, ...], alike: tuple[Link, ...]) -> Mark:
    return Mark(
        article_id=this.article_id,
        revision_id=this.revision_id,
        at=this.at,
        source=this.source,
        wire=this.wire,
        copies=shared,
        related=alike,
    )


def _within(earlier: About, later: About, span: timedelta) -> bool:
    return earlier.at is None or later.at is None or later.at - earlier.at <= span
