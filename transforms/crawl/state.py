"""What is remembered of a feed between two polls, and its form in a file.

Bounded: 1 KB and 16 bytes an entry. A feed of 50 entries and 20 new ones a day takes 12 KB, one of 100 and 90 new ones
34 KB, and 10,000 entries at once 190 KB: all that are in the feed, and of those that left it a bounded number of days.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

VERSION = 1
KEY_BYTES = 8
PRINT_BYTES = 4
_ENTRY = KEY_BYTES + PRINT_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A time in which entries came and went unseen, probably: two polls shared none."""

    after: datetime
    before: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """A feed as it was after its last poll. `current` and `past` map an entry's key to its fingerprint, both hex."""

    url: str
    """As it is listed; the feed's name for good."""
    adopted: str | None = None
    """Where permanent redirects led often enough."""
    redirect: str | None = None
    redirects: int = 0
    """Where the last permanent redirect led, and how many polls in a row."""
    etag: str | None = None
    last_modified: str | None = None
    since_full: int = 0
    """Polls since the last answer with a body."""
    next_due: datetime | None = None
    interval: timedelta = timedelta(hours=1)
    polls: int = 0
    last_poll: datetime | None = None
    last_full: datetime | None = None
    last_new: datetime | None = None
    """When an entry was new or changed, at first when the feed was first read."""
    status: int | None = None
    problem: str | None = None
    failures: int = 0
    """In a row; 0 after a poll that went well."""
    failing_since: datetime | None = None
    retired_since: datetime | None = None
    current: Mapping[str, str] = field(default_factory=dict)
    """The entries of the last full answer, but for those that wait."""
    waiting: int = 0
    """How many entries of the last full answer are announced by the next polls, for there were too many."""
    past: Mapping[str, tuple[str, date]] = field(default_factory=dict)
    """Entries that left the feed, and the day on which that was seen."""
    gaps: tuple[Gap, ...] = ()
    """The last ones; `gap_count` counts all."""
    gap_count: int = 0
    folders: tuple[str, ...] = ()
    """Where it stands in the list of feeds, each as a path like `News/Europe`."""

    @property
    def address(self) -> str:
        """What is polled."""
        return self.adopted or self.url


def to_json(state: FeedState) -> str:
    """The state as one line of JSON: equal states give the same text."""
    values: dict[str, Any] = {item.name: getattr(state, item.name) for item in fields(FeedState)}
    days: dict[str, dict[str, str]] = {}
    for key, (fingerprint, day) in state.past.items():
        days.setdefault(day.isoformat(), {})[key] = fingerprint
    values["current"] = _pack(state.current)
    values["past"] = {day: _pack(entries) for day, entries in days.items()}
    values["interval"] = state.interval.total_seconds()
    values["gaps"] = [[_text(gap.after), _text(gap.before)] for gap in state.gaps]
    values = {name: _text(value) if isinstance(value, datetime) else value for name, value in values.items()}
    return json.dumps({"version": VERSION} | values, sort_keys=True, separators=(",", ":"))


def from_json(text: str | bytes, entries: bool = True) -> FeedState:
    """The state that `to_json` wrote, or, faster, what is known but for its entries.

    Raises ValueError for anything else, a newer version among it.
    """
    try:
        values = json.loads(text)
        version = values.pop("version")
        if version != VERSION:
            raise ValueError(
                f"the state of this feed has version {version}, this program reads {VERSION}; use the newer program"
            )
        if not entries:
            values |= {"current": "", "past": {}}
        values["current"] = dict(_unpack(values["current"]))
        values["past"] = {
            key: (fingerprint, date.fromisoformat(day))
            for day, packed in values["past"].items()
            for key, fingerprint in _unpack(packed)
        }
        values["interval"] = timedelta(seconds=values["interval"])
        values["gaps"] = tuple(Gap(after=_date(after), before=_date(before)) for after, before in values["gaps"])
        for name in ("next_due", "last_poll", "last_full", "last_new", "failing_since", "retired_since"):
            values[name] = None if values[name] is None else _date(values[name])
        values["folders"] = tuple(map(str, values.get("folders", ())))
        return FeedState(**values)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not the state of a feed ({type(error).__name__}: {error})") from error


def _pack(entries: Mapping[str, str]) -> str:
    packed = b"".join(bytes.fromhex(key + entries[key]) for key in sorted(entries))
    return base64.b64encode(packed).decode()


def _unpack(packed: str) -> list[tuple[str, str]]:
    data = base64.b64decode(packed, validate=True)
    if len(data) % _ENTRY:
        raise ValueError("the entries in a feed's state are cut off; restore the file or delete it")
    cut = [data[start : start + _ENTRY].hex() for start in range(0, len(data), _ENTRY)]
    return [(entry[: 2 * KEY_BYTES], entry[2 * KEY_BYTES :]) for entry in cut]


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _date(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
