"""How long `dateline report` takes, how large its page is, and when a browser has drawn it.

    python -m tests.benchmarks.report [--articles 1000 10000 1000000] [--keep DIR]

Makes outputs of articles of invented words, about 450 to a text with a vocabulary like that of news (Zipf's law), from
60 sources in a month, with removed pieces, entities of which some rise, revisions, rejects, stories and feeds. Up to
10,000 articles every text is another one; beyond, they repeat. Runs the command over each in a process of its own and
prints seconds, MiB at its peak and MB of the page, and, where `make browser` was run, the milliseconds from opening
the page to its list of articles.
"""

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

import pyarrow as pa

from schemas.arrow import to_table
from schemas.article import SCHEMA_VERSION, Article, Entity, Mention, Removed, RemovedKind, digest
from schemas.ledger import Ledger
from schemas.reject import Reason, Reject
from schemas.story import Story
from schemas.usage import Permission, Usage
from tests.browser import THERE, browser
from transforms.base.parquet import to_parquet
from transforms.crawl.state import FeedState
from transforms.crawl.store import feed_shard, write_states

START, DAYS = datetime(2026, 10, 1, tzinfo=UTC), 30
POOL = 10_000
VOCABULARY, WORDS = 40_000, 450
SYLLABLES = re.findall("..", "babrecodadelefegahahinikalolimamenanonopaqerarisasetatouvavewa")
PLACES = ("Aldmoor", "Brenwick", "Caldera", "Dunhaven", "Eastmere", "Farrow", "Glenholt", "Hartsea", "Islay", "Kelby")
PEOPLE = [f"{a} {b}" for a in ("Ada", "Bram", "Cleo", "Dov", "Edda", "Finn", "Ines") for b in ("Ahl", "Brand", "Costa")]
BODIES = [f"{place} {what}" for place in PLACES[:8] for what in ("Council", "Harbour Trust", "Rail", "University")]
VERBS = ("approves", "delays", "reopens", "questions", "funds", "rejects", "celebrates", "inspects", "repairs", "maps")
THINGS = (
    "the ferry timetable", "a tunnel survey", "its flood plan", "the night train", "a library roof", "school meals",
    "the old mill", "two bridges", "its budget", "a tide barrier",
)  # fmt: skip
PAPERS = ("courier", "post", "daily", "observer", "news", "herald")
KINDS = [kind for kind in RemovedKind if kind not in (RemovedKind.PULL_QUOTE, RemovedKind.ABOUT)]
LANGUAGES = ("en", "en", "en", "en", "de", "fr", "es", "pt-BR", "it", "nl")


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[1000, 10_000, 1_000_000])
    parser.add_argument("--keep", type=Path, help="folder where outputs and pages stay")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for count in args.articles:
            output = (args.keep or Path(folder)) / f"report-{count}"
            if not output.exists():
                make_output(output, count)
            print(json.dumps({"articles": count, **measured(output)}), flush=True)


