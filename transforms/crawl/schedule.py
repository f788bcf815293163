"""How a feed is polled, and what the answer means: pure decisions, time passed in. When it is due, `due` says.

A feed is polled at the pace at which it changes, within the policy's bounds and never sooner than its server asks.
Failing it is polled ever less often but never given up, except after 410 Gone (RFC 9110, 15.5.11).
"""

import hashlib
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from transforms.base.http import jitter, retry_after
from transforms.crawl.due import POLICY, Policy
from transforms.crawl.state import KEY_BYTES, PRINT_BYTES, FeedState, Gap
from transforms.read.feed import Entry, Feed
from transforms.read.feed.dates import parse_date

_MAX_AGE = re.compile(r"(?:\A|,)\s*max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_UNCACHED = re.compile(r"(?:\A|,)\s*no-(?:cache|store)\s*(?:,|\Z)", re.IGNORECASE)
_LONGEST_VALIDATOR = 1024
_NO_DATE = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedResponse:
    """What came back. Header names are lower case. `moved_to` is the last address when every hop was a 301 or 308.

    No `status`: no answer, and `error` says why. `offline`: nothing could be reached, so it says nothing of the feed.
    """

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    moved_to: str | None = None
    error: str | None = None
    offline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """An entry to fetch: a new one, or one that changed. `key` names it for `forget`."""

    entry: Entry
    key: str
    changed: bool


def request_headers(state: FeedState, policy: Policy = POLICY) -> dict[str, str]:
    """The headers of a conditional GET; none when a full answer is wanted."""
    if state.since_full >= policy.full_every:
        return {}
    validators = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {name: value for name, value in validators.items() if value}


def after_poll(
    state: FeedState, answer: FeedResponse, feed: Feed | None, now: datetime, policy: Policy = POLICY
) -> tuple[FeedState, tuple[Announced, ...]]:
    """The feed after a poll, and the entries to fetch. `feed` is None if there was no body that is a feed."""
    if answer.offline:
        return state, ()
    state = replace(state, polls=state.polls + 1, last_poll=now, status=answer.status)
    if answer.status == 304 and state.last_full is not None:
        return _succeeded(state, answer, None, 0.0, now, policy), ()
    if feed is None or answer.status is None or not 200 <= answer.status < 300:
        return _failed(state, answer, now, policy), ()
    current = _keyed(feed.entries)
    seen = {key: fingerprint for key, (fingerprint, _) in state.past.items()} | dict(state.current)
    prints = {key: _fingerprint(entries) for key, entries in current.items()}
    news = [key for key in current if seen.get(key) != prints[key]]
    taken, waiting = _newest(news, current, policy.entries)
    announced = tuple(Announced(entry=entry, key=key, changed=key in seen) for key in taken for entry in current[key])
    share = sum(key not in seen for key in current) / len(current) if current and state.current else None
    if state.current and current and state.last_full and not current.keys() & state.current.keys():
        gap = Gap(after=state.last_full, before=now)
        state = replace(state, gaps=(*state.gaps, gap)[-policy.gaps :], gap_count=state.gap_count + 1)
    if current:
        past = _past(state, prints.keys(), now, policy)
        # What waits is as it was before: not known, or not changed yet.
        before = {key: seen[key] for key in waiting if key in seen}
        known = {key: value for key, value in prints.items() if key not in waiting} | before
        state = replace(state, current=known, past=past, waiting=len(waiting))
    if announced or state.last_full is None:
        state = replace(state, last_new=now)
    state = _succeeded(replace(state, last_full=now), answer, feed, share, now, policy)
    # The next answer must be a full one.
    return (replace(state, etag=None, last_modified=None) if waiting else state), announced


def forget(state: FeedState, keys: Iterable[str]) -> FeedState:
    """The state without these entries, so that the next poll announces them again: their pages could not be fetched."""
    gone = frozenset(keys)
    return replace(
        state,
        etag=None,
        last_modified=None,
        current={key: value for key, value in state.current.items() if key not in gone},
        past={key: value for key, value in state.past.items() if key not in gone},
    )


def network_down(answers: Iterable[FeedResponse]) -> bool:
    """Whether a round's answers say that our own network is down: several polls, and no server answered any."""
    statuses = [answer.status for answer in answers]
    return len(statuses) >= 3 and not any(statuses)


def _succeeded(
    state: FeedState, answer: FeedResponse, feed: Feed | None, share: float | None, now: datetime, policy: Policy
) -> FeedState:
    interval = state.interval
    if share is not None:
        interval *= min(1.5, max(0.5, policy.share / share)) if share else 1.5
    interval = _within(interval, policy.shortest, policy.longest)
    wait = max(interval * (0.9 + 0.2 * jitter(state.url, state.polls)), _asked(answer, feed, now, policy))
    full = answer.status != 304
    # A 304 may leave out validators that did not change; a full answer without them has none.
    etag = _validator(answer, "etag") or (None if full else state.etag)
    modified = _validator(answer, "last-modified") or (None if full else state.last_modified)
    return _redirected(
        replace(
            state,
            etag=etag,
            last_modified=modified,
            since_full=0 if full else state.since_full + 1,
            interval=_seconds(interval),
            next_due=now + _seconds(wait),
            failures=0,
            failing_since=None,
            problem=None,
        ),
        answer.moved_to,
        policy,
    )


def _redirected(state: FeedState, moved_to: str | None, policy: Policy) -> FeedState:
    """Only after an answer that went well: a parked domain redirects everything to a page of its own."""
    if moved_to is None or moved_to == state.address:
        return replace(state, redirect=None, redirects=0)
    redirects = state.redirects + 1 if moved_to == state.redirect else 1
    if redirects < policy.adopt_after:
        return replace(state, redirect=moved_to, redirects=redirects)
    adopted = None if moved_to == state.url else moved_to
    return replace(state, adopted=adopted, redirect=None, redirects=0)


def _failed(state: FeedState, answer: FeedResponse, now: datetime, policy: Policy) -> FeedState:
    problem = (answer.error or (f"HTTP {answer.status}" if answer.status else "no answer"))[:200]
    failures = state.failures + 1
    state = replace(
        state, failures=failures, failing_since=state.failing_since or now, problem=problem, redirect=None, redirects=0
    )
    if state.adopted and (answer.status == 410 or failures >= policy.return_after):
        # The address that a redirect led to is gone: the listed one has the last word.
        state = replace(state, adopted=None, etag=None, last_modified=None)
    elif answer.status == 410:
        return replace(state, retired_since=now, next_due=None)
    pause = _within(state.interval * 2 ** min(failures - 1, 12), policy.shortest, policy.longest)
    wait = max(pause * (0.5 + jitter(state.url, state.polls)), _retry_after(answer, now, policy))
    return replace(state, next_due=now + _seconds(wait))


def _asked(answer: FeedResponse, feed: Feed | None, now: datetime, policy: Policy) -> timedelta:
    """How long the server, or the feed itself, asks to be left alone; at most as long as any feed is."""
    asked = [timedelta()]
    control = answer.headers.get("cache-control", "")
    if age := _MAX_AGE.search(control):
        asked.append(timedelta(seconds=int(age[1])))
    elif not _UNCACHED.search(control) and (expires := parse_date(answer.headers.get("expires"))):
        asked.append(expires - (parse_date(answer.headers.get("date")) or now))
    if feed is not None:
        asked += [wish for wish in (feed.ttl, feed.update_period) if wish is not None]
    return max(min(max(asked), policy.longest), _retry_after(answer, now, policy))


def _retry_after(answer: FeedResponse, now: datetime, policy: Policy) -> timedelta:
    """RFC 9110, 10.2.3: seconds or a date, which the server reads on its own clock."""
    clock = parse_date(answer.headers.get("date")) or now
    wait = timedelta(seconds=retry_after(answer.headers.get("retry-after"), clock) or 0)
    return _within(wait, timedelta(), policy.patience)


def _keyed(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Entries by what they are known as: the GUID, else the link, else title and content.

    Entries of a feed that repeats its GUIDs are told apart by link and title too; what is alike even so goes together.
    """
    by_name: dict[str, list[Entry]] = {}
    for entry in entries:
        announcement = entry.announcement
        name = announcement.entry_id or announcement.url or f"{announcement.title}\0{entry.content}"
        by_name.setdefault(name, []).append(entry)
    keyed: dict[str, list[Entry]] = {}
    for name, same in by_name.items():
        for entry in same:
            announcement = entry.announcement
            parts = (name,) if len(same) == 1 else (name, str(announcement.url), str(announcement.title))
            keyed.setdefault(_digest(KEY_BYTES, *parts), []).append(entry)
    return keyed


def _newest(keys: list[str], entries: Mapping[str, list[Entry]], most: int) -> tuple[Sequence[str], frozenset[str]]:
    """The keys to announce, in the feed's order, and those that wait: where there are too many, the newest go first."""
    if len(keys) <= most:
        return keys, frozenset()
    by_age = sorted(keys, key=lambda key: max(map(_date, entries[key])), reverse=True)
    waiting = frozenset(by_age[most:])
    return [key for key in keys if key not in waiting], waiting


def _date(entry: Entry) -> datetime:
    return entry.announcement.published_at or entry.announcement.modified_at or _NO_DATE


def _fingerprint(entries: Iterable[Entry]) -> str:
    """What changes when content, title or date of an entry do, not when the feed's order does."""
    return _digest(
        PRINT_BYTES,
        *sorted(
            "\0".join(map(str, (its.title, entry.content, its.published_at, its.modified_at)))
            for entry in entries
            for its in (entry.announcement,)
        ),
    )


def _digest(size: int, *parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[: 2 * size]


def _past(state: FeedState, current: Container[str], now: datetime, policy: Policy) -> dict[str, tuple[str, date]]:
    """The entries remembered beside those of the feed, the latest to leave it first if there are too many."""
    today = now.date()
    past = {key: (fingerprint, today) for key, fingerprint in state.current.items()}
    past |= {key: value for key, value in state.past.items() if today - value[1] <= policy.expiry}
    kept = sorted((item for item in past.items() if item[0] not in current), key=lambda item: (item[1][1], item[0]))
    return dict(kept[-policy.past :])


def _validator(answer: FeedResponse, name: str) -> str | None:
    value = answer.headers.get(name, "").strip()
    return value if value and len(value) <= _LONGEST_VALIDATOR and value.isprintable() else None


def _within(value: timedelta, low: timedelta, high: timedelta) -> timedelta:
    return min(max(value, low), high)


def _seconds(value: timedelta) -> timedelta:
    return timedelta(seconds=round(value.total_seconds()))
