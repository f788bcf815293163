from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.capture import Announcement
from transforms.base.http import jitter
from transforms.crawl.due import POLICY, Policy, due
from transforms.crawl.health import Health, health
from transforms.crawl.schedule import Announced, FeedResponse, after_poll, forget, network_down, request_headers
from transforms.crawl.state import FeedState, Gap, from_json, to_json
from transforms.read.feed import Entry, Feed, FeedFormat

URL = "https://example.com/feed"
NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
NEW = FeedState(url=URL)
OK = FeedResponse(status=200)


def entry(
    name: str, text: str = "text", title: str = "t", published: datetime | None = None, url: str | None = None
) -> Entry:
    announcement = Announcement(entry_id=name or None, url=url, title=title, published_at=published)
    return Entry(announcement=announcement, content=text)


def feed(*entries: Entry | str, ttl: timedelta | None = None, update_period: timedelta | None = None) -> Feed:
    found = tuple(entry(item) if isinstance(item, str) else item for item in entries)
    return Feed(kind=FeedFormat.RSS, entries=found, ttl=ttl, update_period=update_period)


def names(announced: tuple[Announced, ...]) -> list[str | None]:
    return [item.entry.announcement.entry_id for item in announced]


def polled(state: FeedState, *answers: FeedResponse | Feed, start: datetime = NOW, step: timedelta = HOUR) -> FeedState:
    for count, item in enumerate(answers):
        answer, found = (item, None) if isinstance(item, FeedResponse) else (OK, item)
        state, _ = after_poll(state, answer, found, start + count * step)
    return state


def wait(state: FeedState) -> timedelta:
    assert state.next_due is not None
    assert state.last_poll is not None
    return state.next_due - state.last_poll


# Entries


def test_only_new_entries_are_announced() -> None:
    state, first = after_poll(NEW, OK, feed("a", "b"), NOW)
    assert names(first) == ["a", "b"]
    state, second = after_poll(state, OK, feed("c", "b", "a"), NOW + HOUR)
    assert names(second) == ["c"]
    assert not second[0].changed


@pytest.mark.parametrize("now", [entry("a", "other"), entry("a", title="other"), entry("a", published=NOW)])
def test_a_changed_entry_is_announced_again_once(now: Entry) -> None:
    state, changed = after_poll(polled(NEW, feed("a", "b")), OK, feed(now, "b"), NOW + HOUR)
    assert [(item.entry, item.changed) for item in changed] == [(now, True)]
    assert after_poll(state, OK, feed(now, "b"), NOW + 2 * HOUR)[1] == ()


def test_an_entry_that_comes_back_is_known_until_it_expires() -> None:
    state = polled(NEW, feed("a", "b"), feed("b", "c"))
    assert names(after_poll(state, OK, feed("a", "b"), NOW + timedelta(days=20))[1]) == []
    state = polled(state, feed("b", "c"), start=NOW + timedelta(days=40))
    assert names(after_poll(state, OK, feed("a", "b"), NOW + timedelta(days=41))[1]) == ["a"]


def test_repeated_guids_are_told_apart_and_stay_known() -> None:
    entries = [entry("x", url=f"https://example.com/{n}", title=f"t{n}") for n in range(3)]
    state, first = after_poll(NEW, OK, feed(*entries, entries[0]), NOW)
    assert len(first) == 4
    state, again = after_poll(state, OK, feed(*entries[::-1], entries[0]), NOW + HOUR)
    assert again == ()
    _, changed = after_poll(
        state, OK, feed(*entries[:2], replace(entries[2], content="new"), entries[0]), NOW + 2 * HOUR
    )
    assert [item.entry.content for item in changed] == ["new"]


def test_entries_without_guid_are_known_by_link_or_text() -> None:
    entries = [entry("", url="https://example.com/1"), entry("", "only text")]
    state, first = after_poll(NEW, OK, feed(*entries), NOW)
    assert len(first) == 2
    assert after_poll(state, OK, feed(*entries), NOW + HOUR)[1] == ()


def test_a_forgotten_entry_is_announced_again() -> None:
    answer = FeedResponse(status=200, headers={"etag": "x"})
    state, announced = after_poll(NEW, answer, feed("a", "b"), NOW)
    state = forget(state, [announced[0].key])
    # It is known only from a full answer.
    assert request_headers(state) == {}
    assert names(after_poll(state, OK, feed("a", "b"), NOW + HOUR)[1]) == ["a"]