def measured(output: Path) -> dict[str, Any]:
    """The command's seconds of wall and CPU and its MiB at the peak; the page's MB, and milliseconds to its list."""
    page = output.with_suffix(".html")
    began = time.monotonic()
    command = [str(Path(sys.executable).with_name("dateline")), "report", str(output), "--html", str(page)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    assert status == 0, status
    return {
        "wall_s": round(time.monotonic() - began, 2),
        "cpu_s": round(used.ru_utime + used.ru_stime, 2),
        "peak_mib": used.ru_maxrss // 1024,
        "page_mb": round(page.stat().st_size / 1e6, 2),
        **opened(page),
    }


def opened(page: Path) -> dict[str, int]:
    """Milliseconds until the page has its list, by the clock and of CPU of its thread, each the middle of three.

    Nothing without a browser.
    """
    if not THERE:
        return {}
    clock: list[float] = []
    thread: list[float] = []
    with browser() as chromium:
        for _ in range(3):
            tab = chromium.new_page()
            session = tab.context.new_cdp_session(tab)
            session.send("Performance.enable", {"timeDomain": "threadTicks"})
            tab.goto(page.as_uri())
            tab.wait_for_selector("html[data-ready]", state="attached")
            clock.append(tab.evaluate("performance.getEntriesByName('ready')[0].startTime"))
            metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
            thread.append(1000 * metrics["TaskDuration"])
            tab.close()
    return {"opens_ms": round(sorted(clock)[1]), "opens_cpu_ms": round(sorted(thread)[1])}


def make_output(folder: Path, count: int) -> None:
    """Writes an output of `count` rows; the same count makes the same files."""
    chance = random.Random(count)
    pool = [_article(number, chance) for number in range(min(count, POOL))]
    for number in range(0, len(pool), 30):
        pool[number] = _edited(pool[number - 1], chance) if number else pool[number]
    days: dict[str, list[int]] = {}
    for number, article in enumerate(pool):
        assert article.published_at is not None
        days.setdefault(f"{article.published_at:%Y-%m-%d}", []).append(number)
    table = to_table(Article, pool)
    for day, numbers in days.items():
        rows = table.take(pa.array(numbers))
        for copy in range(-(-count // len(pool)) - 1):
            rows = pa.concat_tables([rows, _again(table.take(pa.array(numbers)), copy)])
        _write(folder / "articles" / f"date={day}" / "undated-00000-of-00001.parquet", rows)
    _write_stories(folder, pool, chance)
    _write_rest(folder, pool, chance)


def _article(number: int, chance: random.Random) -> Article:
    source = min(59, int(chance.paretovariate(0.9)) - 1)
    language = LANGUAGES[source % len(LANGUAGES)]
    # More by day than by night, less on Sundays, and a little more each week.
    day = chance.choices(range(DAYS), [(10 + d / 6) * (0.5 if d % 7 == 3 else 1) for d in range(DAYS)])[0]
    hour = chance.choices(range(24), [2, 1, 1, 1, 2, 4, 7, 9, 9, 8, 8, 7, 8, 8, 8, 9, 9, 8, 7, 6, 5, 4, 3, 2])[0]
    published = START + timedelta(days=day, hours=hour, seconds=chance.randrange(3600))
    lag = timedelta(seconds=min(6 * 86400, chance.lognormvariate(5.5 + source % 7 / 3, 1.3)))
    place, person, body = (_name(names, day, chance) for names in (PLACES, PEOPLE, BODIES))
    title = f"{body} {chance.choice(VERBS)} {chance.choice(THINGS)} in {place}"
    text = _text(chance)
    text, entities = _with_names(text, (person, body, place), chance)
    domain = f"{PLACES[source % 10].lower()}-{PAPERS[source // 10]}.example"
    url = f"https://{domain}/{published:%Y/%m/%d}/{title.lower().replace(' ', '-')}-{number}"
    kinds = [kind for kind in KINDS if (hash_of(domain, kind) % 100) / 140 > chance.random()]
    reserved = Permission.RESERVED if source % 9 == 4 else Permission.UNKNOWN
    return Article(
        article_id=digest(url), revision_id=digest(title, text), url=url, canonical_url=url, source=domain,
        feed_url=f"https://{domain}/rss", title=title, text=text, authors=(chance.choice(PEOPLE),), tags=("news",),
        published_at=published, modified_at=None, captured_at=published + lag, published_from="feed",
        language=language, entities=entities, removed=tuple(Removed(kind, _words(chance, 12)) for kind in kinds),
        capture_uri=f"archive/pages/{published:%Y%m%d}.warc.gz#urn:uuid:{digest(url, 'uuid')}",
        capture_digest=digest(url, "bytes"), schema_version=SCHEMA_VERSION, pipeline_version="0.1.0", models=("m-1",),
        usage=Usage(train_ai=reserved, tdm=reserved), words=len(text.split()),
    )  # fmt: skip


def _name(names: Sequence[str], day: int, chance: random.Random) -> str:
    """Any name; in the last week the third one often."""
    return names[2] if day >= DAYS - 7 and chance.random() < 0.15 else chance.choice(names)


def _with_names(text: str, names: tuple[str, ...], chance: random.Random) -> tuple[str, tuple[Entity, ...]]:
    """The text with names put before some of its paragraphs, and where they stand."""
    found: dict[str, list[Mention]] = {name: [] for name in names}
    left = [name for name in names for _ in range(chance.randint(1, 3))]
    chance.shuffle(left)
    paragraphs, length = [], 0
    for paragraph in text.split("\n"):
        if left:
            name = left.pop()
            found[name].append(Mention(length, length + len(name)))
            paragraph = f"{name} {paragraph}"
        paragraphs.append(paragraph)
        length += len(paragraph) + 1
    labels = zip(names, ("PERSON", "ORG", "GPE"), strict=True)
    entities = (Entity(name, label, len(found[name]), tuple(found[name])) for name, label in labels)
    return "\n".join(paragraphs), tuple(entity for entity in entities if entity.count)


def _edited(article: Article, chance: random.Random) -> Article:
    assert article.captured_at is not None
    lines = article.text.split("\n")
    text = "\n".join([*lines[:-1], f"{lines[-1]} {_words(chance, 9)}"])
    title = f"{article.title}, updated"
    return replace(
        article, title=title, text=text, revision_id=digest(title, text),
        captured_at=article.captured_at + timedelta(hours=2), capture_uri=f"{article.capture_uri}2",
        capture_digest=digest(title),
    )  # fmt: skip


def hash_of(*parts: str) -> int:
    """A number that is the same in every process."""
    return int(digest(*parts)[:8], 16)


_WEIGHTS = list(accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))
_LEXICON: list[str] = []


def _words(chance: random.Random, count: int) -> str:
    if not _LEXICON:
        own = random.Random(1)
        _LEXICON.extend("".join(own.choices(SYLLABLES, k=1 + min(4, n // 40 + 1))) for n in range(VOCABULARY))
    return " ".join(chance.choices(_LEXICON, cum_weights=_WEIGHTS, k=count))


def _text(chance: random.Random) -> str:
    sizes = [chance.randrange(25, 75) for _ in range(max(3, int(chance.gauss(WORDS / 50, 3))))]
    return "\n".join(f"{_words(chance, size).capitalize()}." for size in sizes)


def _again(table: pa.Table, copy: int) -> pa.Table:
    """The same articles under other ids, a little later."""
    for name in ("article_id", "revision_id"):
        ids = [digest(value, str(copy)) for value in table.column(name).to_pylist()]
        table = table.set_column(table.schema.get_field_index(name), table.schema.field(name), pa.array(ids))
    return table


def _write(path: Path, table: pa.Table) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(to_parquet(table))


def _write_stories(folder: Path, pool: list[Article], chance: random.Random) -> None:
    """Stories of a few articles of a day each, the rest alone."""
    by_day: dict[str, list[Article]] = {}
    for article in pool:
        assert article.published_at is not None
        by_day.setdefault(f"{article.published_at:%Y-%m-%d}", []).append(article)
    for day, articles in by_day.items():
        rows, left = [], sorted({a.article_id: a for a in articles}.values(), key=lambda a: a.published_at or START)
        while left:
            size = min(len(left), int(chance.paretovariate(1.1)), 60)
            members, left = left[:size], left[size:]
            rows += [_story(members, place) for place in range(size)]
        _write(folder / "stories" / f"date={day}" / "stories.parquet", to_table(Story, rows))


def _story(members: list[Article], place: int) -> Story:
    first, this = members[0], members[place]
    assert first.published_at is not None
    assert this.published_at is not None
    copies = bool(place) and place % 4 == 0
    return Story(
        article_id=this.article_id, revision_id=this.revision_id, copy_of=first.article_id if copies else None,
        similarity=0.9 if copies else None, matched_by="same-text" if copies else None,
        wire="Reuters" if place % 5 == 1 else None, story_id=first.article_id, first_published_at=first.published_at,
        lag_seconds=int((this.published_at - first.published_at).total_seconds()) if place else None,
        members=len(members), outlets=len({article.source for article in members}),
    )  # fmt: skip


def _write_rest(folder: Path, pool: list[Article], chance: random.Random) -> None:
    """Rejects, a ledger that adds up, and feeds."""
    rejects = []
    for number, article in enumerate(pool[:: max(1, len(pool) // 60)]):
        reason = list(Reason)[number % 12]
        rejects.append(
            Reject(
                reason=reason,
                stage="extract",
                message=f"hardly a sentence of text ({number} words); it may need a login",
                capture_uri=f"{article.capture_uri}x{number}",
                capture_digest=digest(str(number)),
                url=article.url,
                captured_at=article.captured_at,
                announcement="{}",
                media="html",
                payload=None,
                size=1000,
                pipeline_version="0.1.0",
            )
        )
    _write(folder / "rejects" / "run-000000000000" / "undated.parquet", to_table(Reject, rejects))
    written = Counter(article.source or "" for article in pool)
    refused = Counter({source: 1 + count // 9 for source, count in written.items()})
    outcomes = {
        source: Counter({"written": count, "not-article": refused[source], "unchanged": count // 3})
        for source, count in written.items()
    }
    captured = Counter({source: counts.total() for source, counts in outcomes.items()})
    ledger = Ledger("run-000000000000", captured, outcomes, Counter(reject.reason for reject in rejects))
    (folder / "_ledger").mkdir(parents=True)
    (folder / "_ledger" / "run-000000000000.json").write_text(ledger.to_json())
    feeds = sorted({article.feed_url for article in pool if article.feed_url})
    states: dict[int, dict[str, FeedState]] = {}
    end = START + timedelta(days=DAYS)
    for number, url in enumerate(feeds):
        fails = number % 11 == 5
        states.setdefault(feed_shard(url), {})[url] = FeedState(
            url=url, polls=90, last_poll=end, last_full=end, last_new=end - timedelta(hours=number % 40),
            next_due=end + timedelta(minutes=10 + 7 * number), status=503 if fails else 200, failures=4 * fails,
            problem="503 Service Unavailable" if fails else None,
            failing_since=end - timedelta(hours=9) if fails else None,
        )  # fmt: skip
    for shard, those in states.items():
        write_states(str(folder), shard, those)


if __name__ == "__main__":
    main()
