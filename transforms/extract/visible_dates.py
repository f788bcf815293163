"""When an article was published and changed, as its page shows it to readers."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, pairwise

from lxml.html import HtmlElement

from schemas.article import RemovedKind
from transforms.extract import written_dates
from transforms.extract.blocks import PageBlock
from transforms.extract.data_dates import EARLIEST, MOST_OFFSET, parse
from transforms.extract.date_labels import (
    COPYRIGHT,
    OTHER,
    PUBLISHED,
    PUBLISHED_BEHIND,
    PUBLISHED_NAME,
    UPDATED,
    UPDATED_BEHIND,
    UPDATED_NAME,
)
from transforms.extract.header import Header
from transforms.extract.parsed_page import ParsedPage

_SHORT, _LABELLED = 110, 220
"""Code points of a line that holds little but a date, and of one that says what date it is."""
_LABEL = 30
"""Code points of a label in a line of its own, and behind a date."""
_BEFORE = 60
"""Code points before a date that say what it is."""
_MAX_TIMES = 200
_TIMES = ("time", "abbr", "relative-time", "time-ago", "local-time")
_MOMENTS = (
    "data-timestamp",
    "data-datetime",
    "data-time",
    "data-date",
    "data-published",
    "data-utime",
    "data-unixtime",
)
"""Attributes in which a script finds what it prints as "3 hours ago"."""
_UP = 4
"""Elements around a `time` element that are looked at."""
_PARTS = 12
"""Elements in a line that are asked for a moment."""
_FIGURE = re.compile(r"\d")
# "KARLSRUHE, 12. November 2021 – ": a place and a day begin the first paragraph, as news agencies write it.
_PLACE = re.compile(r"[\W_]{0,3}(?:[^\W\d_a-z][\w.'’-]{0,24}[\s,/(]{1,3}){0,5}")
_DASH = re.compile(r"[).,]{0,2}\s{0,2}(?:[-–—:„“\"(/]|\.\s|$)|\)")
_BESIDE = re.compile(
    r"related|teaser|recommend|comment|sidebar|footer|widget|popular|trending|latest|more-|card|carousel|promo|(?<![a-z])nav",
    re.IGNORECASE,
)
_NOT_OF_THE_ARTICLE = frozenset(
    (
        RemovedKind.COMMENTS,
        RemovedKind.RELATED_LINKS,
        RemovedKind.NEWSLETTER,
        RemovedKind.PROMO,
        RemovedKind.COOKIE_BANNER,
    )
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows: beside the headline, or `elsewhere` on it with a word that says what it is."""

    published: datetime | None = None
    updated: datetime | None = None
    elsewhere: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Date:
    moment: datetime
    is_update: bool
    is_labelled: bool


def read(page: ParsedPage, header: Header, latest: datetime, language: str | None, *, month_first: bool) -> Shown:
    """The dates that the page shows up to `latest`. `language` and `month_first` are for what is ambiguous."""
    blocks = page.blocks
    times = _times(page.tree, blocks)
    above_of = {id(block): above.text for above, block in pairwise(blocks)}

    def dates(block: PageBlock) -> Iterator[_Date]:
        if block.kind in _NOT_OF_THE_ARTICLE or block.card:
            return
        label = above_of.get(id(block), "")
        label = label if label.endswith((":", "：")) and len(label) <= _LABEL else ""
        found = [
            *_of_elements(block, label, times.get(block.owner, ())),
            *_of_words(block, label, language, month_first),
        ]
        yield from (date for date in found if EARLIEST <= date.moment <= latest)

    below = [date for block in header.below for date in dates(block)]
    above = [date for block in reversed(header.above) for date in dates(block)]
    ordered = [*below, *(above if header.found else ())]
    published = next((date.moment for date in ordered if not date.is_update), None)
    if published is None and header.found:
        opened = filter(None, (_opening(block, language, month_first) for block in header.below))
        published = next((day for day in opened if EARLIEST <= day <= latest), None)
    updated = next((date.moment for date in (*below, *above) if date.is_update), None)
    # Half of the short lines of a page, those without a figure, need not be searched for words.
    short = [
        block
        for block in blocks
        if len(block.text) <= _SHORT and (_FIGURE.search(block.text) or (times and block.owner in times))
    ]
    if updated is None:
        updated = next((date.moment for date in _labelled(short, UPDATED, dates) if date.is_update), None)
    elsewhere = None
    if published is None:
        labelled = _labelled(short, PUBLISHED, dates)
        elsewhere = next((date.moment for date in labelled if date.is_labelled and not date.is_update), None)
    return Shown(published, updated, elsewhere)


def _labelled(
    blocks: Sequence[PageBlock], label: re.Pattern[str], dates: Callable[[PageBlock], Iterator[_Date]]
) -> Iterator[_Date]:
    """The dates of the blocks that have a word of this kind."""
    for block in blocks:
        if label.search(block.text):
            yield from dates(block)