def test_the_newest_of_too_many_entries_come_first_and_the_others_at_the_next_polls() -> None:
    policy = Policy(entries=3)
    answer = FeedResponse(status=200, headers={"etag": '"1"', "last-modified": "Wed, 01 May 2024 12:00:00 GMT"})
    dated = [entry(str(n), published=NOW + n * HOUR) for n in range(5)]
    found = feed(entry("undated"), *dated, "undated too")
    state, taken, waiting = NEW, [], []
    for _ in range(4):
        state, announced = after_poll(state, answer, found, NOW, policy)
        taken.append(names(announced))
        waiting.append((state.waiting, bool(request_headers(state))))
        assert from_json(to_json(state)) == state
    # While some wait, the whole feed is asked for.
    assert taken == [["2", "3", "4"], ["undated", "0", "1"], ["undated too"], []]
    assert waiting == [(4, False), (1, False), (0, True), (0, True)]


def test_an_edit_that_waits_is_still_an_edit() -> None:
    policy = Policy(entries=1)
    state, _ = after_poll(NEW, OK, feed("a"), NOW, policy)
    found = feed(entry("b", published=NOW), entry("a", "changed"))
    state, first = after_poll(state, OK, found, NOW + HOUR, policy)
    state, second = after_poll(state, OK, found, NOW + 2 * HOUR, policy)
    assert [(names((each,)), each.changed) for each in (*first, *second)] == [(["b"], False), (["a"], True)]
    assert after_poll(state, OK, found, NOW + 3 * HOUR, policy)[1] == ()


def test_two_polls_that_share_no_entry_are_a_gap() -> None:
    state = polled(NEW, feed("a", "b"), FeedResponse(status=304), feed("c", "d"))
    assert state.gaps == (Gap(after=NOW, before=NOW + 2 * HOUR),)
    assert polled(NEW, feed("a", "b"), feed("b", "c"), feed("c", "d")).gaps == ()
    # An empty feed says nothing: what it had counts.
    assert polled(NEW, feed("a"), feed(), feed("a", "b")).gaps == ()
    assert polled(NEW, feed("a"), feed(), feed("b")).gap_count == 1
    many = polled(NEW, *(feed(str(number)) for number in range(40)))
    assert (many.gap_count, len(many.gaps)) == (39, POLICY.gaps)


# Requests


def test_conditional_get_with_an_unconditional_one_now_and_then() -> None:
    state = polled(NEW, FeedResponse(status=500))
    assert request_headers(state) == {}
    state, _ = after_poll(
        state, FeedResponse(status=200, headers={"etag": '"1"', "last-modified": "Wed"}), feed("a"), NOW
    )
    kinds = []
    for count in range(2 * POLICY.full_every + 2):
        headers = request_headers(state)
        kinds.append(bool(headers))
        assert headers in ({}, {"If-None-Match": '"1"', "If-Modified-Since": "Wed"})
        answer = (
            FeedResponse(status=304)
            if headers
            else FeedResponse(status=200, headers={"etag": '"1"', "last-modified": "Wed"})
        )
        state, _ = after_poll(state, answer, None if headers else feed("a"), NOW + count * HOUR)
    assert kinds == [True] * POLICY.full_every + [False] + [True] * POLICY.full_every + [False]


def test_a_full_answer_without_validators_takes_them_away_and_a_304_keeps_them() -> None:
    state, _ = after_poll(NEW, FeedResponse(status=200, headers={"etag": '"1"'}), feed("a"), NOW)
    assert request_headers(polled(state, FeedResponse(status=304))) == {"If-None-Match": '"1"'}
    assert request_headers(polled(state, FeedResponse(status=304, headers={"etag": '"2"'}))) == {"If-None-Match": '"2"'}
    assert request_headers(polled(state, feed("a"))) == {}


def test_unchanged_says_nothing_of_a_feed_that_never_came() -> None:
    state = polled(NEW, FeedResponse(status=304, error="status 304"))
    assert (state.failures, state.problem, state.last_full) == (1, "status 304", None)
    assert polled(state, feed("a"), FeedResponse(status=304)).failures == 0


@pytest.mark.parametrize("value", ["", "x" * 5000, "a\r\nX-Evil: 1"])
def test_validators_that_no_header_can_hold_are_not_kept(value: str) -> None:
    state, _ = after_poll(NEW, FeedResponse(status=200, headers={"etag": value}), feed("a"), NOW)
    assert request_headers(state) == {}


# Pace


def test_a_busy_feed_is_polled_more_often_and_a_quiet_one_less_within_bounds() -> None:
    busy = polled(NEW, *(feed(*(str(number) for number in range(n * 9, n * 9 + 10))) for n in range(12)))
    quiet = polled(NEW, *([feed("a", "b")] * 12))
    unchanged = polled(NEW, feed("a"), *([FeedResponse(status=304)] * 12))
    steady = polled(NEW, *(feed(*(str(number) for number in range(n * 2, n * 2 + 10))) for n in range(12)))
    assert busy.interval == POLICY.shortest
    assert quiet.interval == unchanged.interval == POLICY.longest
    assert steady.interval == NEW.interval


