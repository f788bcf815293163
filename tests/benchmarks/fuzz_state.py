"""What is fuzzed of an output's own files: `dateline check` names the damage, or the program reads the file."""

import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pipeline.check.inspect import inspect
from schemas.arrow import to_table
from schemas.ledger import Ledger
from schemas.story import Link, Mark
from transforms.base.parquet import to_parquet
from transforms.base.state import to_json
from transforms.crawl import state
from transforms.crawl.pages import Step
from transforms.crawl.polling import PollResult, Wanted
from transforms.crawl.round.journal import RoundJournal, last_round
from transforms.crawl.round.under_way import UnderWay
from transforms.crawl.site import SiteRecord, read_records
from transforms.crawl.state import FeedState, Gap
from transforms.crawl.store import read_states
from transforms.crawl.stream.frontier import FrontierFile, read_frontier
from transforms.stories.store import Store

NOW = datetime(2025, 3, 3, 12, tzinfo=UTC)
PAGE = "https://news.example/a"
FEED = FeedState(
    url="https://news.example/feed",
    etag='"a"',
    next_due=NOW + timedelta(hours=1),
    last_poll=NOW,
    status=200,
    current={"0011223344556677": "00112233"},
    past={"8899aabbccddeeff": ("44556677", date(2025, 3, 1))},
    gaps=(Gap(after=NOW - timedelta(hours=2), before=NOW),),
    gap_count=1,
    folders=("News/Europe",),
)
LEDGER = Ledger(
    "round-20250303T120000Z",
    Counter({"news.example": 3}),
    {"news.example": Counter({"written": 2, "rejected": 1})},
    Counter({"malformed": 1}),
    polls=Counter({"fetched": 1}),
    fetches=Counter({"fetched": 3}),
)
ARCHIVED = [("archive/pages/20250303T000000Z-00000-of-00004.warc.gz.parts/round-a.warc.gz", 7)]
POLLED = PollResult(states=[state.to_json(FEED)], statuses=[200, None], wanted=[Wanted(PAGE, "{}", FEED.url, "k")])
FETCHED = Step(fetches=Counter({"fetched": 1}), archived=ARCHIVED, again=[(FEED.url, "k")])
MARK = Mark(
    article_id="00",
    revision_id="11",
    at=NOW,
    source="news.example",
    wire=None,
    copies=(Link("22", 0.5),),
    related=(Link("33", 0.25),),
)
SITES = {PAGE: SiteRecord(NOW, "User-agent: *"), f"{PAGE}b": SiteRecord(NOW)}


def _file(below: str, read: Callable[[str, str], object]) -> Callable[[bytes], None]:
    def work(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as output:
            path = Path(output) / below
            path.parent.mkdir(parents=True)
            path.write_bytes(data)
            if not [damage for damage in inspect(output) if damage.path == below]:
                read(output, str(path))

    return work


def _ledger(output: str, path: str) -> None:
    ledger = Ledger.from_json(Path(path).read_text())
    Ledger.merged("day", [ledger]).to_json()


def _round(output: str, path: str) -> None:
    last = last_round(output)
    assert last is not None
    last.archive("pages", 0, "step")


def _journal(step: str, kind: type[PollResult] | type[Step]) -> Callable[[bytes], None]:
    journal = "_state/round/round-a"
    return _file(f"{journal}/{step}.json", lambda output, _: RoundJournal(output, "round-a", NOW).read(step, kind))


Target = tuple[list[bytes], Callable[[bytes], None]]
TARGETS: dict[str, Target] = {
    "ledger": ([LEDGER.to_json().encode()], _file("_ledger/round-20250303T120000Z.json", _ledger)),
    "round": ([to_json(UnderWay("round-a", NOW))], _file("_state/round.json", _round)),
    "poll": ([to_json(POLLED)], _journal("poll-00000", PollResult)),
    "fetch": ([to_json(FETCHED)], _journal("fetch-00000-00000", Step)),
    "feeds": (
        [f"{state.to_json(FEED)}\n".encode() * 2],
        _file("_state/feeds/00000-of-00016.jsonl", lambda output, _: read_states(output, 0)),
    ),
    "sites": (
        [to_json(SITES)],
        _file("_state/sites/00000-of-00016.json", lambda output, _: read_records(output, (0,), NOW)),
    ),
    "frontier": (
        [to_json(FrontierFile([Wanted(PAGE, "{}", FEED.url, "k")], [(FEED.url, "k")]))],
        _file("_state/stream/frontier/00000-of-00016/pending.json", lambda _, path: read_frontier(path)),
    ),
    "folded": (
        [b'{\n"2025-03-03": "00112233445566778899aabbccddeeff",\n"none": "00"\n}'],
        _file("_state/stories/folded.json", lambda output, _: Store(output).folded()),
    ),
    "marks": (
        [to_parquet(to_table(Mark, [MARK]))],
        _file("_state/stories/date=2025-03-03/00.parquet", lambda output, _: Store(output).marks(NOW.date(), "00")),
    ),
}