def of_something_else(blocks: Sequence[PageBlock], language: str | None, *, month_first: bool) -> set[datetime]:
    """The days in short lines of which a word says that they are of neither: "Version 3.5.2024".

    That of a copyright line is better than none.
    """
    return {
        found.moment.replace(hour=0, minute=0)
        for block in blocks
        if len(block.text) <= _SHORT and OTHER.search(block.text) and not COPYRIGHT.search(block.text)
        for found in written_dates.find(block.text, language, month_first=month_first)
        if OTHER.search(block.text[: found.start][-_BEFORE:])
    }


def marked(tree: HtmlElement, latest: datetime) -> datetime | None:
    """The first `time` element of the page that is in no box beside the article; named as publication before others."""
    found: list[tuple[bool, int, datetime]] = []
    for index, element in enumerate(islice(tree.iter("time"), _MAX_TIMES)):
        parsed = parse(element.get("datetime"))
        if parsed is None or not EARLIEST <= parsed.moment <= latest:
            continue
        around = [element, *islice(element.iterancestors(), _UP)]
        names = " ".join(map(_names, around))
        if any(box.tag in ("nav", "aside", "footer") for box in around) or _BESIDE.search(names):
            continue
        if not UPDATED_NAME.search(_names(element)):
            found.append((not PUBLISHED_NAME.search(names), index, parsed.moment))
    return min(found)[2] if found else None


def _times(tree: HtmlElement, blocks: Sequence[PageBlock]) -> dict[HtmlElement, list[HtmlElement]]:
    """The `time` elements by the element of their block."""
    owners = {block.owner for block in blocks}
    found: dict[HtmlElement, list[HtmlElement]] = {}
    for element in islice(tree.iter(*_TIMES), _MAX_TIMES):
        home = next((owner for owner in (element, *islice(element.iterancestors(), _UP)) if owner in owners), None)
        if home is not None:
            found.setdefault(home, []).append(element)
    return found


def _opening(block: PageBlock, language: str | None, month_first: bool) -> datetime | None:
    """The day in the dateline of a first paragraph."""
    place = _PLACE.match(block.text)
    found = written_dates.find(block.text[:_LABELLED], language, month_first=month_first)[:1]
    if not found or len(block.text) <= _LABELLED or place is None or place.end() < found[0].start:
        return None
    before = block.text[: found[0].start].strip()
    is_place = not before or before[-1] in ",(/" or before.isupper()
    return found[0].moment if is_place and _DASH.match(block.text, found[0].end) else None


def _of_elements(block: PageBlock, above: str, times: Iterable[HtmlElement]) -> Iterator[_Date]:
    for element in times or _with_moment(block):
        parsed = parse(next(filter(None, map(element.get, ("datetime", "title", *_MOMENTS))), None))
        if parsed is None:
            continue
        words = " ".join("".join(element.itertext()).split())
        moment = parsed.moment if parsed.has_offset else _with_offset(parsed.moment, words)
        start = block.text.find(words) if words else -1
        names = f"{_names(element)} {_names(element.getparent())}"
        label = block.text[: max(0, start)][-_BEFORE:] or above
        update = _is_update(label, words, names)
        # A page prints an hour that it has; one that is only in the attribute is of a time of day all the same.
        yield _Date(moment, update, bool(PUBLISHED.search(label) or PUBLISHED_NAME.search(names)) and not update)


def _with_offset(moment: datetime, words: str) -> datetime:
    """A moment of which only the words beside it say the offset; as it is where they say none, or another day."""
    shown = (found.moment for found in written_dates.find(words, "en") if found.has_offset)
    return next((other for other in shown if abs(other - moment) <= MOST_OFFSET), moment)


def _with_moment(block: PageBlock) -> list[HtmlElement]:
    """The element of a short line that holds its moment for a script."""
    if len(block.text) > _SHORT:
        return []
    return [part for part in islice(block.owner.iter(), _PARTS) if any(map(part.get, _MOMENTS))][:1]


def _of_words(block: PageBlock, above: str, language: str | None, month_first: bool) -> Iterator[_Date]:
    text = block.text
    if len(text) > _LABELLED:
        return
    end = 0
    for date in written_dates.find(text, language, month_first=month_first):
        label, behind = text[end : date.start][-_BEFORE:] or (above if end == 0 else ""), text[date.end :][:_LABEL]
        end = date.end
        if OTHER.search(label):
            continue
        update = _is_update(label, behind, "")
        labelled = bool(PUBLISHED.search(label) or PUBLISHED_BEHIND.match(behind)) and not update
        if labelled or update or len(text) <= _SHORT:
            yield _Date(date.moment, update, labelled)


def _is_update(label: str, words: str, names: str) -> bool:
    """Whether what stands before a date, or its class, calls it a change; the last word before it decides."""
    update = max((match.end() for match in UPDATED.finditer(label)), default=-1)
    first = max((match.end() for match in PUBLISHED.finditer(label)), default=-1)
    if update >= 0 or first >= 0:
        return update > first
    return bool(UPDATED_BEHIND.match(words) or UPDATED_NAME.search(names))


def _names(element: HtmlElement | None) -> str:
    return (
        ""
        if element is None
        else f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
    )