def test_the_first_poll_says_nothing_of_the_pace() -> None:
    assert polled(NEW, feed(*map(str, range(100)))).interval == NEW.interval


@pytest.mark.parametrize(
    ("answer", "found", "expected"),
    [
        (
            FeedResponse(status=200, headers={"cache-control": "public, max-age=20000"}),
            feed("a"),
            timedelta(seconds=20000),
        ),
        (FeedResponse(status=200, headers={"cache-control": "max-age=1"}), feed("a"), None),
        (FeedResponse(status=200, headers={"cache-control": "max-age=99999999"}), feed("a"), POLICY.longest),
        (FeedResponse(status=200, headers={"expires": "Wed, 01 May 2024 22:00:00 GMT"}), feed("a"), 10 * HOUR),
        # The server's clock is an hour ahead.
        (
            FeedResponse(
                status=200,
                headers={"expires": "Wed, 01 May 2024 22:00:00 GMT", "date": "Wed, 01 May 2024 13:00:00 GMT"},
            ),
            feed("a"),
            9 * HOUR,
        ),
        (FeedResponse(status=200, headers={"expires": "Thu, 01 Jan 1970 00:00:00 GMT"}), feed("a"), None),
        (FeedResponse(status=200, headers={"expires": "0"}), feed("a"), None),
        (
            FeedResponse(status=200, headers={"cache-control": "no-cache", "expires": "Wed, 01 May 2024 22:00:00 GMT"}),
            feed("a"),
            None,
        ),
        (OK, feed("a", ttl=timedelta(minutes=300)), 5 * HOUR),
        (OK, feed("a", update_period=8 * HOUR), 8 * HOUR),
        (OK, feed("a", update_period=timedelta(days=365)), POLICY.longest),
        (FeedResponse(status=304, headers={"retry-after": "90000"}), None, timedelta(seconds=90000)),
        (FeedResponse(status=429, headers={"retry-after": "90000"}), None, timedelta(seconds=90000)),
        (FeedResponse(status=503, headers={"retry-after": "Fri, 03 May 2024 12:00:00 GMT"}), None, 48 * HOUR),
        (
            FeedResponse(
                status=503,
                headers={"retry-after": "Fri, 03 May 2024 12:00:00 GMT", "date": "Thu, 02 May 2024 12:00:00 GMT"},
            ),
            None,
            24 * HOUR,
        ),
        (FeedResponse(status=429, headers={"retry-after": "999999999"}), None, POLICY.patience),
        (FeedResponse(status=429, headers={"retry-after": "soon"}), None, None),
        (FeedResponse(status=429, headers={"retry-after": "-5"}), None, None),
    ],
)
def test_what_the_server_asks_for_is_respected(
    answer: FeedResponse, found: Feed | None, expected: timedelta | None
) -> None:
    state, _ = after_poll(NEW, answer, found, NOW)
    if expected is None:
        assert timedelta(minutes=30) <= wait(state) <= 2 * HOUR
    else:
        assert wait(state) == expected


def test_when_a_feed_is_due() -> None:
    state = polled(NEW, feed("a"))
    assert due(NEW, NOW)
    assert not due(state, NOW)
    assert due(state, NOW + 2 * HOUR)
    assert due(state, state.next_due or NOW)
    farthest = replace(state, next_due=NOW + 2 * POLICY.patience)
    assert not due(farthest, NOW)
    assert due(farthest, NOW - timedelta(seconds=1))
    # The machine's clock was in the next year when it polled.
    assert due(polled(NEW, feed("a"), start=NOW + timedelta(days=365)), NOW)


# What goes wrong


def test_back_off_doubles_and_a_good_answer_ends_it() -> None:
    state, waits = polled(NEW, feed("a")), []
    for count in range(12):
        state, _ = after_poll(state, FeedResponse(status=500), None, NOW + count * HOUR)
        waits.append(wait(state))
    for count, found in enumerate(waits):
        pause = min(HOUR * 2**count, POLICY.longest)
        assert 0.49 * pause <= found <= 1.51 * pause
    assert (state.failures, state.failing_since, state.problem) == (12, NOW, "HTTP 500")
    assert health(state, NOW) == (Health.FAILING, NOW)
    state, announced = after_poll(state, OK, feed("a", "b"), NOW + 20 * HOUR)
    assert (state.failures, state.failing_since, state.problem) == (0, None, None)
    assert names(announced) == ["b"]
    assert health(state, NOW + 20 * HOUR) == (Health.WELL, None)


