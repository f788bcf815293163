"""What pieces of a text are and where they lead: spans of offsets into it, so that there is no second text."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, NamedTuple


class PartKind(StrEnum):
    """What a piece of the text is on its page."""

    HEADING = "heading"
    LIST_ITEM = "list-item"
    QUOTE = "quote"
    TABLE_ROW = "table-row"
    PREFORMATTED = "preformatted"
    POST = "post"
    """Of a live blog; headings, quotes and the like may stand in it."""


class Part(NamedTuple):
    """Whole lines of the text that are more than a paragraph: `text[start:end]`."""

    kind: Annotated[PartKind, "heading, list-item, quote, table-row, preformatted, post"]
    level: Annotated[int | None, "of a heading 1 to 6, of a list item how deep its list is, from 1"]
    time: Annotated[datetime | None, "when a post of a live blog was published, UTC"]
    start: Annotated[int, "first code point in text"]
    end: Annotated[int, "code point after the last one"]


class Link(NamedTuple):
    """Words of the text that lead somewhere: `text[start:end]`."""

    start: Annotated[int, "first code point in text"]
    end: Annotated[int, "code point after the last one"]
    url: Annotated[str, "absolute, without tracking, fragment, user name and password"]


class Image(NamedTuple):
    """The picture that the page gives its article."""

    url: Annotated[str, "absolute, without user name and password"]
    caption: Annotated[str | None, "what stands below it"]
    credit: Annotated[str | None, "whom it is credited to"]