def test_jitter_spreads_feeds_and_is_the_same_everywhere() -> None:
    assert jitter(URL, 3) == 0.764687303890323
    found = {jitter(f"https://example.com/{number}", 1) for number in range(1000)}
    assert all(0 <= value < 1 for value in found)
    assert 0.45 < sum(found) / len(found) < 0.55
    waits = {wait(polled(FeedState(url=f"https://example.com/{number}"), feed("a"))) for number in range(100)}
    assert len(waits) > 50


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (FeedResponse(status=404), Health.FAILING),
        (FeedResponse(status=403), Health.BLOCKED),
        (FeedResponse(status=429), Health.BLOCKED),
        (FeedResponse(error="connection reset"), Health.FAILING),
        (FeedResponse(status=200, error="an HTML page where a feed was expected"), Health.FAILING),
    ],
)
def test_a_feed_that_fails_is_kept_alive(answer: FeedResponse, expected: Health) -> None:
    state = polled(NEW, feed("a"), *[answer] * 200)
    assert health(state, NOW) == (expected, NOW + HOUR)
    assert state.problem
    assert due(state, NOW + 200 * HOUR + timedelta(days=2))
    assert names(after_poll(state, OK, feed("a", "b"), NOW)[1]) == ["b"]


def test_gone_is_retired() -> None:
    state = polled(NEW, feed("a"), FeedResponse(status=410))
    assert health(state, NOW) == (Health.RETIRED, NOW + HOUR)
    assert not due(state, NOW + timedelta(days=1000))


def test_silent() -> None:
    state = polled(NEW, *[feed("a", "b")] * 60, step=timedelta(days=1))
    assert health(state, NOW + timedelta(days=60)) == (Health.SILENT, NOW)
    assert health(state, NOW + timedelta(days=10)) == (Health.WELL, None)


def test_a_feed_is_not_charged_while_our_network_is_down() -> None:
    state = polled(NEW, feed("a"))
    assert after_poll(state, FeedResponse(error="no route", offline=True), None, NOW + HOUR) == (state, ())
    assert network_down([FeedResponse(error="no route")] * 3)
    assert not network_down([FeedResponse(error="no route")] * 3 + [FeedResponse(status=500)])
    assert not network_down([FeedResponse(error="no route")])


MOVED = "https://example.org/feed"


def moves(state: FeedState, *targets: str | None) -> FeedState:
    for target in targets:
        state, _ = after_poll(state, FeedResponse(status=200, moved_to=target), feed("a"), NOW)
    return state


def test_a_permanent_redirect_is_adopted_when_it_repeats() -> None:
    assert moves(NEW, MOVED, MOVED).address == URL
    assert moves(NEW, MOVED, MOVED, None, MOVED, MOVED).address == URL
    assert moves(NEW, MOVED, MOVED, "https://example.net/", MOVED, MOVED).address == URL
    state = moves(NEW, MOVED, MOVED, MOVED)
    assert (state.url, state.address) == (URL, MOVED)
    assert moves(state, *[None] * 5).address == MOVED
    assert names(after_poll(state, OK, feed("a", "b"), NOW)[1]) == ["b"]


def test_a_redirect_to_something_that_is_not_a_feed_is_not_adopted() -> None:
    assert polled(NEW, *[FeedResponse(status=200, moved_to=MOVED, error="an HTML page")] * 10).address == URL


def test_an_adopted_address_that_fails_gives_way_to_the_listed_one() -> None:
    state = moves(NEW, MOVED, MOVED, MOVED)
    gone = polled(state, FeedResponse(status=410))
    assert (gone.address, gone.retired_since) == (URL, None)
    assert polled(state, *[FeedResponse(status=404)] * (POLICY.return_after - 1)).address == MOVED
    assert polled(state, *[FeedResponse(status=404)] * POLICY.return_after).address == URL


# What is remembered


def test_the_state_is_bounded() -> None:
    state = NEW
    for poll in range(60):
        found = feed(*(str(number) for number in range(poll * 500, poll * 500 + 520)))
        state, _ = after_poll(state, OK, found, NOW + poll * HOUR)
    assert len(state.past) == POLICY.past
    assert len(to_json(state)) < 60_000
    ten_thousand, at_once = feed(*map(str, range(10_000))), Policy(entries=10_000)
    large, _ = after_poll(NEW, OK, ten_thousand, NOW, at_once)
    assert after_poll(large, OK, ten_thousand, NOW, at_once)[1] == ()
    assert len(to_json(large)) < 170_000


MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
TEXT = st.none() | st.text(max_size=20)
KEYS = st.binary(min_size=8, max_size=8).map(bytes.hex)
PRINTS = st.binary(min_size=4, max_size=4).map(bytes.hex)
STATES = st.builds(
    FeedState,
    url=st.text(max_size=20),
    adopted=TEXT,
    redirect=TEXT,
    redirects=st.integers(0, 5),
    etag=TEXT,
    last_modified=TEXT,
    since_full=st.integers(0, 9),
    next_due=st.none() | MOMENTS,
    interval=st.integers(0, 10**6).map(lambda seconds: timedelta(seconds=seconds)),
    polls=st.integers(0, 99),
    last_poll=st.none() | MOMENTS,
    last_full=st.none() | MOMENTS,
    last_new=st.none() | MOMENTS,
    status=st.none() | st.integers(100, 599),
    problem=TEXT,
    failures=st.integers(0, 99),
    failing_since=st.none() | MOMENTS,
    retired_since=st.none() | MOMENTS,
    current=st.dictionaries(KEYS, PRINTS, max_size=5),
    past=st.dictionaries(KEYS, st.tuples(PRINTS, st.dates(date(2000, 1, 1))), max_size=5),
    gaps=st.lists(st.builds(Gap, after=MOMENTS, before=MOMENTS), max_size=3).map(tuple),
    gap_count=st.integers(0, 99),
    waiting=st.integers(0, 99),
)


@given(STATES)
def test_a_state_survives_its_file(state: FeedState) -> None:
    text = to_json(state)
    assert from_json(text) == state
    assert to_json(from_json(text)) == text
    assert "\n" not in text


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"version":2}', to_json(NEW)[:-20], to_json(NEW).replace('"polls"', '"polled"')],
)
def test_a_file_that_holds_no_state_is_named_as_such(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_json(text)


HEADERS = st.dictionaries(
    st.sampled_from(["etag", "last-modified", "retry-after", "cache-control", "expires", "date"]),
    st.text(max_size=20)
    | st.sampled_from(
        ["0", "99999999999", "max-age=99999999999", "Mon, 01 Jan 0001 00:00:00 GMT", "9999-12-31T23:59:59Z"]
    ),
)
ANSWERS = st.builds(
    FeedResponse,
    status=st.none() | st.sampled_from([200, 206, 301, 304, 401, 404, 410, 429, 500, 999]),
    headers=HEADERS,
    moved_to=st.none() | st.sampled_from([URL, MOVED]),
    offline=st.booleans(),
)
FEEDS = st.none() | st.lists(
    st.builds(entry, st.sampled_from(["", "a", "b", "c", "d"]), st.sampled_from("xy")), max_size=5
).map(lambda entries: feed(*entries))


@given(STATES, st.lists(st.tuples(ANSWERS, FEEDS), max_size=6))
def test_any_history_keeps_the_promises(state: FeedState, history: list[tuple[FeedResponse, Feed | None]]) -> None:
    now = datetime(2101, 1, 1, tzinfo=UTC)
    state = replace(state, retired_since=None, interval=HOUR)
    for answer, found in history:
        state, announced = after_poll(state, answer, found, now)
        if state.retired_since is not None:
            break
        if not answer.offline:
            assert 0.49 * POLICY.shortest <= wait(state) <= max(POLICY.patience, 1.5 * POLICY.longest)
        assert from_json(to_json(state)) == state
        if found is not None and answer.status == 200 and not answer.offline:
            # What was announced is known, and nothing else was.
            assert after_poll(state, answer, found, now)[1] == ()
            assert {id(item.entry) for item in announced} <= {id(item) for item in found.entries}
        now += HOUR


def test_three_days_of_polls_announce_everything_once() -> None:
    """A feed of 20 entries with a new one every ten minutes, polled when it is due."""
    state, now, announced, polls = NEW, NOW, [], 0
    while now < NOW + timedelta(days=3):
        if due(state, now):
            newest = int((now - NOW) / timedelta(minutes=10)) + 20
            state, found = after_poll(state, OK, feed(*(str(number) for number in range(newest - 20, newest))), now)
            announced += names(found)
            polls += 1
        now += timedelta(minutes=5)
    assert len(announced) == len(set(announced))
    assert {int(name or 0) for name in announced} == set(range(len(announced)))
    assert state.gaps == ()
    assert 60 < polls < 160


def test_a_policy_bounds_the_interval() -> None:
    state, _ = after_poll(NEW, OK, feed("a"), NOW, Policy(shortest=2 * HOUR))
    assert state.interval == 2 * HOUR
